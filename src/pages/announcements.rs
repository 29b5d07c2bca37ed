//! `/announcements`: 公示公告, open to everybody.

use super::frame::{PortalFrame, WorkbenchFrame};
use super::load::load;
use crate::api;
use crate::domain::views::AnnouncementView;
use crate::texts;
use leptos::prelude::*;

#[component]
pub fn AnnouncementsPage() -> impl IntoView {
    let both = async { Ok((api::home().await?.who, api::announcements().await?)) };
    load(both, |(who, announcements)| match who {
        Some(who) => view! {
            <WorkbenchFrame title=texts::ANNOUNCEMENTS who current=texts::ANNOUNCEMENTS>
                <Articles announcements />
            </WorkbenchFrame>
        }
        .into_any(),
        None => view! {
            <PortalFrame title=texts::ANNOUNCEMENTS>
                <div class="content">
                    <Articles announcements />
                </div>
            </PortalFrame>
        }
        .into_any(),
    })
}

#[component]
fn Articles(announcements: Vec<AnnouncementView>) -> impl IntoView {
    let none = announcements.is_empty();
    let article = |item: AnnouncementView| {
        let day = item.published_at.date_shanghai();
        let paragraph = |text: String| view! { <p>{text}</p> };
        view! {
            <article class="card article" id=format!("a{}", item.id)>
                <h2>{item.title}</h2>
                <time datetime=day.clone()>{day.clone()}</time>
                <div class="article-body">
                    {item.body.into_iter().map(paragraph).collect_view()}
                </div>
            </article>
        }
    };
    view! {
        <div class="content-head">
            <h1>{texts::ANNOUNCEMENTS}</h1>
        </div>
        {announcements.into_iter().map(article).collect_view()}
        {none.then(|| view! { <p class="quiet">{texts::NO_ANNOUNCEMENTS}</p> })}
    }
    .into_any()
}
