//! Which unit comes when: first those with an application, then the departments, then all others,
//! most of them bound to a department.

use super::invented::{Invented, applicant, department, subordinate};
use super::random::Random;
use super::tree::{self, DEPARTMENTS};
use super::words::SPECIAL_REASONS;
use super::workdays::Workdays;
use crate::domain::Instant;

/// Of a hundred units that are neither applicant nor department.
const BOUND_PERCENT: u64 = 70;
/// Departments are at most one in so many units.
const UNITS_PER_DEPARTMENT: u64 = 10;

/// Gives the units in turn.
pub(super) struct Plan {
    pub(super) pending: u64,
    pub(super) total: u64,
    /// Departments to be made, besides 示例省教育厅.
    departments: u64,
    workdays: Workdays,
    random: Random,
}

/// A unit with what it is there for.
pub(super) struct Planned {
    pub(super) unit: Invented,
    pub(super) part: Part,
}

/// Superiors are given as numbers of the tree.
pub(super) enum Part {
    Applicant {
        at: Instant,
        special_reason: &'static str,
    },
    Department {
        superior: Option<usize>,
    },
    Other {
        superior: Option<usize>,
    },
}

impl Plan {
    pub(super) fn new(pending: u64, total: u64, at: Instant) -> Self {
        Self {
            pending,
            total,
            departments: ((total - pending) / UNITS_PER_DEPARTMENT).min(DEPARTMENTS as u64 - 1),
            workdays: Workdays::before(at),
            random: Random::seeded(2026),
        }
    }

    /// The next unit. `serial` counts all of them, from 0.
    pub(super) fn next(&mut self, serial: u64) -> anyhow::Result<Planned> {
        let Some(index) = serial.checked_sub(self.pending) else {
            return self.next_applicant(serial);
        };
        let Some(index) = index.checked_sub(self.departments) else {
            let number = index as usize + 1;
            let superior = tree::superior(number);
            return Ok(Planned {
                unit: department(number, serial)?,
                part: Part::Department { superior },
            });
        };
        let (unit, nearest) = subordinate(index, serial)?;
        let bound = self.random.below(100) < BOUND_PERCENT;
        // A small tree ends above the counties.
        let mut chain = std::iter::successors(Some(nearest), |number| tree::superior(*number));
        let superior = chain.find(|number| *number as u64 <= self.departments);
        Ok(Planned {
            unit,
            part: Part::Other {
                superior: superior.filter(|_| bound),
            },
        })
    }

    fn next_applicant(&mut self, serial: u64) -> anyhow::Result<Planned> {
        let unit = applicant(serial, serial)?;
        let reason = self.random.below(SPECIAL_REASONS.len() as u64) as usize;
        let special_reason = match unit.unit_type().is_enterprise() {
            true => SPECIAL_REASONS[reason],
            false => "",
        };
        let at = self.workdays.time(serial, self.pending, &mut self.random);
        Ok(Planned {
            unit,
            part: Part::Applicant { at, special_reason },
        })
    }
}
