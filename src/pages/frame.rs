//! What surrounds every page: head band, menu, footer.

use super::just_done::JustDone;
use super::keys_help::{KeysHelp, KeysOpener};
use crate::api;
use crate::domain::Fault;
use crate::domain::views::{Brand, Who};
use crate::texts;
use crate::ui::Notice;
use leptos::config::LeptosOptions;
use leptos::prelude::*;
use leptos_meta::Title;

/// How the deployment names itself; the server provides it to every page.
pub fn brand() -> Brand {
    expect_context()
}

/// A page of the portal: home, sign-in, errors. `account` stands at the top right.
#[component]
pub fn PortalFrame(
    #[prop(into)] title: String,
    /// Whether the band's name is the page's heading.
    #[prop(optional)]
    headed: bool,
    #[prop(optional)] account: Option<AnyView>,
    #[prop(optional)] lead: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let name = brand().name;
    let full = if title == name {
        name.clone()
    } else {
        format!("{title} - {name}")
    };
    view! {
        <Title text=full />
        <div class="page">
            <SkipLink />
            <Band title=name home="/" headed account />
            {lead}
            <main class="site-body" id="main" tabindex="-1">
                {children()}
            </main>
            <Footer />
        </div>
    }
    .into_any()
}

/// A page of the module: with the signed-in unit at the top right and the menu at the side.
#[component]
pub fn WorkbenchFrame(
    #[prop(into)] title: String,
    who: Who,
    /// The menu's entry that is open.
    current: &'static str,
    #[prop(optional)] headed: bool,
    /// Out of reach while a dialog stands before it.
    #[prop(optional)]
    inert: bool,
    children: Children,
) -> impl IntoView {
    let name = brand().workbench;
    let full = format!("{title} - {name}");
    view! {
        <Title text=full />
        <div class="page" inert=inert>
            <SkipLink />
            <Band
                title=name
                home="/workbench"
                headed
                account=Some(view! { <Account who=who.clone() /> }.into_any())
            />
            <main class="site-body" id="main" tabindex="-1">
                <div class="site-columns">
                    <Menu current manages=who.manages reviews=who.reviews />
                    <div class="content" data-region="content" tabindex="-1">
                        <JustDone />
                        {children()}
                    </div>
                </div>
            </main>
            <Footer />
        </div>
        {(current == texts::REVIEWS).then(|| view! { <KeysHelp /> })}
        <Live />
    }
    .into_any()
}

/// Makes the page live, and holds what it says when the server can't be reached.
#[component]
pub(super) fn Live() -> impl IntoView {
    let options = expect_context::<LeptosOptions>();
    view! {
        <template id="unreachable">
            <div class="unreachable">
                <Notice saying=texts::fault(&Fault::Unreachable) announced=true />
            </div>
        </template>
        <div hidden inner_html=hydration(options)></div>
    }
    .into_any()
}

/// The script that starts the wasm, and links that load both ahead. leptos 0.8 writes the nonce into
/// the links' `crossorigin`; their policy wants it in an attribute of its own. An element that had
/// the attribute twice would not run.
fn hydration(options: LeptosOptions) -> String {
    let written = view! { <HydrationScripts options islands=true /> }
        .into_any()
        .to_html();
    match use_nonce() {
        Some(nonce) => {
            let misplaced = format!("crossorigin=\"{nonce}\"");
            written.replace(&misplaced, &format!("crossorigin nonce=\"{nonce}\""))
        }
        None => written,
    }
}

#[component]
pub(super) fn SkipLink() -> impl IntoView {
    view! {
        <a class="skip-link" href="#main">
            {texts::SKIP_TO_MAIN}
        </a>
    }
    .into_any()
}

#[component]
pub(super) fn Band(
    title: String,
    home: &'static str,
    headed: bool,
    account: Option<AnyView>,
) -> impl IntoView {
    view! {
        <header class="site-header">
            <div class="site-header-inner">
                <a class="site-logo" href="/" aria-label=texts::BACK_HOME>
                    <Logo />
                </a>
                {if headed {
                    view! { <h1 class="site-title">{title}</h1> }.into_any()
                } else {
                    view! {
                        <p class="site-title">
                            <a href=home>{title}</a>
                        </p>
                    }
                        .into_any()
                }}
                {account}
            </div>
        </header>
    }
    .into_any()
}

