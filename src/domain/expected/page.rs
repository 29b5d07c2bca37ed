//! The page of 应绑清单: what it shows, and what is pressed on it.

use super::super::queue::query;
use super::super::views::Who;
use super::super::{Field, FieldProblem, Instant, Problem, Uscc};
use super::{ImportCounts, Standing};
use serde::{Deserialize, Serialize};

/// What a reminder did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminded {
    pub told: i64,
    /// Had been reminded today already.
    pub today: i64,
    /// Wait for this unit's review.
    pub waiting: i64,
    /// Can't be told: nobody has registered them.
    pub unregistered: i64,
    /// Are disabled, or may not apply in this round.
    pub unable: i64,
}

/// Which units of the list are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpectedSearch {
    /// Part of a code or of a name
    pub find: String,
    /// 还没有绑定的 only
    pub missing: bool,
    /// The code behind which the page begins
    pub after: String,
}

impl ExpectedSearch {
    /// What can't be read is as if it were not there: an address is not a form.
    pub fn from_query(text: &str) -> Self {
        let mut search = Self::default();
        for (name, value) in query::read(text) {
            // A NUL is in no name, and no database takes one.
            let value: String = value.replace('\0', "").trim().chars().take(100).collect();
            match name.as_str() {
                "find" => search.find = value,
                "show" => search.missing = value == "missing",
                "after" => search.after = value,
                _ => {}
            }
        }
        search
    }

    pub fn to_query(&self) -> String {
        query::write([
            ("find", self.find.as_str()),
            ("show", if self.missing { "missing" } else { "" }),
            ("after", &self.after),
        ])
    }

    pub fn from_the_first(&self) -> Self {
        Self {
            after: String::new(),
            ..self.clone()
        }
    }
}

/// What was pressed beside the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExpectedDraft {
    /// "remind-CODE", "remind-all", "remove-CODE" or "empty"
    pub go: String,
    /// Ticked to empty the list
    pub confirm: String,
}

/// What a press asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedPress {
    Remind(Uscc),
    RemindAll,
    Remove(Uscc),
    Empty,
}

impl TryFrom<&ExpectedDraft> for ExpectedPress {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: &ExpectedDraft) -> Result<Self, Self::Error> {
        let refused = |field, problem| vec![FieldProblem { field, problem }];
        let unknown = || refused(Field::UnitCode, Problem::NotOffered);
        let (word, rest) = draft.go.split_once('-').unwrap_or((&draft.go, ""));
        let code = || Uscc::parse(rest).map_err(|_| unknown());
        match (word, rest) {
            ("remind", "all") => Ok(Self::RemindAll),
            ("remind", _) => code().map(Self::Remind),
            ("remove", _) => code().map(Self::Remove),
            ("empty", _) if draft.confirm.is_empty() => {
                Err(refused(Field::ImportMode, Problem::Required))
            }
            ("empty", _) => Ok(Self::Empty),
            _ => Err(unknown()),
        }
    }
}

/// What a press did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExpectedDone {
    Reminded(Reminded),
    Removed,
    Emptied,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedView {
    pub who: Who,
    pub lines: Vec<ExpectedLine>,
    /// The code behind which the next page begins.
    pub after: Option<String>,
    pub counts: ExpectedCounts,
    /// How many rows of a file the reader uploaded and neither imported nor gave up.
    pub waiting: Option<i64>,
    /// What the reader's latest import did.
    pub imported: Option<ImportCounts>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedLine {
    pub code: String,
    pub name: String,
    pub standing: Standing,
    pub reminded_at: Option<Instant>,
    /// Whether it can be reminded now.
    pub remindable: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedCounts {
    pub units: i64,
    pub bound: i64,
    pub unregistered: i64,
}

impl ExpectedCounts {
    /// 还没有绑定的
    pub fn missing(&self) -> i64 {
        self.units - self.bound
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_press_that_is_none_is_refused() {
        let press = |go: &str, confirm: &str| {
            let draft = ExpectedDraft {
                go: go.into(),
                confirm: confirm.into(),
            };
            ExpectedPress::try_from(&draft)
        };
        assert_eq!(press("remind-all", ""), Ok(ExpectedPress::RemindAll));
        assert!(press("remind-7", "").is_err() && press("", "").is_err());
        assert!(press("empty", "").is_err() && press("empty", "1").is_ok());
    }

    #[test]
    fn an_address_is_read_back() {
        let search = ExpectedSearch {
            find: "中学".into(),
            missing: true,
            after: "12220000MB9000023N".into(),
        };
        assert_eq!(ExpectedSearch::from_query(&search.to_query()), search);
    }
}
