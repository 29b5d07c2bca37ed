//! `/`: the portal's home, with 单位登录 or, signed in, the module.

use super::frame::{Account, PortalFrame, brand};
use super::load::load;
use super::season::SeasonNote;
use crate::api;
use crate::domain::views::{AnnouncementView, HomeView, Who};
use crate::texts;
use leptos::prelude::*;

#[component]
pub fn HomePage() -> impl IntoView {
    load(api::home(), |home: HomeView| {
        let account = match home.who.clone() {
            Some(who) => view! { <Account who /> }.into_any(),
            None => view! { <SignInButton /> }.into_any(),
        };
        let lead = view! { <Hero who=home.who /> }.into_any();
        view! {
            <PortalFrame title=brand().name headed=true account lead>
                <SeasonNote season=home.season />
                <div class="home-columns">
                    <Steps />
                    <News announcements=home.announcements />
                </div>
            </PortalFrame>
        }
    })
}

/// 单位登录 at the top right.
#[component]
fn SignInButton() -> impl IntoView {
    view! {
        <div class="site-account">
            <SignInOpener class="button button-on-band" />
        </div>
    }
    .into_any()
}

/// 单位登录: opens 去登录. A browser without popovers (Chromium before 114, which old machines have) shows a link to
/// where that leads instead.
#[component]
fn SignInOpener(class: &'static str) -> impl IntoView {
    view! {
        <button class=format!("{class} popover-button") type="button" popovertarget="go-login">
            {texts::UNIT_SIGN_IN}
        </button>
        <a class=format!("{class} popover-fallback") href="/login">
            {texts::UNIT_SIGN_IN}
        </a>
    }
    .into_any()
}

#[component]
fn Hero(who: Option<Who>) -> impl IntoView {
    view! {
        <section class="hero" aria-labelledby="hero-title">
            <div class="hero-inner">
                <div class="hero-text">
                    <p class="hero-title" id="hero-title">
                        {texts::HERO_FIRST} <br /> {texts::HERO_SECOND}
                    </p>
                    <p class="hero-lead">{texts::HERO_LEAD}</p>
                </div>
                {match who {
                    Some(_) => view! { <ModuleCard /> }.into_any(),
                    None => view! { <SignInCard /> }.into_any(),
                }}
            </div>
        </section>
    }
    .into_any()
}

/// 单位登录 at the right side of the page, and the 去登录 step that both buttons open.
#[component]
fn SignInCard() -> impl IntoView {
    view! {
        <section class="card sign-in-card" aria-labelledby="sign-in-title">
            <h2 id="sign-in-title">{texts::UNIT_USERS}</h2>
            <p class="quiet">{texts::UNIT_USERS_NOTE}</p>
            <SignInOpener class="button button-primary button-large button-wide" />
            <p class="auth-foot">
                <a class="text-link" href="/register">
                    {texts::registering::REGISTER}
                </a>
            </p>
        </section>
        <div class="popover" id="go-login" popover="auto" role="dialog" aria-labelledby="go-login-title">
            <h2 id="go-login-title">{texts::UNIT_USERS_SIGN_IN}</h2>
            <p>{texts::GO_SIGN_IN_NOTE}</p>
            <div class="button-row">
                <a class="button button-primary" href="/login">
                    {texts::GO_SIGN_IN}
                </a>
                <button
                    class="button popover-close"
                    type="button"
                    popovertarget="go-login"
                    popovertargetaction="hide"
                >
                    {texts::CLOSE}
                </button>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn ModuleCard() -> impl IntoView {
    view! {
        <section class="card service" aria-labelledby="service-title">
            <h2 id="service-title">
                <a class="service-link" href="/workbench">
                    {brand().module}
                </a>
            </h2>
            <p class="quiet">{texts::MODULE_NOTE}</p>
        </section>
    }
    .into_any()
}

#[component]
fn Steps() -> impl IntoView {
    let steps = texts::STEPS.iter().map(|(title, text)| {
        view! {
            <li class="steps-item">
                <h3 class="steps-title">{*title}</h3>
                <p class="quiet">{*text}</p>
            </li>
        }
    });
    view! {
        <section class="content" aria-labelledby="steps-title">
            <h2 id="steps-title">{texts::HOW_TO_BIND}</h2>
            <ol class="steps" role="list">
                {steps.collect_view()}
            </ol>
        </section>
    }
    .into_any()
}

#[component]
fn News(announcements: Vec<AnnouncementView>) -> impl IntoView {
    let entry = |item: AnnouncementView| {
        let day = item.published_at.date_shanghai();
        view! {
            <li>
                <a class="text-link" href=format!("/announcements#a{}", item.id)>
                    {item.title}
                </a>
                <time datetime=day.clone()>{day.clone()}</time>
            </li>
        }
    };
    let none = announcements.is_empty();
    view! {
        <section class="content" aria-labelledby="news-title">
            <h2 id="news-title">{texts::ANNOUNCEMENTS}</h2>
            <ul class="link-list" role="list">
                {announcements.into_iter().map(entry).collect_view()}
            </ul>
            {none.then(|| view! { <p class="quiet">{texts::NO_ANNOUNCEMENTS}</p> })}
        </section>
    }
    .into_any()
}
