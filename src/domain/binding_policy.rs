//! 业务规则: what the platform's 系统管理员 decides about binding for everybody. One document, kept whole
//! each time that it is changed; what an older one does not say yet is as it is by default.

use super::Outcome;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BindingPolicy {
    /// 单位类型 that need no superior: the first two characters of a code.
    pub exempt: Vec<String>,
    /// The outcomes of a review beside 审核通过.
    pub outcomes: Vec<Outcome>,
    /// 变更上级 waits for the consent of the superior that is left.
    pub consent_to_transfer: bool,
    /// 解除绑定 of who is not an enterprise waits for the superior's consent.
    pub consent_to_unbind: bool,
    /// Applying is allowed while no round is open.
    pub outside_rounds: bool,
    /// How often a case may be submitted again; 0: as often as it is returned.
    pub resubmissions: u32,
    /// Working days in which a case is to be decided; 0: no limit.
    pub review_days: u32,
    /// What happens when they are over. Nothing is ever approved by itself.
    pub at_limit: AtLimit,
    /// After so many working days an applicant may 催办, once a working day.
    pub urge_after_days: u32,
    /// Whether messages may leave the platform by mail.
    pub mail: bool,
    /// Whether messages may leave the platform to other systems.
    pub webhook: bool,
}

impl BindingPolicy {
    /// Whether units of this kind need no superior.
    pub fn exempts(&self, unit_type: &str) -> bool {
        self.exempt.iter().any(|exempt| exempt == unit_type)
    }

    /// 审核通过, and the outcomes beside it.
    pub fn offered(&self) -> Vec<Outcome> {
        let offered =
            |outcome: &Outcome| *outcome == Outcome::Approve || self.outcomes.contains(outcome);
        Outcome::ALL.into_iter().filter(offered).collect()
    }
}

impl Default for BindingPolicy {
    fn default() -> Self {
        Self {
            exempt: vec!["91".to_owned()],
            outcomes: vec![Outcome::Return, Outcome::Reject, Outcome::Terminate],
            consent_to_transfer: false,
            consent_to_unbind: true,
            outside_rounds: false,
            resubmissions: 0,
            review_days: 10,
            at_limit: AtLimit::Remind,
            urge_after_days: 3,
            mail: true,
            webhook: true,
        }
    }
}

/// What happens to a case that was not decided in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AtLimit {
    /// Its superior is reminded.
    #[default]
    Remind,
    /// Its superior is reminded, and the superior's superior is told.
    Escalate,
}

impl AtLimit {
    pub const ALL: [Self; 2] = [Self::Remind, Self::Escalate];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Remind => "remind",
            Self::Escalate => "escalate",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|at_limit| at_limit.as_str() == word)
    }
}
