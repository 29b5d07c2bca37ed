//! 隶属关系: 变更上级, 解除绑定, 邀请, 催办, 转出.

use crate::domain::tie::{InviteView, LeavingView, MoveView, TieView, UnbindView};
use crate::domain::{ConsentDraft, Fault, InviteDraft, MoveDraft, UnbindDraft};
use leptos::prelude::*;
use server_fn::codec::Json;

/// 隶属关系
#[server(name = TieQuery, prefix = "/api", endpoint = "tie", input = Json)]
pub async fn tie() -> Result<TieView, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let state = server::state();
        let mut conn = state.db.read().await?;
        server::tie::tie(&mut conn, &state.vault, &caller).await
    })
    .await
}

/// What 变更上级 to the unit with this code would do.
#[server(name = MoveQuery, prefix = "/api", endpoint = "preview_move", input = Json)]
pub async fn preview_move(code: String) -> Result<MoveView, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let mut conn = server::state().db.read().await?;
        server::tie::preview_move(&mut conn, caller.applying()?, &code).await
    })
    .await
}

/// 变更上级: asks the superior that is to be.
#[server(name = MoveUnit, prefix = "/api", endpoint = "move_unit", input = Json)]
pub async fn move_unit(draft: MoveDraft) -> Result<(), Fault> {
    use crate::domain::ApplicationKind;
    use crate::domain::tie::Move;
    use crate::server::{self, store};
    server::respond(async {
        let caller = server::caller()?;
        caller.applying()?;
        let asked = Move::try_from(draft)?;
        let mut tx = server::state().db.begin().await?;
        let superior = server::registered(&mut tx, &asked.code).await?;
        let applying = caller.applicant(ApplicationKind::Transfer, Some(&asked.reason));
        store::apply(&mut tx, applying, &superior, server::now()).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// What 解除绑定 would do.
#[server(name = UnbindQuery, prefix = "/api", endpoint = "preview_unbinding", input = Json)]
pub async fn preview_unbinding() -> Result<UnbindView, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let mut conn = server::state().db.read().await?;
        server::tie::preview_unbinding(&mut conn, caller.applying()?).await
    })
    .await
}

/// 解除绑定: an enterprise ends its tie at once, anybody else asks the superior.
#[server(prefix = "/api", endpoint = "unbind", input = Json)]
pub async fn unbind(draft: UnbindDraft) -> Result<(), Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        caller.applying()?;
        let mut tx = server::state().db.begin().await?;
        server::tie::unbind(&mut tx, &caller, &draft).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// 催办
#[server(prefix = "/api", endpoint = "urge", input = Json)]
pub async fn urge(application: i64) -> Result<(), Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let by = (caller.applying()?.unit(), caller.operator());
        let mut tx = server::state().db.begin().await?;
        server::tie::urge(&mut tx, by, application, server::now()).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// The sheet that invites the unit with this code.
#[server(name = InviteQuery, prefix = "/api", endpoint = "invitation", input = Json)]
pub async fn invitation(code: String) -> Result<InviteView, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let state = server::state();
        let mut conn = state.db.read().await?;
        let site = server::site();
        server::tie::invite_view(&mut conn, caller.applying()?, &code, &site).await
    })
    .await
}

/// 邀请: waits for a superior that is not there yet.
#[server(prefix = "/api", endpoint = "invite", input = Json)]
pub async fn invite(draft: InviteDraft) -> Result<(), Fault> {
    use crate::domain::tie::Invited;
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        caller.applying()?;
        let invited = Invited::read(&draft)?;
        let mut tx = server::state().db.begin().await?;
        let reason = server::special_reason(&mut tx, &caller, &draft.special_reason).await?;
        server::tie::invite(&mut tx, &caller, &invited, reason.as_ref()).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// 撤回邀请
#[server(prefix = "/api", endpoint = "withdraw_invitation", input = Json)]
pub async fn withdraw_invitation() -> Result<(), Fault> {
    use crate::server::{self, store};
    server::respond(async {
        let caller = server::caller()?;
        let (unit, operator) = (caller.applying()?.unit(), caller.operator());
        let mut tx = server::state().db.begin().await?;
        store::withdraw_invitation(&mut tx, unit, operator, server::now()).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// 转出: the units that wait for this superior's consent.
#[server(name = LeavingQuery, prefix = "/api", endpoint = "leaving", input = Json)]
pub async fn leaving(after: i64) -> Result<LeavingView, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let mut conn = server::state().db.read().await?;
        server::tie::leaving(&mut conn, &caller, after).await
    })
    .await
}

/// 同意转出, or not.
#[server(prefix = "/api", endpoint = "answer_leaving", input = Json)]
pub async fn answer_leaving(draft: ConsentDraft) -> Result<(), Fault> {
    use crate::domain::{Field, Opinion, TextError};
    use crate::server::{self, store};
    server::respond(async {
        let reviewer = server::caller()?.reviewing()?;
        let consents = draft.go == "consent";
        let why = match Opinion::optional(&draft.why) {
            Ok(None) if !consents => Err(TextError::Empty),
            other => other,
        };
        let why = server::at(Field::ConsentReason, why)?;
        let answer = store::Answer {
            application: draft.application,
            version: draft.version,
            consents,
            why: why.as_ref().map_or("", Opinion::as_str),
        };
        let mut tx = server::state().db.begin().await?;
        store::answer_leaving(&mut tx, reviewer, answer, server::now()).await?;
        Ok(tx.commit().await?)
    })
    .await
}
