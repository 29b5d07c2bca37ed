//! A form that could not be run now: nobody is signed in any more, or something is due first. It goes through what
//! comes before it inside the pages, without the passwords in it, and is back on its own page afterwards.

use super::{Carried, Posted, cookies, keep};
use crate::domain::admin::{
    AnnouncementDraft, CodeDraft, DropFactorDraft, RoundDraft, RulesDraft, ServiceDraft,
    UnitActDraft, UnlockDraft,
};
use crate::domain::{
    AddDraft, AppealDraft, ApplyDraft, CalendarDraft, ConsentDraft, DecisionDraft, DelegationDraft,
    DeskDraft, Due, Fault, InviteDraft, MoveDraft, OperatorDraft, OrderDraft, PolicyDraft,
    RevealDraft, SignInDraft, UnbindDraft, WorkbenchDraft,
};
use crate::pages::{AdminLoginState, Held, HeldForm, LoginState, due_path};
use crate::server::fault::status;
use crate::server::request::{identify_parts, signed_in_of};
use axum::response::Response;
use http::{StatusCode, header};
use leptos::prelude::provide_context;
use leptos_axum::ResponseOptions;
use serde::de::DeserializeOwned;

/// What the forms call their passwords. None of them goes through a page.
const PASSWORDS: [&str; 4] = ["password", "current", "new", "repeated"];

impl Posted {
    /// This form, as it is carried.
    fn held(&self, path: &str) -> HeldForm {
        let pairs: Vec<(String, String)> =
            serde_html_form::from_str(&self.body).unwrap_or_default();
        let kept: Vec<(String, String)> = pairs
            .into_iter()
            .filter(|(name, _)| !PASSWORDS.contains(&name.as_str()))
            .collect();
        HeldForm {
            path: path.to_owned(),
            body: serde_html_form::to_string(kept).unwrap_or_default(),
        }
    }

    /// Whether nobody is signed in.
    pub(super) fn is_nobody_s(&self) -> bool {
        let found = signed_in_of(&self.parts.extensions);
        matches!(found, Err(Fault::SignInRequired))
    }

    /// Whether the form, or the page that it stands on, is one of 三员, who sign in at a page of their own.
    pub(super) fn is_administrators(&self, path: &str) -> bool {
        let paths = [path, self.parts.uri.path()];
        paths.iter().any(|path| path.starts_with("/admin/"))
    }

    /// The sign-in, with the whole form kept.
    pub(super) async fn sign_in_page(self, path: &str) -> Response {
        let (next, held) = (path.to_owned(), Some(self.held(path)));
        let code = StatusCode::UNAUTHORIZED;
        if self.is_administrators(path) {
            let login = AdminLoginState {
                next,
                held,
                ..AdminLoginState::default()
            };
            let tell = move || provide_context(login.clone());
            return self.show("/admin/login", code, tell).await;
        }
        let login = LoginState {
            draft: SignInDraft::of_operator(),
            next,
            held,
            ..LoginState::default()
        };
        let tell = move || provide_context(login.clone());
        self.show("/login", code, tell).await
    }

    /// The page on which that is done which is due first, with the form kept.
    pub(super) async fn due_page(self, path: &str, due: Due) -> Response {
        let held = self.held(path);
        self.due_page_holding(held, due).await
    }

    async fn due_page_holding(self, held: HeldForm, due: Due) -> Response {
        let held = Held(held);
        let tell = move || provide_context(held.clone());
        let code = status(&Fault::Due(due));
        self.show(due_path(due), code, tell).await
    }

    /// Goes on with the form that this one carries, if it does.
    pub(super) async fn go_on(self, carried: &Carried) -> Result<Response, Self> {
        match carried.held() {
            Some(held) => Ok(restore(self, held, None).await),
            None => Err(self),
        }
    }
}

/// Shows the page of a form that was kept, filled in as it was, as whoever is signed in now.
pub(super) async fn restore(
    mut posted: Posted,
    held: HeldForm,
    answer: Option<&ResponseOptions>,
) -> Response {
    let cookies = answer.map(cookies).unwrap_or_default();
    let pair = cookies
        .first()
        .and_then(|c| c.to_str().ok()?.split(';').next());
    if let Some(Ok(cookie)) = pair.map(str::parse) {
        posted.parts.headers.insert(header::COOKIE, cookie);
    }
    identify_parts(&posted.state, &mut posted.parts).await;
    let found = signed_in_of(&posted.parts.extensions);
    if let Some(due) = found.ok().and_then(|found| found.due()) {
        return posted.due_page_holding(held, due).await;
    }
    let HeldForm { path, body } = held;
    let place = path.clone();
    let tell = move || keep_draft(&place, &body);
    posted.show(&path, StatusCode::OK, tell).await
}

/// Provides the draft of the page's form, as the page asks for it.
fn keep_draft(path: &str, body: &str) {
    fn put<D: DeserializeOwned + Default + Clone + Send + Sync + 'static>(body: &str) {
        keep::<D>(serde_html_form::from_str(body).unwrap_or_default());
    }
    let page = path.split('?').next().unwrap_or_default();
    let looks: RevealDraft = serde_html_form::from_str(body).unwrap_or_default();
    let within = |folder: &str| page.starts_with(folder);
    match page {
        _ if !looks.back.is_empty() => keep(looks),
        "/workbench" if path.contains("?appeal") => put::<AppealDraft>(body),
        "/workbench" => keep(WorkbenchDraft {
            profile: serde_html_form::from_str(body).unwrap_or_default(),
            case: serde_html_form::from_str(body).unwrap_or_default(),
        }),
        "/move" => put::<MoveDraft>(body),
        "/unbind" => put::<UnbindDraft>(body),
        "/invite" => put::<InviteDraft>(body),
        "/leaving" => put::<ConsentDraft>(body),
        "/delegation" => put::<DelegationDraft>(body),
        _ if within("/appeals") => put::<AppealDraft>(body),
        "/bind" => put::<ApplyDraft>(body),
        "/review" => put::<DeskDraft>(body),
        "/admin/policy" => put::<PolicyDraft>(body),
        "/admin/sessions" => put::<DropFactorDraft>(body),
        "/admin/locks" => put::<UnlockDraft>(body),
        "/admin/codes" => put::<CodeDraft>(body),
        "/admin/rules" => put::<RulesDraft>(body),
        "/admin/calendar" => put::<CalendarDraft>(body),
        _ if within("/admin/rounds/") => put::<RoundDraft>(body),
        "/admin/modules" => put::<ServiceDraft>(body),
        _ if within("/admin/units/") => put::<UnitActDraft>(body),
        _ if within("/admin/operators/") => put::<OperatorDraft>(body),
        _ if within("/admin/announcements/") => put::<AnnouncementDraft>(body),
        _ if within("/people") => {
            put::<AddDraft>(body);
            put::<OperatorDraft>(body);
        }
        _ if within("/review/batch") => put::<OrderDraft>(body),
        _ => put::<DecisionDraft>(body),
    }
}
