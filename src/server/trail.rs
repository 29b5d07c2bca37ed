//! 审计记录: from the records to what the 审计管理员 reads and takes along. Reading is on record too.

use super::caller::Administrator;
use super::show::who_decided;
use super::store::{self, Act, By, Db, TrailRow, masked_name};
use super::{admin, now};
use crate::domain::trail_view::{Doer, TrailLine, TrailView};
use crate::domain::{ActKind, Fault, Instant, Role, TrailDraft, TrailSearch};
use serde_json::{Map, Value, json};

/// Rows of a page.
const PAGE: i64 = 50;

/// A page of what is looked for. What can't be searched for is told at its field.
pub async fn read_trail(
    db: &Db,
    administrator: &Administrator,
    draft: &TrailDraft,
) -> Result<TrailView, Fault> {
    let who = admin::who(administrator);
    let search = match TrailSearch::try_from(draft) {
        Ok(search) => search,
        Err(problems) => {
            return Ok(TrailView {
                who,
                lines: Vec::new(),
                after: None,
                problems,
            });
        }
    };
    record(db, administrator, ActKind::TrailRead, draft).await?;
    let mut conn = db.read().await?;
    let mut rows = store::search_trail(&mut conn, &search, PAGE + 1).await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let last = rows.last().filter(|_| more);
    Ok(TrailView {
        who,
        after: last.map(|row| row.cursor().to_word()),
        lines: rows.into_iter().map(line).collect(),
        problems: Vec::new(),
    })
}

/// Puts on record who read what, before it is read.
pub async fn record(
    db: &Db,
    administrator: &Administrator,
    kind: ActKind,
    draft: &TrailDraft,
) -> Result<(), Fault> {
    let fields = [
        ("from", &draft.from),
        ("until", &draft.until),
        ("kind", &draft.kind),
        ("code", &draft.code),
        ("by", &draft.by),
        ("person", &draft.person),
        ("after", &draft.after),
    ];
    let given = fields.into_iter().filter(|(_, value)| !value.is_empty());
    let detail: Value = given
        .map(|(name, value)| (name.to_owned(), json!(value)))
        .collect();
    let act = Act {
        detail,
        ..Act::new(kind, By::Administrator(administrator.id()), now())
    };
    let mut tx = db.begin().await?;
    store::note(&mut tx, act).await?;
    Ok(tx.commit().await?)
}

pub fn line(row: TrailRow) -> TrailLine {
    let (source, by) = (row.source(), doer(&row));
    TrailLine {
        source,
        id: row.id,
        by,
        kind: row.kind,
        unit: row.unit_name.zip(row.unit_code),
        person: (row.person).zip(row.person_name.map(|name| masked_name(&name))),
        details: details(&row.detail),
        detail: row.detail,
        why: row.why,
        at: Instant::from_micros(row.at),
        link: row.seq.zip(row.hash),
    }
}

fn details(record: &str) -> Vec<(String, String)> {
    let mut flat = Vec::new();
    if let Ok(Value::Object(record)) = serde_json::from_str(record) {
        flatten("", &record, &mut flat);
    }
    flat
}

fn flatten(within: &str, record: &Map<String, Value>, flat: &mut Vec<(String, String)>) {
    for (name, value) in record {
        let name = format!("{within}{name}");
        match value {
            Value::Object(inner) => flatten(&format!("{name}."), inner, flat),
            Value::Array(values) => {
                let words = values.iter().map(plain).collect::<Vec<_>>();
                flat.push((name, words.join(",")));
            }
            other => flat.push((name, plain(other))),
        }
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn doer(row: &TrailRow) -> Doer {
    let role = row.by_role.as_deref().and_then(Role::parse);
    match (row.by_person, &row.by_account, role) {
        (Some(number), Some(account), Some(role)) => Doer::Administrator {
            number,
            account: account.clone(),
            role,
        },
        (Some(number), ..) => Doer::Operator {
            number,
            name: (row.by_name.as_deref())
                .map(|name| who_decided(name, row.by_for.as_deref()))
                .unwrap_or_default(),
            unit: row.by_unit.clone().unwrap_or_default(),
        },
        _ => Doer::Nobody,
    }
}