/// Who is signed in, and 退出.
#[component]
pub fn Account(who: Who) -> impl IntoView {
    view! {
        <div class="site-account site-account-signed">
            <span class="account-unit">{who.unit}</span>
            <span class="account-person">
                {who.person.unwrap_or_else(|| texts::LEGAL_PERSON.to_owned())}
            </span>
            <Bell />
            <SwitchUnit />
            <a class="account-link" href="/account">
                {texts::account::MY_ACCOUNT}
            </a>
            <form method="post" action="/logout">
                <button class="button button-on-band" type="submit">
                    {texts::SIGN_OUT}
                </button>
            </form>
        </div>
    }
    .into_any()
}

/// 消息, with how many are unread: an open page follows by itself. Who acts for no unit has none.
#[component]
fn Bell() -> impl IntoView {
    let work = Suspend::new(async {
        let unread = api::unread().await.ok().flatten();
        unread.map(|unread| {
            view! {
                <a class="account-link" href="/messages" data-bell="">
                    {texts::messages::SHORT}
                    <span class="bell" hidden=unread.none()>
                        <span data-unread="">{unread.to_string()}</span>
                        <span class="visually-hidden">{texts::messages::UNREAD_COUNT}</span>
                    </span>
                </a>
            }
        })
    });
    view! { <Suspense>{work}</Suspense> }.into_any()
}

/// 切换单位, for who acts for more than one.
#[component]
fn SwitchUnit() -> impl IntoView {
    let work = Suspend::new(async {
        let others = api::other_units().await.unwrap_or_default();
        let option = |(id, name): (i64, String)| view! { <option value=id>{name}</option> };
        (!others.is_empty()).then(|| {
            view! {
                <form class="account-switch" method="post" action="/switch">
                    <select
                        class="field-input"
                        name="operator"
                        aria-label=texts::people::SWITCH_TO
                    >
                        {others.into_iter().map(option).collect_view()}
                    </select>
                    <button class="button button-on-band" type="submit">
                        {texts::people::SWITCH_UNIT}
                    </button>
                </form>
            }
        })
    });
    view! { <Suspense>{work}</Suspense> }.into_any()
}

/// The side menu: 工作台, the deployment's other services, 业务审核, 公示公告.
#[component]
fn Menu(current: &'static str, manages: bool, reviews: bool) -> impl IntoView {
    let entry = move |name: String, href: String| {
        let here = (name == current).then_some("page");
        view! {
            <li>
                <a class="nav-link" href=href aria-current=here>
                    {name}
                </a>
            </li>
        }
    };
    let services = brand().services.into_iter();
    view! {
        <nav class="side-nav" aria-label=texts::MENU>
            <div class="nav-stick">
                <ul class="nav-list" role="list">
                    {entry(texts::WORKBENCH.to_owned(), "/workbench".to_owned())}
                    {services.map(|s| entry(s.name, s.url)).collect_view()}
                    {entry(texts::REVIEWS.to_owned(), "/review".to_owned())}
                    {reviews
                        .then(|| entry(texts::appeals::APPEALS.to_owned(), "/appeals".to_owned()))}
                    {reviews
                        .then(|| entry(texts::branch::TITLE.to_owned(), "/units".to_owned()))}
                    {reviews
                        .then(|| entry(texts::expected::EXPECTED.to_owned(), "/expected".to_owned()))}
                    {manages.then(|| entry(texts::people::PEOPLE.to_owned(), "/people".to_owned()))}
                    {entry(texts::messages::TITLE.to_owned(), "/messages".to_owned())}
                    {entry(texts::ANNOUNCEMENTS.to_owned(), "/announcements".to_owned())}
                </ul>
                {(current == texts::REVIEWS).then(|| view! { <KeysOpener /> })}
            </div>
        </nav>
    }
    .into_any()
}

#[component]
pub(super) fn Footer() -> impl IntoView {
    view! {
        <footer class="site-footer">
            <div class="site-footer-inner">
                <p>{brand().name}</p>
                <p>
                    <a href="/help">{texts::help::TITLE}</a>
                </p>
                <p>{texts::PRODUCT}</p>
            </div>
        </footer>
    }
    .into_any()
}

#[component]
fn Logo() -> impl IntoView {
    view! {
        <svg class="logo" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
            <path
                d="M17 20v6a8 8 0 0 0 8 8h2"
                fill="none"
                stroke="currentColor"
                stroke-width="3.5"
                stroke-linecap="round"
            ></path>
            <circle cx="17" cy="14" r="6.5" fill="currentColor"></circle>
            <circle
                cx="33"
                cy="34"
                r="5"
                fill="none"
                stroke="currentColor"
                stroke-width="3.5"
            ></circle>
        </svg>
    }
    .into_any()
}
