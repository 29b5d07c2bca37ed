//! The records, and the verbs on them. Each verb is one function, takes the connection or the
//! transaction first, and says in its signature whose data it touches.

mod acts;
mod administrators;
mod allowed_codes;
mod announcements;
mod appeal_steps;
mod appeals;
mod applications;
mod attempts;
mod bars;
mod batch;
mod batch_result;
mod batch_run;
mod binding_policy;
mod board;
mod branch;
mod calendar;
mod canned;
mod classify;
mod closing;
mod consents;
mod decide;
mod delegations;
mod deliveries;
mod desk;
mod disabling;
mod due;
mod ended_sessions;
mod engine;
mod events;
mod expected;
mod expected_import;
mod expected_remind;
mod factors;
mod grants;
mod helpers;
mod inbox;
mod invitations;
mod links;
mod mail_choice;
mod messages;
mod my_sessions;
mod name_keys;
mod obstacles;
mod offers;
mod operators;
mod outbox;
mod passwords;
mod people;
mod persons;
mod policy;
mod policy_versions;
mod portal;
mod presence;
mod queue;
mod queue_letters;
mod registering;
mod releasing;
mod reorganize;
mod rounds;
mod sealed;
mod services;
mod sessions;
mod submissions;
mod subtree;
mod switching;
mod tie_history;
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
mod urging;
mod verification;
mod views;
mod webhooks;
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
pub use appeal_steps::settle_appeal;
pub use appeals::{AppealRow, appeal, appeal_against, appeals, settlers, withdraw_appeal};
use applications::lock_unit;
pub use applications::{
    Applying, CaseOfUnit, apply, expect_returned, is_enterprise, latest_case, masked_name,
    open_case, resubmissions, resubmit, withdraw,
};
pub use attempts::{Counted, clear_attempts, count_attempt, forget_attempts};
pub use bars::{BarRow, bar_of, is_barred, lift_bar};
pub use batch::{Deciding, Opened, open_batch};
pub use batch_result::{batch_of_key, batch_result, refused_rows_of};
pub use batch_run::{forget_run, tell_run, told_run};
pub use binding_policy::{RulesRow, binding_policy, latest_rules, rules_versions, set_rules};
pub use board::{
    count_decided, count_waiting, decided_by, expected_orphans, left_for_nobody, oldest_waiting,
};
pub use branch::{
    BranchPage, BranchRow, Walked, branch_page, path_down, which_stand_below, whole_branch,
};
pub use calendar::{calendar, calendar_changed, calendar_year, calendar_years, set_calendar};
pub use canned::{
    CANNED_MAX, CannedOfUnit, CannedRow, add_canned, canned, canned_of_unit, find_canned,
    remove_canned,
};
pub use classify::{CHUNK, Ground, Judged, classify};
pub use closing::{ClosedByRow, close_unbinding, closed_by};
pub use consents::{Answer, LeavingRow, answer_leaving, leaving};
pub use decide::decide;
pub use delegations::{
    DelegationRow, StandIn, delegations, end_delegation, hand_queue_over, stand_ins,
};
pub use deliveries::{Claimed, RETRIES, Target, claim, delivered, due_targets, failed};
pub use desk::{
    CaseRow, DecisionRow, EarlierRow, Reviewer, applicant_name, barrier, case_for_review,
    earlier_cases, latest_decision,
};
pub use disabling::{disable, enable};
pub use due::{due_cases, tell_overdue};
use ended_sessions::end_sessions_where;
pub use ended_sessions::find_ended;
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
pub use inbox::{MessageRow, Reader, messages, read_all, read_message, unread};
pub use invitations::{
    InvitationRow, Inviting, due_invitations, invite, keep_waiting, latest_invitation,
    refuse_invitation, send_invitation, withdraw_invitation,
};
use invitations::{call_invited, invited_by};
pub use links::{LINK_MINUTES, LinkRow, find_link, make_link, make_mailed_link, use_link};
pub use mail_choice::{
    MAIL_LINK_HOURS, MAIL_LINKS_A_DAY, MailRow, forget_mail, mail_link_works, mail_of,
    mail_to_prove, make_mail_link, messages_of_letter, set_mail_choice, use_mail_link,
};
pub use messages::{Addressee, tell};
use messages::{tell_all_below, tell_applicants, tell_person, tell_the_left, tell_the_superior};
pub use my_sessions::{
    SessionRow, end_session, end_sessions_of, session_name, sessions_of, touch_session,
};
pub use name_keys::key_names;
pub use obstacles::find_obstacle;
use obstacles::{round_for, unfit};
pub use offers::{OfferRow, accept_offer, find_offer, make_offer};
pub use operators::{
    Credentials, SealedOf, find_administrator_credentials, find_operator, find_sealed,
    find_sealed_of_unit,
};
pub use outbox::{
    Allowed, bell_seq, distribute, gather_letters, letters_due, outbox_waits, rung_since, sweep,
};
pub use passwords::{PasswordRow, find_password, last_passwords, set_password};
pub use people::{
    Added, Managing, OperatorRow, PEOPLE_MAX, add_operator, admit, ask_to_act, asks_are_full,
    change_phone, change_roles, disable_operator, enable_operator, hand_over, has_say,
    is_out_of_reach, operator_of, people_of, refuse,
};
pub use persons::{
    Known, acts_elsewhere, administers, find_known, not_theirs, other_person, other_units,
};
pub use policy::{latest_policy, policy, set_policy};
pub use policy_versions::{PolicyRow, policy_versions};
use portal::standing_round;
pub use portal::{RoundRow, current_round, next_round};
pub use presence::{PresentRow, Visit, here, leave, others_here};
pub use queue::{
    ChangeRow, Chosen, QueueRow, Side, changes_since, chosen_after, city_of, count_matching,
    count_matching_up_to, count_selected, name_key, of_units_below, queue_counts, queue_page,
    queue_seq, selected_among, walk_cursor, walk_next, walk_place,
};
pub use queue_letters::{gather_queue_letters, queue_letters_due, queues_of_letter};
pub use registering::{Comer, Registered, is_taken, register};
pub use releasing::{Releasing, may_be_released, release_below};
pub use reorganize::{
    BranchOfEvent, Order, Plan, ReorganizationRow, agree, plan, propose, refuse_reorganization,
    reorganization, reorganizations, withdraw_reorganization,
};
use reorganize::{OF_BRANCH, branch_tables};
pub use rounds::{RoundOfYear, add_round, find_round, round_is_used, rounds, save_round};
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
pub use subtree::{counts_below, keep_counts};
pub use switching::switch_session;
pub use tie_history::{PeriodRow, TieEventRow, counted_below, superiors_over_time, tie_events};
use ties::ancestors_of;
pub use ties::{CHAIN_MAX, ancestors_reach, chain_above, lock_ties, release, superior_of, tie};
pub use trail::{
    Damage, Pruned, TrailRow, Unverified, Verified, count_prunable, is_all_linked, link, prune,
    search_trail, trail_head, verify,
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
pub use units::{
    UnitRow, abolished_at, code_typed, enter, find_unit, find_unit_by_code, find_unit_typed,
    hanging_on,
};
pub use urging::urge;
pub use verification::{Verification, ask_verification, return_unit, verification_of, verify_unit};
pub use views::{VIEWS_MAX, ViewRow, remove_view, save_view, saved_views};
pub use webhooks::{
    EventFacts, NewWebhook, UnsentRow, WEBHOOKS_MAX, WebhookRow, add_webhook, event_facts,
    find_webhook, gave_up, is_delivery, is_webhook_of_another, remove_webhook, save_webhook,
    send_again, send_all_again, set_webhook_secret, unsent_deliveries, webhooks,
};
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
