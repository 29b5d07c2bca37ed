//! 信息是否有误 = 是: which of the shown data is wrong, and why.

use super::{Field, Problems, Remark};
use serde::{Deserialize, Serialize};

/// What of an application a reviewer may find wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DataField {
    /// 单位名称
    Name,
    /// 单位类型
    UnitType,
    /// 所属行业
    Industry,
    /// 所属行政区划
    Region,
    /// 单位邮箱
    Email,
    /// 单位地址
    Address,
    /// 特殊情况说明
    SpecialReason,
}

impl DataField {
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::UnitType,
        Self::Industry,
        Self::Region,
        Self::Email,
        Self::Address,
        Self::SpecialReason,
    ];

    /// The word of forms and of the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::UnitType => "unit_type",
            Self::Industry => "industry",
            Self::Region => "region",
            Self::Email => "email",
            Self::Address => "address",
            Self::SpecialReason => "special_reason",
        }
    }

    /// The name of the form's input that says why the field is wrong.
    pub fn why_name(self) -> &'static str {
        match self {
            Self::Name => "why_name",
            Self::UnitType => "why_unit_type",
            Self::Industry => "why_industry",
            Self::Region => "why_region",
            Self::Email => "why_email",
            Self::Address => "why_address",
            Self::SpecialReason => "why_special_reason",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == word)
    }
}

/// A field that is wrong, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongField {
    pub field: DataField,
    pub why: Remark,
}

/// The fields that were named, each once, each with its reason. A word that is no field was not
/// sent by our form and names nothing.
pub(super) fn read_wrong(
    words: &[String],
    why: impl Fn(DataField) -> String,
    problems: &mut Problems,
) -> Vec<WrongField> {
    let named = |field: &DataField| words.iter().any(|word| word == field.as_str());
    DataField::ALL
        .into_iter()
        .filter(named)
        .filter_map(|field| {
            let why = problems.take(Field::Why(field), Remark::parse(&why(field)))?;
            Some(WrongField { field, why })
        })
        .collect()
}
