//! What can be wrong with what somebody typed, as codes. The sentences live in `texts`.

use super::{DataField, MobileError, TextError, UsccError};
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
    /// 信息是否有误
    Faulty,
    /// 审核结果
    Outcome,
    /// 审核意见
    Opinion,
    /// The rows chosen for a batch
    Rows,
    /// Why a field is wrong
    Why(DataField),
    /// The name of a filter that is kept
    ViewName,
    Region,
    Industry,
    Email,
    Address,
    ReportContact,
    ReportPhone,
    ReportDepartment,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    Required,
    /// A choice that the form does not offer.
    NotOffered,
    Text(TextError),
    Uscc(UsccError),
    Mobile(MobileError),
    NeitherMobileNorIdentityCard,
    PasswordTooLong,
    /// 信息是否有误 = 是 refuses 审核通过.
    FaultyCannotPass,
    TooManyRows {
        max: u32,
    },
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

    pub fn add(&mut self, field: Field, problem: Problem) {
        self.0.push(FieldProblem { field, problem });
    }

    /// All that was noted, to be returned when a value is missing because of it.
    pub fn into_vec(self) -> Vec<FieldProblem> {
        self.0
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

impl From<MobileError> for Problem {
    fn from(error: MobileError) -> Self {
        Self::Mobile(error)
    }
}
