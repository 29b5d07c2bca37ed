//! What a unit asks: to be bound, to be moved to another superior, or to be released.

use serde::{Deserialize, Serialize};

/// 业务类型 of an application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ApplicationKind {
    /// 绑定上级单位
    #[default]
    Bind,
    /// 变更上级单位: from one superior to another, without a day between
    Transfer,
    /// 解除绑定, which the present superior consents to
    Unbind,
}

impl ApplicationKind {
    pub const ALL: [Self; 3] = [Self::Bind, Self::Transfer, Self::Unbind];

    /// The word that the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bind => "bind",
            Self::Transfer => "transfer",
            Self::Unbind => "unbind",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether its approval makes a tie.
    pub fn ties(self) -> bool {
        matches!(self, Self::Bind | Self::Transfer)
    }
}

/// Whether the superior that the applicant leaves lets it go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Consent {
    /// Not needed
    #[default]
    None,
    Asked,
    Given,
}

impl Consent {
    pub const ALL: [Self; 3] = [Self::None, Self::Asked, Self::Given];

    /// The word that the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Asked => "asked",
            Self::Given => "given",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|consent| consent.as_str() == word)
    }
}
