//! The table: every endpoint, who may call it, and whose records it is about. The router is built
//! from it. What is not here does not exist: neither an address, nor a server function.
//!
//! An endpoint more is one line in [`table`]:
//!
//! - a page: `page("/people", Managing, Own)`, beside its `<Route>` in src/app.rs;
//! - a form: `form("/people", Managing, Own, forms::people::add)`;
//! - a server function: `call::<api::AddPerson>(Managing, Own)`, by the type that `#[server]` makes;
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

pub use entry::{Entry, Kind, Who, Whose};

use super::{assets, forms, live};
use crate::api;
use crate::domain::Role;
use entry::Who::{Administrator, Anybody, Applying, Managing, Operator, Reviewing};
use entry::Whose::{OfUnit, Own, OwnCase, Platform, Public, QueuedCase};
use entry::{asset, call, form, page, signal, stream};

/// Every endpoint there is.
pub fn table() -> Vec<Entry> {
    [files(), portal(), workbench(), reviews(), reveals()]
        .into_iter()
        .flatten()
        .collect()
}

fn files() -> Vec<Entry> {
    vec![
        asset("/pkg/{*file}", assets::serve),
        asset("/favicon.svg", assets::serve),
    ]
}

/// Open to everybody.
fn portal() -> Vec<Entry> {
    vec![
        page("/", Anybody, Public),
        page("/announcements", Anybody, Public),
        page("/login", Anybody, Public),
        form("/login", Anybody, Public, forms::sign_in),
        form("/logout", Anybody, Own, forms::sign_out),
        call::<api::HomeQuery>(Anybody, Public),
        call::<api::Announcements>(Anybody, Public),
        call::<api::SignIn>(Anybody, Public),
        call::<api::SignOut>(Anybody, Own),
    ]
}

/// 工作台: a unit's own business, which its 经办 carries out.
fn workbench() -> Vec<Entry> {
    vec![
        page("/workbench", Operator, Own),
        page("/bind", Operator, Own),
        form("/enter", Operator, Own, forms::enter),
        form("/workbench", Applying, Own, forms::save_profile),
        form("/bind", Applying, Own, forms::apply),
        form("/withdraw", Applying, OwnCase, forms::withdraw),
        form("/resubmit", Applying, OwnCase, forms::resubmit),
        form("/unbind", Applying, Own, forms::unbind),
        call::<api::WorkbenchQuery>(Operator, Own),
        call::<api::Enter>(Operator, Own),
        call::<api::SaveProfile>(Applying, Own),
        call::<api::SearchSuperior>(Applying, Own),
        call::<api::Apply>(Applying, Own),
        call::<api::Withdraw>(Applying, OwnCase),
        call::<api::Resubmit>(Applying, OwnCase),
        call::<api::Unbind>(Applying, Own),
    ]
}

/// 查看 of what is shown masked.
fn reveals() -> Vec<Entry> {
    let system = Administrator(Role::System);
    vec![
        form("/people/reveal", Managing, OfUnit, forms::reveal::of_unit),
        form("/admin/reveal", system, Platform, forms::reveal::of_anybody),
        call::<api::Reveal>(Managing, OfUnit),
        call::<api::AdminReveal>(system, Platform),
    ]
}

/// 业务审核: a superior's queue, and the cases and batches in it.
fn reviews() -> Vec<Entry> {
    vec![
        page("/review", Reviewing, Own),
        page("/review/batch", Reviewing, Own),
        page("/review/batch/running", Reviewing, Own),
        page("/review/batch/{id}", Reviewing, OfUnit),
        page("/review/{id}", Reviewing, QueuedCase),
        form("/review", Reviewing, Own, forms::desk::press),
        form("/review/batch", Reviewing, Own, forms::desk::order),
        form("/review/batch/{id}", Reviewing, OfUnit, forms::desk::undo),
        form("/review/{id}", Reviewing, QueuedCase, forms::case::decide),
        stream("/review/live", Reviewing, Own, live::open),
        signal("/review/{id}/here", Reviewing, QueuedCase, live::here),
        // Of a case that is not there nobody was: nothing is to be said.
        signal("/review/{id}/leave", Reviewing, Own, live::leave),
        call::<api::QueueQuery>(Reviewing, Own),
        call::<api::Press>(Reviewing, Own),
        call::<api::PlanBatch>(Reviewing, Own),
        call::<api::OrderBatch>(Reviewing, Own),
        call::<api::BatchProgress>(Reviewing, Own),
        call::<api::BatchQuery>(Reviewing, OfUnit),
        call::<api::UndoBatch>(Reviewing, OfUnit),
        call::<api::CaseQuery>(Reviewing, QueuedCase),
        call::<api::Decide>(Reviewing, QueuedCase),
        call::<api::Undo>(Reviewing, QueuedCase),
        // Says nothing of a case that is not the unit's, and forgets no other unit's opinion.
        call::<api::Done>(Operator, Own),
        call::<api::ForgetCanned>(Reviewing, Own),
    ]
}
