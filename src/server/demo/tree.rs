//! The invented departments: a province's, under each a department of every city, under each of
//! those one of every county.
//!
//! Departments are numbered from the top, so that a superior has a smaller number than what stands
//! under it and any first part of the tree is a tree. Number 0 is 示例省教育厅.

use super::words::{CITY_SECOND, COUNTY_SECOND, PLACE_FIRST, SECTORS};

/// How many departments there are.
pub(super) const DEPARTMENTS: usize = FIRST_COUNTY + COUNTIES * SECTORS.len();

pub(super) const COUNTIES: usize = PLACE_FIRST.len() * COUNTY_SECOND.len();

const CITIES: usize = PLACE_FIRST.len() * CITY_SECOND.len();
const COUNTIES_OF_CITY: usize = COUNTIES / CITIES;
const FIRST_CITY: usize = SECTORS.len();
const FIRST_COUNTY: usize = FIRST_CITY + CITIES * SECTORS.len();

/// The department of the county, in this line of work.
pub(super) const fn of_county(county: usize, sector: usize) -> usize {
    FIRST_COUNTY + county * SECTORS.len() + sector
}

/// The department above, unless it is the province's.
pub(super) const fn superior(department: usize) -> Option<usize> {
    let sector = department % SECTORS.len();
    if department < FIRST_CITY {
        None
    } else if department < FIRST_COUNTY {
        Some(sector)
    } else {
        let county = (department - FIRST_COUNTY) / SECTORS.len();
        let city = county / COUNTIES_OF_CITY;
        Some(FIRST_CITY + city * SECTORS.len() + sector)
    }
}

pub(super) fn name(department: usize) -> String {
    let sector = &SECTORS[department % SECTORS.len()];
    if department < FIRST_CITY {
        return sector.root.to_owned();
    }
    let place = if department < FIRST_COUNTY {
        city_name((department - FIRST_CITY) / SECTORS.len())
    } else {
        county_name((department - FIRST_COUNTY) / SECTORS.len())
    };
    format!("{place}{}", sector.bureau)
}

/// The cities' 所属行政区划 are taken in turns: the city of a department, by number.
pub(super) fn city_of(department: usize) -> Option<usize> {
    if department < FIRST_CITY {
        None
    } else if department < FIRST_COUNTY {
        Some((department - FIRST_CITY) / SECTORS.len())
    } else {
        Some(city_of_county((department - FIRST_COUNTY) / SECTORS.len()))
    }
}

pub(super) const fn city_of_county(county: usize) -> usize {
    county / COUNTIES_OF_CITY
}

pub(super) fn county_name(county: usize) -> String {
    let first = PLACE_FIRST[county % PLACE_FIRST.len()];
    let second = COUNTY_SECOND[county / PLACE_FIRST.len()];
    format!("{first}{second}县")
}

fn city_name(city: usize) -> String {
    let first = PLACE_FIRST[city % PLACE_FIRST.len()];
    let second = CITY_SECOND[city / PLACE_FIRST.len()];
    format!("{first}{second}市")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_department_stands_at_most_two_below_the_province() {
        for department in 0..DEPARTMENTS {
            let chain = std::iter::successors(Some(department), |d| superior(*d));
            let chain: Vec<_> = chain.collect();
            assert!(chain.len() <= 3 && chain.is_sorted_by(|a, b| a > b));
            let sector = |d: usize| d % SECTORS.len();
            assert!(chain.iter().all(|d| sector(*d) == sector(department)));
        }
    }

    #[test]
    fn departments_have_names_of_their_own() {
        let names: HashSet<_> = (0..DEPARTMENTS).map(name).collect();
        assert_eq!(names.len(), DEPARTMENTS);
    }
}
