//! From a failing database to what a person is told. The cause is logged here, once.

use super::store;
use crate::domain::Fault;
use http::StatusCode;

impl From<store::Error> for Fault {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Refused(fault) => fault,
            store::Error::Database(error) => error.into(),
        }
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        let fault = match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Self::Busy,
            sqlx::Error::Database(cause) => from_code(cause.code().as_deref().unwrap_or_default()),
            _ => Self::Internal,
        };
        tracing::error!(?fault, %error, "the database refused");
        fault
    }
}

/// SQLite's result codes, extended ones too (the primary code is their low byte), and PostgreSQL's
/// SQLSTATE, which always has five characters.
fn from_code(code: &str) -> Fault {
    let primary = code.parse::<u32>().map_or(0, |code| code & 0xff);
    match (code, primary) {
        ("25006", _) => Fault::ReadOnly,
        ("40001" | "40P01" | "55P03" | "57P01" | "57P03" | "53300", _) => Fault::Busy,
        (code, _) if code.len() == 5 => Fault::Internal,
        // SQLITE_BUSY, SQLITE_LOCKED
        (_, 5 | 6) => Fault::Busy,
        // SQLITE_READONLY, SQLITE_CANTOPEN
        (_, 8 | 14) => Fault::ReadOnly,
        _ => Fault::Internal,
    }
}

/// The status that goes with a fault.
pub fn status(fault: &Fault) -> StatusCode {
    match fault {
        Fault::SignInRequired | Fault::WrongCredentials => StatusCode::UNAUTHORIZED,
        Fault::LockedFor { .. } | Fault::TooManyTries { .. } => StatusCode::TOO_MANY_REQUESTS,
        Fault::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Fault::NotFound => StatusCode::NOT_FOUND,
        Fault::Forbidden(_) | Fault::Due(_) => StatusCode::FORBIDDEN,
        Fault::Obstacle(_)
        | Fault::Stale(_)
        | Fault::NamedLate { .. }
        | Fault::Unchanged { .. }
        | Fault::NotUndoable(_)
        | Fault::ProfileChanged
        | Fault::Objection(_)
        | Fault::Changed => StatusCode::CONFLICT,
        Fault::TooSoon => StatusCode::TOO_MANY_REQUESTS,
        Fault::LinkSpent => StatusCode::GONE,
        Fault::Busy | Fault::ReadOnly => StatusCode::SERVICE_UNAVAILABLE,
        Fault::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Fault::Unreachable | Fault::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_s_codes_become_faults() {
        assert_eq!(from_code("5"), Fault::Busy);
        assert_eq!(from_code("261"), Fault::Busy); // SQLITE_BUSY_RECOVERY
        assert_eq!(from_code("1032"), Fault::ReadOnly); // SQLITE_READONLY_DBMOVED
        assert_eq!(from_code("25006"), Fault::ReadOnly);
        assert_eq!(from_code("40001"), Fault::Busy);
        assert_eq!(from_code("23505"), Fault::Internal);
        assert_eq!(from_code("2067"), Fault::Internal); // SQLITE_CONSTRAINT_UNIQUE
    }
}
