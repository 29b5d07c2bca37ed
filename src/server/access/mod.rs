//! The table: every endpoint, who may call it, and whose records it is about. The router is built
//! from it. What is not here does not exist: neither an address, nor a server function.
//!
//! An endpoint more is one line in the room that it belongs to:
//!
//! - a page: `page("/people", Managing, Own)`, beside its `<Route>` in src/app.rs;
//! - a form: `form("/people", Managing, Own, forms::people::add)`;
//! - a server function: `call::<api::AddPerson>(Managing, Own)`, by the type that `#[server]` makes;
//! - a form with a file: `upload("/expected/upload", Reviewing, Own, forms::expected::upload)`;
//! - what only a script asks: `signal` (a POST without a body) and `stream` (of events);
//! - a file to download: `file("/admin/trail.csv", Administrator(Role::Audit), Platform, export)`.
//!
//! Then how to ask for it, in tests/suite/access/asks.rs: the matrix there calls each endpoint as
//! everybody, and fails on one that it can't ask for.
//!
//! The guard refuses by this table before a body is read or a page rendered. A server function
//! authorises itself all the same: pages call it too.

mod entry;
mod guard;
mod platform;
mod portal;
mod superior;
mod unit;

pub use entry::{Entry, Kind, Who, Whose};

/// Every endpoint there is.
pub fn table() -> Vec<Entry> {
    [
        portal::entries(),
        unit::entries(),
        superior::entries(),
        platform::entries(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
