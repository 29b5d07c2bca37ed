//! 应绑清单.

use crate::domain::Fault;
use crate::domain::expected::{
    ExpectedDone, ExpectedDraft, ExpectedView, ImportCounts, ImportDraft, UploadView,
};
use crate::domain::views::Who;
use leptos::prelude::*;
use server_fn::codec::Json;

/// A page of 应绑清单, by the query of its address.
#[server(name = ExpectedQuery, prefix = "/api", endpoint = "expected", input = Json)]
pub async fn expected(query: String) -> Result<ExpectedView, Fault> {
    use crate::domain::expected::ExpectedSearch;
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let mut conn = server::state().db.read().await?;
        server::expected::expected(&mut conn, &caller, &ExpectedSearch::from_query(&query)).await
    })
    .await
}

/// What the reviewer uploaded and has not imported, if there is something.
#[server(name = UploadQuery, prefix = "/api", endpoint = "upload", input = Json)]
pub async fn upload() -> Result<(Who, Option<UploadView>), Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let reviewer = caller.reviewing()?;
        let mut conn = server::state().db.read().await?;
        let upload = server::expected::upload_view(&mut conn, reviewer).await?;
        Ok((caller.who(), upload))
    })
    .await
}

/// 导入没有错误的行, in place of the list or added to it. Sent twice, it is done once.
#[server(prefix = "/api", endpoint = "import_expected", input = Json)]
pub async fn import_expected(draft: ImportDraft) -> Result<ImportCounts, Fault> {
    use crate::domain::expected::ImportMode;
    use crate::server;
    server::respond(async {
        let reviewer = server::caller()?.reviewing()?;
        let mode = ImportMode::try_from(&draft)?;
        server::expected::import(&server::state(), reviewer, mode).await
    })
    .await
}

/// Gives up what was uploaded.
#[server(prefix = "/api", endpoint = "drop_upload", input = Json)]
pub async fn drop_upload() -> Result<(), Fault> {
    use crate::server::{self, store};
    server::respond(async {
        let reviewer = server::caller()?.reviewing()?;
        let mut tx = server::state().db.begin().await?;
        store::drop_upload(&mut tx, reviewer).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// A press beside the list: 提醒, 移出, 清空.
#[server(prefix = "/api", endpoint = "change_expected", input = Json)]
pub async fn change_expected(draft: ExpectedDraft) -> Result<ExpectedDone, Fault> {
    use crate::domain::expected::ExpectedPress;
    use crate::server;
    server::respond(async {
        let reviewer = server::caller()?.reviewing()?;
        let press = ExpectedPress::try_from(&draft)?;
        server::expected::press(&server::state(), reviewer, press).await
    })
    .await
}
