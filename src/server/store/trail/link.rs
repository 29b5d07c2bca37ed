//! Linking what has been written since.

use super::rows::{Told, waiting};
use super::{PART, hash};
use crate::domain::{Anchor, Source};
use crate::server::store::classify::ids;
use crate::server::store::{Conn, Statement, Tx, sql};

/// Links the oldest rows that wait, a part of them at most. Returns how many; the caller comes again
/// until there are none. Whoever links holds the head's row until the commit: several servers take
/// turns.
pub async fn link(tx: &mut Tx) -> sqlx::Result<usize> {
    let (mut seq, mut previous): (i64, String) =
        sql("UPDATE trail_head SET seq = seq WHERE id = 1 RETURNING seq, hash")
            .one(tx)
            .await?;
    // A statement of its own, after the lock: it sees what the server before has linked.
    let rows = waiting(tx, PART).await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let (mut values, mut hashes) = (Vec::new(), Vec::new());
    for Told {
        source, id, digest, ..
    } in &rows
    {
        seq += 1;
        previous = hash(&previous, seq, *source, *id, digest);
        hashes.push(previous.clone());
        values.push(format!("({seq}, '{source}', {id}, ${})", hashes.len()));
    }
    append(tx, &values.join(", "), hashes).await?;
    for source in Source::ALL {
        let of_source = rows.iter().filter(|row| row.source == source);
        forget(tx, source, of_source.map(|row| row.id).collect()).await?;
    }
    sql("UPDATE trail_head SET seq = $1, hash = $2 WHERE id = 1")
        .bind(seq)
        .bind(previous)
        .execute(tx)
        .await?;
    Ok(rows.len())
}

/// `values` are numbers, and placeholders for the hashes.
async fn append(tx: &mut Tx, values: &str, hashes: Vec<String>) -> sqlx::Result<()> {
    let insert = sql(format!(
        "INSERT INTO trail (seq, source, source_id, hash) VALUES {values}"
    ));
    let insert = hashes.into_iter().fold(insert.once(), Statement::bind);
    insert.execute(tx).await?;
    Ok(())
}

/// By their ids: what was committed meanwhile still waits.
async fn forget(tx: &mut Tx, source: Source, linked: Vec<i64>) -> sqlx::Result<()> {
    if linked.is_empty() {
        return Ok(());
    }
    sql(format!(
        "DELETE FROM unlinked WHERE source = $1 AND source_id IN ({})",
        ids(linked.into_iter())
    ))
    .once()
    .bind(source.as_str())
    .execute(tx)
    .await?;
    Ok(())
}

/// Whether nothing waits to be linked. Takes no lock.
pub async fn is_all_linked(conn: &mut Conn) -> sqlx::Result<bool> {
    let one: Option<(i64,)> = sql("SELECT source_id FROM unlinked LIMIT 1")
        .optional(conn)
        .await?;
    Ok(one.is_none())
}

/// The newest link, to be kept elsewhere; none before the first.
pub async fn trail_head(conn: &mut Conn) -> sqlx::Result<Option<Anchor>> {
    let head: Option<(i64, String)> = sql("SELECT seq, hash FROM trail_head WHERE id = 1")
        .optional(conn)
        .await?;
    Ok(head.and_then(|(seq, hash)| Anchor::new(seq, &hash).ok()))
}
