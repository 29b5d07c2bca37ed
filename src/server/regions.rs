//! 行政区划: the names of the regions (GB/T 2260) down to the county.
//!
//! `regions.csv` (code,name; sorted) is made from china-division 2.7.0, <https://github.com/modood/Administrative-divisions-of-China>,
//! which carries the National Bureau of Statistics' codes as of 2023-06-30; its licence is in
//! NOTICE. Codes are padded to six digits. Left out are rows that name no place (市辖区, 县,
//! 省直辖县级行政区划, 自治区直辖县级行政区划) and the second row of 嘉峪关市 (620201);
//! added are 710000, 810000 and 820000, which GB/T 2260 has and that table has not. Development
//! zones (`..71`–`..79`) are the Bureau's.
//!
//! The table knows today's codes. Of older ones, which remain in records and in the region digits of
//! a 统一社会信用代码, [`FORMER`] knows some, with the year they ended; they have a name, and are not
//! offered. A deployment adds its own: the setting `regions`.

use std::sync::{LazyLock, OnceLock};

use super::settings::OwnRegion;
use crate::domain::RegionCode;

/// Codes of before: name, and the year from which on another code stands in their place.
const FORMER: [(&str, &str, u16); 4] = [
    ("220181", "九台市", 2014),   // 220113 九台区
    ("220381", "公主岭市", 2020), // 220184, under 长春市
    ("220625", "江源县", 2006),   // 220605 江源区
    ("220724", "扶余县", 2013),   // 220781 扶余市
];

/// Adds the deployment's own regions, once, before anything is asked: a code of its own, another name for one of the
/// table, or a code of before, with the year from which on it is none.
pub fn add(own: &[OwnRegion]) {
    let own = own.iter().map(|region| Own {
        code: region.code.clone().leak(),
        name: region.name.clone().leak(),
        until: region.until,
    });
    let _ = OWN.set(own.collect());
}

/// The region's own name, such as 朝阳区; none for a code of before.
pub fn name_of(code: &RegionCode) -> Option<&'static str> {
    find(code.as_str())
}

/// The region's name after those it lies in, such as 吉林省 长春市 朝阳区. A code of before says until
/// when it was one.
pub fn full_name(code: &RegionCode) -> Option<String> {
    let own = match name_of(code) {
        Some(own) => own.to_owned(),
        None => former(code)?,
    };
    let province = format!("{}0000", code.province());
    let city = format!("{}00", code.city());
    // A district of a municipality has no city above it; a city is its own.
    let above = [province, city]
        .into_iter()
        .filter(|above| above != code.as_str());
    let mut names: Vec<_> = above.filter_map(|above| find(&above)).collect();
    names.push(&own);
    Some(names.join(" "))
}

fn former(code: &RegionCode) -> Option<String> {
    let own = OWN.get().into_iter().flatten();
    let own = own.filter_map(|own| Some((own.code, own.name, own.until?)));
    let mut all = own.chain(FORMER);
    let (_, name, until) = all.find(|(former, ..)| *former == code.as_str())?;
    Some(format!("{name}（{until} 年以前的代码）"))
}

/// Every region whose code begins with these digits, in the order of the codes, so that a province
/// stands before its cities and a city before its counties: `""` for all, `22` for 吉林省 with all
/// within, `2201` for 长春市 likewise.
pub fn under(prefix: &str) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    let start = TABLE.partition_point(|&(code, _)| code < prefix);
    let length = TABLE[start..].partition_point(|&(code, _)| code.starts_with(prefix));
    TABLE[start..start + length].iter().copied()
}

fn find(code: &str) -> Option<&'static str> {
    let row = TABLE.binary_search_by_key(&code, |&(code, _)| code).ok()?;
    Some(TABLE[row].1)
}

/// A region of the setting.
struct Own {
    code: &'static str,
    name: &'static str,
    until: Option<u16>,
}

static OWN: OnceLock<Vec<Own>> = OnceLock::new();

static TABLE: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let rows = include_str!("regions.csv").lines().skip(1);
    let mut table: Vec<_> = rows.filter_map(|row| row.split_once(',')).collect();
    for own in OWN.get().into_iter().flatten() {
        table.retain(|(other, _)| *other != own.code);
        if own.until.is_none() {
            table.push((own.code, own.name));
        }
    }
    table.sort_unstable();
    table
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RegionLevel;

    fn code(text: &str) -> RegionCode {
        RegionCode::parse(text).unwrap()
    }

    fn full(text: &str) -> String {
        full_name(&code(text)).unwrap()
    }

    #[test]
    fn every_row_is_a_code_and_a_name() {
        for &(region, name) in TABLE.iter() {
            assert_eq!(code(region).as_str(), region);
            assert!(!name.is_empty() && name == name.trim(), "{region}");
        }
        assert!(TABLE.is_sorted_by(|a, b| a.0 < b.0), "codes are distinct");
    }

    #[test]
    fn all_34_provinces_and_about_three_thousand_counties_are_there() {
        let count = |level| {
            TABLE
                .iter()
                .filter(|row| code(row.0).level() == level)
                .count()
        };
        assert_eq!(count(RegionLevel::Province), 34);
        assert!(count(RegionLevel::City) > 330);
        assert!(count(RegionLevel::County) > 2900);
    }

    #[test]
    fn jilin_has_its_nine_cities() {
        let cities = under("22").filter(|(region, _)| code(region).level() == RegionLevel::City);
        let names: Vec<_> = cities.map(|(_, name)| name).collect();
        let expected = "长春市 吉林市 四平市 辽源市 通化市 白山市 松原市 白城市 延边朝鲜族自治州";
        assert_eq!(names.join(" "), expected);
    }

    #[test]
    fn a_full_name_goes_from_the_province_down() {
        assert_eq!(full("220104"), "吉林省 长春市 朝阳区");
        assert_eq!(full("220200"), "吉林省 吉林市");
        assert_eq!(full("220000"), "吉林省");
    }

    #[test]
    fn a_placeholder_is_no_part_of_a_name() {
        assert_eq!(full("110105"), "北京市 朝阳区");
        assert_eq!(full("500229"), "重庆市 城口县");
        assert_eq!(full("429004"), "湖北省 仙桃市");
        assert_eq!(full("620200"), "甘肃省 嘉峪关市");
        assert_eq!(full("441900"), "广东省 东莞市");
    }

    #[test]
    fn gongzhuling_has_its_code_of_2020() {
        assert_eq!(full("220184"), "吉林省 长春市 公主岭市");
        assert_eq!(name_of(&code("220381")), None, "not offered");
        assert_eq!(
            full("220381"),
            "吉林省 四平市 公主岭市（2020 年以前的代码）"
        );
    }

    #[test]
    fn under_gives_the_region_first_and_then_all_within() {
        let changchun: Vec<_> = under("2201").collect();
        assert_eq!(changchun[0], ("220100", "长春市"));
        assert_eq!(changchun[1], ("220102", "南关区"));
        assert!(
            changchun
                .iter()
                .all(|(region, _)| region.starts_with("2201"))
        );
        assert_eq!(under("").count(), TABLE.len());
        assert_eq!(under("99").count(), 0);
        assert_eq!(under("长").count(), 0);
    }
}
