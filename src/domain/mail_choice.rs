//! 消息邮件: what a person wishes to get by mail.

use super::{Email, Field, FieldProblem, Problem, Problems};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum MailChoice {
    #[default]
    None,
    /// At once
    Now,
    /// Once a day, at an hour
    Daily,
}

impl MailChoice {
    pub const ALL: [Self; 3] = [Self::None, Self::Now, Self::Daily];

    /// The word that the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Now => "now",
            Self::Daily => "daily",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.as_str() == word)
    }
}

/// The form, as it was filled in. Debug keeps the password and the address out of any log.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MailDraft {
    pub mail: String,
    pub choice: String,
    pub hour: String,
    /// The password, where the address changes.
    pub mail_password: String,
}

impl std::fmt::Debug for MailDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailDraft").finish_non_exhaustive()
    }
}

/// What is wished. Whether the password is needed, and right, is the server's to say.
pub struct MailWish {
    pub mail: Option<Email>,
    pub choice: MailChoice,
    pub hour: i64,
    pub password: String,
}

impl TryFrom<MailDraft> for MailWish {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: MailDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let mail = problems.take(Field::OwnMail, Email::optional(&draft.mail));
        let choice = MailChoice::parse(&draft.choice).ok_or(Problem::NotOffered);
        let choice = problems.take(Field::MailChoice, choice);
        let hour = problems.take(Field::MailHour, hour(&draft.hour));
        if let (Some(None), Some(MailChoice::Now | MailChoice::Daily)) = (&mail, choice) {
            problems.add(Field::OwnMail, Problem::Required);
        }
        match (mail, choice, hour, problems.is_empty()) {
            (Some(mail), Some(choice), Some(hour), true) => Ok(Self {
                mail,
                choice,
                hour,
                password: draft.mail_password,
            }),
            _ => Err(problems.into_vec()),
        }
    }
}

fn hour(text: &str) -> Result<i64, Problem> {
    match text.trim().parse() {
        Ok(hour) if (0..=23).contains(&hour) => Ok(hour),
        _ => Err(Problem::NotOffered),
    }
}

/// What a person gets, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailView {
    /// The address that holds; empty where there is none.
    pub mail: String,
    /// The address that waits for its link to be opened.
    pub to_prove: Option<String>,
    pub choice: MailChoice,
    pub hour: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(mail: &str, choice: &str, hour: &str) -> Result<MailWish, Vec<FieldProblem>> {
        let [mail, choice, hour] = [mail, choice, hour].map(str::to_owned);
        let mail_password = String::new();
        MailDraft {
            mail,
            choice,
            hour,
            mail_password,
        }
        .try_into()
    }

    #[test]
    fn letters_need_an_address() {
        assert!(wish("", "none", "9").is_ok());
        assert!(wish("a@example.cn", "daily", "23").is_ok());
        for (mail, choice, hour, field) in [
            ("", "now", "9", Field::OwnMail),
            ("nobody", "none", "9", Field::OwnMail),
            ("a@example.cn", "often", "9", Field::MailChoice),
            ("a@example.cn", "daily", "24", Field::MailHour),
            ("a@example.cn", "daily", "", Field::MailHour),
        ] {
            let problems = wish(mail, choice, hour).err().expect("refused");
            assert_eq!(problems[0].field, field, "{mail} {choice} {hour}");
        }
    }
}
