//! What was refused to whom, in the log: a line for each, for whoever watches over the deployment. It names the
//! endpoint as the table has it and the kind of caller, nothing that was typed and nobody.

use super::caller::SignedIn;
use crate::domain::Fault;
use http::{Method, StatusCode};

/// `LISHU_LOG=warn,lishu::security=info` logs these, beside warnings.
pub fn log_refusal(method: &Method, endpoint: &str, caller: &str, reason: &str) {
    tracing::info!(target: "lishu::security", %method, endpoint, caller, reason, "refused");
}

/// What kind of caller was found.
pub fn kind_of(found: &Result<SignedIn, Fault>) -> &'static str {
    match found {
        Ok(SignedIn::Operator(_)) => "operator",
        Ok(SignedIn::Administrator(found)) => found.role().as_str(),
        Err(_) => "nobody",
    }
}

/// Why an answer of this status was refused, if it was for want of a right.
pub fn reason(status: StatusCode) -> Option<&'static str> {
    match status {
        StatusCode::NOT_FOUND => Some("not found, or not theirs"),
        StatusCode::FORBIDDEN => Some("seen, but not theirs to do"),
        _ => None,
    }
}
