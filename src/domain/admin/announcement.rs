//! 公示公告, as the 系统管理员 writes it.

use super::super::text::{Lines, TextError, bounded, bounded_text};
use super::super::value::{shown_whole, text_value};
use super::super::{Field, FieldProblem, Instant, Problem, Problems};
use serde::{Deserialize, Serialize};

bounded_text! {
    /// 标题: 1–100 characters.
    #[derive(Debug)]
    Headline: 1..=100, One
}
shown_whole!(Headline);

bounded_text! {
    /// 正文 in Markdown: 1–20000 characters on any number of lines.
    #[derive(Debug)]
    Markdown: 1..=20000, Many
}
shown_whole!(Markdown);

/// The form, as it was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnnouncementDraft {
    /// The version that was read; 0 for a new one.
    pub version: i64,
    pub title: String,
    pub body: String,
    /// As a `datetime-local` field sends it; empty for now.
    pub published: String,
    /// Empty: it stays.
    pub withdrawn: String,
    pub pinned: String,
    /// Which button was pressed: `preview`, `withdraw` or none for 保存.
    pub go: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    pub title: Headline,
    pub body: Markdown,
    /// From when it is shown; none for now.
    pub published: Option<Instant>,
    /// Until when.
    pub withdrawn: Option<Instant>,
    pub pinned: bool,
}

impl TryFrom<AnnouncementDraft> for Announcement {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: AnnouncementDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let title = problems.take(Field::Title, Headline::parse(&draft.title));
        let body = problems.take(Field::Body, Markdown::parse(&draft.body));
        let minute = |text: &str| Instant::from_minute_shanghai(text).ok_or(Problem::NotAMinute);
        let published = problems.optional(Field::Published, &draft.published, minute);
        let withdrawn = problems.optional(Field::Withdrawn, &draft.withdrawn, minute);
        if let (Some(from), Some(until)) = (published, withdrawn)
            && until <= from
        {
            problems.add(Field::Withdrawn, Problem::FromAfterUntil);
        }
        match (title, body, problems.is_empty()) {
            (Some(title), Some(body), true) => Ok(Self {
                title,
                body,
                published,
                withdrawn,
                pinned: !draft.pinned.is_empty(),
            }),
            _ => Err(problems.into_vec()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> AnnouncementDraft {
        AnnouncementDraft {
            title: "停机通知".into(),
            body: "周六停机。".into(),
            published: "2026-11-24T09:30".into(),
            withdrawn: "2026-11-30T00:00".into(),
            ..AnnouncementDraft::default()
        }
    }

    #[test]
    fn a_day_before_the_publication_is_no_day_to_withdraw() {
        assert!(Announcement::try_from(draft()).is_ok());
        let before = AnnouncementDraft {
            withdrawn: "2026-11-24T09:30".into(),
            ..draft()
        };
        let problems = Announcement::try_from(before).expect_err("withdrawn too early");
        assert_eq!(problems[0].problem, Problem::FromAfterUntil);
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let problems = Announcement::try_from(AnnouncementDraft {
            published: "soon".into(),
            ..AnnouncementDraft::default()
        });
        let fields: Vec<Field> = (problems.expect_err("three slips").iter())
            .map(|problem| problem.field)
            .collect();
        assert_eq!(fields, [Field::Title, Field::Body, Field::Published]);
    }
}
