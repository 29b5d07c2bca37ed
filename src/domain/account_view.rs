//! What the pages about one's own account show.

use super::views::Who;
use super::{Due, Instant, PasswordProfile};
use serde::{Deserialize, Serialize};

/// 我的账号
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    pub who: Who,
    pub profile: PasswordProfile,
    /// Whether 两步验证 is on.
    pub factor: bool,
    pub due: Option<Due>,
    pub sessions: Vec<SessionView>,
}

/// A line of 我的会话.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// By which its owner ends it; nobody signs in with it.
    pub id: String,
    /// Browser and system; empty where they are not known.
    pub device: String,
    /// For which unit; none for an administrator.
    pub unit: Option<String>,
    pub opened_at: Instant,
    pub seen_at: Instant,
    /// Whether it is the one that asks.
    pub here: bool,
}

/// 两步验证
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorView {
    pub who: Who,
    /// Since when it is on.
    pub since: Option<Instant>,
    /// What is to be put into the phone, while it is being set up.
    pub setup: Option<FactorSetup>,
    /// Recovery codes that are left.
    pub left: i64,
    /// Whether the policy asks for it.
    pub due: bool,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorSetup {
    /// In groups of four.
    pub secret: String,
    pub qr: Qr,
}

/// Debug keeps the secret out of any log.
impl std::fmt::Debug for FactorSetup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FactorSetup(…)")
    }
}

/// A QR code as the path of an SVG.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Qr {
    /// Modules of a side, with the quiet zone.
    pub size: usize,
    pub path: String,
}

/// What comes after the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NextStep {
    /// Signed in.
    Done,
    /// A code of the second factor.
    Code,
}
