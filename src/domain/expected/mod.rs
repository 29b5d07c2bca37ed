//! 应绑清单: the units that a superior expects to be bound to it.

mod file;
mod import;
mod page;

pub use file::{
    Cells, Column, ExpectedUnit, FileCheck, FileProblem, FileRow, FileSheet, RowProblem,
};
pub use import::{ImportCounts, ImportDraft, ImportMode, UploadView, WrongRow};
pub use page::{
    ExpectedCounts, ExpectedDone, ExpectedDraft, ExpectedLine, ExpectedPress, ExpectedSearch,
    ExpectedView, Reminded,
};

use serde::{Deserialize, Serialize};

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
