//! What the trail is searched by.

use super::queue::{Day, query};
use super::{ActKind, Field, FieldProblem, Instant, Problem, Problems, Source, Uscc};
use serde::{Deserialize, Serialize};

/// The search, as an address carries it: no personal data is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrailDraft {
    pub from: String,
    pub until: String,
    pub kind: String,
    /// 统一社会信用代码 of the unit that is concerned
    pub code: String,
    /// 操作人: an administrator's account, or the number of a person
    pub by: String,
    /// 涉及人员, likewise
    pub person: String,
    /// Behind which row the page begins.
    pub after: String,
}

impl TrailDraft {
    pub fn from_query(text: &str) -> Self {
        let mut draft = Self::default();
        for (name, value) in query::read(text) {
            match name.as_str() {
                "from" => draft.from = value,
                "until" => draft.until = value,
                "kind" => draft.kind = value,
                "code" => draft.code = value,
                "by" => draft.by = value,
                "person" => draft.person = value,
                "after" => draft.after = value,
                _ => {}
            }
        }
        draft
    }

    /// The address of the page that begins behind a row.
    pub fn page(&self, after: &str) -> String {
        super::under("/admin/trail", &self.query(after))
    }

    /// The address of the file that holds all that is found.
    pub fn file(&self) -> String {
        super::under("/admin/trail.csv", &self.query(""))
    }

    fn query(&self, after: &str) -> String {
        query::write([
            ("from", self.from.as_str()),
            ("until", &self.until),
            ("kind", &self.kind),
            ("code", &self.code),
            ("by", &self.by),
            ("person", &self.person),
            ("after", after),
        ])
    }
}

/// Which rows are looked for. The default has all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrailSearch {
    pub since: Option<Instant>,
    pub before: Option<Instant>,
    pub kind: Option<TrailKind>,
    pub code: Option<Uscc>,
    pub by: Option<Named>,
    pub person: Option<Named>,
    pub after: Option<TrailCursor>,
}

/// A kind of act or of event, as an address names it: `act.signed_in`, `event.decided`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrailKind {
    Act(ActKind),
    /// The word that the database keeps
    Event(String),
}

impl TrailKind {
    pub fn parse(text: &str) -> Option<Self> {
        let (source, word) = text.split_once('.')?;
        match Source::parse(source)? {
            Source::Act => ActKind::parse(word).map(Self::Act),
            Source::Event => {
                let plain = word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                (plain && (1..=40).contains(&word.len())).then(|| Self::Event(word.to_owned()))
            }
        }
    }

    pub fn source(&self) -> Source {
        match self {
            Self::Act(_) => Source::Act,
            Self::Event(_) => Source::Event,
        }
    }

    pub fn word(&self) -> &str {
        match self {
            Self::Act(kind) => kind.as_str(),
            Self::Event(word) => word,
        }
    }
}

/// How somebody is named in a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// By the number that the trail shows
    Number(i64),
    /// 管理员账号
    Account(String),
}

impl Named {
    const LONGEST: usize = 40;

    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        let number = text.strip_prefix('#').unwrap_or(text);
        if let Ok(number) = number.parse() {
            return Ok(Self::Number(number));
        }
        let letters = |c: char| c.is_ascii_alphanumeric() || "-_.@".contains(c);
        match text.len() <= Self::LONGEST && text.chars().all(letters) && !text.is_empty() {
            true => Ok(Self::Account(text.to_owned())),
            false => Err(Problem::NotAPersonOfTheTrail),
        }
    }
}

/// A row's place: newest first, and of one instant acts before events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TrailCursor {
    pub at: i64,
    pub source: Source,
    pub id: i64,
}

impl TrailCursor {
    pub fn to_word(self) -> String {
        format!("{}.{}.{}", self.at, self.source, self.id)
    }

    pub fn from_word(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let cursor = Self {
            at: parts.next()?.parse().ok()?,
            source: Source::parse(parts.next()?)?,
            id: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(cursor)
    }
}

impl TryFrom<&TrailDraft> for TrailSearch {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: &TrailDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let from = problems.optional(Field::TrailFrom, &draft.from, Day::parse);
        let until = problems.optional(Field::TrailUntil, &draft.until, Day::parse);
        if from.zip(until).is_some_and(|(from, until)| from > until) {
            problems.add(Field::TrailUntil, Problem::FromAfterUntil);
        }
        let kind = problems.optional(Field::TrailKind, &draft.kind, |text| {
            TrailKind::parse(text).ok_or(Problem::NotOffered)
        });
        let code = problems.optional(Field::TrailCode, &draft.code, |text| {
            Uscc::parse(text).map_err(Problem::from)
        });
        let by = problems.optional(Field::TrailBy, &draft.by, Named::parse);
        let person = problems.optional(Field::TrailPerson, &draft.person, Named::parse);
        match problems.is_empty() {
            true => Ok(Self {
                since: from.map(Day::begins),
                before: until.map(Day::ends),
                kind,
                code,
                by,
                person,
                after: TrailCursor::from_word(&draft.after),
            }),
            false => Err(problems.into_vec()),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_search_reads_back_from_its_address() {
        let draft = TrailDraft {
            from: "2026-11-01".to_owned(),
            until: "2026-11-24".to_owned(),
            kind: "act.signed_in".to_owned(),
            code: "12220000MB9000023N".to_owned(),
            by: "anquan".to_owned(),
            person: "#17".to_owned(),
            after: String::new(),
        };
        let page = draft.page("5.act.7");
        let (_, query) = page.split_once('?').expect("a query");
        let read = TrailDraft::from_query(query);
        assert_eq!(
            TrailDraft {
                after: String::new(),
                ..read.clone()
            },
            draft
        );
        let search = TrailSearch::try_from(&read).expect("a search");
        assert_eq!(search.kind, Some(TrailKind::Act(ActKind::SignedIn)));
        assert_eq!(search.by, Some(Named::Account("anquan".to_owned())));
        assert_eq!(search.person, Some(Named::Number(17)));
        assert_eq!(
            search.after.map(|c| (c.at, c.source, c.id)),
            Some((5, Source::Act, 7))
        );
    }

    #[test]
    fn what_can_t_be_searched_is_told_at_its_field() {
        let draft = TrailDraft {
            from: "2026-11-24".to_owned(),
            until: "2026-11-01".to_owned(),
            kind: "act.' OR 1=1".to_owned(),
            code: "1".to_owned(),
            by: "李明".to_owned(),
            person: "x".repeat(41),
            after: "x".to_owned(),
        };
        let problems = TrailSearch::try_from(&draft).expect_err("problems");
        let fields: Vec<Field> = problems.iter().map(|p| p.field).collect();
        let expected = [
            Field::TrailUntil,
            Field::TrailKind,
            Field::TrailCode,
            Field::TrailBy,
            Field::TrailPerson,
        ];
        assert_eq!(fields, expected);
    }

    proptest! {
        #[test]
        fn a_place_reads_back(at: i64, act: bool, id: i64) {
            let source = if act { Source::Act } else { Source::Event };
            let cursor = TrailCursor { at, source, id };
            prop_assert_eq!(TrailCursor::from_word(&cursor.to_word()), Some(cursor));
        }

        #[test]
        fn no_text_panics(text in ".*") {
            let _ = TrailCursor::from_word(&text);
            let _ = TrailKind::parse(&text);
            let _ = Named::parse(&text);
            let draft = TrailDraft::from_query(&text);
            let _ = TrailSearch::try_from(&draft);
        }
    }
}
