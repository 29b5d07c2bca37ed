//! The records, and the verbs on them. Each verb is one function, takes the connection or the
//! transaction first, and says in its signature whose data it touches.

mod acts;
mod applications;
mod batch;
mod batch_result;
mod batch_run;
mod canned;
mod classify;
mod decide;
mod desk;
mod engine;
mod events;
mod operators;
mod passwords;
mod policy;
mod portal;
mod presence;
mod queue;
mod sealed;
mod sessions;
mod submissions;
mod ties;
mod turn;
mod undo;
mod undo_batch;
mod units;
mod views;
mod wrong;

pub use acts::{Act, By, note};
pub use applications::{
    Applying, CaseOfUnit, apply, find_obstacle, is_barred, is_enterprise, latest_case, masked_name,
    open_case, resubmit, withdraw,
};
pub use batch::{Deciding, Opened, open_batch};
pub use batch_result::{batch_of_key, batch_result, refused_rows_of};
pub use batch_run::{forget_run, tell_run, told_run};
pub use canned::{
    CANNED_MAX, CannedOfUnit, CannedRow, add_canned, canned, canned_of_unit, find_canned,
    remove_canned,
};
pub use classify::{CHUNK, Ground, Judged, classify};
pub use decide::decide;
pub use desk::{
    CaseRow, DecisionRow, EarlierRow, Reviewer, applicant_name, barrier, case_for_review,
    earlier_cases, latest_decision,
};
pub use engine::{Conn, DatabaseUrl, Db, Row, Statement, Tx, UnknownEngine, Value, sql};
pub use events::{EventRow, Happening, events_of, record};
pub use operators::{Credentials, SealedOf, find_operator, find_sealed};
pub use passwords::{PasswordRow, find_password, last_passwords, set_password};
pub use policy::{latest_policy, policy, set_policy};
pub use portal::{AnnouncementRow, RoundRow, announcements, current_round};
pub use presence::{PresentRow, here, leave, others_here};
pub use queue::{
    ChangeRow, Chosen, QueueRow, Side, changes_since, chosen_after, city_of, count_matching,
    count_matching_up_to, count_selected, name_key, queue_counts, queue_page, queue_seq,
    selected_among, walk_cursor, walk_next, walk_place,
};
pub use sealed::{
    Resealed, SEALED, SealedColumn, count_of_former_keys, count_plain, forget_vault_keys_but,
    note_vault_key, reseal, seal_plain, vault_keys,
};
pub use sessions::{
    AdministratorRow, CallerRow, SessionOf, close_session, find_caller, open_session,
};
pub use submissions::{SubmissionRow, latest_submissions, named_late};
use ties::ancestors_of;
pub use ties::{CHAIN_MAX, ancestors_reach, chain_above, release, superior_of};
pub use turn::{moved, take_turn};
pub use undo::undo;
pub use undo_batch::undo_batch;
pub use units::{UnitRow, disable, enter, find_unit, find_unit_by_code, save_profile};
pub use views::{VIEWS_MAX, ViewRow, remove_view, save_view, saved_views};
pub use wrong::{fields_named_before, wrong_fields};

use crate::domain::{Fault, Obstacle};

/// Why a verb did nothing.
#[derive(Debug)]
pub enum Error {
    /// The rules refuse it.
    Refused(Fault),
    /// The database failed.
    Database(sqlx::Error),
}

pub type Result<T> = std::result::Result<T, Error>;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Refused(fault)
    }
}

impl From<Obstacle> for Error {
    fn from(obstacle: Obstacle) -> Self {
        Self::Refused(Fault::Obstacle(obstacle))
    }
}
