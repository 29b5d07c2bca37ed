//! What a reviewer asks of many rows at once.

use super::super::{Decision, Field, FieldProblem, Opinion, Problem, Problems};
use serde::{Deserialize, Serialize};

/// A row chosen, at the version that was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenRow {
    pub application: i64,
    pub version: i64,
}

impl ChosenRow {
    /// The value of a row's checkbox, `id.version`.
    pub fn to_word(self) -> String {
        format!("{}.{}", self.application, self.version)
    }

    pub fn from_word(word: &str) -> Option<Self> {
        let (application, version) = word.split_once('.')?;
        Some(Self {
            application: application.parse().ok()?,
            version: version.parse().ok()?,
        })
    }
}

/// 批量通过 as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BatchDraft {
    /// The rows ticked, as `id.version`.
    pub rows: Vec<String>,
    /// 全选本页 without a script: "page", which chooses all of `page`.
    pub all: String,
    /// The rows that were shown.
    pub page: Vec<String>,
    pub opinion: String,
}

impl BatchDraft {
    fn chosen(&self) -> &[String] {
        match self.all.as_str() {
            "page" => &self.page,
            _ => &self.rows,
        }
    }
}

/// The approvals of one batch: at least one, each row once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch(Vec<Decision>);

impl Batch {
    /// What one page can hold; more than that is not one look's decision.
    pub const MAX_ROWS: u32 = 100;

    pub fn decisions(&self) -> &[Decision] {
        &self.0
    }
}

impl TryFrom<BatchDraft> for Batch {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: BatchDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let opinion = problems.take(Field::Opinion, Opinion::optional(&draft.opinion));
        let rows = problems.take(Field::Rows, read_rows(draft.chosen()));
        match (opinion, rows) {
            (Some(opinion), Some(rows)) => Ok(Self(approvals(&rows, opinion))),
            _ => Err(problems.into_vec()),
        }
    }
}

fn read_rows(words: &[String]) -> Result<Vec<ChosenRow>, Problem> {
    let mut rows: Vec<ChosenRow> = words
        .iter()
        .map(|word| ChosenRow::from_word(word).ok_or(Problem::NotOffered))
        .collect::<Result<_, _>>()?;
    rows.sort_by_key(|row| row.application);
    rows.dedup_by_key(|row| row.application);
    match rows.len() {
        0 => Err(Problem::Required),
        n if n > Batch::MAX_ROWS as usize => Err(Problem::TooManyRows {
            max: Batch::MAX_ROWS,
        }),
        _ => Ok(rows),
    }
}

fn approvals(rows: &[ChosenRow], opinion: Option<Opinion>) -> Vec<Decision> {
    rows.iter()
        .map(|row| Decision::approval(row.application, row.version, opinion.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(rows: &[&str]) -> BatchDraft {
        BatchDraft {
            rows: rows.iter().map(|&row| row.to_owned()).collect(),
            ..BatchDraft::default()
        }
    }

    #[test]
    fn a_batch_has_each_row_once() {
        let batch = Batch::try_from(draft(&["7.1", "3.2", "7.1"])).expect("two rows");
        let rows: Vec<_> = batch
            .decisions()
            .iter()
            .map(|d| (d.application(), d.version()))
            .collect();
        assert_eq!(rows, [(3, 2), (7, 1)]);
    }

    #[test]
    fn the_header_box_chooses_the_rows_that_were_shown() {
        let draft = BatchDraft {
            all: "page".into(),
            page: vec!["1.1".into(), "2.1".into()],
            ..BatchDraft::default()
        };
        let batch = Batch::try_from(draft).expect("the page's rows");
        assert_eq!(batch.decisions().len(), 2);
    }

    #[test]
    fn no_row_and_a_forged_row_are_refused() {
        let problem = |rows| {
            Batch::try_from(draft(rows)).expect_err("refused")[0]
                .problem
                .clone()
        };
        assert_eq!(problem(&[]), Problem::Required);
        assert_eq!(problem(&["7"]), Problem::NotOffered);
        assert_eq!(problem(&["7.x"]), Problem::NotOffered);
    }
}
