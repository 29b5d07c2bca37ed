//! The one place where the time is read.

use crate::domain::Instant;
use std::time::SystemTime;

pub fn now() -> Instant {
    SystemTime::now().into()
}
