//! 站内消息

use serde::{Deserialize, Serialize};

/// Who of a unit a message is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Audience {
    /// 经办
    Applies,
    /// 审核
    Reviews,
    /// 单位管理员
    Manages,
}

impl Audience {
    pub const ALL: [Self; 3] = [Self::Applies, Self::Reviews, Self::Manages];

    /// The word that the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Applies => "applies",
            Self::Reviews => "reviews",
            Self::Manages => "manages",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|audience| audience.as_str() == word)
    }
}
