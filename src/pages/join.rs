//! `/join/{token}`: somebody who has an account takes the role that a unit offers them.

use super::case_facts::Fact;
use super::frame::PortalFrame;
use super::load::{escape, load};
use super::refused::{WhyNot, split, told};
use crate::api;
use crate::domain::recovering::OfferView;
use crate::domain::views::Retained;
use crate::domain::{Fault, Field};
use crate::texts::{self, people as words};
use crate::ui::{Notice, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The link is in the address, so the page sends none of it on.
#[component]
pub fn JoinPage() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let token = params.get("token").unwrap_or_default();
    let fault = use_context::<Retained<()>>().and_then(|kept| kept.fault);
    let action = format!("/join/{}", escape(&token));
    load(api::offer(token), move |offer: Option<OfferView>| {
        let body = match offer {
            Some(offer) => view! { <JoinForm offer action fault /> }.into_any(),
            None => view! { <Notice saying=words::no_offer() /> }.into_any(),
        };
        view! {
            <PortalFrame title=words::JOIN>
                <div class="middle">
                    <div class="card form">
                        <h1>{words::JOIN}</h1>
                        {body}
                    </div>
                </div>
            </PortalFrame>
        }
    })
}

#[component]
fn JoinForm(offer: OfferView, action: String, fault: Option<Fault>) -> impl IntoView {
    let (problems, refused) = split(fault);
    view! {
        <p>{words::join_note(&offer.person)}</p>
        <dl class="facts">
            <Fact name=texts::UNIT_NAME value=offer.unit />
            <Fact name=words::ROLES value=words::roles(offer.roles) />
        </dl>
        <WhyNot fault=refused />
        <form class="form" method="post" action=action novalidate=true>
            <TextField
                name="password"
                label=texts::field_label(Field::OwnPassword)
                kind="password"
                required=true
                autocomplete="current-password"
                hint=words::JOIN_HINT
                problem=told(&problems, Field::OwnPassword)
            />
            <button class="button button-primary button-large" type="submit">
                {words::JOIN_BUTTON}
            </button>
        </form>
    }
    .into_any()
}
