//! 服务菜单

use super::super::caller::Administrator;
use super::super::settings::{Service as Configured, Settings};
use super::super::store::{self, Conn, ServiceRow, Tx};
use super::who;
use crate::domain::Fault;
use crate::domain::admin::{Service, ServiceDraft, ServiceLine, ServicesView};
use crate::domain::views::ServiceLink;

pub async fn service_list(
    conn: &mut Conn,
    administrator: &Administrator,
    settings: &Settings,
) -> Result<ServicesView, Fault> {
    let rows = store::services(conn).await?;
    let line = |row: ServiceRow| ServiceLine {
        id: row.id,
        name: row.name,
        url: row.url,
        position: row.position,
        hidden: row.hidden == 1,
    };
    let name = |service: &Configured| service.name.clone();
    Ok(ServicesView {
        who: who(administrator),
        services: rows.into_iter().map(line).collect(),
        configured: settings.services.iter().map(name).collect(),
    })
}

/// 保存 or 删除. Returns the service's name.
pub async fn press_service(tx: &mut Tx, draft: ServiceDraft) -> store::Result<String> {
    let id: Option<i64> = match draft.id.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| Fault::NotFound)?),
    };
    if draft.go == "remove" {
        let removed = store::remove_service(tx, id.ok_or(Fault::NotFound)?).await?;
        return Ok(removed.ok_or(Fault::NotFound)?);
    }
    let service = Service::try_from(draft).map_err(Fault::from)?;
    match id {
        None => store::add_service(tx, &service).await?,
        Some(id) => store::save_service(tx, id, &service).await?,
    }
    Ok(service.name.into())
}

/// The menu's other services: those that are kept here before those of the configuration, each name
/// once. Where the records can't be read, the page is shown without them.
pub async fn services_of_menu(conn: &mut Conn, settings: &Settings) -> Vec<ServiceLink> {
    let rows = store::services(conn).await.unwrap_or_else(|error| {
        tracing::error!(%error, "the services of the menu can't be read");
        Vec::new()
    });
    let configured = settings.services.iter();
    let configured = configured.filter(|c| rows.iter().all(|row| row.name != c.name));
    let configured = configured.map(|service| ServiceLink {
        name: service.name.clone(),
        url: service.url.clone(),
    });
    let kept = rows.iter().filter(|row| row.hidden == 0);
    let kept = kept.map(|row| ServiceLink {
        name: row.name.clone(),
        url: row.url.clone(),
    });
    kept.chain(configured).collect()
}
