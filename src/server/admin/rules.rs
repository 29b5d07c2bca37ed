//! 业务规则

use super::super::caller::Administrator;
use super::super::now;
use super::super::store::{self, Conn, RulesRow, Tx};
use super::who;
use crate::domain::admin::{RulesDraft, RulesVersion, RulesView};
use crate::domain::{Fault, Instant};

/// Versions of a page.
const VERSIONS: i64 = 10;

pub async fn rules_view(
    conn: &mut Conn,
    administrator: &Administrator,
    before: Option<i64>,
) -> Result<RulesView, Fault> {
    let at = now();
    let policy = store::binding_policy(conn, at).await?;
    let (version, from) = store::latest_rules(conn).await?;
    let rows = store::rules_versions(conn, before, VERSIONS + 1).await?;
    let former = |index: usize| rows.get(index + 1).map(|row| row.policy.clone());
    let version_of = |(index, row): (usize, &RulesRow)| RulesVersion {
        version: row.version,
        before: former(index).unwrap_or_default(),
        policy: row.policy.clone(),
        holds_from: Instant::from_micros(row.holds_from),
        by: store::masked_name(&row.by),
        at: Instant::from_micros(row.at),
    };
    let shown = rows.iter().enumerate().take(VERSIONS as usize);
    let versions: Vec<RulesVersion> = shown.map(version_of).collect();
    let more = rows.len() > versions.len();
    Ok(RulesView {
        who: who(administrator),
        draft: RulesDraft::of(&policy, version, at),
        policy,
        now: at,
        later: (from > at).then_some((version, from)),
        older: versions.last().filter(|_| more).map(|v| v.version),
        versions,
    })
}

/// The rules from a day on, where the latest are still those that were seen.
pub async fn change_rules(
    tx: &mut Tx,
    administrator: &Administrator,
    draft: RulesDraft,
) -> store::Result<i64> {
    let (seen, at) = (draft.version, now());
    let rules = draft.read(at).map_err(Fault::from)?;
    store::set_rules(tx, administrator.id(), seen, &rules, at).await
}
