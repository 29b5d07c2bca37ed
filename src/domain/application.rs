//! 申请: what a unit asks of a superior, and the states it goes through.

use serde::{Deserialize, Serialize};

/// 业务状态. Terminal but for `Pending` and `Returned`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ApplicationState {
    /// 待审核
    Pending,
    /// 审核通过
    Approved,
    /// 退回修改: the same case, editable, may be submitted again
    Returned,
    /// 审核不通过: closed, a new application is allowed
    Rejected,
    /// 终止审核: closed, and the applicant is barred for the round
    Terminated,
    /// 已撤回, by the applicant
    Withdrawn,
    /// 已关闭, because the superior was disabled
    Closed,
}

impl ApplicationState {
    pub const ALL: [Self; 7] = [
        Self::Pending,
        Self::Approved,
        Self::Returned,
        Self::Rejected,
        Self::Terminated,
        Self::Withdrawn,
        Self::Closed,
    ];

    /// The word that the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Returned => "returned",
            Self::Rejected => "rejected",
            Self::Terminated => "terminated",
            Self::Withdrawn => "withdrawn",
            Self::Closed => "closed",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether the applicant still holds the case: a unit has one such case at most.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Returned)
    }
}

/// 绑定状态, as the applicant's dialog shows it. A reviewer sees `Unbound` until the approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BindingStatus {
    /// 未绑定
    Unbound,
    /// 已申报
    Applied,
    /// 已绑定
    Bound,
}

impl BindingStatus {
    pub const ALL: [Self; 3] = [Self::Unbound, Self::Applied, Self::Bound];

    /// The word of forms and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unbound => "unbound",
            Self::Applied => "applied",
            Self::Bound => "bound",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_read_back_from_its_word() {
        for state in ApplicationState::ALL {
            assert_eq!(ApplicationState::parse(state.as_str()), Some(state));
        }
        assert_eq!(ApplicationState::parse("undone"), None);
        for status in BindingStatus::ALL {
            assert_eq!(BindingStatus::parse(status.as_str()), Some(status));
        }
    }

    #[test]
    fn rule_7_a_returned_case_is_still_open() {
        let open: Vec<_> = ApplicationState::ALL
            .into_iter()
            .filter(|s| s.is_open())
            .collect();
        assert_eq!(
            open,
            [ApplicationState::Pending, ApplicationState::Returned]
        );
    }
}
