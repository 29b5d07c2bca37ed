//! What is open to everybody: files, the portal, 单位注册 and the ways back in.

use super::entry::Entry;
use super::entry::Who::Anybody;
use super::entry::Whose::{Own, Public};
use super::entry::{asset, call, form, page};
use crate::api;
use crate::server::{assets, forms};

/// The endpoints of this room.
pub(super) fn entries() -> Vec<Entry> {
    [files(), portal(), coming()]
        .into_iter()
        .flatten()
        .collect()
}

fn files() -> Vec<Entry> {
    vec![
        asset("/pkg/{*file}", assets::serve),
        asset("/favicon.svg", assets::serve),
    ]
}

/// Open to everybody.
fn portal() -> Vec<Entry> {
    vec![
        page("/", Anybody, Public),
        page("/announcements", Anybody, Public),
        page("/help", Anybody, Public),
        page("/login", Anybody, Public),
        page("/login/code", Anybody, Public),
        page("/admin/login", Anybody, Public),
        form("/login", Anybody, Public, forms::sign_in::sign_in),
        form("/login/code", Anybody, Public, forms::sign_in::prove),
        form(
            "/admin/login",
            Anybody,
            Public,
            forms::sign_in::sign_in_administrator,
        ),
        form("/logout", Anybody, Own, forms::sign_out),
        call::<api::HomeQuery>(Anybody, Public),
        call::<api::Announcements>(Anybody, Public),
        call::<api::SignIn>(Anybody, Public),
        call::<api::SignInAdministrator>(Anybody, Public),
        call::<api::Prove>(Anybody, Public),
        call::<api::SignOut>(Anybody, Own),
    ]
}

/// 单位注册, and the ways back in.
fn coming() -> Vec<Entry> {
    vec![
        page("/register", Anybody, Public),
        page("/ask", Anybody, Public),
        page("/recover", Anybody, Public),
        page("/reset/{token}", Anybody, Public),
        page("/join/{token}", Anybody, Public),
        form("/register", Anybody, Public, forms::registering::register),
        form("/ask", Anybody, Public, forms::registering::ask),
        form("/recover", Anybody, Public, forms::registering::forgot),
        form("/reset/{token}", Anybody, Public, forms::registering::reset),
        form("/join/{token}", Anybody, Public, forms::registering::accept),
        call::<api::RegisterQuery>(Anybody, Public),
        call::<api::Register>(Anybody, Public),
        call::<api::AskToAct>(Anybody, Public),
        call::<api::RecoverQuery>(Anybody, Public),
        call::<api::MailLink>(Anybody, Public),
        call::<api::ResetQuery>(Anybody, Public),
        call::<api::ResetPassword>(Anybody, Public),
        call::<api::OfferQuery>(Anybody, Public),
        call::<api::AcceptOffer>(Anybody, Public),
    ]
}
