//! `/account/second-factor`: 两步验证.

use super::frame::{Account, PortalFrame};
use super::held::{Carried, HeldForm, waiting_form};
use super::load::load;
use super::refused::{WhyNot, split, told};
use crate::api;
use crate::domain::views::Retained;
use crate::domain::{FactorDraft, FactorSetup, FactorView, Fault, Field, FieldProblem, Qr};
use crate::texts::account as words;
use crate::texts::{self, Saying, Tone};
use crate::ui::{Notice, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Recovery codes that were just made: shown in this answer and never again.
#[derive(Clone)]
pub struct NewCodes(pub Vec<String>);

#[component]
pub fn SecondFactorPage() -> impl IntoView {
    let dropped = use_query_map().get_untracked().get("done").is_some();
    let codes = use_context::<NewCodes>();
    let kept = use_context::<Retained<FactorDraft>>();
    let held = waiting_form();
    load(api::factor(), move |factor: FactorView| {
        let who = view! { <Account who=factor.who.clone() /> }.into_any();
        let step = kept
            .as_ref()
            .map_or_else(String::new, |kept| kept.draft.step.clone());
        let fault = kept.and_then(|kept| kept.fault);
        let (problems, refused) = split(fault);
        let due = factor
            .due
            .then(|| texts::fault(&Fault::Due(crate::domain::Due::SecondFactor)));
        let gone = Saying::new(
            Tone::Success,
            words::FACTOR_DROPPED,
            words::FACTOR_DROPPED_NOTE,
            "",
        );
        let gone = (dropped && factor.since.is_none() && refused.is_none()).then_some(gone);
        view! {
            <PortalFrame title=words::SECOND_FACTOR account=who>
                <div class="content account">
                    <h1>{words::SECOND_FACTOR}</h1>
                    <WhyNot fault=refused />
                    {held.as_ref().map(|_| view! { <Notice saying=words::waits() /> })}
                    {gone.map(|saying| view! { <Notice saying announced=true /> })}
                    {due.map(|saying| view! { <Notice saying /> })}
                    {codes.map(|codes| view! { <Codes codes=codes.0 held=held.clone() /> })}
                    {match (factor.since.is_some(), factor.setup) {
                        (true, _) => view! { <InUse left=factor.left step problems /> }.into_any(),
                        (false, Some(setup)) => view! { <SetUp setup problems held /> }.into_any(),
                        (false, None) => view! { <Begin held /> }.into_any(),
                    }}
                    <p>
                        <a class="text-link" href="/account">
                            {words::MY_ACCOUNT}
                        </a>
                    </p>
                </div>
            </PortalFrame>
        }
    })
}

#[component]
fn Begin(held: Option<HeldForm>) -> impl IntoView {
    view! {
        <section class="card">
            <p>{words::SECOND_FACTOR_NOTE}</p>
            <form class="button-row" method="post" action="/account/second-factor">
                <input type="hidden" name="step" value="begin" />
                <Carried next=String::new() held />
                <button class="button button-primary" type="submit">
                    {words::BEGIN_FACTOR}
                </button>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn SetUp(setup: FactorSetup, problems: Vec<FieldProblem>, held: Option<HeldForm>) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="scan-title">
            <h2 id="scan-title">{words::SCAN}</h2>
            <p>{words::SCAN_NOTE}</p>
            <QrImage qr=setup.qr />
            <p>{words::SECRET_NOTE}</p>
            <p class="code secret">{setup.secret}</p>
        </section>
        <section class="card" aria-labelledby="confirm-title">
            <h2 id="confirm-title">{words::CONFIRM}</h2>
            <p>{words::CONFIRM_NOTE}</p>
            <form class="form" method="post" action="/account/second-factor" novalidate=true>
                <input type="hidden" name="step" value="confirm" />
                <Carried next=String::new() held />
                <TextField
                    name="password"
                    label=texts::field_label(Field::OwnPassword)
                    kind="password"
                    required=true
                    autocomplete="current-password"
                    problem=told(&problems, Field::OwnPassword)
                />
                <CodeField name="code" problems hint=words::FIRST_CODE_HINT />
                <div class="button-row">
                    <button class="button button-primary" type="submit">
                        {words::TURN_ON}
                    </button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn QrImage(qr: Qr) -> impl IntoView {
    let size = qr.size;
    view! {
        <svg
            class="qr"
            viewBox=format!("0 0 {size} {size}")
            role="img"
            aria-label=words::QR_NAME
            shape-rendering="crispEdges"
        >
            <rect width=size height=size fill="#fff"></rect>
            <path d=qr.path fill="#000"></path>
        </svg>
    }
    .into_any()
}

#[component]
fn Codes(codes: Vec<String>, held: Option<HeldForm>) -> impl IntoView {
    let saying = Saying::new(Tone::Warning, words::KEEP_CODES, words::KEEP_CODES_NOTE, "");
    view! {
        <section class="card" aria-labelledby="codes-title">
            <h2 id="codes-title">{words::RECOVERY}</h2>
            <Notice saying announced=true />
            <ol class="recovery-codes">
                {codes.into_iter().map(|code| view! { <li class="code">{code}</li> }).collect_view()}
            </ol>
            {held
                .map(|held| {
                    view! {
                        <form class="button-row" method="post" action="/account/second-factor">
                            <input type="hidden" name="step" value="go-on" />
                            <Carried next=String::new() held=Some(held) />
                            <button class="button button-primary" type="submit">
                                {words::GO_ON}
                            </button>
                        </form>
                    }
                })}
        </section>
    }
    .into_any()
}

/// Which of the two forms was refused is told at that form.
#[component]
fn InUse(left: i64, step: String, problems: Vec<FieldProblem>) -> impl IntoView {
    let of = |form: &str| match step == form {
        true => problems.clone(),
        false => Vec::new(),
    };
    let (renewing, dropping) = (of("renew"), of("off"));
    view! {
        <section class="card" aria-labelledby="renew-title">
            <h2 id="renew-title">{words::RENEW_CODES}</h2>
            <p>{words::codes_left(left)} {words::RENEW_NOTE}</p>
            <form class="form" method="post" action="/account/second-factor" novalidate=true>
                <input type="hidden" name="step" value="renew" />
                <CodeField name="code" problems=renewing />
                <div class="button-row">
                    <button class="button" type="submit">
                        {words::RENEW_CODES}
                    </button>
                </div>
            </form>
        </section>
        <section class="card" aria-labelledby="off-title">
            <h2 id="off-title">{words::TURN_OFF}</h2>
            <p>{words::TURN_OFF_NOTE}</p>
            <form class="form" method="post" action="/account/second-factor" novalidate=true>
                <input type="hidden" name="step" value="off" />
                <TextField
                    name="password"
                    label=texts::field_label(Field::OwnPassword)
                    kind="password"
                    required=true
                    autocomplete="current-password"
                    problem=told(&dropping, Field::OwnPassword)
                />
                <CodeField name="code_for_off" problems=dropping />
                <div class="button-row">
                    <button class="button button-danger" type="submit">
                        {words::TURN_OFF}
                    </button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// A field for a code of the phone, or a recovery code.
#[component]
pub fn CodeField(
    name: &'static str,
    problems: Vec<FieldProblem>,
    #[prop(default = words::CODE_HINT)] hint: &'static str,
) -> impl IntoView {
    view! {
        <TextField
            name
            label=texts::field_label(Field::FactorCode)
            required=true
            autocomplete="one-time-code"
            hint=hint
            problem=told(&problems, Field::FactorCode)
        />
    }
    .into_any()
}
