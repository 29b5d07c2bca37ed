//! `/people/{id}`: an operator, and what can be done about them.

use super::super::frame::WorkbenchFrame;
use super::super::load::load;
use super::super::refused::{WhyNot, told, told_all};
use super::super::reveal::Masked;
use super::NewLink;
use super::parts::{LinkNotice, RoleBoxes};
use crate::api;
use crate::domain::people::{OperatorPageView, PersonLine, Standing};
use crate::domain::views::Retained;
use crate::domain::{Field, FieldProblem, OperatorDraft, PersonalData, Roles};
use crate::pages::case_facts::Fact;
use crate::texts::{self, people as words};
use crate::ui::{Badge, Choice, Notice, TextArea, TextField};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// Where the forms go, what was seen, and what came back.
#[derive(Clone)]
struct Forms {
    action: String,
    version: i64,
    draft: OperatorDraft,
    problems: Vec<FieldProblem>,
}

#[component]
pub fn OperatorPage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id");
    let id = id.and_then(|id| id.parse().ok()).unwrap_or(0);
    load(api::operator(id), move |view: OperatorPageView| {
        let back = match view.own {
            true => "/people".to_owned(),
            false => format!("/people/unit/{}", view.unit),
        };
        let action = format!("/people/{}", view.line.operator);
        // Those of other units stay masked.
        let reveal = view.own.then_some("/people/reveal");
        view! {
            <WorkbenchFrame
                title=words::PEOPLE
                who=view.who.clone()
                current=words::PEOPLE
            >
                <OperatorCards view back action reveal />
            </WorkbenchFrame>
        }
    })
}

