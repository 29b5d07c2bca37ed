//! 站内消息

use super::reorganization::BranchChange;
use super::views::Who;
use super::{ApplicationKind, ApplicationState, Instant};
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

/// What a message can be about: the kinds of event that are ever told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MessageKind {
    Applied,
    Withdrawn,
    Resubmitted,
    Decided,
    Undone,
    Closed,
    Unbound,
    Released,
    /// A unit moved with a reorganization, or ended by it
    Reorganized,
    /// Whatever happens to a proposal to reorganize
    Reorganization,
    /// The superior was disabled, or may be used again
    Disabled,
    Reminded,
    Overdue,
    Urged,
    /// Whatever happens to the consent of a superior that is left
    Consent,
    /// Whatever happens to 申诉
    Appeal,
    BarLifted,
    Delegated,
    /// Whatever happens to 邀请
    Invitation,
    /// Whatever happens to 认证
    Verification,
    /// Somebody asks to act for the unit
    JoinAsked,
}

impl MessageKind {
    pub const ALL: [Self; 21] = [
        Self::Applied,
        Self::Withdrawn,
        Self::Resubmitted,
        Self::Decided,
        Self::Undone,
        Self::Closed,
        Self::Unbound,
        Self::Released,
        Self::Reorganized,
        Self::Reorganization,
        Self::Disabled,
        Self::Reminded,
        Self::Overdue,
        Self::Urged,
        Self::Consent,
        Self::Appeal,
        Self::BarLifted,
        Self::Delegated,
        Self::Invitation,
        Self::Verification,
        Self::JoinAsked,
    ];

    /// The word of such an event; for several events of one matter the word that they begin with.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Withdrawn => "withdrawn",
            Self::Resubmitted => "resubmitted",
            Self::Decided => "decided",
            Self::Undone => "undone",
            Self::Closed => "closed",
            Self::Unbound => "unbound",
            Self::Released => "released",
            Self::Reorganized => "reorganized",
            Self::Reorganization => "reorganization",
            Self::Disabled => "disabled",
            Self::Reminded => "reminded",
            Self::Overdue => "overdue",
            Self::Urged => "urged",
            Self::Consent => "consent",
            Self::Appeal => "appeal",
            Self::BarLifted => "bar_lifted",
            Self::Delegated => "delegated",
            Self::Invitation => "invitation",
            Self::Verification => "verification",
            Self::JoinAsked => "join_asked",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// What an event of this kind is told as.
    pub fn of(event: &str) -> Option<Self> {
        match event {
            "appealed" => return Some(Self::Appeal),
            "enabled" => return Some(Self::Disabled),
            "invited" => return Some(Self::Invitation),
            "abolished" => return Some(Self::Reorganized),
            "delegation_ended" => return Some(Self::Delegated),
            "verified" | "unit_returned" => return Some(Self::Verification),
            _ => {}
        }
        let matters = [
            Self::Consent,
            Self::Appeal,
            Self::Invitation,
            Self::Verification,
            Self::Reorganization,
        ];
        let matter = matters.into_iter().find(|matter| {
            let rest = event.strip_prefix(matter.as_str());
            rest.is_some_and(|rest| rest.starts_with('_'))
        });
        matter.or_else(|| Self::parse(event))
    }
}

/// Where the reader's unit stands to the application that a message is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Seat {
    /// The application waits in its queue.
    Decides,
    /// The applicant asks to be moved away from it.
    IsLeft,
    /// Above one of the two, or it is the applicant itself.
    #[default]
    Elsewhere,
}

/// What a reorganization does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchNews {
    pub change: BranchChange,
    /// The unit whose units below move.
    pub unit: String,
    /// To where; none: they are released.
    pub target: Option<String>,
}

/// 代审, as it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandInDays {
    pub from: Instant,
    /// The end of the last day
    pub until: Instant,
    /// Before its time
    pub ended: bool,
}

/// Whose 应绑清单 it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedBy {
    pub unit: String,
    pub code: String,
    /// The superior that the reader's unit has now.
    pub superior: Option<String>,
    /// That one is whose list it is.
    pub bound: bool,
}

/// A message as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageView {
    pub id: i64,
    /// The word of the event.
    pub event: String,
    pub audience: Audience,
    /// The reader's unit.
    pub reader: String,
    /// The unit that it happened to.
    pub about: String,
    /// What was asked for, where an application is concerned.
    pub asked: Option<ApplicationKind>,
    /// The state that the event led to.
    pub state: Option<ApplicationState>,
    /// The superior that the application names.
    pub superior: Option<String>,
    /// The superior that the applicant asks to leave.
    pub left: Option<String>,
    /// Whether that one is still to consent.
    pub consent_asked: bool,
    pub seat: Seat,
    pub expected_by: Option<ExpectedBy>,
    pub branch: Option<BranchNews>,
    pub stands_in: Option<StandInDays>,
    /// The superior that released the unit.
    pub released_by: Option<String>,
    /// How many other cases are told of along with it.
    pub others: i64,
    pub why: String,
    pub at: Instant,
    pub unread: bool,
    /// Where something can be done about it.
    pub link: Option<String>,
}

/// A page of messages, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessagesView {
    pub who: Who,
    pub messages: Vec<MessageView>,
    /// With which message the next page goes on.
    pub before: Option<i64>,
    pub unread: Unread,
}

/// How many messages are unread, as far as anybody counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread(pub i64);

impl Unread {
    /// No more are counted.
    pub const MOST: i64 = 100;

    pub fn none(self) -> bool {
        self.0 == 0
    }
}

impl std::fmt::Display for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            n if n >= Self::MOST => f.write_str("99+"),
            n => n.fmt(f),
        }
    }
}

/// A button of 站内消息.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MessageDraft {
    pub id: i64,
    /// `read`, or `open` to go on to where something can be done; any other word reads all.
    pub go: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_of_one_kind() {
        for kind in MessageKind::ALL {
            assert_eq!(MessageKind::of(kind.as_str()), Some(kind));
        }
        assert_eq!(MessageKind::of("consent_asked"), Some(MessageKind::Consent));
        assert_eq!(MessageKind::of("appealed"), Some(MessageKind::Appeal));
        assert_eq!(MessageKind::of("enabled"), Some(MessageKind::Disabled));
        for of_units in ["verified", "unit_returned", "verification_asked"] {
            assert_eq!(MessageKind::of(of_units), Some(MessageKind::Verification));
        }
        let proposed = MessageKind::of("reorganization_proposed");
        assert_eq!(proposed, Some(MessageKind::Reorganization));
        for unknown in ["", "consented", "invitations", "profile_saved"] {
            assert_eq!(MessageKind::of(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn a_count_ends_at_99() {
        assert_eq!(Unread(99).to_string(), "99");
        assert_eq!(Unread(100).to_string(), "99+");
    }
}
