//! Writes the invented units, in parts that fit in memory.

use super::Filled;
use super::history::Newest;
use super::insert::Insert;
use super::invented::Invented;
use super::people::employ_clerk;
use super::plan::{Part, Plan, Planned};
use crate::domain::{ApplicationState, Instant, grams};
use crate::server::store::{Statement, Tx, city_of, keep_counts, moved, name_key, take_turn};
use crate::server::vault::Vault;
use anyhow::ensure;

/// So many of the applicants have an operator who can sign in.
const CLERKS: u64 = 120;

pub(super) struct Bulk {
    plan: Plan,
    vault: Vault,
    /// The ids of the departments there are, by their number in the tree.
    departments: Vec<i64>,
    round: i64,
    password_hash: String,
    at: Instant,
    units: Insert,
    applications: Insert,
    grams: Insert,
    affiliations: Insert,
    filled: Filled,
}

/// An applicant with its id.
struct Applied<'a> {
    applicant: i64,
    unit: &'a Invented,
    at: Instant,
    special_reason: &'static str,
}

impl<'a> Applied<'a> {
    fn of(planned: &'a Planned, applicant: i64) -> Option<Self> {
        match planned.part {
            Part::Applicant { at, special_reason } => Some(Self {
                applicant,
                unit: &planned.unit,
                at,
                special_reason,
            }),
            _ => None,
        }
    }
}

