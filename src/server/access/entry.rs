//! What a line of the table says.

use super::guard::guard;
use crate::domain::{Fault, Role};
use crate::server::caller::SignedIn;
use crate::server::function::server_function;
use crate::server::page::any_page;
use crate::server::state::AppState;
use axum::Router;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use http::{HeaderMap, Method, header};
use server_fn::ServerFn;

/// An endpoint: its address, who may call it, and what answers.
pub struct Entry {
    pub method: Method,
    /// As the router writes it: `/review/{id}`.
    pub path: &'static str,
    pub kind: Kind,
    pub who: Who,
    pub whose: Whose,
    handlers: MethodRouter<AppState>,
}

/// What an endpoint is to a browser. It decides what may be sent, and how a refusal is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Page,
    /// A plain form, which outlives the session that it was opened in.
    Form,
    /// A plain form with a file, which no sign-in carries along.
    Upload,
    /// A server function, in JSON.
    Call,
    /// Something that a script says without a body.
    Signal,
    /// Events, for as long as the page is open.
    Stream,
    /// A download.
    File,
    /// A file of the site.
    Asset,
}

/// Who may call an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Anybody,
    /// Operators and administrators alike.
    SignedIn,
    /// Whoever acts for a unit.
    Operator,
    /// 经办
    Applying,
    /// 审核
    Reviewing,
    /// 单位管理员
    Managing,
    /// One of 三员, whichever.
    AnyAdministrator,
    /// The one of 三员 that has this role.
    Administrator(Role),
}

/// Whose records an endpoint is about. To anybody else they do not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's.
    Public,
    /// The caller's, or their unit's: no other can be named.
    Own,
    /// An application of the caller's unit, by its number.
    OwnCase,
    /// An application to the caller's unit, by its number.
    QueuedCase,
    /// Another record of the caller's unit, by its number.
    OfUnit,
    /// A record of the caller's unit, or of one that is bound to it, by its number.
    OfUnitOrBelow,
    /// A unit that is bound to the caller's, by its number.
    Below,
    /// The platform's: of every unit.
    Platform,
}

pub fn page(path: &'static str, who: Who, whose: Whose) -> Entry {
    reading(path, Kind::Page, who, whose, any_page)
}

pub fn form<H, T>(path: &'static str, who: Who, whose: Whose, handler: H) -> Entry
where
    H: Handler<T, AppState>,
    T: 'static,
{
    writing(path, Kind::Form, who, whose, handler)
}

pub fn upload<H, T>(path: &'static str, who: Who, whose: Whose, handler: H) -> Entry
where
    H: Handler<T, AppState>,
    T: 'static,
{
    writing(path, Kind::Upload, who, whose, handler)
}

/// A server function. Its address is that of its `#[server]`.
pub fn call<F: ServerFn>(who: Who, whose: Whose) -> Entry {
    writing(F::PATH, Kind::Call, who, whose, server_function)
}

pub fn signal<H, T>(path: &'static str, who: Who, whose: Whose, handler: H) -> Entry
where
    H: Handler<T, AppState>,
    T: 'static,
{
    writing(path, Kind::Signal, who, whose, handler)
}

pub fn stream<H, T>(path: &'static str, who: Who, whose: Whose, handler: H) -> Entry
where
    H: Handler<T, AppState>,
    T: 'static,
{
    reading(path, Kind::Stream, who, whose, handler)
}

pub fn file<H, T>(path: &'static str, who: Who, whose: Whose, handler: H) -> Entry
where
    H: Handler<T, AppState>,
    T: 'static,
{
    reading(path, Kind::File, who, whose, handler)
}

pub fn asset<H, T>(path: &'static str, handler: H) -> Entry
where
    H: Handler<T, AppState>,
    T: 'static,
{
    reading(path, Kind::Asset, Who::Anybody, Whose::Public, handler)
}

fn reading<H, T>(path: &'static str, kind: Kind, who: Who, whose: Whose, handler: H) -> Entry
where
    H: Handler<T, AppState>,
    T: 'static,
{
    Entry {
        method: Method::GET,
        path,
        kind,
        who,
        whose,
        handlers: get(handler),
    }
}

fn writing<H, T>(path: &'static str, kind: Kind, who: Who, whose: Whose, handler: H) -> Entry
where
    H: Handler<T, AppState>,
    T: 'static,
{
    Entry {
        method: Method::POST,
        path,
        kind,
        who,
        whose,
        handlers: post(handler),
    }
}

impl Entry {
    /// Adds the endpoint to the router, behind its guard.
    pub fn route(self, router: Router<AppState>, state: &AppState) -> Router<AppState> {
        let access = (state.clone(), self.kind, self.who);
        let guarded = self.handlers.route_layer(from_fn_with_state(access, guard));
        router.route(self.path, guarded)
    }
}

impl Kind {
    /// Whether a request of these headers is one that our own pages send. What another site can
    /// send without asking, text/plain above all, is none.
    pub(super) fn takes(self, headers: &HeaderMap) -> bool {
        let sent = headers.get(header::CONTENT_TYPE);
        let sent = sent.map(|kind| kind.to_str().unwrap_or_default());
        let essence = sent.map(|kind| kind.split(';').next().unwrap_or_default().trim());
        match self {
            Self::Form => essence == Some("application/x-www-form-urlencoded"),
            Self::Upload => essence == Some("multipart/form-data"),
            Self::Call => essence == Some("application/json"),
            Self::Signal => essence.is_none(),
            Self::Page | Self::Stream | Self::File | Self::Asset => true,
        }
    }
}

impl Who {
    pub(super) fn admit(self, found: Result<SignedIn, Fault>) -> Result<(), Fault> {
        match self {
            Self::Anybody => Ok(()),
            Self::SignedIn => found.map(drop),
            Self::Operator => found?.operator().map(drop),
            Self::Applying => found?.operator()?.applying().map(drop),
            Self::Reviewing => found?.operator()?.reviewing().map(drop),
            Self::Managing => found?.operator()?.managing().map(drop),
            Self::AnyAdministrator => found?.any_administrator().map(drop),
            Self::Administrator(role) => found?.administrator(role).map(drop),
        }
    }

    /// Whether it is about administrators, who sign in at a page of their own.
    pub fn administers(self) -> bool {
        matches!(self, Self::AnyAdministrator | Self::Administrator(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_our_pages_send_is_taken() {
        let takes = |kind: Kind, sent: &'static str| {
            let value = (header::CONTENT_TYPE, sent.parse().expect("a header"));
            kind.takes(&HeaderMap::from_iter([value]))
        };
        for form in [
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded;charset=UTF-8",
        ] {
            assert!(takes(Kind::Form, form) && !takes(Kind::Call, form));
        }
        assert!(takes(Kind::Call, "application/json; charset=utf-8"));
        let file = "multipart/form-data; boundary=x";
        assert!(takes(Kind::Upload, file) && !takes(Kind::Upload, "text/plain"));
        for other in [
            "text/plain",
            "multipart/form-data; boundary=x",
            "",
            "application/json+x",
        ] {
            for kind in [Kind::Form, Kind::Call, Kind::Signal] {
                assert!(!takes(kind, other), "{kind:?} {other}");
            }
        }
        assert!(Kind::Signal.takes(&HeaderMap::new()));
        assert!(!Kind::Form.takes(&HeaderMap::new()));
    }
}
