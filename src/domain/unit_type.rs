//! 单位类型: what kind of organisation a unit is, as the first two characters of its
//! 统一社会信用代码 say.

use serde::{Deserialize, Serialize};

use super::uscc::Uscc;

/// 单位类型, one of the 登记管理部门 and 机构类别 pairs of GB 32100-2015 (with its amendment of
/// 2016).
///
/// Serialised as its two-character code. It is a unit's default: a deployment may let people
/// correct it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UnitType {
    code: &'static str,
    authority: &'static str,
    name: &'static str,
}

impl UnitType {
    /// Every unit type, in the order of the standard.
    pub const ALL: &'static [UnitType] = TABLE;

    /// The type of the unit that has this code.
    pub fn of(uscc: &Uscc) -> Self {
        Self::parse(uscc.category()).expect("a Uscc is only built with a category of this table")
    }

    /// Reads the two characters, exactly as the standard writes them.
    pub fn parse(code: &str) -> Result<Self, UnknownUnitType> {
        TABLE
            .iter()
            .find(|unit_type| unit_type.code == code)
            .copied()
            .ok_or(UnknownUnitType)
    }

    /// The two characters, such as `12`.
    pub fn code(self) -> &'static str {
        self.code
    }

    /// 登记管理部门, such as 机构编制: the group it stands under.
    pub fn authority(self) -> &'static str {
        self.authority
    }

    /// 机构类别, such as 事业单位. Several groups have an 其他: show it with
    /// [`UnitType::authority`].
    pub fn name(self) -> &'static str {
        self.name
    }

    /// Whether this is an 企业 (91), which needs no superior and may unbind itself.
    ///
    /// 个体工商户 (92) and 农民专业合作社 (93) are not: the law and the standard set both beside
    /// 企业, not under it, and unbinding without anybody's consent is a liberty given to 企业
    /// by name. Without it they lose nothing but the superior's consent to wait for.
    pub fn is_enterprise(self) -> bool {
        self.code == "91"
    }
}

/// The text is not a pair of characters that GB 32100 knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("not a category of GB 32100")]
pub struct UnknownUnitType;

impl TryFrom<String> for UnitType {
    type Error = UnknownUnitType;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::parse(&code)
    }
}

impl From<UnitType> for String {
    fn from(unit_type: UnitType) -> Self {
        unit_type.code.to_owned()
    }
}

const fn row(code: &'static str, authority: &'static str, name: &'static str) -> UnitType {
    UnitType {
        code,
        authority,
        name,
    }
}

const TABLE: &[UnitType] = &[
    row("11", "机构编制", "机关"),
    row("12", "机构编制", "事业单位"),
    row("13", "机构编制", "中央编办直接管理机构编制的群众团体"),
    row("19", "机构编制", "其他"),
    row("21", "外交", "外国常驻新闻机构"),
    row("29", "外交", "其他"),
    row("31", "司法行政", "律师执业机构"),
    row("32", "司法行政", "公证处"),
    row("33", "司法行政", "基层法律服务所"),
    row("34", "司法行政", "司法鉴定机构"),
    row("35", "司法行政", "仲裁委员会"),
    row("39", "司法行政", "其他"),
    row("41", "文化", "外国在华文化中心"),
    row("49", "文化", "其他"),
    row("51", "民政", "社会团体"),
    row("52", "民政", "民办非企业单位"),
    row("53", "民政", "基金会"),
    row("54", "民政", "村民委员会"),
    row("55", "民政", "居民委员会"),
    row("59", "民政", "其他"),
    row("61", "旅游", "外国旅游部门常驻代表机构"),
    row("62", "旅游", "港澳台地区旅游部门常驻内地（大陆）代表机构"),
    row("69", "旅游", "其他"),
    row("71", "宗教", "宗教活动场所"),
    row("72", "宗教", "宗教院校"),
    row("79", "宗教", "其他"),
    row("81", "工会", "基层工会"),
    row("89", "工会", "其他"),
    row("91", "工商", "企业"),
    row("92", "工商", "个体工商户"),
    row("93", "工商", "农民专业合作社"),
    row("A1", "中央军委改革和编制办公室", "军队事业单位"),
    row("A9", "中央军委改革和编制办公室", "其他"),
    row("N1", "农业", "组级集体经济组织"),
    row("N2", "农业", "村级集体经济组织"),
    row("N3", "农业", "乡镇级集体经济组织"),
    row("N9", "农业", "其他"),
    row("Y1", "其他", "其他"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: &str) -> &'static str {
        UnitType::of(&Uscc::parse(code).unwrap()).name()
    }

    #[test]
    fn the_first_two_characters_say_the_type() {
        assert_eq!(of("11220000MB9000015Y"), "机关");
        assert_eq!(of("12220000MB9000023N"), "事业单位");
        assert_eq!(of("52220100MJ9000057M"), "民办非企业单位");
        assert_eq!(of("91220100MA90000460"), "企业");
    }

    #[test]
    fn a_and_n_and_y_are_known() {
        for code in ["A1", "A9", "N1", "N2", "N3", "N9", "Y1"] {
            assert_eq!(UnitType::parse(code).unwrap().code(), code);
        }
    }

    #[test]
    fn pairs_the_standard_does_not_name_are_unknown() {
        for code in ["", "1", "36", "90", "Y9", "a1", "112"] {
            assert_eq!(UnitType::parse(code), Err(UnknownUnitType), "{code}");
        }
    }

    #[test]
    fn only_91_is_an_enterprise() {
        let enterprises = UnitType::ALL.iter().filter(|t| t.is_enterprise());
        assert_eq!(enterprises.map(|t| t.code()).collect::<Vec<_>>(), ["91"]);
    }

    #[test]
    fn codes_are_distinct_and_in_order() {
        assert!(UnitType::ALL.is_sorted_by(|a, b| a.code < b.code));
    }
}
