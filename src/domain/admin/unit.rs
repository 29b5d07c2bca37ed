//! Units, as the 系统管理员 searches them and what is done to them.

use super::super::queue::{NamePart, query};
use super::super::{Cursor, Field, FieldProblem, Key, Problem, Problems, Reason, Uscc};
use serde::{Deserialize, Serialize};

/// How a unit stands with the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnitState {
    /// 待认证
    Waiting,
    /// 已认证
    Verified,
    /// 被退回
    Returned,
    /// 已停用
    Disabled,
}

impl UnitState {
    pub const ALL: [Self; 4] = [
        Self::Waiting,
        Self::Verified,
        Self::Returned,
        Self::Disabled,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Verified => "verified",
            Self::Returned => "returned",
            Self::Disabled => "disabled",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// The search, as an address carries it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UnitSearchDraft {
    pub name: String,
    pub code: String,
    pub state: String,
    /// Behind which unit the page begins.
    pub after: String,
}

impl UnitSearchDraft {
    pub fn from_query(text: &str) -> Self {
        let mut draft = Self::default();
        for (name, value) in query::read(text) {
            match name.as_str() {
                "name" => draft.name = value,
                "code" => draft.code = value,
                "state" => draft.state = value,
                "after" => draft.after = value,
                _ => {}
            }
        }
        draft
    }

    /// The address of the page that begins behind a unit.
    pub fn page(&self, after: &str) -> String {
        let query = query::write([
            ("name", self.name.as_str()),
            ("code", &self.code),
            ("state", &self.state),
            ("after", after),
        ]);
        super::super::under("/admin/units", &query)
    }
}

/// Which units are looked for. The default has all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitSearch {
    pub name: Option<NamePart>,
    pub code: Option<Uscc>,
    pub state: Option<UnitState>,
    /// What orders the list, and the id, of the last unit of the page before.
    pub after: Option<(i64, i64)>,
}

impl TryFrom<UnitSearchDraft> for UnitSearch {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: UnitSearchDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let name = problems.optional(Field::Name, &draft.name, NamePart::parse);
        let code = problems.optional(Field::UnitCode, &draft.code, |text| {
            Uscc::parse(text).map_err(Problem::from)
        });
        let state = problems.optional(Field::UnitState, &draft.state, |word| {
            UnitState::parse(word).ok_or(Problem::NotOffered)
        });
        let after = match Cursor::from_word(&draft.after) {
            Some(Cursor {
                key: Key::Micros(key),
                id,
            }) => Some((key, id)),
            _ => None,
        };
        match problems.is_empty() {
            true => Ok(Self {
                name,
                code,
                state,
                after,
            }),
            false => Err(problems.into_vec()),
        }
    }
}

/// What a press on a unit's page asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnitPress {
    Verify,
    Return,
    Disable,
    Enable,
    /// 解除终止
    Lift,
}

impl UnitPress {
    const ALL: [Self; 5] = [
        Self::Verify,
        Self::Return,
        Self::Disable,
        Self::Enable,
        Self::Lift,
    ];

    /// As a button sends it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Return => "return",
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::Lift => "lift",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|press| press.as_str() == word)
    }
}

/// A form of a unit's page, as it was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UnitActDraft {
    pub go: String,
    /// The version of the unit's data that was read.
    pub version: i64,
    pub why: String,
    /// The unit's name, typed by who disables it.
    pub confirm: String,
}

/// What is to be done to a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitAct {
    Verify { version: i64 },
    Return { version: i64, why: Reason },
    Disable { why: Reason, confirm: String },
    Enable { why: Reason },
    Lift { why: Reason },
}

impl TryFrom<UnitActDraft> for UnitAct {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: UnitActDraft) -> Result<Self, Self::Error> {
        let version = draft.version;
        let why = || {
            let (field, reason) = (Field::Because, Reason::parse(&draft.why));
            reason.map_err(|error| {
                let problem = error.into();
                vec![FieldProblem { field, problem }]
            })
        };
        match UnitPress::parse(&draft.go) {
            None => Err(Vec::new()),
            Some(UnitPress::Verify) => Ok(Self::Verify { version }),
            Some(UnitPress::Return) => why().map(|why| Self::Return { version, why }),
            Some(UnitPress::Disable) => {
                let confirm = draft.confirm.clone();
                why().map(|why| Self::Disable { why, confirm })
            }
            Some(UnitPress::Enable) => why().map(|why| Self::Enable { why }),
            Some(UnitPress::Lift) => why().map(|why| Self::Lift { why }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_reads_back_from_its_address() {
        let draft = UnitSearchDraft {
            name: "春城 小学".into(),
            state: "waiting".into(),
            ..UnitSearchDraft::default()
        };
        let path = draft.page("5.7");
        let (_, query) = path.split_once('?').expect("a query");
        let search = UnitSearch::try_from(UnitSearchDraft::from_query(query)).expect("a search");
        assert_eq!(search.name.expect("a name").as_str(), "春城 小学");
        assert_eq!(search.state, Some(UnitState::Waiting));
        assert_eq!(search.after, Some((5, 7)));
    }

    #[test]
    fn a_single_character_is_no_search() {
        let draft = UnitSearchDraft {
            name: "校".into(),
            ..UnitSearchDraft::default()
        };
        let problems = UnitSearch::try_from(draft).expect_err("too little");
        assert_eq!(problems[0].problem, Problem::OneCharacter);
    }

    #[test]
    fn what_takes_something_away_wants_a_reason() {
        for go in ["return", "disable", "enable", "lift"] {
            let draft = UnitActDraft {
                go: go.into(),
                ..UnitActDraft::default()
            };
            let problems = UnitAct::try_from(draft).expect_err("no reason");
            assert_eq!(problems[0].field, Field::Because, "{go}");
        }
    }
}
