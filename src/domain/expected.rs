//! 应绑清单: the units that a superior expects to be bound to it.

use super::queue::query;
use super::uscc::Verdict;
use super::views::Who;
use super::{Field, FieldProblem, Instant, Problem, UnitName, UnitType, Uscc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The most units that a list has, and the most rows that are read of a file.
pub const LIST_MAX: u32 = 20_000;

/// How an applicant stands to its superior's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Listed {
    /// 相符: the code is on it, with the name that was submitted
    Match,
    /// 名称不符: the code is on it, with another name
    Renamed,
    /// 不在清单
    Unlisted,
}

impl Listed {
    pub const ALL: [Self; 3] = [Self::Match, Self::Renamed, Self::Unlisted];

    /// The word that the database and addresses keep.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Renamed => "renamed",
            Self::Unlisted => "unlisted",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|listed| listed.as_str() == word)
    }
}

/// Where a unit of the list stands, as far as the superior may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Standing {
    /// 未注册
    Unregistered,
    Disabled,
    /// 未进入: never entered the module
    NeverEntered,
    /// 未申报, to this superior
    NotApplied,
    /// 待审核
    Pending,
    /// 退回修改
    Returned,
    /// 审核不通过
    Rejected,
    /// 终止审核, for the round that is not over
    Terminated,
    /// 已绑定本单位
    BoundHere,
    /// 已绑定其他单位; which one is not said
    BoundElsewhere,
}

impl Standing {
    pub const ALL: [Self; 10] = [
        Self::Unregistered,
        Self::Disabled,
        Self::NeverEntered,
        Self::NotApplied,
        Self::Pending,
        Self::Returned,
        Self::Rejected,
        Self::Terminated,
        Self::BoundHere,
        Self::BoundElsewhere,
    ];

    /// The word by which the store tells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unregistered => "unregistered",
            Self::Disabled => "disabled",
            Self::NeverEntered => "never_entered",
            Self::NotApplied => "not_applied",
            Self::Pending => "pending",
            Self::Returned => "returned",
            Self::Rejected => "rejected",
            Self::Terminated => "terminated",
            Self::BoundHere => "here",
            Self::BoundElsewhere => "elsewhere",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|standing| standing.as_str() == word)
    }

    /// Whether a reminder reaches somebody who can do something about it.
    pub fn can_be_reminded(self) -> bool {
        use Standing::{BoundElsewhere, NeverEntered, NotApplied, Rejected, Returned};
        matches!(
            self,
            NeverEntered | NotApplied | Returned | Rejected | BoundElsewhere
        )
    }
}

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
            number: false,
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
                RowProblem::Code(Problem::Uscc(super::super::UsccError::Character {
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
