//! 行政区划: the six digits that name a region. The table of names is the server's.

use serde::{Deserialize, Serialize};

use super::normalise::compact;
use super::value::{shown_whole, text_value};

/// 行政区划代码 (GB/T 2260): six digits, two each for province, city and county; `00` where the
/// region is a larger one.
///
/// Only the shape is checked. Codes change over the years (公主岭市 was 220381 and became 220184 in
/// 2020), old ones stay in old records, and a deployment may add its own (长白山管委会).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RegionCode(String);

impl RegionCode {
    /// Reads six digits, the first of them not zero; full-width and white space are put right.
    pub fn parse(text: &str) -> Result<Self, RegionCodeError> {
        let code = compact(text);
        if code.is_empty() {
            return Err(RegionCodeError::Empty);
        }
        let is_code =
            code.len() == 6 && !code.starts_with('0') && code.bytes().all(|b| b.is_ascii_digit());
        if !is_code {
            return Err(RegionCodeError::NotSixDigits);
        }
        Ok(Self(code))
    }

    /// How large the region is.
    pub fn level(&self) -> RegionLevel {
        match (&self.0[2..4], &self.0[4..]) {
            ("00", "00") => RegionLevel::Province,
            (_, "00") => RegionLevel::City,
            _ => RegionLevel::County,
        }
    }

    /// The two digits that every region of its province begins with, such as `22`.
    pub fn province(&self) -> &str {
        &self.0[..2]
    }

    /// The four digits that every region of its city begins with, such as `2201`.
    pub fn city(&self) -> &str {
        &self.0[..4]
    }

    /// The digits that the region and all within it begin with: two for a province, four for a
    /// city, all six for a county.
    pub fn prefix(&self) -> &str {
        match self.level() {
            RegionLevel::Province => self.province(),
            RegionLevel::City => self.city(),
            RegionLevel::County => &self.0,
        }
    }

    /// Whether `other` is this region or lies within it.
    pub fn contains(&self, other: &RegionCode) -> bool {
        other.0.starts_with(self.prefix())
    }
}

text_value!(RegionCode, RegionCodeError);
shown_whole!(RegionCode);

/// How large a region is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RegionLevel {
    /// 省级: province, autonomous region, municipality.
    Province,
    /// 地级: city, prefecture, league.
    City,
    /// 县级: county, district, county-level city, banner.
    County,
}

/// Why a text is no 行政区划代码.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum RegionCodeError {
    /// Nothing was given.
    #[error("empty")]
    Empty,
    /// Not six digits, or the first is a zero.
    #[error("not six digits")]
    NotSixDigits,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        RegionCode::parse(text).unwrap()
    }

    #[test]
    fn six_digits_are_a_code() {
        assert_eq!(code("　２２０１０４").as_str(), "220104");
        assert_eq!(RegionCode::parse(" "), Err(RegionCodeError::Empty));
        for text in ["22010", "2201040", "020104", "22010A", "长春"] {
            assert_eq!(
                RegionCode::parse(text),
                Err(RegionCodeError::NotSixDigits),
                "{text}"
            );
        }
    }

    #[test]
    fn the_digits_tell_the_level_and_what_lies_above() {
        let levels = ["220000", "220100", "220104"].map(|text| code(text).level());
        assert_eq!(
            levels,
            [
                RegionLevel::Province,
                RegionLevel::City,
                RegionLevel::County
            ]
        );
        assert_eq!(code("220104").province(), "22");
        assert_eq!(code("220104").city(), "2201");
    }

    #[test]
    fn a_region_contains_itself_and_all_within() {
        assert!(code("220000").contains(&code("222401")));
        assert!(code("220100").contains(&code("220104")));
        assert!(code("220104").contains(&code("220104")));
        assert!(!code("220100").contains(&code("220000")));
        assert!(!code("220100").contains(&code("220204")));
        assert!(!code("220104").contains(&code("220100")));
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parse_never_panics(text in any::<String>(), near in r"[1-9][0-9０-９长]{5}") {
            for text in [text, near] {
                if let Ok(value) = RegionCode::parse(&text) {
                    prop_assert_eq!(RegionCode::parse(value.as_str()), Ok(value));
                }
            }
        }
    }
}
