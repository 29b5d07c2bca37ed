//! What is expected of each call, by a few rules.

use super::asks::Ask;
use super::scene::{Asker, Relation};
use lishu::server::access::{Entry, Kind, Who, Whose};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// It is done, or refused for what the record's state is.
    Admitted,
    SignIn(Kind, &'static str),
    Forbidden,
    NotFound,
}

pub fn expected(entry: &Entry, asker: Asker, relation: Relation) -> Expected {
    match by_role(entry, asker) {
        Expected::Admitted if !may_see(entry.whose, relation) => Expected::NotFound,
        expected => expected,
    }
}

fn by_role(entry: &Entry, asker: Asker) -> Expected {
    use Asker::{Administers, Applies, Disabled, Manages, Nobody, Reviews, Waits};
    let right = |does: bool| match does {
        true => Expected::Admitted,
        false => Expected::Forbidden,
    };
    let sign_in = match entry.who.administers() {
        true => "/admin/login?next=",
        false => "/login?panel=operator&next=",
    };
    match (entry.who, asker) {
        (Who::Anybody, _) => Expected::Admitted,
        // Whoever is not admitted, or not any more, is nobody.
        (_, Nobody | Disabled | Waits) => Expected::SignIn(entry.kind, sign_in),
        (Who::SignedIn, _) | (Who::AnyAdministrator, Administers(_)) => Expected::Admitted,
        (Who::Administrator(role), Administers(other)) if role == other => Expected::Admitted,
        // An administrator acts for no unit, has one role, and shares none of it with operators.
        (_, Administers(_)) | (Who::Administrator(_) | Who::AnyAdministrator, _) => {
            Expected::NotFound
        }
        (Who::Operator, _) => Expected::Admitted,
        (Who::Applying, asker) => right(asker == Applies),
        (Who::Reviewing, asker) => right(asker == Reviews),
        (Who::Managing, asker) => right(asker == Manages),
    }
}

/// Rule 17, and the like of it for everything that has a number.
fn may_see(whose: Whose, relation: Relation) -> bool {
    match whose {
        Whose::Public | Whose::Own | Whose::Platform => true,
        Whose::OwnCase | Whose::QueuedCase | Whose::OfUnit => relation == Relation::Own,
        Whose::Below => relation == Relation::Superior,
        Whose::OfUnitOrBelow => matches!(relation, Relation::Own | Relation::Superior),
    }
}

impl Expected {
    pub fn admits(self) -> bool {
        self == Self::Admitted
    }

    /// Whether an answer is as expected. `works`: the record is in a state that the call is for.
    pub fn is(self, (status, location): &(u16, String), ask: &Ask, works: bool) -> bool {
        match self {
            Self::Admitted if works => *status == ask.answers,
            Self::Admitted => *status == ask.misses,
            Self::Forbidden => *status == 403,
            Self::NotFound => *status == 404,
            Self::SignIn(Kind::Page | Kind::File | Kind::Upload, to) => {
                *status == 303 && location.starts_with(to)
            }
            // A unit's form outlives the session; an administrator's leads to their sign-in.
            Self::SignIn(Kind::Form, to) => {
                *status == 401
                    || (*status == 303 && to.starts_with("/admin") && location.starts_with(to))
            }
            Self::SignIn(..) => *status == 401,
        }
    }
}
