//! 代审: from records to what its page shows, and from its form to its verbs.

use super::caller::Caller;
use super::now;
use super::people::masked_mobile;
use super::store::{self, Conn, DelegationRow, StandIn, Tx};
use super::vault::{Purpose, Vault};
use crate::domain::delegation::{
    Delegation, DelegationDraft, DelegationLine, DelegationStanding, DelegationsView,
};
use crate::domain::{Fault, Instant};

/// Delegations on the page.
const LINES: i64 = 50;

pub async fn delegations(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller,
) -> Result<DelegationsView, Fault> {
    let reviewer = caller.reviewing()?;
    let at = now();
    let rows = store::delegations(conn, reviewer.unit, LINES).await?;
    let others = store::stand_ins(conn, reviewer.unit).await?;
    let own = reviewer.stands_for.is_none();
    let line = |row: DelegationRow| {
        let standing = standing(&row, at);
        let mine = own && row.from_operator_id == reviewer.operator;
        DelegationLine {
            id: row.id,
            from: store::masked_name(&row.from_name),
            to: store::masked_name(&row.to_name),
            from_at: Instant::from_micros(row.from_at),
            until_at: Instant::from_micros(row.until_at),
            why: row.why,
            mine: mine && standing != DelegationStanding::Over,
            standing,
        }
    };
    Ok(DelegationsView {
        who: caller.who(),
        lines: rows.into_iter().map(line).collect(),
        others: others.into_iter().map(|one| offered(vault, one)).collect(),
        may_hand_over: own,
        today: at.date_shanghai(),
    })
}

/// Masked names are often alike: the phone tells them apart.
fn offered(vault: &Vault, one: StandIn) -> (i64, String) {
    let mobile = one
        .mobile
        .and_then(|sealed| vault.open(Purpose::Mobile, &sealed));
    let mobile = mobile.map_or_else(String::new, |text| masked_mobile(&text));
    let name = store::masked_name(&one.name);
    let said = [name, mobile].join(" ");
    (one.operator, said.trim_end().to_owned())
}

fn standing(row: &DelegationRow, at: Instant) -> DelegationStanding {
    let at = at.as_micros();
    if row.ended_at.is_some() || row.until_at <= at {
        DelegationStanding::Over
    } else if at < row.from_at {
        DelegationStanding::Later
    } else {
        DelegationStanding::Now
    }
}

/// Who stands in hands nothing on.
pub async fn press(tx: &mut Tx, caller: &Caller, draft: &DelegationDraft) -> Result<(), Fault> {
    let reviewer = caller.reviewing()?;
    if reviewer.stands_for.is_some() {
        return Err(Fault::Forbidden(crate::domain::Barrier::NotReviewing));
    }
    let at = now();
    match draft.ended {
        0 => {
            let delegation = Delegation::read(draft, at)?;
            store::hand_queue_over(tx, reviewer, &delegation, at).await?;
        }
        ended => store::end_delegation(tx, reviewer, ended, at).await?,
    }
    Ok(())
}
