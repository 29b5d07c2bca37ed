//! 经办人管理: who acts for a unit, and what they may do for it.

use super::registering::{NewPerson, PersonDraft};
use super::value::debug_hidden;
use super::views::Who;
use super::{Field, FieldProblem, Instant, Mobile, Problem, Problems, Reason, SignIn};
use serde::{Deserialize, Serialize};

/// What an operator may do for the unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roles {
    /// 经办
    pub applies: bool,
    /// 审核
    pub reviews: bool,
    /// 单位管理员
    pub manages: bool,
}

impl Roles {
    /// What the first operator of a unit may do.
    pub const ALL: Self = Self {
        applies: true,
        reviews: true,
        manages: true,
    };

    /// The words of the forms, in their order.
    pub const WORDS: [&str; 3] = ["applies", "reviews", "manages"];

    pub fn has(self, word: &str) -> bool {
        match word {
            "applies" => self.applies,
            "reviews" => self.reviews,
            "manages" => self.manages,
            _ => false,
        }
    }

    /// The words that were ticked; at least one.
    pub fn parse(words: &[String]) -> Result<Self, Problem> {
        let known = |word: &String| Self::WORDS.contains(&word.as_str());
        if !words.iter().all(known) {
            return Err(Problem::NotOffered);
        }
        let ticked = |word: &str| words.iter().any(|one| one == word);
        match words.is_empty() {
            true => Err(Problem::Required),
            false => Ok(Self {
                applies: ticked("applies"),
                reviews: ticked("reviews"),
                manages: ticked("manages"),
            }),
        }
    }
}

/// 新增经办人 as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AddDraft {
    #[serde(flatten)]
    pub person: PersonDraft,
    pub roles: Vec<String>,
}

/// A person to be added, with what they may do.
pub struct Adding {
    pub person: NewPerson,
    pub roles: Roles,
}

impl TryFrom<AddDraft> for Adding {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: AddDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let person = NewPerson::read(&draft.person, &mut problems);
        let roles = problems.take(Field::Roles, Roles::parse(&draft.roles));
        match (person, roles) {
            (Some(person), Some(roles)) => Ok(Self { person, roles }),
            _ => Err(problems.into_vec()),
        }
    }
}

/// A button of an operator's page, with what its form holds.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OperatorDraft {
    pub go: String,
    /// The operator's version that was seen.
    pub version: i64,
    pub roles: Vec<String>,
    pub mobile: String,
    /// The operator who takes over.
    pub successor: String,
    pub why: String,
    /// Of whoever presses, asked for where a phone changes
    pub password: String,
}

impl OperatorDraft {
    /// What comes back to the page.
    pub fn without_password(mut self) -> Self {
        self.password.clear();
        self
    }
}

debug_hidden!(AddDraft, OperatorDraft, Change);

/// What is done to an operator.
#[derive(Clone)]
pub enum Change {
    /// Lets somebody in who asked.
    Admit(Roles),
    /// Does not.
    Refuse(Reason),
    Roles(Roles),
    /// With the password of whoever changes it: by this phone somebody signs in.
    Phone {
        mobile: Mobile,
        password: String,
    },
    Disable(Reason),
    Enable,
    /// 经办人离职
    HandOver {
        successor: i64,
        why: Reason,
    },
    /// A one-time link to set a password with.
    Link,
    /// A one-time link to take the role with that is offered.
    Offer,
}