/// An operator, and a card for each thing that can be done, whoever does it.
#[component]
pub fn OperatorCards(
    view: OperatorPageView,
    back: String,
    /// Where the forms go.
    action: String,
    /// Where 查看 goes, for who may see all of a number.
    reveal: Option<&'static str>,
) -> impl IntoView {
    let done = use_query_map().get_untracked().get("done");
    let retained = use_context::<Retained<OperatorDraft>>();
    let link = use_context::<NewLink>();
    let fresh = retained.is_none() && link.is_none();
    let done = done.and_then(|word| words::done(&word)).filter(|_| fresh);
    let (draft, fault) = retained.map_or_else(Default::default, |kept| (kept.draft, kept.fault));
    let forms = Forms {
        action,
        version: view.version,
        draft,
        problems: told_all(fault.as_ref()),
    };
    let everywhere = view.everywhere;
    view! {
        <div class="content-head">
            <h1>{view.line.name.clone()}</h1>
        </div>
        <p>
            <a class="text-link" href=back>
                {words::BACK_TO_LIST}
            </a>
        </p>
        {done.map(|saying| view! { <Notice saying announced=true /> })}
        <WhyNot fault />
        {link.map(|link| view! { <LinkNotice link=link.0 /> })}
        <Facts line=view.line.clone() unit=view.unit_name.clone() reveal />
        {match view.line.standing {
            Standing::Waits => view! { <Asked forms everywhere /> }.into_any(),
            Standing::Offered => view! { <Offered forms everywhere /> }.into_any(),
            Standing::Disabled => view! { <Enable forms everywhere /> }.into_any(),
            Standing::Acts => view! { <Acting view forms everywhere /> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Facts(line: PersonLine, unit: String, reveal: Option<&'static str>) -> impl IntoView {
    let operator = line.operator;
    let number = move |what, masked: String| match reveal {
        Some(action) => view! { <Masked operator what masked action /> }.into_any(),
        None => masked.into_any(),
    };
    let (tone, standing) = words::standing(line.standing);
    let since = line.since.map(|at| at.minute_shanghai());
    view! {
        <section class="card">
            <dl class="facts">
                <Fact name=texts::UNIT_NAME value=unit />
                <div class="facts-item">
                    <dt>{words::MOBILE}</dt>
                    <dd>{number(PersonalData::Mobile, line.mobile)}</dd>
                </div>
                <div class="facts-item">
                    <dt>{words::CARD}</dt>
                    <dd>{number(PersonalData::IdentityCard, line.card)}</dd>
                </div>
                <Fact name=words::ROLES value=words::roles(line.roles) />
                <div class="facts-item">
                    <dt>{words::STANDING}</dt>
                    <dd>
                        <Badge tone=Some(tone) text=standing />
                    </dd>
                </div>
                {since.map(|since| view! { <Fact name=words::SINCE value=since /> })}
            </dl>
        </section>
    }
    .into_any()
}

/// A card with one form of the page.
#[component]
fn Card(
    forms: Forms,
    id: &'static str,
    title: &'static str,
    #[prop(into)] note: String,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {(!note.is_empty()).then(|| view! { <p>{note}</p> })}
            <form class="form" method="post" action=forms.action novalidate=true>
                <input type="hidden" name="version" value=forms.version />
                {children()}
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn Press(
    go: &'static str,
    text: &'static str,
    #[prop(default = "button button-primary")] class: &'static str,
) -> impl IntoView {
    view! {
        <div class="button-row">
            <button class=class type="submit" name="go" value=go>
                {text}
            </button>
        </div>
    }
    .into_any()
}

/// Why, at the form that was pressed.
#[component]
fn Why(forms: Forms, go: &'static str, id: &'static str) -> impl IntoView {
    let pressed = forms.draft.go == go;
    let problem = told(&forms.problems, Field::Because).filter(|_| pressed);
    let value = if pressed {
        forms.draft.why
    } else {
        String::new()
    };
    view! {
        <TextArea
            name="why"
            id
            label=texts::field_label(Field::Because)
            value
            rows=2
            required=true
            problem=problem
        />
    }
    .into_any()
}

#[component]
fn Asked(forms: Forms, everywhere: bool) -> impl IntoView {
    let ticked = match forms.draft.roles.is_empty() {
        true => vec!["applies".to_owned()],
        false => forms.draft.roles.clone(),
    };
    let problems = forms.problems.clone();
    let link = everywhere.then(|| view! { <MakeLink forms=forms.clone() /> });
    view! {
        <Card forms=forms.clone() id="admit" title=words::ADMIT note=words::ADMIT_NOTE>
            <RoleBoxes ticked problems />
            <Press go="admit" text=words::ADMIT />
        </Card>
        <Card forms=forms.clone() id="refuse" title=words::REFUSE note="">
            <Why forms go="refuse" id="why-refuse" />
            <Press go="refuse" text=words::REFUSE class="button button-danger" />
        </Card>
        {link}
    }
    .into_any()
}

/// Who has an account, and is to take the role with it.
#[component]
fn Offered(forms: Forms, everywhere: bool) -> impl IntoView {
    let link = everywhere.then(|| view! { <MakeLink forms=forms.clone() /> });
    view! {
        <Card forms=forms.clone() id="offer" title=words::OFFERED note=words::OFFERED_NOTE>
            <Press go="offer" text=words::OFFER_BUTTON />
        </Card>
        <Card forms=forms.clone() id="refuse" title=words::TAKE_BACK note="">
            <Why forms go="refuse" id="why-refuse" />
            <Press go="refuse" text=words::TAKE_BACK class="button button-danger" />
        </Card>
        {link}
    }
    .into_any()
}

#[component]
fn Enable(forms: Forms, everywhere: bool) -> impl IntoView {
    let link = everywhere.then(|| view! { <MakeLink forms=forms.clone() /> });
    view! {
        <Card forms id="enable" title=words::ENABLE note="">
            <Press go="enable" text=words::ENABLE />
        </Card>
        {link}
    }
    .into_any()
}

#[component]
fn MakeLink(forms: Forms) -> impl IntoView {
    view! {
        <Card forms id="link" title=words::MAKE_LINK note=words::MAKE_LINK_NOTE>
            <Press go="link" text=words::MAKE_LINK_BUTTON class="button" />
        </Card>
    }
    .into_any()
}

#[component]
fn Acting(view: OperatorPageView, forms: Forms, everywhere: bool) -> impl IntoView {
    let reach = !view.acts_elsewhere;
    view! {
        <ChangeRoles roles=view.line.roles forms=forms.clone() />
        {reach
            .then(|| {
                let forms = forms.clone();
                view! { <Reach phone=!view.line.legal forms /> }
            })}
        {(!reach).then(|| view! { <p class="quiet">{words::ELSEWHERE}</p> })}
        <HandOver successors=view.successors forms=forms.clone() everywhere />
        <Card
            forms=forms.clone()
            id="disable"
            title=words::DISABLE
            note=words::DISABLE_NOTE
        >
            <Why forms go="disable" id="why-disable" />
            <Press go="disable" text=words::DISABLE_BUTTON class="button button-danger" />
        </Card>
    }
    .into_any()
}

#[component]
fn ChangeRoles(roles: Roles, forms: Forms) -> impl IntoView {
    let pressed = forms.draft.go == "roles";
    let own = Roles::WORDS.into_iter().filter(|word| roles.has(word));
    let ticked = match pressed {
        true => forms.draft.roles.clone(),
        false => own.map(str::to_owned).collect(),
    };
    let problems = forms.problems.clone();
    view! {
        <Card forms id="roles" title=words::CHANGE_ROLES note="">
            <RoleBoxes ticked problems />
            <Press go="roles" text=words::SAVE_ROLES />
        </Card>
    }
    .into_any()
}

/// What only those may do who have a say in every unit that the person acts for.
#[component]
fn Reach(phone: bool, forms: Forms) -> impl IntoView {
    let problem = told(&forms.problems, Field::Mobile);
    let wrong = told(&forms.problems, Field::OwnPassword);
    let typed = forms.draft.mobile.clone();
    view! {
        <MakeLink forms=forms.clone() />
        {phone
            .then(|| {
                view! {
                    <Card
                        forms
                        id="phone"
                        title=words::CHANGE_PHONE
                        note=words::CHANGE_PHONE_NOTE
                    >
                        <TextField
                            name="mobile"
                            label=texts::field_label(Field::Mobile)
                            kind="tel"
                            value=typed
                            required=true
                            autocomplete="off"
                            problem=problem
                        />
                        <TextField
                            name="password"
                            label=texts::field_label(Field::OwnPassword)
                            kind="password"
                            required=true
                            autocomplete="current-password"
                            problem=wrong
                        />
                        <Press go="phone" text=words::SAVE_PHONE class="button" />
                    </Card>
                }
            })}
    }
    .into_any()
}

#[component]
fn HandOver(
    successors: Vec<(i64, String)>,
    forms: Forms,
    /// Whether it is for 平台管理.
    everywhere: bool,
) -> impl IntoView {
    let none = match everywhere {
        true => words::NO_SUCCESSOR_ELSEWHERE,
        false => words::NO_SUCCESSOR,
    };
    let note = match everywhere {
        true => words::HAND_OVER_NOTE.to_owned(),
        false => [words::HAND_OVER_NOTE, words::ADD_FIRST].concat(),
    };
    if successors.is_empty() {
        return view! {
            <section class="card" aria-labelledby="hand-over">
                <h2 id="hand-over">{words::HAND_OVER}</h2>
                <p>{none}</p>
            </section>
        }
        .into_any();
    }
    let chosen = forms.draft.successor.clone();
    let option = |(id, name): (i64, String)| {
        let selected = id.to_string() == chosen;
        view! {
            <option value=id selected=selected>
                {name}
            </option>
        }
    };
    let options = successors.into_iter().map(option).collect_view();
    let problem = told(&forms.problems, Field::Successor);
    view! {
        <Card
            forms=forms.clone()
            id="hand-over"
            title=words::HAND_OVER
            note=note
        >
            <Choice
                name="successor"
                label=texts::field_label(Field::Successor)
                required=true
                problem=problem
            >
                <option value="">{texts::PLEASE_CHOOSE}</option>
                {options}
            </Choice>
            <Why forms go="hand-over" id="why-hand-over" />
            <Press go="hand-over" text=words::HAND_OVER_BUTTON class="button button-danger" />
        </Card>
    }
    .into_any()
}
