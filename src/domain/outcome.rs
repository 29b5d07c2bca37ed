//! What a reviewer can say of an application.

use super::ApplicationState;
use serde::{Deserialize, Serialize};

/// 审核结果
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// 审核通过
    Approve,
    /// 退回修改
    Return,
    /// 审核不通过
    Reject,
    /// 终止审核
    Terminate,
}

impl Outcome {
    pub const ALL: [Self; 4] = [Self::Approve, Self::Return, Self::Reject, Self::Terminate];

    /// The word of forms and of the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Return => "return",
            Self::Reject => "reject",
            Self::Terminate => "terminate",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|outcome| outcome.as_str() == word)
    }

    /// The state that an application takes by this outcome.
    pub fn state(self) -> ApplicationState {
        match self {
            Self::Approve => ApplicationState::Approved,
            Self::Return => ApplicationState::Returned,
            Self::Reject => ApplicationState::Rejected,
            Self::Terminate => ApplicationState::Terminated,
        }
    }
}
