//! 审计: what is done to accounts, policy and sessions, and who looks at whose data.

use serde::{Deserialize, Serialize};

/// The kinds, each with its word in the database.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $word:literal,)+) => {
        /// What kind of act it was. Its words stay: those that are on record are never rewritten.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ActKind {
            $($(#[$doc])* $kind,)+
        }

        impl ActKind {
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// The word that the database keeps.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $word,)+
                }
            }
        }
    };
}

kinds! {
    // Coming in
    SignedIn = "signed_in",
    SignInFailed = "sign_in_failed",
    SignedOut = "signed_out",
    SessionsEnded = "sessions_ended",
    /// Too many failures: refused for a while
    Locked = "locked",
    Unlocked = "unlocked",
    SwitchedUnit = "switched_unit",
    // Passwords and the second factor
    PasswordChanged = "password_changed",
    LinkMade = "link_made",
    LinkUsed = "link_used",
    FactorOn = "factor_on",
    FactorOff = "factor_off",
    CodesRenewed = "codes_renewed",
    /// A recovery code in place of the second factor
    RecoveryUsed = "recovery_used",
    // Operators
    OperatorAdded = "operator_added",
    /// Asked to act for a unit
    OperatorAsked = "operator_asked",
    OperatorAdmitted = "operator_admitted",
    OperatorRefused = "operator_refused",
    OperatorDisabled = "operator_disabled",
    OperatorEnabled = "operator_enabled",
    RolesChanged = "roles_changed",
    PhoneChanged = "phone_changed",
    HandedOver = "handed_over",
    /// 代审: a reviewer's queue, for some days
    Delegated = "delegated",
    DelegationEnded = "delegation_ended",
    // 应绑清单
    ListImported = "list_imported",
    /// A unit was taken off it
    ListShortened = "list_shortened",
    ListEmptied = "list_emptied",
    // Personal data
    /// 查看 of what is masked
    Revealed = "revealed",
    Rekeyed = "rekeyed",
    // Messages
    /// 消息邮件: how often, or where
    MailChanged = "mail_changed",
    /// The address was proved by its link
    MailProved = "mail_proved",
    WebhookAdded = "webhook_added",
    WebhookChanged = "webhook_changed",
    WebhookSecret = "webhook_secret",
    WebhookTested = "webhook_tested",
    WebhookRemoved = "webhook_removed",
    /// 重发
    SentAgain = "sent_again",
    // The platform
    PolicyChanged = "policy_changed",
    CodeAllowed = "code_allowed",
    CodeForbidden = "code_forbidden",
    AnnouncementWritten = "announcement_written",
    AnnouncementWithdrawn = "announcement_withdrawn",
    ModuleChanged = "module_changed",
    RoundAdded = "round_added",
    RoundChanged = "round_changed",
    RulesChanged = "rules_changed",
    CalendarChanged = "calendar_changed",
    AdministratorCreated = "administrator_created",
    AdministratorDisabled = "administrator_disabled",
    AdministratorEnabled = "administrator_enabled",
    // The trail itself
    TrailRead = "trail_read",
    TrailExported = "trail_exported",
    /// Acts were removed that the policy need not keep any longer
    TrailPruned = "trail_pruned",
}

impl ActKind {
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_of_one_kind() {
        for &kind in ActKind::ALL {
            assert_eq!(ActKind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(ActKind::parse(""), None);
    }
}
