//! `/admin/operators/{id}`: an operator of any unit, for whom neither their unit nor its superior can
//! do anything.

use super::super::load::load;
use super::super::people::OperatorCards;
use super::frame::AdminFrame;
use crate::api;
use crate::domain::admin::OperatorFile;
use crate::texts;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

#[component]
pub fn AdminOperatorPage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id");
    let id = id.and_then(|id| id.parse().ok()).unwrap_or(0);
    load(api::admin_operator(id), move |file: OperatorFile| {
        let back = format!("/admin/units/{}", file.page.unit);
        let action = format!("/admin/operators/{id}");
        view! {
            <AdminFrame
                title=texts::admin::OPERATORS
                who=file.who
                current=texts::admin::UNITS
            >
                <OperatorCards view=file.page back action reveal=Some("/admin/reveal") />
            </AdminFrame>
        }
    })
}
