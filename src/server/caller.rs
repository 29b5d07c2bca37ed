//! Who a request comes from, and what they may do.

use super::store::{
    Act, AdministratorRow, Applying, By, CallerRow, Managing, Reviewer, SessionOf, SessionUse,
    masked_name,
};
use crate::domain::{
    ActKind, ApplicationKind, Barrier, Due, Fault, Instant, Reason, Role, views::Who,
};

/// Somebody signed in: an operator of a unit, or an administrator of the platform, never both.
#[derive(Clone, Debug)]
pub enum SignedIn {
    Operator(Caller),
    Administrator(Administrator),
}

impl From<SessionOf> for SignedIn {
    fn from(session: SessionOf) -> Self {
        match session {
            SessionOf::Operator(row) => Self::Operator(Caller { row }),
            SessionOf::Administrator(row) => Self::Administrator(Administrator { row }),
        }
    }
}

impl SignedIn {
    pub fn person(&self) -> i64 {
        match self {
            Self::Operator(caller) => caller.person(),
            Self::Administrator(administrator) => administrator.person(),
        }
    }

    /// What the policy asks of them before anything else.
    pub fn due(&self) -> Option<Due> {
        self.use_of().due
    }

    pub(super) fn use_of(&self) -> SessionUse {
        match self {
            Self::Operator(caller) => caller.row.use_of,
            Self::Administrator(administrator) => administrator.row.use_of,
        }
    }

    pub fn who(&self) -> Who {
        match self {
            Self::Operator(caller) => caller.who(),
            Self::Administrator(found) => Who {
                manages: false,
                reviews: false,
                unit: found.row.account.clone(),
                person: Some(masked_name(&found.row.person_name)),
            },
        }
    }

    /// What they are called in an app for codes: short, and no more than they know.
    pub fn label(&self) -> String {
        match self {
            Self::Operator(caller) => masked_name(&caller.row.person_name),
            Self::Administrator(found) => found.row.account.clone(),
        }
    }

    /// An act of theirs on their own account.
    pub fn act(&self, kind: ActKind, at: Instant) -> Act<'static> {
        let (by, unit) = match self {
            Self::Operator(caller) => (By::Operator(caller.operator()), Some(caller.unit())),
            Self::Administrator(found) => (By::Administrator(found.id()), None),
        };
        Act {
            unit,
            person: Some(self.person()),
            ..Act::new(kind, by, at)
        }
    }

    fn ready(self) -> Result<Self, Fault> {
        match self.due() {
            Some(due) => Err(Fault::Due(due)),
            None => Ok(self),
        }
    }

    /// For an administrator what only operators have does not exist.
    pub fn operator(self) -> Result<Caller, Fault> {
        if matches!(self, Self::Administrator(_)) {
            return Err(Fault::NotFound);
        }
        match self.ready()? {
            Self::Operator(caller) => Ok(caller),
            Self::Administrator(_) => Err(Fault::NotFound),
        }
    }

    /// For anybody else, also of another role, what this role has does not exist.
    pub fn administrator(self, role: Role) -> Result<Administrator, Fault> {
        match self {
            Self::Administrator(ref found) if found.role() == role => self.any_administrator(),
            _ => Err(Fault::NotFound),
        }
    }

    /// Whichever of the three.
    pub fn any_administrator(self) -> Result<Administrator, Fault> {
        if matches!(self, Self::Operator(_)) {
            return Err(Fault::NotFound);
        }
        match self.ready()? {
            Self::Administrator(found) => Ok(found),
            Self::Operator(_) => Err(Fault::NotFound),
        }
    }
}

/// An operator, acting for one unit.
#[derive(Clone, Debug)]
pub struct Caller {
    row: CallerRow,
}

impl Caller {
    pub fn person(&self) -> i64 {
        self.row.person_id
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
    pub fn applicant<'a>(
        &self,
        kind: ApplicationKind,
        special_reason: Option<&'a Reason>,
    ) -> Applying<'a> {
        Applying {
            kind,
            applicant: self.row.unit_id,
            actor: self.row.operator_id,
            special_reason,
        }
    }

    /// 审核: decides for the unit as a superior.
    pub fn reviewing(&self) -> Result<Reviewer, Fault> {
        // Who reviews in their own right does so for nobody else.
        let stands_for = self.row.stands_for.filter(|_| self.row.reviews != 1);
        match self.row.reviews == 1 || stands_for.is_some() {
            true => Ok(Reviewer {
                operator: self.row.operator_id,
                person: self.row.person_id,
                unit: self.row.unit_id,
                stands_for,
            }),
            false => Err(Fault::Forbidden(Barrier::NotReviewing)),
        }
    }

    pub fn may_manage(&self) -> bool {
        self.row.manages == 1
    }

    /// 单位管理员: manages the people who act for the unit.
    pub fn managing(&self) -> Result<&Self, Fault> {
        match self.may_manage() {
            true => Ok(self),
            false => Err(Fault::Forbidden(Barrier::NotManaging)),
        }
    }

    /// The same, with the units that they have a say in.
    pub fn people(&self) -> Result<Managing, Fault> {
        self.managing()?;
        Ok(Managing::Unit {
            unit: self.row.unit_id,
            operator: self.row.operator_id,
        })
    }

    pub fn who(&self) -> Who {
        Who {
            manages: self.may_manage(),
            reviews: self.reviewing().is_ok(),
            unit: self.row.unit_name.clone(),
            person: (self.row.legal == 0).then(|| masked_name(&self.row.person_name)),
        }
    }
}

/// One of 三员. They act for no unit and decide no application.
#[derive(Clone, Debug)]
pub struct Administrator {
    row: AdministratorRow,
}

impl Administrator {
    pub fn id(&self) -> i64 {
        self.row.administrator_id
    }

    pub fn person(&self) -> i64 {
        self.row.person_id
    }

    pub fn role(&self) -> Role {
        self.row.role
    }

    pub fn account(&self) -> &str {
        &self.row.account
    }

    pub fn name(&self) -> &str {
        &self.row.person_name
    }
}
