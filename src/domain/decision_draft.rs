//! The decision's form, as it was sent.

use super::DataField;
use serde::{Deserialize, Serialize};

/// A decision as it was typed. `faulty` is "yes" or "no".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionDraft {
    pub application: i64,
    /// The application's version that the reviewer saw.
    pub version: i64,
    pub faulty: String,
    pub outcome: String,
    pub opinion: String,
    /// The fields that are wrong, by their words, and why each is. A form has no maps.
    pub wrong: Vec<String>,
    pub why_name: String,
    pub why_unit_type: String,
    pub why_industry: String,
    pub why_region: String,
    pub why_email: String,
    pub why_address: String,
    pub why_special_reason: String,
    /// The applicant's name, which 终止审核 wants typed.
    pub confirm: String,
    /// Anything: 退回修改 is meant although it names what could have been named before.
    pub confirmed: String,
    /// The number of a 常用意见, for an opinion that is left empty.
    pub canned: String,
    /// Anything: the opinion is to be kept as 常用意见.
    pub keep: String,
    /// The button: empty is 保存, "save-next" is 保存并下一条, "previous" and "next" walk.
    pub go: String,
}

impl DecisionDraft {
    /// Whether something would be lost by leaving.
    pub fn is_touched(&self) -> bool {
        let typed = [&self.opinion, &self.confirm, &self.canned];
        let blank = self.faulty.is_empty()
            && self.outcome.is_empty()
            && typed.into_iter().all(|text| text.trim().is_empty())
            && self.wrong.is_empty();
        let explained = |field: DataField| !self.why(field).trim().is_empty();
        !blank || DataField::ALL.into_iter().any(explained)
    }

    /// Why the field is wrong, as it was typed.
    pub fn why(&self, field: DataField) -> &str {
        match field {
            DataField::Name => &self.why_name,
            DataField::UnitType => &self.why_unit_type,
            DataField::Industry => &self.why_industry,
            DataField::Region => &self.why_region,
            DataField::Email => &self.why_email,
            DataField::Address => &self.why_address,
            DataField::SpecialReason => &self.why_special_reason,
        }
    }

    /// Whether the field is named wrong.
    pub fn names(&self, field: DataField) -> bool {
        self.wrong.iter().any(|word| word == field.as_str())
    }
}
