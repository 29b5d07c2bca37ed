//! A file of 应绑清单: its rows, and what is wrong with them.

use super::super::uscc::Verdict;
use super::super::{Problem, UnitName, UnitType, Uscc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A unit of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedUnit {
    pub code: Uscc,
    pub name: UnitName,
}

/// A row of a file, as it was written there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRow {
    /// Its number in the sheet, from 1.
    pub line: u32,
    pub code: String,
    pub name: String,
    /// 单位类型; may be empty
    pub kind: String,
    /// The code's cell holds a number, of which a spreadsheet keeps fifteen digits.
    pub number: bool,
    /// Of the columns that nobody asks for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Cells,
}

/// Cells that are kept as they were written, each with its column.
pub type Cells = Vec<(usize, String)>;

/// A file, as far as it is read: its rows, and what stands beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSheet {
    /// The columns that are meant; 单位类型 may be missing.
    pub code: usize,
    pub name: usize,
    pub kind: Option<usize>,
    /// The line of the heads.
    pub heads: u32,
    pub rows: Vec<FileRow>,
    /// Lines that are no rows: the heads, what stands above them, examples.
    pub beside: Vec<(u32, Cells)>,
}

/// The columns of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Column {
    Code,
    Name,
    Kind,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowProblem {
    Code(Problem),
    /// A number of more digits than a spreadsheet keeps.
    Number,
    /// The code of the superior itself.
    OwnCode,
    /// The same code stands in an earlier row.
    Twice {
        first: u32,
    },
    Name(Problem),
    /// No 单位类型 that there is.
    Kind,
    /// Another 单位类型 than the code says.
    OtherKind(Uscc),
}

impl RowProblem {
    pub fn column(&self) -> Column {
        match self {
            Self::Code(_) | Self::Number | Self::OwnCode | Self::Twice { .. } => Column::Code,
            Self::Name(_) => Column::Name,
            Self::Kind | Self::OtherKind(_) => Column::Kind,
        }
    }
}

/// The rows of a file, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileCheck {
    pub right: Vec<ExpectedUnit>,
    /// By the row's place in the file.
    pub wrong: BTreeMap<usize, Vec<RowProblem>>,
}

impl FileCheck {
    /// `allowed`: codes that are right although their check digit is wrong.
    pub fn of(rows: &[FileRow], own: &str, allowed: &BTreeSet<String>) -> Self {
        let mut check = Self::default();
        let mut seen = BTreeMap::new();
        for (place, row) in rows.iter().enumerate() {
            let mut problems = Vec::new();
            let code = take(&mut problems, read_code(row, own, allowed));
            let name = UnitName::parse(&row.name).map_err(|e| RowProblem::Name(e.into()));
            let name = take(&mut problems, name);
            problems.extend(kind_problem(row, code.as_ref()));
            if let Some(code) = &code {
                let first = *seen.entry(code.clone()).or_insert(row.line);
                if first != row.line {
                    problems.push(RowProblem::Twice { first });
                }
            }
            match (code, name) {
                (Some(code), Some(name)) if problems.is_empty() => {
                    check.right.push(ExpectedUnit { code, name });
                }
                _ => drop(check.wrong.insert(place, problems)),
            }
        }
        check
    }

    /// The codes whose check digit somebody would have to have allowed.
    pub fn to_be_allowed(rows: &[FileRow]) -> Vec<Uscc> {
        let codes = rows.iter().filter_map(|row| Uscc::parse(&row.code).ok());
        codes
            .filter(|code| code.verdict() != Verdict::Valid)
            .collect()
    }
}

fn take<T>(problems: &mut Vec<RowProblem>, read: Result<T, RowProblem>) -> Option<T> {
    read.map_err(|problem| problems.push(problem)).ok()
}

fn read_code(row: &FileRow, own: &str, allowed: &BTreeSet<String>) -> Result<Uscc, RowProblem> {
    if row.number && row.code.len() > 15 {
        return Err(RowProblem::Number);
    }
    let code = Uscc::parse(&row.code).map_err(|error| RowProblem::Code(error.into()))?;
    if code.as_str() == own {
        return Err(RowProblem::OwnCode);
    }
    match code.verdict() {
        Verdict::WrongCheck { expected, likely } if !allowed.contains(code.as_str()) => {
            let problem = Problem::WrongCheckDigit { expected, likely };
            Err(RowProblem::Code(problem))
        }
        _ => Ok(code),
    }
}

