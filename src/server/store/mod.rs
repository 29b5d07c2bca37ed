//! The records, and the verbs on them. Each verb is one function, takes the connection or the
//! transaction first, and says in its signature whose data it touches.

mod acts;
mod administrators;
mod allowed_codes;
mod announcements;
mod applications;
mod attempts;
mod batch;
mod batch_result;
mod batch_run;
mod binding_policy;
mod canned;
mod classify;
mod decide;
mod desk;
mod engine;
mod events;
mod expected;
mod expected_import;
mod expected_remind;
mod factors;
mod grants;
mod helpers;
mod links;
mod messages;
mod my_sessions;
mod obstacles;
mod operators;
mod passwords;
mod people;
mod persons;
mod policy;
mod policy_versions;
mod portal;
mod presence;
mod queue;
mod registering;
mod sealed;
mod services;
mod sessions;
mod submissions;
mod switching;
mod ties;
mod trail;
mod turn;
mod typed_as;
mod undo;
mod undo_batch;
mod unit_data;
mod unit_file;
mod unit_grams;
mod unit_search;
mod units;
mod verification;
mod views;
mod wrong;

pub use acts::{Act, By, note};
pub use administrators::{
    AppointedRow, Appointment, administrators, appoint, dismiss, find_administrator,
};
pub use allowed_codes::{
    AllowedRow, allow_code, allowed_among, allowed_codes, forbid_code, may_be_code,
};
pub use announcements::{
    AnnouncementRow, add_announcement, all_announcements, announcements, find_announcement,
    save_announcement, withdraw_announcement,
};
pub use applications::{
    Applying, CaseOfUnit, apply, is_enterprise, latest_case, masked_name, open_case, resubmit,
    withdraw,
};
pub use attempts::{Counted, clear_attempts, count_attempt, forget_attempts};
pub use batch::{Deciding, Opened, open_batch};
pub use batch_result::{batch_of_key, batch_result, refused_rows_of};
pub use batch_run::{forget_run, tell_run, told_run};
pub use binding_policy::binding_policy;
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
use expected::relist;
pub use expected::{
    ExpectedRow, expected_counts, expected_name, expected_page, has_list, list_seq,
};
pub use expected_import::{
    Upload, drop_upload, empty_expected, find_upload, import_expected, lock_upload, plan_import,
    remove_expected, save_upload,
};
pub use expected_remind::{REMIND_PART, remind, to_be_reminded};
pub use factors::{
    FactorRow, begin_factor, confirm_factor, drop_factor, find_factor, set_recovery_codes,
    take_recovery_code, take_step,
};
pub use grants::{Ungranted, grant_to};
pub use helpers::{HelperRow, MailboxRow, find_mailbox, helpers_of};
pub use links::{LINK_MINUTES, LinkRow, find_link, make_link, make_mailed_link, use_link};
use messages::tell_applicants;
pub use messages::{Addressee, tell};
pub use my_sessions::{
    SessionRow, end_session, end_sessions_of, session_name, sessions_of, touch_session,
};
pub use obstacles::{find_obstacle, is_barred};
use obstacles::{round_for, unfit};
pub use operators::{
    Credentials, SealedOf, find_administrator_credentials, find_operator, find_sealed,
};
pub use passwords::{PasswordRow, find_password, last_passwords, set_password};
pub use people::{
    Added, Managing, OperatorRow, PEOPLE_MAX, add_operator, admit, ask_to_act, change_phone,
    change_roles, disable_operator, enable_operator, hand_over, has_say, is_out_of_reach,
    operator_of, people_of, refuse,
};
pub use persons::{
    Known, acts_anywhere, acts_elsewhere, administers, find_known, other_person, other_units,
};
pub use policy::{latest_policy, policy, set_policy};
pub use policy_versions::{PolicyRow, policy_versions};
use portal::standing_round;
pub use portal::{RoundRow, current_round};
pub use presence::{PresentRow, Visit, here, leave, others_here};
pub use queue::{
    ChangeRow, Chosen, QueueRow, Side, changes_since, chosen_after, city_of, count_matching,
    count_matching_up_to, count_selected, name_key, queue_counts, queue_page, queue_seq,
    selected_among, walk_cursor, walk_next, walk_place,
};
pub use registering::{Comer, Registered, is_taken, register};
pub use sealed::{
    Resealed, SEALED, SealedColumn, count_of_former_keys, count_plain, forget_vault_keys_but,
    note_vault_key, reseal, seal_plain, vault_keys,
};
pub use services::{SERVICES_MAX, ServiceRow, add_service, remove_service, save_service, services};
pub use sessions::{
    AdministratorRow, CallerRow, NewSession, SessionOf, SessionUse, WaitingRow, close_session,
    find_caller, find_waiting, open_session,
};
pub use submissions::{SubmissionRow, latest_submissions, named_late};
pub use switching::switch_session;
use ties::ancestors_of;
pub use ties::{CHAIN_MAX, ancestors_reach, chain_above, release, superior_of};
pub use trail::{
    Damage, TrailRow, Unverified, Verified, is_all_linked, link, search_trail, trail_head, verify,
};
pub use turn::{moved, take_turn};
pub use typed_as::{TypedAs, typed_as, unit_names_of};
pub use undo::undo;
pub use undo_batch::undo_batch;
pub use unit_data::save_profile;
pub use unit_file::{
    DoneBy, HistoryRow, OperatorOfUnit, Read, VersionRow, operator_in, operators_of, unit_history,
    unit_versions,
};
pub use unit_grams::index_name;
pub use unit_search::{FoundUnit, search_units, unit_state};
pub use units::{UnitRow, disable, enable, enter, find_unit, find_unit_by_code, find_unit_typed};
pub use verification::{Verification, ask_verification, return_unit, verification_of, verify_unit};
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
