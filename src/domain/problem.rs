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
    /// Why a unit asks to be moved or released
    MoveReason,
    /// Why a superior lets a unit go, or does not
    ConsentReason,
    /// Who stands in for a reviewer
    StandsIn,
    /// The first day of that
    StandsFrom,
    /// The last day
    StandsUntil,
    StandsWhy,
    /// The name of who is invited
    InvitedName,
    /// 单位统一信用代码/法人账号
    Unit,
    /// 经办人手机号/身份证号
    Operator,
    Password,
    /// The password in use, before another takes its place
    CurrentPassword,
    /// Of whoever is signed in, asked for once more
    OwnPassword,
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
    /// Where a person wants letters about messages
    OwnMail,
    MailChoice,
    /// The hour of a daily letter
    MailHour,
    /// Where events are sent
    WebhookUrl,
    /// Which kinds of event are sent
    WebhookKinds,
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
    /// The name of a round
    RoundName,
    /// The year of a round, or of a calendar
    Year,
    /// The first day of a round
    Opens,
    /// The last day of a round
    Closes,
    /// 单位类型 that need no superior
    Exempt,
    /// The outcomes that are offered
    Outcomes,
    /// How often a case may be submitted again
    Resubmissions,
    /// Working days in which a case is to be decided
    ReviewDays,
    /// What happens when they are over
    AtLimit,
    /// Working days after which an applicant may 催办
    UrgeAfterDays,
    /// From which day rules hold
    HoldsFrom,
    /// The days of a year that are not what their weekday says
    CalendarDays,
    /// 申诉理由
    Appeal,
    /// What a person of the superior says to it
    AppealOpinion,
    /// The day as of which a tree is shown
    BranchOn,
    /// Code or part of the name of a unit in a tree
    BranchFind,
    /// What is to be done to a branch
    BranchKind,
    /// The unit whose units below are moved
    BranchUnit,
    /// The unit that they come below
    BranchTarget,
    /// Which of them
    BranchChosen,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    Required,
    /// A day that is over.
    InThePast,
    /// An end before its beginning.
    BeforeBeginning,
    /// A choice that the form does not offer.
    NotOffered,
    Text(TextError),
    Uscc(UsccError),
    Mobile(MobileError),
    IdentityCard(IdentityCardError),
    /// Neither a mobile number nor a landline with its area code.
    NotATelephone,
    /// The last character of a code; an administrator can allow such a code.
    WrongCheckDigit {
        expected: char,
        likely: Option<Uscc>,
    },
    /// A unit has this code already.
    CodeRegistered,
    /// Nobody has registered this code.
    CodeUnknown,
    /// Nothing is found by a code or an account.
    NoSuchUnit,
    NotAUnitAccount,
    /// The number is somebody else's.
    OtherPerson,
    /// They act for the unit already, or asked to.
    AlreadyHere,
    /// Of numbers that are known: not all of one person, or not with their password.
    NotTheirPassword,
    /// As many ask to act for the unit as may wait.
    TooManyAsk,
    /// 单位管理员 alone changes it.
    ManagersAlone,
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
    /// In braces, as a placeholder is, and none.
    UnknownPlaceholder {
        found: String,
    },
    /// The rows were ticked by somebody else, whose address this is.
    TickedByAnother,
    /// A name is not searched by a single character.
    OneCharacter,
    NotADate,
    NotAMinute,
    /// Neither http(s) nor a path of our own.
    NotAnAddress,
    /// Enough links were mailed today.
    TooManyLetters,
    /// Neither https nor http to this machine.
    NotAWebhook,
    /// A place in an order is a number from 1 to 999.
    NotAPosition,
    /// A code whose check digit is right needs nobody to allow it.
    RightAnyway,
    /// No account of an administrator.
    NotAnAccount,
    /// What one may do for others, not for oneself.
    OwnAccount,
    /// Neither an administrator's account nor the number of a person.
    NotAPersonOfTheTrail,
    /// Somebody has it already.
    Taken,
    /// A day that has not come yet.
    InTheFuture,
    /// No unit of this code stands below the own.
    NotBelow,
    /// The unit does not stand directly below the one that it is to be taken from.
    NotDirectlyBelow,
    /// A unit is no target of its own.
    SameUnit,
    /// The last day comes before the first.
    FromAfterUntil,
    /// As many as may be kept are there already.
    Full {
        max: u32,
    },
    /// Another round lies in these days.
    Overlaps {
        round: String,
    },
    /// There are applications in the round: it keeps its opening.
    KeepsOpening,
    /// A day that is over.
    Past,
    NotAYear,
    /// Not of the shape `2027-01-01 休`, of another year, or there twice.
    NotACalendarLine {
        line: u32,
    },
    /// 终止审核 alone would leave nothing but approval for who asks to be released.
    OnlyTermination,
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
