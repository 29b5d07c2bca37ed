//! A file per route, named as the manual names it. Pages are rendered by the server; what is quicker
//! in the browser is an island.

mod account;
mod admin;
mod admin_login;
mod announcements;
mod appeal_card;
mod appeals;
mod batch;
mod bind_dialog;
mod bind_result;
mod board;
mod canned;
mod case_answer;
mod case_background;
mod case_facts;
mod case_notice;
mod case_parts;
mod decision_form;
mod delegation;
mod errors;
mod expected;
mod expected_parts;
mod frame;
mod held;
mod help;
mod home;
mod join;
mod just_done;
mod keys_help;
mod load;
mod login;
mod login_code;
mod mail_choice;
mod messages;
pub mod people;
mod profile_form;
mod recover;
mod refused;
mod register;
mod resubmit_part;
mod reveal;
mod review_case;
mod review_filter;
mod review_list;
mod review_table;
mod season;
mod second_factor;
mod tie;
mod units;
mod workbench;
mod workbench_parts;
mod wrong_fields;

pub use account::AccountPage;
pub use admin::{
    AdminAnnouncementsPage, AdminOperatorPage, AdminPage, AdminUnitPage, AdminUnitsPage,
    AnnouncementFormPage, CalendarPage, CodesPage, JustPressed, LocksPage, ModulesPage, PolicyPage,
    Preview, RoundFormPage, RoundsPage, RulesPage, SessionsPage, TrailPage, WebhooksPage,
};
pub use admin_login::{AdminLoginPage, AdminLoginState};
pub use announcements::AnnouncementsPage;
pub use appeals::AppealsPage;
pub use batch::{BatchPage, BatchPlanPage, BatchRunPage, BatchUndone};
pub use board::BoardPage;
pub use delegation::DelegationPage;
pub use errors::{Administers, FaultPage, NotFoundPage, Unsent};
pub use expected::{ExpectedPage, ListChanged, UploadRefused};
pub use expected_parts::UploadPage;
pub use help::HelpPage;
pub use home::HomePage;
pub use join::JoinPage;
pub use login::LoginPage;
pub use login_code::{CodeState, LoginCodePage};
pub use mail_choice::MailLinkPage;
pub use messages::MessagesPage;
pub use people::{OperatorPage, PeoplePage};
pub use recover::{RecoverPage, ResetPage};
pub use register::{AskPage, RegisterPage};
pub use review_case::ReviewCasePage;
pub use review_list::ReviewListPage;
pub use second_factor::{NewCodes, SecondFactorPage};
pub use tie::{InvitePage, LeavingPage, MovePage, TiePage, UnbindPage};
pub use units::{Previewed, ProposalPage, ProposalsPage, ReleasePage, TooManyUnits, UnitsPage};
pub use workbench::{BindPage, WorkbenchPage};

pub use case_answer::Leaving;
pub use held::{Held, HeldForm};
pub use load::{due_path, escape};
pub use login::{EndedSession, LoginState};
