//! 重新提交: a returned case, together with what was corrected on the workbench.

use super::ProfileDraft;
use serde::{Deserialize, Serialize};

/// What the workbench's form says of the returned case; the rest of the form is 基本信息.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResubmitDraft {
    pub application: i64,
    /// The case's version that the form was read at; the form's `version` is that of 基本信息.
    pub case_version: i64,
    pub special_reason: String,
    /// Not empty: what was found wrong is meant to stay as it is.
    pub confirmed: String,
}

/// The workbench's one form, as it comes back to its page.
#[derive(Clone, Debug, Default)]
pub struct WorkbenchDraft {
    pub profile: ProfileDraft,
    pub case: ResubmitDraft,
}

/// What 重新提交 came to. Whatever it came to, the corrections are saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Resubmission {
    Sent,
    /// Another name or region is to be verified before the case can go out again.
    AwaitsVerification,
}
