//! What a superior does: 业务审核, and all that its reviewers know of the units below.

use super::entry::Entry;
use super::entry::Who::{Applying, Operator, Reviewing};
use super::entry::Whose::{Below, OfUnit, OfUnitOrBelow, Own, QueuedCase};
use super::entry::{call, file, form, page, signal, stream, upload};
use crate::api;
use crate::server::{forms, live};

/// The endpoints of this room.
pub(super) fn entries() -> Vec<Entry> {
    [reviews(), lists(), units(), superiors(), appeals()]
        .into_iter()
        .flatten()
        .collect()
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

/// 应绑清单: whom a superior expects, and who of them is missing.
fn lists() -> Vec<Entry> {
    vec![
        page("/expected", Reviewing, Own),
        page("/expected/import", Reviewing, Own),
        form("/expected", Reviewing, Own, forms::expected::press),
        form("/expected/import", Reviewing, Own, forms::expected::import),
        upload("/expected/upload", Reviewing, Own, forms::expected::upload),
        file(
            "/expected/template.xlsx",
            Reviewing,
            Own,
            forms::expected::template,
        ),
        file(
            "/expected/errors.xlsx",
            Reviewing,
            Own,
            forms::expected::marked,
        ),
        file(
            "/expected/missing.xlsx",
            Reviewing,
            Own,
            forms::expected::missing,
        ),
        call::<api::ExpectedQuery>(Reviewing, Own),
        call::<api::UploadQuery>(Reviewing, Own),
        call::<api::ImportExpected>(Reviewing, Own),
        call::<api::DropUpload>(Reviewing, Own),
        call::<api::ChangeExpected>(Reviewing, Own),
    ]
}

/// 下级单位: the tree under a unit, and what its reviewers do to branches of it.
fn units() -> Vec<Entry> {
    vec![
        page("/units", Reviewing, OfUnitOrBelow),
        page("/units/reorganize", Reviewing, Own),
        page("/units/reorganize/{id}", Reviewing, OfUnit),
        page("/units/{id}", Reviewing, Below),
        file(
            "/units.xlsx",
            Reviewing,
            OfUnitOrBelow,
            forms::units::export,
        ),
        form("/units/reorganize", Reviewing, Own, forms::units::propose),
        form(
            "/units/reorganize/{id}",
            Reviewing,
            OfUnit,
            forms::units::settle,
        ),
        form("/units/{id}", Reviewing, Below, forms::units::release),
        call::<api::TreeQuery>(Reviewing, OfUnitOrBelow),
        call::<api::BelowQuery>(Reviewing, Below),
        call::<api::ReleaseBelow>(Reviewing, Below),
        call::<api::ProposalsQuery>(Reviewing, Own),
        call::<api::Propose>(Reviewing, Own),
        call::<api::ProposalQuery>(Reviewing, OfUnit),
        call::<api::SettleProposal>(Reviewing, OfUnit),
    ]
}

/// 代审 and 审核看板, of a superior's reviewers.
fn superiors() -> Vec<Entry> {
    vec![
        page("/board", Reviewing, Own),
        page("/delegation", Reviewing, Own),
        form("/delegation", Reviewing, Own, forms::superior::delegate),
        call::<api::BoardQuery>(Reviewing, Own),
        call::<api::DelegationsQuery>(Reviewing, Own),
        call::<api::Delegate>(Reviewing, Own),
    ]
}

/// 申诉: of a barred unit, and to the superior that barred it. Of another's appeal neither knows.
fn appeals() -> Vec<Entry> {
    vec![
        page("/appeals", Reviewing, Own),
        form("/appeals", Reviewing, Own, forms::appeals::settle),
        form("/appeal", Applying, Own, forms::appeals::appeal),
        form("/appeal/withdraw", Applying, Own, forms::appeals::withdraw),
        call::<api::AppealsQuery>(Reviewing, Own),
        call::<api::SettleAppeal>(Reviewing, Own),
        call::<api::Appeal>(Applying, Own),
        call::<api::WithdrawAppeal>(Applying, Own),
    ]
}
