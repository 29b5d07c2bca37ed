//! `/admin`: the pages of 三员. What one of them may not see, does not exist for them.

mod announcement_form;
mod announcements;
mod codes;
mod frame;
mod home;
mod locks;
mod modules;
mod operator;
pub(super) mod parts;
mod policy;
mod sessions;
mod trail;
mod unit;
mod unit_lists;
mod units;

pub use announcement_form::{AnnouncementFormPage, Preview};
pub use announcements::AdminAnnouncementsPage;
pub use codes::CodesPage;
pub use home::AdminPage;
pub use locks::LocksPage;
pub use modules::ModulesPage;
pub use operator::AdminOperatorPage;
pub use policy::PolicyPage;
pub use sessions::SessionsPage;
pub use trail::TrailPage;
pub use unit::AdminUnitPage;
pub use units::AdminUnitsPage;
