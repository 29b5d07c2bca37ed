//! Behind the fence: everything that only the server has.

pub mod access;
mod account;
mod address_limit;
pub mod admin;
pub mod assets;
mod attempts;
mod batch;
mod binding;
mod body;
pub mod caller;
mod case_walk;
mod choose_password;
mod clock;
mod decide_case;
pub mod demo;
mod desk;
mod device;
mod factor_steps;
pub mod fault;
mod forms;
mod function;
mod headers;
mod live;
mod mail;
mod opening;
pub mod ordering;
mod page;
mod passwords;
mod people;
pub mod proxy;
mod recovering;
pub mod regions;
mod registering;
mod request;
mod reveal;
mod routes;
pub mod runs;
mod same_origin;
mod second_factor;
mod serve;
pub mod session;
pub mod settings;
mod show;
mod show_case;
mod show_queue;
mod sign_in;
pub mod state;
pub mod store;
mod switching;
mod telemetry;
pub mod vault;

pub use account::{account, change_password, end_sessions};
pub use address_limit::AddressLimit;
pub use attempts::forget_failures;
pub use batch::{Chosen, RefusedOf, Selected, Ticked, dry_run, run_batch};
pub use binding::{answer, at, offers_region, registered, search, special_reason};
pub use choose_password::choose_password;
pub use clock::now;
pub use decide_case::decide;
pub use desk::press;
pub use factor_steps::{begin_factor, confirm_factor, drop_factor, factor, renew_codes};
pub use live::Live;
pub use ordering::{how_far, order, plan};
pub use passwords::Passwords;
pub use passwords::hash as hash_password;
pub use people::{
    add as add_operator, change as change_operator, operator, operator_of_anybody, people, platform,
};
pub use proxy::client_address;
pub use recovering::{forgot, recover, reset, reset_link};
pub use registering::{ask, register, register_form};
pub use request::{
    administrator, caller, client, headers, hide_address, respond, set_cookie, signed_in,
    slow_down, state,
};
pub use reveal::{Looking, reveal};
pub use routes::router;
pub use serve::serve;
pub use show::{announcements, home, workbench};
pub use show_case::{begun, case, done};
pub use show_queue::queue;
pub use sign_in::{prove, sign_in, sign_in_administrator, sign_out};
pub use switching::switch_unit;
pub use telemetry::log_to_stderr;
pub use vault::Vault;
