//! `/admin`: leads each of 三员 to their work.

use super::super::load::load;
use super::frame::{AdminFrame, menu};
use crate::api;
use crate::domain::admin::AdminWho;
use crate::texts;
use leptos::prelude::*;

#[component]
pub fn AdminPage() -> impl IntoView {
    load(api::admin(), |who: AdminWho| {
        let role = who.role;
        let card = |(name, href): &(&'static str, &'static str)| {
            view! {
                <li class="card service">
                    <a class="service-link" href=*href>
                        {*name}
                    </a>
                </li>
            }
        };
        view! {
            <AdminFrame title=texts::admin::role(role) who current="">
                <div class="content-head">
                    <h1>{texts::admin::role(role)}</h1>
                    <p class="quiet">{texts::admin::duty(role)}</p>
                </div>
                <ul class="content" role="list">
                    {menu(role).iter().map(card).collect_view()}
                </ul>
            </AdminFrame>
        }
    })
}
