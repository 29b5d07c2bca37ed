//! What can be wrong with what somebody typed, as codes. The sentences live in `texts`.

use super::{DataField, IdentityCardError, MobileError, PasswordError, TextError, Uscc, UsccError};
use serde::{Deserialize, Serialize};

/// A problem and the field at which it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    pub field: Field,
    pub problem: Problem,
}

/// The fields of all forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Field {
    /// 社会统一信用代码
    Code,
    /// 绑定状态
    Status,
    /// 特殊情况说明
    SpecialReason,
    /// 单位统一信用代码/法人账号
    Unit,
    /// 经办人手机号/身份证号
    Operator,
    Password,
    /// The password in use, before another takes its place
    CurrentPassword,
    /// 新密码
    NewPassword,
    /// 新密码, once more
    RepeatedPassword,
    /// A code of the second factor, or a recovery code
    FactorCode,
    /// 管理员账号
    AdministratorAccount,
    /// 密码要求 of the policy
    PasswordProfile,
    IdleMinutes,
    AbsoluteHours,
    /// Who must have a second factor
    SecondFactorFor,
    TrailMonths,
    /// 信息是否有误
    Faulty,
    /// 审核结果
    Outcome,
    /// 审核意见
    Opinion,
    /// The rows chosen for a batch
    Rows,
    /// How many units a batch of 终止审核 bars, typed to confirm it
    Count,
    /// The applicant's name, typed to confirm 终止审核
    Confirm,
    /// 常用意见
    Canned,
    /// Why a field is wrong
    Why(DataField),
    /// The name of a filter that is kept
    ViewName,
    /// 单位名称
    Name,
    /// 业务状态
    State,
    /// 应绑清单: how an applicant stands to it
    Listed,
    /// Whether an import replaces the list or adds to it
    ImportMode,
    /// 单位类型
    Kind,
    /// The first day of 申请日期
    From,
    /// The last day of 申请日期
    Until,
    /// The day that a list is to begin with
    Jump,
    /// The order of a list
    Sort,
    /// The rows of a page
    Size,
    Region,
    Industry,
    Email,
    Address,
    ReportContact,
    ReportPhone,
    ReportDepartment,
    /// 统一社会信用代码 of the unit that is registered
    OwnCode,
    /// 法人账号
    UnitAccount,
    ContactName,
    ContactPhone,
    /// 姓名 of an operator
    PersonName,
    Mobile,
    IdentityCard,
    /// What an operator may do
    Roles,
    /// Who takes over
    Successor,
    /// The code of a unit that an administrator names
    UnitCode,
    /// How a unit stands with the platform
    UnitState,
    /// Why an administrator does something
    Because,
    /// What a code is allowed on the ground of
    Ground,
    /// 标题 of an announcement
    Title,
    /// 正文 of an announcement
    Body,
    /// From when an announcement is shown
    Published,
    /// Until when an announcement is shown
    Withdrawn,
    /// The name of a service in the menu
    ServiceName,
    Url,
    Position,
    /// Why somebody looks at personal data
    RevealReason,
    /// The first day of the trail that is looked for
    TrailFrom,
    /// The last day
    TrailUntil,
    /// What kind of act or event
    TrailKind,
    /// The code of the unit that is concerned
    TrailCode,
    /// 操作人
    TrailBy,
    /// 涉及人员
    TrailPerson,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    Required,
    /// A choice that the form does not offer.
    NotOffered,
    Text(TextError),
    Uscc(UsccError),
    Mobile(MobileError),
    IdentityCard(IdentityCardError),
    /// The last character of a code; an administrator can allow such a code.
    WrongCheckDigit {
        expected: char,
        likely: Option<Uscc>,
    },
    /// A unit has this code already.
    CodeRegistered,
    /// Nobody has registered this code.
    CodeUnknown,
    NotAUnitAccount,
    /// The number is somebody else's.
    OtherPerson,
    /// They act for the unit already, or asked to.
    AlreadyHere,
    /// Has an account, and this is not its password.
    NotTheirPassword,
    NeitherMobileNorIdentityCard,
    PasswordTooLong,
    Password(PasswordError),
    /// No code of this minute, or one that was used.
    WrongCode,
    /// A number out of what is sensible.
    OutOfRange {
        min: u32,
        max: u32,
    },
    /// 信息是否有误 = 是 refuses 审核通过.
    FaultyCannotPass,
    /// Not the number of units that 终止审核 was asked for.
    NotTheNumber,
    /// Not the name of the applicant.
    OtherName,
    /// 常用意见 of another outcome.
    OtherOutcome,
    TooManyRows {
        max: u32,
    },
    /// The rows were ticked by somebody else, whose address this is.
    TickedByAnother,
    /// A name is not searched by a single character.
    OneCharacter,
    NotADate,
    NotAMinute,
    /// Neither http(s) nor a path of our own.
    NotAnAddress,
    /// A place in an order is a number from 1 to 999.
    NotAPosition,
    /// A code whose check digit is right needs nobody to allow it.
    RightAnyway,
    /// No account of an administrator.
    NotAnAccount,
    /// Neither an administrator's account nor the number of a person.
    NotAPersonOfTheTrail,
    /// Somebody has it already.
    Taken,
    /// The last day comes before the first.
    FromAfterUntil,
    /// As many as may be kept are there already.
    Full {
        max: u32,
    },
}

