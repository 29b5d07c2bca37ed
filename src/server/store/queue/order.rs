//! The orders of the list, each with what it compares.

use super::super::Value;
use crate::domain::{Cursor, Key, Listing, Sort, Tab};

/// An order in which an index keeps a half of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Order {
    /// What is compared, and after it the id.
    pub key: &'static str,
    pub descending: bool,
    by_name: bool,
}

impl Order {
    pub(super) fn of(listing: &Listing) -> Self {
        let (key, descending) = match (listing.tab(), listing.sort) {
            (_, Sort::Name) => ("a.name_key", false),
            (Tab::Pending, Sort::Newest) => ("a.applied_at", true),
            // Who applied first waits the longest.
            (Tab::Pending, Sort::Oldest | Sort::Waited) => ("a.applied_at", false),
            (Tab::Settled, Sort::Newest) => ("a.settled_at", true),
            (Tab::Settled, Sort::Oldest) => ("a.settled_at", false),
            (Tab::Settled, Sort::Waited) => ("(a.settled_at - a.applied_at)", true),
        };
        Self {
            key,
            descending,
            by_name: listing.sort == Sort::Name,
        }
    }

    /// The other way round.
    pub(super) fn reversed(self) -> Self {
        Self {
            descending: !self.descending,
            ..self
        }
    }

    /// Whether the indexes by a city, a type or a state are in this order.
    pub(super) fn is_by_time(self) -> bool {
        matches!(self.key, "a.applied_at" | "a.settled_at")
    }

    /// The key as two columns: `micros`, and `name_key`, one of which says nothing.
    pub(super) fn columns(self) -> String {
        match self.by_name {
            true => "CAST(NULL AS BIGINT) AS micros, a.name_key".to_owned(),
            false => format!("{} AS micros, '' AS name_key", self.key),
        }
    }

    pub(super) fn by(self) -> String {
        let direction = if self.descending { "DESC" } else { "ASC" };
        format!("{} {direction}, a.id {direction}", self.key)
    }

    /// What lies beyond a place in this order.
    pub(super) fn beyond(self) -> &'static str {
        if self.descending { "<" } else { ">" }
    }

    /// What a place of this order is compared with; a cursor of another order is none.
    pub(super) fn place(self, cursor: &Cursor) -> Option<(Value, i64)> {
        match &cursor.key {
            Key::Micros(micros) if !self.by_name => Some(((*micros).into(), cursor.id)),
            Key::Name(name) if self.by_name => Some((name.as_str().into(), cursor.id)),
            _ => None,
        }
    }
}
