//! A link that does not follow: what can be said of it when those behind it are looked at too.

use super::rows::of_links;
use super::verify::{Head, Link, links_from};
use super::{Damage, hash};
use crate::server::store::Conn;

/// Says more exactly what is wrong with a link that does not follow the one whose hash is `previous`.
/// Other damage stays as it is.
pub(super) async fn explain(
    conn: &mut Conn,
    damage: Damage,
    previous: &str,
    head: &Head,
) -> sqlx::Result<Damage> {
    let Damage::NotFollowing { seq, of, id } = damage else {
        return Ok(damage);
    };
    let links = links_from(conn, seq, head.newest).await?;
    let (Some(first), Some(last)) = (links.first(), links.last()) else {
        return Ok(damage);
    };
    let rows = of_links(conn, seq, last.seq).await?;
    let made = |previous: &str, seq: i64, link: &Link| {
        let row = rows.get(&(link.of(), link.source_id))?;
        Some(hash(previous, seq, link.of(), link.source_id, &row.digest))
    };
    // What the link behind it, or the head, was made from.
    let next_is_from = |hash: &str| match links.get(1) {
        Some(next) => made(hash, next.seq, next).as_ref() == Some(&next.hash),
        None => head.hash == hash,
    };
    let in_its_place = |other: &Link| {
        made(previous, seq, other).is_some_and(|it| it == first.hash || it == other.hash)
    };
    Ok(
        if next_is_from(&made(previous, seq, first).unwrap_or_default()) {
            Damage::LinkChanged { seq, of, id }
        } else if links[1..].iter().any(in_its_place) {
            Damage::OutOfOrder { seq, of, id }
        } else if next_is_from(&first.hash) {
            Damage::RowChanged { seq, of, id }
        } else {
            damage
        },
    )
}
