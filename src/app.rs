//! The document's shell and the routes.

use crate::domain::Fault;
use crate::domain::views::Brand;
use crate::pages::{
    AccountPage, AdminAnnouncementsPage, AdminLoginPage, AdminOperatorPage, AdminPage,
    AdminUnitPage, AdminUnitsPage, AnnouncementFormPage, AnnouncementsPage, AppealsPage, AskPage,
    BatchPage, BatchPlanPage, BatchRunPage, BindPage, BoardPage, CalendarPage, CodesPage,
    DelegationPage, ExpectedPage, FaultPage, HelpPage, HomePage, InvitePage, JoinPage, LeavingPage,
    LocksPage, LoginCodePage, LoginPage, MailLinkPage, MessagesPage, ModulesPage, MovePage,
    NotFoundPage, OperatorPage, PeoplePage, PolicyPage, ProposalPage, ProposalsPage, RecoverPage,
    RegisterPage, ReleasePage, ResetPage, ReviewCasePage, ReviewListPage, RoundFormPage,
    RoundsPage, RulesPage, SecondFactorPage, SessionsPage, TiePage, TrailPage, UnbindPage,
    UnitsPage, UploadPage, WebhooksPage, WorkbenchPage,
};
use leptos::config::LeptosOptions;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The whole document.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let css = use_context::<Brand>().and_then(|brand| brand.css);
    view! {
        <!DOCTYPE html>
        <html lang="zh-CN">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                {css.map(|css| view! { <link rel="stylesheet" href=css /> })}
                <AutoReload options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The routes. Every page waits for its data: without a script, nothing would put late parts in
/// their places.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    // A request that the server refused before any page.
    if let Some(fault) = use_context::<Fault>() {
        return view! { <FaultPage fault /> }.into_any();
    }
    view! {
        <Router>
            <Routes fallback=|| view! { <NotFoundPage /> }>
                <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
                <Route path=path!("/login") view=LoginPage ssr=SsrMode::Async />
                <Route path=path!("/login/code") view=LoginCodePage ssr=SsrMode::Async />
                <Route path=path!("/admin/login") view=AdminLoginPage ssr=SsrMode::Async />
                <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async />
                <Route
                    path=path!("/account/second-factor")
                    view=SecondFactorPage
                    ssr=SsrMode::Async
                />
                <Route path=path!("/mail/:token") view=MailLinkPage ssr=SsrMode::Async />
                <Route path=path!("/messages") view=MessagesPage ssr=SsrMode::Async />
                <Route path=path!("/register") view=RegisterPage ssr=SsrMode::Async />
                <Route path=path!("/ask") view=AskPage ssr=SsrMode::Async />
                <Route path=path!("/recover") view=RecoverPage ssr=SsrMode::Async />
                <Route path=path!("/reset/:token") view=ResetPage ssr=SsrMode::Async />
                <Route path=path!("/join/:token") view=JoinPage ssr=SsrMode::Async />
                <Route path=path!("/people") view=PeoplePage ssr=SsrMode::Async />
                <Route path=path!("/people/unit/:id") view=PeoplePage ssr=SsrMode::Async />
                <Route path=path!("/people/:id") view=OperatorPage ssr=SsrMode::Async />
                <Route path=path!("/workbench") view=WorkbenchPage ssr=SsrMode::Async />
                <Route path=path!("/bind") view=BindPage ssr=SsrMode::Async />
                <Route path=path!("/tie") view=TiePage ssr=SsrMode::Async />
                <Route path=path!("/move") view=MovePage ssr=SsrMode::Async />
                <Route path=path!("/unbind") view=UnbindPage ssr=SsrMode::Async />
                <Route path=path!("/invite") view=InvitePage ssr=SsrMode::Async />
                <Route path=path!("/board") view=BoardPage ssr=SsrMode::Async />
                <Route path=path!("/delegation") view=DelegationPage ssr=SsrMode::Async />
                <Route path=path!("/leaving") view=LeavingPage ssr=SsrMode::Async />
                <Route path=path!("/review") view=ReviewListPage ssr=SsrMode::Async />
                <Route path=path!("/review/batch") view=BatchPlanPage ssr=SsrMode::Async />
                <Route path=path!("/review/batch/running") view=BatchRunPage ssr=SsrMode::Async />
                <Route path=path!("/review/batch/:id") view=BatchPage ssr=SsrMode::Async />
                <Route path=path!("/review/:id") view=ReviewCasePage ssr=SsrMode::Async />
                <Route path=path!("/appeals") view=AppealsPage ssr=SsrMode::Async />
                <Route path=path!("/units") view=UnitsPage ssr=SsrMode::Async />
                <Route path=path!("/units/reorganize") view=ProposalsPage ssr=SsrMode::Async />
                <Route path=path!("/units/reorganize/:id") view=ProposalPage ssr=SsrMode::Async />
                <Route path=path!("/units/:id") view=ReleasePage ssr=SsrMode::Async />
                <Route path=path!("/expected") view=ExpectedPage ssr=SsrMode::Async />
                <Route path=path!("/expected/import") view=UploadPage ssr=SsrMode::Async />
                <Route path=path!("/help") view=HelpPage ssr=SsrMode::Async />
                <Route path=path!("/announcements") view=AnnouncementsPage ssr=SsrMode::Async />
                <Route path=path!("/admin") view=AdminPage ssr=SsrMode::Async />
                <Route path=path!("/admin/units") view=AdminUnitsPage ssr=SsrMode::Async />
                <Route path=path!("/admin/units/:id") view=AdminUnitPage ssr=SsrMode::Async />
                <Route
                    path=path!("/admin/operators/:id")
                    view=AdminOperatorPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=path!("/admin/announcements")
                    view=AdminAnnouncementsPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=path!("/admin/announcements/:id")
                    view=AnnouncementFormPage
                    ssr=SsrMode::Async
                />
                <Route path=path!("/admin/rounds") view=RoundsPage ssr=SsrMode::Async />
                <Route path=path!("/admin/rounds/:id") view=RoundFormPage ssr=SsrMode::Async />
                <Route path=path!("/admin/rules") view=RulesPage ssr=SsrMode::Async />
                <Route path=path!("/admin/calendar") view=CalendarPage ssr=SsrMode::Async />
                <Route path=path!("/admin/modules") view=ModulesPage ssr=SsrMode::Async />
                <Route path=path!("/admin/webhooks") view=WebhooksPage ssr=SsrMode::Async />
                <Route path=path!("/admin/policy") view=PolicyPage ssr=SsrMode::Async />
                <Route path=path!("/admin/sessions") view=SessionsPage ssr=SsrMode::Async />
                <Route path=path!("/admin/locks") view=LocksPage ssr=SsrMode::Async />
                <Route path=path!("/admin/codes") view=CodesPage ssr=SsrMode::Async />
                <Route path=path!("/admin/trail") view=TrailPage ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
    .into_any()
}
