//! What the trail's page shows. Persons are masked.

use super::admin::AdminWho;
use super::{FieldProblem, Instant, Role, Source};
use serde::{Deserialize, Serialize};

/// A page of `/admin/trail`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrailView {
    pub who: AdminWho,
    pub lines: Vec<TrailLine>,
    /// Where the next page begins.
    pub after: Option<String>,
    /// What of the search can't be searched for.
    pub problems: Vec<FieldProblem>,
}

/// An act or an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrailLine {
    pub source: Source,
    pub id: i64,
    /// The word of its kind
    pub kind: String,
    pub by: Doer,
    /// Name and code of the unit that is concerned
    pub unit: Option<(String, String)>,
    /// Number and name of the person who is concerned
    pub person: Option<(i64, String)>,
    /// JSON, or nothing
    pub detail: String,
    /// The same as names and texts; those within others after a dot, lists with commas
    pub details: Vec<(String, String)>,
    pub why: String,
    pub at: Instant,
    /// Number and hash of its link, once it is linked
    pub link: Option<(i64, String)>,
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doer {
    /// The system, or somebody who is not signed in
    Nobody,
    Operator {
        number: i64,
        name: String,
        unit: String,
    },
    Administrator {
        number: i64,
        account: String,
        role: Role,
    },
}
