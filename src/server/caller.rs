//! Who a request comes from, and what they may do.

use super::store::{Applying, CallerRow, Reviewer, masked_name};
use crate::domain::{Barrier, Fault, Reason, views::Who};

/// Somebody signed in, acting for one unit.
#[derive(Clone, Debug)]
pub struct Caller {
    row: CallerRow,
}

impl Caller {
    pub fn new(row: CallerRow) -> Self {
        Self { row }
    }

    pub fn unit(&self) -> i64 {
        self.row.unit_id
    }

    pub fn operator(&self) -> i64 {
        self.row.operator_id
    }

    pub fn may_apply(&self) -> bool {
        self.row.applies == 1
    }

    /// 经办: acts for the unit as an applicant.
    pub fn applying(&self) -> Result<&Self, Fault> {
        match self.may_apply() {
            true => Ok(self),
            false => Err(Fault::Forbidden(Barrier::NotApplying)),
        }
    }

    /// The unit and its operator, for a verb of the applicant's side.
    pub fn applicant<'a>(&self, special_reason: Option<&'a Reason>) -> Applying<'a> {
        Applying {
            applicant: self.row.unit_id,
            actor: self.row.operator_id,
            special_reason,
        }
    }

    /// 审核: decides for the unit as a superior.
    pub fn reviewing(&self) -> Result<Reviewer, Fault> {
        match self.row.reviews == 1 {
            true => Ok(Reviewer {
                operator: self.row.operator_id,
                person: self.row.person_id,
                unit: self.row.unit_id,
            }),
            false => Err(Fault::Forbidden(Barrier::NotReviewing)),
        }
    }

    pub fn who(&self) -> Who {
        Who {
            unit: self.row.unit_name.clone(),
            person: (self.row.legal == 0).then(|| masked_name(&self.row.person_name)),
        }
    }
}
