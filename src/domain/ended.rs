//! Why a session ended before its time.

/// What was changed about whoever the session was of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ended {
    /// 权限
    Roles,
    /// 手机号
    Phone,
    /// Their roles went to somebody else.
    HandedOver,
    /// 停用
    Disabled,
    /// The unit that they acted for was disabled, or ended by 合并 or 撤销.
    UnitDisabled,
    /// 安全管理员 switched 两步验证 off.
    FactorOff,
    /// A new password was set through a one-time link.
    Password,
    /// It was ended itself, by its owner or by 安全管理员.
    Closed,
}

impl Ended {
    pub const ALL: [Self; 8] = [
        Self::Roles,
        Self::Phone,
        Self::HandedOver,
        Self::Disabled,
        Self::UnitDisabled,
        Self::FactorOff,
        Self::Password,
        Self::Closed,
    ];

    /// The word that the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Roles => "roles",
            Self::Phone => "phone",
            Self::HandedOver => "handed_over",
            Self::Disabled => "disabled",
            Self::UnitDisabled => "unit_disabled",
            Self::FactorOff => "factor_off",
            Self::Password => "password",
            Self::Closed => "closed",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.as_str() == word)
    }
}