impl Bulk {
    /// `education` is 示例省教育厅, the head of the tree and the superior that is applied to.
    pub(super) fn new(
        plan: Plan,
        vault: Vault,
        education: i64,
        round: i64,
        password_hash: String,
        at: Instant,
    ) -> Self {
        Self {
            plan,
            vault,
            departments: vec![education],
            round,
            password_hash,
            at,
            units: Insert::new(
                "INSERT INTO unit (uscc, account, name, unit_type, industry, region, email,
                    address, verified_at, entered_at, created_at, name_key)",
                12,
            ),
            applications: Insert::new(
                "INSERT INTO application (applicant_id, superior_id, round_id, state, version,
                    special_reason, applied_at, seq, name, name_key, uscc, unit_type, region, city)",
                14,
            ),
            grams: Insert::new(
                "INSERT INTO queue_gram (superior_id, gram, application_id)",
                3,
            ),
            affiliations: Insert::new(
                "INSERT INTO affiliation (unit_id, superior_id, from_at, name_key)",
                4,
            ),
            filled: Filled::default(),
        }
    }

    pub(super) fn filled(&self) -> Filled {
        self.filled
    }

    /// Writes the next units, `most` of them at most. Returns whether there are more.
    pub(super) async fn write(&mut self, tx: &mut Tx, most: u64) -> anyhow::Result<bool> {
        let newest = Newest::of(tx).await?;
        let start = self.filled.units;
        let end = self.plan.total.min(start + most);
        let planned = (start..end).map(|serial| self.plan.next(serial));
        let planned = planned.collect::<anyhow::Result<Vec<_>>>()?;
        let ids = self.insert_units(tx, &newest, &planned).await?;
        for (serial, unit) in (start..self.plan.pending.min(CLERKS)).zip(&ids) {
            employ_clerk(tx, &self.vault, *unit, serial, &self.password_hash).await?;
        }
        newest.index_names(tx).await?;
        newest.record_entered(tx).await?;
        if self.insert_applications(tx, &planned, &ids).await? {
            newest.record_applied(tx).await?;
            let names = newest.names(tx).await?;
            self.insert_grams(tx, names).await?;
        }
        self.insert_ties(tx, &planned, &ids).await?;
        newest.record_bound(tx).await?;
        self.filled.units = end;
        Ok(end < self.plan.total)
    }

    /// Returns the ids, in the order of the units.
    async fn insert_units(
        &self,
        tx: &mut Tx,
        newest: &Newest,
        planned: &[Planned],
    ) -> anyhow::Result<Vec<i64>> {
        let (created, verified) = (self.at.plus_days(-300), self.at.plus_days(-297));
        let entered = self.at.plus_days(-90);
        let bind = |statement: Statement, Planned { unit, .. }: &Planned| {
            statement
                .bind(unit.uscc.as_str())
                .bind(unit.account.as_str())
                .bind(unit.name.as_str())
                .bind(unit.unit_type().code())
                .bind(unit.industry)
                .bind(unit.region)
                .bind(format!("{}@example.cn", unit.account))
                .bind(unit.address.as_str())
                .bind(verified)
                .bind(entered)
                .bind(created)
                .bind(name_key(&unit.name))
        };
        self.units.run(tx, planned, bind).await?;
        let ids = newest.units(tx).await?;
        ensure!(ids.len() == planned.len(), "somebody else adds units too");
        Ok(ids)
    }

    /// All in one turn of the queue. Returns whether there were any.
    async fn insert_applications(
        &mut self,
        tx: &mut Tx,
        planned: &[Planned],
        ids: &[i64],
    ) -> sqlx::Result<bool> {
        let applied = |(planned, id): (_, &i64)| Applied::of(planned, *id);
        let rows: Vec<Applied> = planned.iter().zip(ids).filter_map(applied).collect();
        if rows.is_empty() {
            return Ok(false);
        }
        self.filled.pending += rows.len() as u64;
        let (education, round) = (self.departments[0], self.round);
        let seq = take_turn(tx, education).await?;
        let bind = |statement: Statement, row: &Applied<'_>| {
            let unit = row.unit;
            statement
                .bind(row.applicant)
                .bind(education)
                .bind(round)
                .bind("pending")
                .bind(1)
                .bind(row.special_reason)
                .bind(row.at)
                .bind(seq)
                .bind(unit.name.as_str())
                .bind(name_key(&unit.name))
                .bind(unit.uscc.as_str())
                .bind(unit.unit_type().code())
                .bind(unit.region)
                .bind(city_of(unit.region))
        };
        self.applications.run(tx, &rows, bind).await?;
        let pending = Some(ApplicationState::Pending);
        moved(tx, education, None, pending, rows.len() as i64).await?;
        Ok(true)
    }

    /// In the order of their index, which keeps it fast.
    async fn insert_grams(&self, tx: &mut Tx, names: Vec<(i64, String)>) -> sqlx::Result<()> {
        let of_name = |(id, name): (i64, String)| grams(&name).into_iter().map(move |g| (g, id));
        let mut rows: Vec<(String, i64)> = names.into_iter().flat_map(of_name).collect();
        rows.sort_unstable();
        let education = self.departments[0];
        let bind = |statement: Statement, (gram, application): &(String, i64)| {
            statement
                .bind(education)
                .bind(gram.as_str())
                .bind(*application)
        };
        self.grams.run(tx, &rows, bind).await
    }

    async fn insert_ties(
        &mut self,
        tx: &mut Tx,
        planned: &[Planned],
        ids: &[i64],
    ) -> sqlx::Result<()> {
        let mut rows = Vec::new();
        for (planned, id) in planned.iter().zip(ids) {
            let superior = match planned.part {
                Part::Applicant { .. } => None,
                Part::Other { superior } => superior,
                Part::Department { superior } => {
                    self.departments.push(*id);
                    superior
                }
            };
            let row = |number: usize| (*id, self.departments[number], name_key(&planned.unit.name));
            rows.extend(superior.map(row));
        }
        // In the order of the index below each superior, which keeps it fast.
        rows.sort_unstable_by(|(_, a, a_key), (_, b, b_key)| (a, a_key).cmp(&(b, b_key)));
        self.filled.bound += rows.len() as u64;
        let from = self.at.plus_days(-80);
        let bind = |statement: Statement, (unit, superior, key): &(i64, i64, String)| {
            let tie = statement.bind(*unit).bind(*superior);
            tie.bind(from).bind(key.as_str())
        };
        self.affiliations.run(tx, &rows, bind).await?;
        // Nothing stood below a unit before it was there.
        let alone = |(_, superior, _): &(i64, i64, String)| (*superior, 1);
        let branches: Vec<_> = rows.iter().map(alone).collect();
        keep_counts(tx, &branches, 1).await
    }
}
