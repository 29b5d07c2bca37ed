//! What surrounds the administrators' pages: the menu is their role's.

use super::super::frame::{Account, Band, Footer, Live, SkipLink, brand};
use crate::domain::Role;
use crate::domain::admin::AdminWho;
use crate::domain::views::Who;
use crate::texts;
use leptos::prelude::*;
use leptos_meta::Title;

/// The entries of a role's menu: title and address.
pub fn menu(role: Role) -> &'static [(&'static str, &'static str)] {
    match role {
        Role::System => &[
            (texts::admin::UNITS, "/admin/units"),
            (texts::rounds::ROUNDS, "/admin/rounds"),
            (texts::rounds::RULES, "/admin/rules"),
            (texts::rounds::CALENDAR, "/admin/calendar"),
            (texts::admin::ANNOUNCEMENTS, "/admin/announcements"),
            (texts::admin::MODULES, "/admin/modules"),
            (texts::webhooks::TITLE, "/admin/webhooks"),
        ],
        Role::Security => &[
            (texts::admin::POLICY, "/admin/policy"),
            (texts::admin::SESSIONS, "/admin/sessions"),
            (texts::admin::LOCKS, "/admin/locks"),
            (texts::admin::CODES, "/admin/codes"),
        ],
        Role::Audit => &[(texts::trail::TITLE, "/admin/trail")],
    }
}

#[component]
pub fn AdminFrame(
    #[prop(into)] title: String,
    who: AdminWho,
    /// The menu's entry that is open.
    current: &'static str,
    children: Children,
) -> impl IntoView {
    let full = format!("{title} - {} - {}", texts::admin::TITLE, brand().name);
    let role = who.role;
    let who = Who {
        manages: false,
        reviews: false,
        unit: texts::admin::role(role).to_owned(),
        person: Some(who.name),
    };
    view! {
        <Title text=full />
        <div class="page">
            <SkipLink />
            <Band
                title=texts::admin::TITLE.to_owned()
                home="/admin"
                headed=false
                account=Some(view! { <Account who /> }.into_any())
            />
            <main class="site-body" id="main" tabindex="-1">
                <div class="site-columns">
                    <Menu role current />
                    <div class="content" data-region="content" tabindex="-1">
                        {children()}
                    </div>
                </div>
            </main>
            <Footer />
        </div>
        <Live />
    }
    .into_any()
}

#[component]
fn Menu(role: Role, current: &'static str) -> impl IntoView {
    let entry = move |(name, href): &(&'static str, &'static str)| {
        let here = (*name == current).then_some("page");
        view! {
            <li>
                <a class="nav-link" href=*href aria-current=here>
                    {*name}
                </a>
            </li>
        }
    };
    view! {
        <nav class="side-nav" aria-label=texts::MENU>
            <ul class="nav-list nav-stick" role="list">
                {menu(role).iter().map(entry).collect_view()}
            </ul>
        </nav>
    }
    .into_any()
}
