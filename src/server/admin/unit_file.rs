//! A unit's page: its data, its people, and its whole history.

use super::super::appeals::barred;
use super::super::caller::Administrator;
use super::super::now;
use super::super::show::{opened, unit as unit_view, who_decided};
use super::super::store::{self, Conn, DoneBy, HistoryRow, OperatorOfUnit, Read, VersionRow};
use super::super::vault::{Purpose, Vault};
use super::who;
use crate::domain::admin::{Actor, HistoryLine, OperatorLine, UnitFile, VersionLine};
use crate::domain::masked_phone;
use crate::domain::{ApplicationState, Cursor, Fault, Instant, Key, Mobile, Role, Uscc};
use crate::server::store::UnitRow;

const OPERATORS: i64 = 20;
const VERSIONS: i64 = 10;
const EVENTS: usize = 20;

/// Where each list of the page begins; none for its newest.
#[derive(Clone, Debug, Default)]
pub struct Older {
    pub operators: Option<i64>,
    pub versions: Option<i64>,
    pub history: Option<String>,
}

pub async fn unit_file(
    conn: &mut Conn,
    vault: &Vault,
    administrator: &Administrator,
    id: i64,
    older: Older,
) -> Result<UnitFile, Fault> {
    let row = store::find_unit(conn, id).await?.ok_or(Fault::NotFound)?;
    let standing = store::verification_of(conn, id).await?;
    let phone = opened(vault, Purpose::ContactPhone, &standing.contact_phone);
    let right_code = match Uscc::parse(&row.uscc) {
        Ok(code) => store::may_be_code(conn, &code).await?,
        Err(_) => false,
    };
    let (operators, more_operators) =
        operators(conn, vault, id, older.operators.unwrap_or(0)).await?;
    let (versions, older_versions) = versions(conn, &row, older.versions).await?;
    let read = older.history.as_deref().and_then(read_place);
    let (history, next) = store::unit_history(conn, id, read.unwrap_or_default(), EVENTS).await?;
    let bar = store::bar_of(conn, id, now()).await?;
    Ok(UnitFile {
        who: who(administrator),
        id,
        version: row.version,
        hangs: store::hanging_on(conn, id).await?,
        state: store::unit_state(row.verified_at, standing.returned_at, row.disabled_at),
        unit: unit_view(&row),
        right_code,
        returned_why: standing.returned_why,
        contact: standing.contact_name,
        contact_phone: masked_phone(&phone),
        entered: row.entered_at.map(Instant::from_micros),
        abolished: match row.disabled_at {
            Some(_) => store::abolished_at(conn, id).await?,
            None => None,
        },
        superiors: store::chain_above(conn, id).await?,
        operators,
        versions,
        history: history.into_iter().map(line).collect(),
        older_versions,
        older_history: next.map(place),
        more_operators,
        barred: bar.map(barred),
    })
}

/// At most a page of the unit's operators behind one, and the last of them where there are more.
pub(super) async fn operators(
    conn: &mut Conn,
    vault: &Vault,
    unit: i64,
    after: i64,
) -> sqlx::Result<(Vec<OperatorLine>, Option<i64>)> {
    let rows = store::operators_of(conn, unit, after, OPERATORS + 1).await?;
    let (rows, more) = page(rows, OPERATORS, |row| row.id);
    let rows = rows.into_iter().map(|row| operator(vault, row));
    Ok((rows.collect(), more))
}

async fn versions(
    conn: &mut Conn,
    unit: &UnitRow,
    before: Option<i64>,
) -> sqlx::Result<(Vec<VersionLine>, Option<i64>)> {
    let rows = store::unit_versions(conn, unit.id, before, VERSIONS + 1).await?;
    let (rows, more) = page(rows, VERSIONS, |row| row.version);
    let line = |row: VersionRow| version(unit, row);
    Ok((rows.into_iter().map(line).collect(), more))
}

/// The rows of a page, and the key of the last one where there are more.
fn page<T>(mut rows: Vec<T>, limit: i64, key: impl Fn(&T) -> i64) -> (Vec<T>, Option<i64>) {
    let more = rows.len() as i64 > limit;
    rows.truncate(limit as usize);
    let last = rows.last().filter(|_| more).map(key);
    (rows, last)
}

fn operator(vault: &Vault, row: OperatorOfUnit) -> OperatorLine {
    let mobile = row
        .mobile
        .and_then(|text| vault.open(Purpose::Mobile, &text));
    let mobile = mobile.and_then(|text| Mobile::parse(&text).ok());
    OperatorLine {
        id: row.id,
        name: store::masked_name(&row.name),
        mobile: mobile.map_or_else(String::new, |mobile| mobile.masked()),
        legal: row.legal == 1,
        applies: row.applies == 1,
        reviews: row.reviews == 1,
        manages: row.manages == 1,
        waits: row.waits == 1,
        disabled: row.disabled_at.is_some(),
    }
}

fn version(unit: &UnitRow, row: VersionRow) -> VersionLine {
    let then = UnitRow {
        name: row.name,
        unit_type: row.unit_type,
        industry: row.industry,
        region: row.region,
        email: row.email,
        address: row.address,
        ..unit.clone()
    };
    VersionLine {
        version: row.version,
        unit: unit_view(&then),
        by: actor(row.by),
        at: Instant::from_micros(row.at),
    }
}

fn line(row: HistoryRow) -> HistoryLine {
    HistoryLine {
        kind: row.kind,
        state: row.to_state.as_deref().and_then(ApplicationState::parse),
        branch: row.branch.news(),
        by: actor(row.by),
        why: row.why,
        at: Instant::from_micros(row.at),
    }
}

fn actor(by: DoneBy) -> Actor {
    let role = by.role.as_deref().and_then(Role::parse);
    match (by.operator, role, by.administrator) {
        (Some(name), ..) => Actor::Operator(
            who_decided(&name, by.stood_for.as_deref()),
            by.operator_unit.unwrap_or_default(),
        ),
        (None, Some(role), Some(name)) => Actor::Administrator(role, store::masked_name(&name)),
        _ => Actor::System,
    }
}

/// How far a history was read, as an address carries it.
fn place(read: Read) -> String {
    let key = Key::Micros(read.event);
    Cursor { key, id: read.act }.to_word()
}

fn read_place(word: &str) -> Option<Read> {
    match Cursor::from_word(word)? {
        Cursor {
            key: Key::Micros(event),
            id: act,
        } => Some(Read { event, act }),
        _ => None,
    }
}
