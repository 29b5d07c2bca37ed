//! `/announcements`: 公示公告, open to everybody.

use super::frame::{PortalFrame, WorkbenchFrame};
use super::load::load;
use crate::api;
use crate::domain::views::AnnouncementView;
use crate::texts::{self, Tone};
use crate::ui::Badge;
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
        view! {
            <article class="card article" id=format!("a{}", item.id)>
                <h2>{item.title}</h2>
                <p class="article-note">
                    {item
                        .pinned
                        .then(|| view! { <Badge tone=Some(Tone::Info) text=texts::admin::PINNED /> })}
                    <time datetime=day.clone()>{day.clone()}</time>
                </p>
                <div class="article-body" inner_html=item.html></div>
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
