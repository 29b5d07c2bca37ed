//! Behind the fence: everything that only the server has.

pub mod assets;
mod batch;
mod binding;
mod body;
pub mod caller;
mod case_walk;
mod clock;
mod decide_case;
pub mod demo;
mod desk;
pub mod fault;
mod forms;
mod live;
pub mod ordering;
mod passwords;
pub mod proxy;
pub mod regions;
mod request;
mod routes;
pub mod runs;
mod same_origin;
pub mod session;
pub mod settings;
mod show;
mod show_case;
mod show_queue;
mod sign_in;
pub mod state;
pub mod store;
mod telemetry;
pub mod vault;

pub use batch::{Chosen, RefusedOf, Selected, Ticked, dry_run, run_batch};
pub use binding::{answer, at, offers_region, registered, search, special_reason};
pub use clock::now;
pub use decide_case::decide;
pub use desk::press;
pub use live::Live;
pub use ordering::{how_far, order, plan};
pub use passwords::Passwords;
pub use passwords::hash as hash_password;
pub use proxy::client_address;
pub use request::{
    administrator, caller, client, headers, respond, set_cookie, signed_in, state,
};
pub use routes::router;
pub use show::{announcements, home, workbench};
pub use show_case::{begun, case, done};
pub use show_queue::queue;
pub use sign_in::{sign_in, sign_out};
pub use telemetry::log_to_stderr;
pub use vault::Vault;
