//! Behind the fence: everything that only the server has.

pub mod assets;
mod batch;
mod binding;
mod body;
pub mod caller;
mod clock;
pub mod demo;
pub mod fault;
mod forms;
mod live;
mod passwords;
pub mod regions;
mod request;
mod routes;
mod same_origin;
pub mod session;
pub mod settings;
mod show;
mod show_case;
mod sign_in;
pub mod state;
pub mod store;
mod telemetry;

pub use batch::{Chosen, RefusedOf, Ticked, decide_batch, dry_run, run_batch};
pub use binding::{answer, at, offers_region, registered, search, special_reason};
pub use clock::now;
pub use live::Live;
pub use passwords::Passwords;
pub use passwords::hash as hash_password;
pub use request::{caller, headers, respond, set_cookie, state};
pub use routes::router;
pub use show::{announcements, home, queue, workbench};
pub use show_case::case;
pub use sign_in::{sign_in, sign_out};
pub use telemetry::log_to_stderr;
