//! The workbench's other services, as the 系统管理员 keeps them.

use super::super::text::{Lines, TextError, bounded, bounded_text};
use super::super::value::{shown_whole, text_value};
use super::super::{Field, FieldProblem, Problem, Problems};
use serde::{Deserialize, Serialize};

bounded_text! {
    /// The name of a service in the menu, 1–20 characters.
    #[derive(Debug)]
    ServiceName: 1..=20, One
}
shown_whole!(ServiceName);

/// Where a service is: an http(s) address, or a path of our own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Href(String);

impl Href {
    const MAX: usize = 500;

    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = bounded(text, 1, Self::MAX, Lines::One)?;
        let local = text.starts_with('/') && !text.starts_with("//");
        let host = |scheme: &str| {
            text.strip_prefix(scheme)
                .is_some_and(|rest| !rest.is_empty())
        };
        let plain = !text.contains(|c: char| c.is_whitespace() || "\\\"<>".contains(c));
        match plain && (local || host("https://") || host("http://")) {
            true => Ok(Self(text)),
            false => Err(Problem::NotAnAddress),
        }
    }
}

text_value!(Href, Problem);

/// The form, as it was filled in. Without an id it is a new service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceDraft {
    pub id: String,
    pub name: String,
    pub url: String,
    pub position: String,
    pub hidden: String,
    /// `remove`, or none for 保存.
    pub go: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    pub name: ServiceName,
    pub url: Href,
    pub position: i64,
    pub hidden: bool,
}

impl TryFrom<ServiceDraft> for Service {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: ServiceDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let name = problems.take(Field::ServiceName, ServiceName::parse(&draft.name));
        let url = problems.take(Field::Url, Href::parse(&draft.url));
        let position = problems.take(Field::Position, position(&draft.position));
        match (name, url, position) {
            (Some(name), Some(url), Some(position)) => Ok(Self {
                name,
                url,
                position,
                hidden: !draft.hidden.is_empty(),
            }),
            _ => Err(problems.into_vec()),
        }
    }
}

/// 1–999; left empty it stands at the end.
fn position(text: &str) -> Result<i64, Problem> {
    match text.trim() {
        "" => Ok(999),
        text => match text.parse() {
            Ok(position) if (1..=999).contains(&position) => Ok(position),
            _ => Err(Problem::NotAPosition),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_the_web_or_stays_here() {
        for good in ["https://example.cn/a?b=c", "http://10.0.0.1:8080", "/bind"] {
            assert!(Href::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "javascript:alert(1)",
            "//evil.example",
            "https://",
            "example.cn",
            "/a b",
            "/\\evil.example",
            "data:text/html,x",
        ] {
            assert!(Href::parse(bad).is_err(), "{bad}");
        }
    }
}
