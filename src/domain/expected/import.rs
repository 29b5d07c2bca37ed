//! Importing a file of 应绑清单: what it would do, and did.

use super::super::{Field, FieldProblem, Problem};
use super::{FileRow, RowProblem};
use serde::{Deserialize, Serialize};

/// 替换 or 追加
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ImportMode {
    Replace,
    Add,
}

impl ImportMode {
    pub const ALL: [Self; 2] = [Self::Replace, Self::Add];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Replace => "replace",
            Self::Add => "add",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == word)
    }
}

/// The form that imports what was uploaded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportDraft {
    pub mode: String,
    /// "drop" gives it up
    pub go: String,
}

impl TryFrom<&ImportDraft> for ImportMode {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: &ImportDraft) -> Result<Self, Self::Error> {
        let (field, problem) = (Field::ImportMode, Problem::Required);
        Self::parse(&draft.mode).ok_or_else(|| vec![FieldProblem { field, problem }])
    }
}

/// What an import does, or did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
    pub added: i64,
    pub removed: i64,
    pub renamed: i64,
    /// How many units the list then has.
    pub units: i64,
}

/// What was uploaded, before it is imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadView {
    /// Rows without an error
    pub right: i64,
    pub wrong: i64,
    /// The first of those that are wrong.
    pub shown: Vec<WrongRow>,
    /// How many units the list has now.
    pub units: i64,
    pub replace: ImportCounts,
    pub add: ImportCounts,
}

impl UploadView {
    /// How many wrong rows a page shows; the workbook has all.
    pub const SHOWN: usize = 50;
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongRow {
    pub row: FileRow,
    pub problems: Vec<RowProblem>,
}
