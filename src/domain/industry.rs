//! 所属行业: the line of work a unit is in.

use serde::{Deserialize, Serialize};

/// 所属行业, one of the 20 sections (门类) A–T of GB/T 4754-2017. Serialised as its letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Industry(char);

impl Industry {
    /// Every section, A to T.
    pub const ALL: [Industry; 20] = {
        let mut all = [Industry('A'); 20];
        let mut i = 0;
        while i < all.len() {
            all[i] = Industry((b'A' + i as u8) as char);
            i += 1;
        }
        all
    };

    /// Reads a section's letter, a capital as the standard writes it.
    pub fn parse(code: &str) -> Result<Self, UnknownIndustry> {
        let mut letters = code.chars();
        match (letters.next(), letters.next()) {
            (Some(letter @ 'A'..='T'), None) => Ok(Self(letter)),
            _ => Err(UnknownIndustry),
        }
    }

    /// The section's letter, `A` to `T`.
    pub fn code(self) -> char {
        self.0
    }

    /// The section's name, such as 教育.
    pub fn name(self) -> &'static str {
        NAMES[self.0 as usize - 'A' as usize]
    }
}

/// The text is not the letter of a section of GB/T 4754-2017.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("not a section of GB/T 4754-2017")]
pub struct UnknownIndustry;

impl TryFrom<String> for Industry {
    type Error = UnknownIndustry;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::parse(&code)
    }
}

impl From<Industry> for String {
    fn from(industry: Industry) -> Self {
        industry.0.into()
    }
}

const NAMES: [&str; 20] = [
    "农、林、牧、渔业",
    "采矿业",
    "制造业",
    "电力、热力、燃气及水生产和供应业",
    "建筑业",
    "批发和零售业",
    "交通运输、仓储和邮政业",
    "住宿和餐饮业",
    "信息传输、软件和信息技术服务业",
    "金融业",
    "房地产业",
    "租赁和商务服务业",
    "科学研究和技术服务业",
    "水利、环境和公共设施管理业",
    "居民服务、修理和其他服务业",
    "教育",
    "卫生和社会工作",
    "文化、体育和娱乐业",
    "公共管理、社会保障和社会组织",
    "国际组织",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn name(code: &str) -> &'static str {
        Industry::parse(code).unwrap().name()
    }

    #[test]
    fn the_letters_carry_the_standards_names() {
        assert_eq!(name("A"), "农、林、牧、渔业");
        assert_eq!(name("I"), "信息传输、软件和信息技术服务业");
        assert_eq!(name("P"), "教育");
        assert_eq!(name("S"), "公共管理、社会保障和社会组织");
        assert_eq!(name("T"), "国际组织");
    }

    #[test]
    fn all_are_the_twenty_letters_in_order() {
        let letters: String = Industry::ALL.iter().map(|i| i.code()).collect();
        assert_eq!(letters, "ABCDEFGHIJKLMNOPQRST");
        for industry in Industry::ALL {
            assert_eq!(Industry::try_from(String::from(industry)), Ok(industry));
        }
    }

    #[test]
    fn anything_else_is_unknown() {
        for code in ["", "U", "a", "AB", "Ａ", "教"] {
            assert_eq!(Industry::parse(code), Err(UnknownIndustry), "{code}");
        }
    }
}
