//! 三员: the three separated roles of the platform's administration.

use serde::{Deserialize, Serialize};

/// What an administrator may do. Nobody has two of these, and none decides applications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// 系统管理员: units, operators, modules, announcements.
    System,
    /// 安全管理员: policy, sessions, unlocks, allowed codes.
    Security,
    /// 审计管理员: reads the trail, which nobody else does.
    Audit,
}

impl Role {
    pub const ALL: [Self; 3] = [Self::System, Self::Security, Self::Audit];

    /// As the database keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Security => "security",
            Self::Audit => "audit",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}
