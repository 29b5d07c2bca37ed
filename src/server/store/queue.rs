//! 审核列表: a superior's applications by keyset, so that the deepest page answers as the first.

use super::{Conn, sql};
use crate::domain::Tab;

/// A place in the list: the row's time in its tab's order, and its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub micros: i64,
    pub id: i64,
}

impl Cursor {
    /// As an address carries it.
    pub fn to_word(self) -> String {
        format!("{}.{}", self.micros, self.id)
    }

    pub fn from_word(word: &str) -> Option<Self> {
        let (micros, id) = word.split_once('.')?;
        Some(Self {
            micros: micros.parse().ok()?,
            id: id.parse().ok()?,
        })
    }
}

/// Which rows next to a cursor are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    First,
    After(Cursor),
    Before(Cursor),
}

impl Side {
    /// From an address; what is not a cursor asks for the first page.
    pub fn read(after: Option<&str>, before: Option<&str>) -> Self {
        let after = after.and_then(Cursor::from_word).map(Self::After);
        let before = || before.and_then(Cursor::from_word).map(Self::Before);
        after.or_else(before).unwrap_or(Self::First)
    }
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct QueueRow {
    pub id: i64,
    pub version: i64,
    pub name: String,
    pub uscc: String,
    pub state: String,
    pub applied_at: i64,
    /// The time that the tab is ordered by.
    pub keyed_at: i64,
}

impl QueueRow {
    pub fn cursor(&self) -> Cursor {
        Cursor {
            micros: self.keyed_at,
            id: self.id,
        }
    }
}

/// At most `limit` rows of the superior's tab, the newest first.
pub async fn queue_page(
    conn: &mut Conn,
    superior: i64,
    tab: Tab,
    side: Side,
    limit: i64,
) -> sqlx::Result<Vec<QueueRow>> {
    let (key, within) = match tab {
        Tab::Pending => ("applied_at", "a.state = 'pending'"),
        Tab::Settled => ("settled_at", "a.settled_at IS NOT NULL"),
    };
    let (cursor, ascending) = match side {
        Side::First => (None, false),
        Side::After(cursor) => (Some(cursor), false),
        Side::Before(cursor) => (Some(cursor), true),
    };
    let (beyond, order) = if ascending {
        (">", "ASC")
    } else {
        ("<", "DESC")
    };
    let start = cursor.unwrap_or(Cursor {
        micros: if ascending { i64::MIN } else { i64::MAX },
        id: 0,
    });
    let mut rows: Vec<QueueRow> = sql(format!(
        "SELECT a.id, a.version, u.name, u.uscc, a.state, a.applied_at, a.{key} AS keyed_at
         FROM application a JOIN unit u ON u.id = a.applicant_id
         WHERE a.superior_id = $1 AND {within} AND (a.{key}, a.id) {beyond} ($2, $3)
         ORDER BY a.{key} {order}, a.id {order} LIMIT $4"
    ))
    .bind(superior)
    .bind(start.micros)
    .bind(start.id)
    .bind(limit)
    .all(conn)
    .await?;
    if matches!(side, Side::Before(_)) {
        rows.reverse();
    }
    Ok(rows)
}
