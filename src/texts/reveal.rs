//! 查看: personal data that is shown masked.

use crate::domain::PersonalData;

pub const REVEAL: &str = "查看";
pub const WHY_HINT: &str = "谁、何时、为何查看，都会记入审计。";
pub const SHOWN_ONCE: &str = "这次查看已经记录。离开或刷新本页后，不再完整显示。";

/// Says what is looked at, where only 查看 is to be read.
pub fn reveal(what: PersonalData) -> String {
    format!("{REVEAL}{}", name(what))
}

pub fn name(what: PersonalData) -> &'static str {
    match what {
        PersonalData::Mobile => "手机号",
        PersonalData::IdentityCard => "身份证号",
        PersonalData::ContactPhone => "联系电话",
    }
}