fn kind_problem(row: &FileRow, code: Option<&Uscc>) -> Option<RowProblem> {
    let written = row.kind.trim();
    if written.is_empty() {
        return None;
    }
    let mut kinds = UnitType::ALL.iter();
    let Some(kind) = kinds.find(|kind| kind.name() == written) else {
        return Some(RowProblem::Kind);
    };
    let code = code?;
    // Several codes have one name.
    let other = UnitType::of(code).name() != kind.name();
    other.then(|| RowProblem::OtherKind(code.clone()))
}

/// Why a file as a whole is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileProblem {
    /// No file was chosen.
    Missing,
    TooLarge,
    /// A workbook of Excel 97-2003, or one that is locked by a password.
    OldOrLocked,
    Unreadable,
    /// Neither a column of codes nor one of names.
    NoHeads,
    NoRows,
    TooManyRows,
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "11220000MB9000015Y";

    fn row(line: u32, code: &str, name: &str, kind: &str) -> FileRow {
        FileRow {
            line,
            code: code.into(),
            name: name.into(),
            kind: kind.into(),
            ..FileRow::default()
        }
    }

    fn check(rows: &[FileRow]) -> FileCheck {
        FileCheck::of(rows, OWN, &BTreeSet::new())
    }

    #[test]
    fn a_right_row_is_read_however_it_is_typed() {
        let rows = [
            row(2, "　1222 0000-MB9000023n", " 松江中学 ", "事业单位"),
            row(3, "91220100MA90000460", "北原科技", ""),
        ];
        let check = check(&rows);
        assert!(check.wrong.is_empty(), "{check:?}");
        let codes: Vec<_> = check.right.iter().map(|unit| unit.code.as_str()).collect();
        assert_eq!(codes, ["12220000MB9000023N", "91220100MA90000460"]);
        assert_eq!(check.right[0].name.as_str(), "松江中学");
    }

    #[test]
    fn each_wrong_row_says_why_and_where() {
        let long = "长".repeat(101);
        let number = FileRow {
            number: true,
            ..row(9, "122200000900002300", "松江中学", "")
        };
        let rows = [
            row(2, "", "松江中学", ""),
            row(3, "12220000MB900O023N", "松江中学", ""),
            row(4, "12220000MB9000023M", "松江中学", ""),
            row(5, OWN, "自己", ""),
            row(6, "12220000MB9000023N", "", ""),
            row(7, "12220100MB9000031N", &long, "学校"),
            row(8, "91220100MA90000460", "北原科技", "事业单位"),
            number,
        ];
        let check = check(&rows);
        assert!(check.right.is_empty(), "{check:?}");
        let columns = |place: usize| -> Vec<_> {
            let problems = check.wrong[&place].iter();
            problems.map(RowProblem::column).collect()
        };
        assert_eq!(check.wrong[&0], [RowProblem::Code(Problem::Required)]);
        let likely = |place: usize| match &check.wrong[&place][..] {
            [
                RowProblem::Code(Problem::Uscc(crate::domain::UsccError::Character {
                    likely: Some(likely),
                    ..
                })),
            ] => likely.as_str().to_owned(),
            other => panic!("{other:?}"),
        };
        assert_eq!(likely(1), "12220000MB9000023N");
        assert!(matches!(
            check.wrong[&2][..],
            [RowProblem::Code(Problem::WrongCheckDigit { .. })]
        ));
        assert_eq!(check.wrong[&3], [RowProblem::OwnCode]);
        assert_eq!(check.wrong[&4], [RowProblem::Name(Problem::Required)]);
        assert_eq!(columns(5), [Column::Name, Column::Kind]);
        assert!(matches!(check.wrong[&6][..], [RowProblem::OtherKind(_)]));
        assert_eq!(check.wrong[&7], [RowProblem::Number]);
    }

    #[test]
    fn of_one_code_the_first_row_counts() {
        let rows = [
            row(2, "12220000MB9000023N", "松江中学", ""),
            row(5, "12220000mb9000023n", "松江大学", ""),
        ];
        let check = check(&rows);
        assert_eq!(check.right.len(), 1);
        assert_eq!(check.wrong[&1], [RowProblem::Twice { first: 2 }]);
    }

    #[test]
    fn a_code_that_was_allowed_is_right() {
        let rows = [row(2, "91350203M0001QKT19", "某公司", "")];
        let allowed = BTreeSet::from(["91350203M0001QKT19".to_owned()]);
        assert_eq!(check(&rows).wrong.len(), 1);
        assert_eq!(FileCheck::of(&rows, OWN, &allowed).right.len(), 1);
        assert_eq!(FileCheck::to_be_allowed(&rows).len(), 1);
    }
}