/// The problem at a field, if there is one.
pub fn problem_at(problems: &[FieldProblem], field: Field) -> Option<&Problem> {
    problems
        .iter()
        .find(|p| p.field == field)
        .map(|p| &p.problem)
}

/// Gathers the problems of a form, so that all are told at once.
#[derive(Default)]
pub struct Problems(Vec<FieldProblem>);

impl Problems {
    /// The value, or a note of what is wrong with the field.
    pub fn take<T, E: Into<Problem>>(&mut self, field: Field, value: Result<T, E>) -> Option<T> {
        value
            .map_err(|problem| self.add(field, problem.into()))
            .ok()
    }

    /// The same for a field that may stay empty.
    pub fn optional<T>(
        &mut self,
        field: Field,
        text: &str,
        read: impl FnOnce(&str) -> Result<T, Problem>,
    ) -> Option<T> {
        match text.trim() {
            "" => None,
            text => match read(text) {
                Err(Problem::Required) => None,
                value => self.take(field, value),
            },
        }
    }

    pub fn add(&mut self, field: Field, problem: Problem) {
        self.0.push(FieldProblem { field, problem });
    }

    /// All that was noted, to be returned when a value is missing because of it.
    pub fn into_vec(self) -> Vec<FieldProblem> {
        self.0
    }

    /// The value, or all that was noted while it was read.
    pub fn none_or<T>(self, value: Option<T>) -> Result<T, Vec<FieldProblem>> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(self.0),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<TextError> for Problem {
    fn from(error: TextError) -> Self {
        match error {
            TextError::Empty => Self::Required,
            other => Self::Text(other),
        }
    }
}

impl From<UsccError> for Problem {
    fn from(error: UsccError) -> Self {
        match error {
            UsccError::Empty => Self::Required,
            other => Self::Uscc(other),
        }
    }
}

impl From<PasswordError> for Problem {
    fn from(error: PasswordError) -> Self {
        Self::Password(error)
    }
}

impl From<MobileError> for Problem {
    fn from(error: MobileError) -> Self {
        match error {
            MobileError::Empty => Self::Required,
            other => Self::Mobile(other),
        }
    }
}

impl From<IdentityCardError> for Problem {
    fn from(error: IdentityCardError) -> Self {
        match error {
            IdentityCardError::Empty => Self::Required,
            other => Self::IdentityCard(other),
        }
    }
}
