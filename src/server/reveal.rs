//! 查看: what is sealed is shown to somebody, and it is on record who looked, at whose, when and why.

use super::caller::{Administrator, Caller};
use super::now;
use super::state::AppState;
use super::store::{self, Act, By};
use super::vault::Purpose;
use crate::domain::{ActKind, Fault, PersonalData, Reveal, RevealDraft, Revealed};

/// Whose data somebody may see, and who they are.
pub struct Looking {
    by: By,
    /// The only unit whose operators exist for them.
    within: Option<i64>,
}

impl Looking {
    /// 单位管理员: of the own unit's operators.
    pub fn manager(caller: &Caller) -> Result<Self, Fault> {
        let caller = caller.managing()?;
        Ok(Self {
            by: By::Operator(caller.operator()),
            within: Some(caller.unit()),
        })
    }

    /// 系统管理员: of everybody.
    pub fn administrator(administrator: &Administrator) -> Self {
        Self {
            by: By::Administrator(administrator.id()),
            within: None,
        }
    }
}

/// Nothing is shown that is not on record. Whether there is such an operator comes first: of one who
/// does not exist for the caller nothing is said, whatever the form holds.
pub async fn reveal(
    state: &AppState,
    looking: &Looking,
    draft: RevealDraft,
) -> Result<Revealed, Fault> {
    let (operator, unit, what) = (draft.operator, draft.unit, draft.what);
    let mut tx = state.db.begin().await?;
    let whose = match column(what) {
        Some(column) => store::find_sealed(&mut tx, looking.within, operator, column).await?,
        None => store::find_sealed_of_unit(&mut tx, looking.within, unit).await?,
    };
    let whose = whose.ok_or(Fault::NotFound)?;
    let reveal = Reveal::try_from(draft)?;
    let value = state.vault.open(purpose(what), &whose.sealed);
    let value = value.ok_or(Fault::Internal)?;
    let act = Act {
        unit: Some(whose.unit_id),
        person: whose.person_id,
        detail: serde_json::json!({ "what": what.as_str() }),
        why: reveal.why.as_str(),
        ..Act::new(ActKind::Revealed, looking.by, now())
    };
    store::note(&mut tx, act).await?;
    tx.commit().await?;
    Ok(Revealed {
        operator,
        unit,
        what,
        value,
    })
}

fn purpose(what: PersonalData) -> Purpose {
    match what {
        PersonalData::Mobile => Purpose::Mobile,
        PersonalData::IdentityCard => Purpose::IdentityCard,
        PersonalData::ContactPhone => Purpose::ContactPhone,
    }
}

/// Where it stands of a person; none: it is a unit's.
fn column(what: PersonalData) -> Option<&'static str> {
    match what {
        PersonalData::Mobile => Some("mobile_sealed"),
        PersonalData::IdentityCard => Some("identity_sealed"),
        PersonalData::ContactPhone => None,
    }
}