impl TryFrom<OperatorDraft> for Change {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: OperatorDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let change = match draft.go.as_str() {
            "admit" => roles(&draft, &mut problems).map(Self::Admit),
            "refuse" => reason(&draft, &mut problems).map(Self::Refuse),
            "phone" => {
                let mobile = Mobile::parse(&draft.mobile);
                let mobile = problems.take(Field::Mobile, mobile);
                let password = SignIn::password(draft.password);
                let password = problems.take(Field::OwnPassword, password);
                mobile
                    .zip(password)
                    .map(|(mobile, password)| Self::Phone { mobile, password })
            }
            "disable" => reason(&draft, &mut problems).map(Self::Disable),
            "enable" => Some(Self::Enable),
            "hand-over" => {
                let successor = match draft.successor.trim() {
                    "" => Err(Problem::Required),
                    id => id.parse().map_err(|_| Problem::NotOffered),
                };
                let successor = problems.take(Field::Successor, successor);
                let why = reason(&draft, &mut problems);
                successor
                    .zip(why)
                    .map(|(successor, why)| Self::HandOver { successor, why })
            }
            "link" => Some(Self::Link),
            "offer" => Some(Self::Offer),
            _ => roles(&draft, &mut problems).map(Self::Roles),
        };
        change.ok_or_else(|| problems.into_vec())
    }
}

fn roles(draft: &OperatorDraft, problems: &mut Problems) -> Option<Roles> {
    problems.take(Field::Roles, Roles::parse(&draft.roles))
}

fn reason(draft: &OperatorDraft, problems: &mut Problems) -> Option<Reason> {
    problems.take(Field::Because, Reason::parse(&draft.why))
}

/// `/people`, of the own unit or of one that is bound to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleView {
    pub who: Who,
    pub unit: i64,
    pub name: String,
    /// Whether it is the caller's own unit.
    pub own: bool,
    pub people: Vec<PersonLine>,
    /// Answer to a search among the units that are bound to the own.
    pub below: Option<Below>,
}

/// What a code that was asked for stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Below {
    Found {
        unit: i64,
        name: String,
    },
    /// No unit of this code is bound to the own.
    NotBelow,
    Wrong(Problem),
}

/// Somebody who acts for the unit, or asked to. The numbers are masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLine {
    pub operator: i64,
    pub name: String,
    pub mobile: String,
    pub card: String,
    pub roles: Roles,
    pub legal: bool,
    pub standing: Standing,
    pub since: Option<Instant>,
    /// The caller themself.
    pub me: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Asked to act for the unit.
    Waits,
    /// Has an account, and is to take the role with it.
    Offered,
    Acts,
    Disabled,
}

/// An operator's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorPageView {
    pub who: Who,
    pub unit: i64,
    pub unit_name: String,
    pub own: bool,
    pub line: PersonLine,
    pub version: i64,
    /// Who may take over: id and name.
    pub successors: Vec<(i64, String)>,
    /// Is something to a unit that the caller has no say in too: password and phone are out of reach.
    pub acts_elsewhere: bool,
    /// The caller has a say everywhere, and makes links for who does not act too.
    pub everywhere: bool,
}

/// What a one-time link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkFor {
    /// To set a password.
    Password,
    /// To take a role, with the password that the person has.
    Role,
}

/// A one-time link, shown when it is made and never again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    pub person: String,
    pub url: String,
    pub until: Instant,
    pub opens: LinkFor,
}

debug_hidden!(LinkView);

/// What came of adding somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedView {
    pub name: String,
    /// Who has an account already takes the role through it; else they set a password.
    pub link: LinkView,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operator_has_one_role_at_least() {
        assert_eq!(Roles::parse(&[]), Err(Problem::Required));
        assert_eq!(Roles::parse(&["owns".into()]), Err(Problem::NotOffered));
        let roles = Roles::parse(&["applies".into(), "manages".into()]).expect("two roles");
        assert!(roles.has("applies") && roles.has("manages") && !roles.has("reviews"));
    }

    #[test]
    fn who_leaves_names_a_successor_and_why() {
        let draft = OperatorDraft {
            go: "hand-over".into(),
            ..OperatorDraft::default()
        };
        let problems = Change::try_from(draft).expect_err("nothing is filled in");
        let fields: Vec<Field> = problems.iter().map(|p| p.field).collect();
        assert_eq!(fields, [Field::Successor, Field::Because]);
    }
}
