//! Invented units: names, codes and accounts that look real, each different, the same at each run.

use super::tree;
use super::words::{APPLICANTS, KINDS, Kind, OWN_FIRST, OWN_SECOND, REGIONS, SECTORS};
use crate::domain::organization_code::check_character;
use crate::domain::{UnitType, Uscc};
use anyhow::{Context, ensure};

/// A unit to be inserted.
#[derive(Clone, Debug)]
pub(super) struct Invented {
    pub(super) uscc: Uscc,
    pub(super) account: String,
    pub(super) name: String,
    pub(super) industry: &'static str,
    pub(super) region: &'static str,
    pub(super) address: String,
}

impl Invented {
    pub(super) fn unit_type(&self) -> UnitType {
        UnitType::of(&self.uscc)
    }
}

/// Names and codes last for more; nobody has waited for more.
pub(super) const MOST_UNITS: u64 = 5_000_000;
pub(super) const MOST_PENDING: u64 = 2_000_000;

const OWN_NAMES: u64 = (OWN_FIRST.len() * OWN_SECOND.len()) as u64;
/// Primes that don't divide the numbers of names, so that stepping by them meets each name once;
/// near the golden section of them, so that neighbours differ.
const APPLICANT_STRIDE: u64 = 7919;
const SUBORDINATE_STRIDE: u64 = 4_651_579;

/// The `index`th unit that applies at 示例省教育厅; `serial` is its own among all invented units.
/// The first have no place in their name, as schools of a province do.
pub(super) fn applicant(index: u64, serial: u64) -> anyhow::Result<Invented> {
    let names = OWN_NAMES * APPLICANTS.len() as u64;
    let (block, rest) = (index / names, index % names * APPLICANT_STRIDE % names);
    let kind = &APPLICANTS[(rest % APPLICANTS.len() as u64) as usize];
    let own = own_name(rest / APPLICANTS.len() as u64);
    let (place, city) = match block.checked_sub(1) {
        None => (String::new(), (rest % REGIONS.len() as u64) as usize),
        Some(county) => {
            let county = county as usize;
            (tree::county_name(county), tree::city_of_county(county))
        }
    };
    let name = format!("{place}{own}{}", kind.ending);
    unit(serial, kind.unit_type, name, kind_industry(kind), city)
}

/// The `index`th unit that is neither applicant nor department, and the number of the department
/// that it belongs under.
pub(super) fn subordinate(index: u64, serial: u64) -> anyhow::Result<(Invented, usize)> {
    let names = OWN_NAMES * (tree::COUNTIES * KINDS.len()) as u64;
    let rest = index % names * SUBORDINATE_STRIDE % names;
    let kind = &KINDS[(rest % KINDS.len() as u64) as usize];
    let rest = rest / KINDS.len() as u64;
    let county = (rest % tree::COUNTIES as u64) as usize;
    let own = own_name(rest / tree::COUNTIES as u64);
    let name = format!("{}{own}{}", tree::county_name(county), kind.ending);
    let city = tree::city_of_county(county);
    let unit = unit(serial, kind.unit_type, name, kind_industry(kind), city)?;
    Ok((unit, tree::of_county(county, kind.sector)))
}

/// A department of the tree.
pub(super) fn department(number: usize, serial: u64) -> anyhow::Result<Invented> {
    let city = tree::city_of(number);
    let mut unit = unit(serial, "11", tree::name(number), "S", city.unwrap_or(0))?;
    if city.is_none() {
        unit.region = "220000";
    }
    Ok(unit)
}

fn unit(
    serial: u64,
    unit_type: &str,
    name: String,
    industry: &'static str,
    city: usize,
) -> anyhow::Result<Invented> {
    Ok(Invented {
        uscc: code(unit_type, serial)?,
        account: format!("dw{:08}", serial + 1),
        address: format!("示例路{}号", serial % 998 + 1),
        name,
        industry,
        region: REGIONS[city % REGIONS.len()],
    })
}

fn kind_industry(kind: &Kind) -> &'static str {
    SECTORS[kind.sector].industry
}

fn own_name(number: u64) -> String {
    let first = OWN_FIRST[number as usize % OWN_FIRST.len()];
    let second = OWN_SECOND[number as usize / OWN_FIRST.len()];
    format!("{first}{second}")
}

/// A code that nobody has: no region is 229900. The contract's organization codes go on with zeros
/// after the 9, these never do.
///
/// Codes of one type rise with the serial number, which keeps a database's index fast.
fn code(unit_type: &str, serial: u64) -> anyhow::Result<Uscc> {
    const DIGITS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    const BASE: u64 = DIGITS.len() as u64;
    let range = match unit_type {
        "51" | "52" => "MJ9",
        "91" | "93" => "MA9",
        _ => "MB9",
    };
    let mut number = BASE.pow(4) + serial;
    ensure!(number < BASE.pow(5), "there are no more invented codes");
    let mut digits = [0; 5];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[(number % BASE) as usize];
        number /= BASE;
    }
    let digits = str::from_utf8(&digits).context("all of them are ASCII")?;
    let organization = format!("{range}{digits}");
    let check = check_character(&organization).context("eight digits and capitals")?;
    Ok(Uscc::with_check_digit(&format!(
        "{unit_type}229900{organization}{check}"
    ))?)
}
