//! 绑定单位: what stands in the dialog.

use super::bind_result::{ResultNotice, ResultTable};
use super::load::escape;
use super::refused::told;
use super::tie::RouteLine;
use crate::domain::{
    BindingStatus, Fault, Field, FieldProblem, SearchAnswer, SearchDraft, problem_at,
};
use crate::islands::BindDialog;
use crate::texts;
use crate::ui::{Choice, TextArea, TextField};
use leptos::prelude::*;

/// The dialog's address, and that of the page under it.
const HERE: &str = "/bind";
const UNDER: &str = "/workbench";

/// What the dialog shows in answer to the last question.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Shown {
    #[default]
    Nothing,
    /// `applied`: the answer to 绑定, not to 查询. `refused`: why 绑定 was not done; what was found stands beside it.
    Answer {
        answer: SearchAnswer,
        applied: bool,
        refused: Option<Fault>,
    },
    Fault(Fault),
}

impl Shown {
    /// The same, with why 绑定 was not done.
    pub fn refused(self, fault: Fault) -> Self {
        match self {
            Self::Answer { answer, .. } => Self::Answer {
                answer,
                applied: false,
                refused: Some(fault),
            },
            Self::Nothing | Self::Fault(_) => Self::Fault(fault),
        }
    }
}

/// What stands in the dialog when the page is made.
#[derive(Clone, Debug, Default)]
pub struct DialogState {
    pub open: bool,
    pub draft: SearchDraft,
    pub special_reason: String,
    pub shown: Shown,
}

/// `enterprise`: the rules ask no superior of it, and it says why it binds.
#[component]
pub fn BindForms(state: DialogState, enterprise: bool) -> impl IntoView {
    view! {
        <BindDialog open=state.open>
            <div class="dialog-head">
                <h2 id="bind-title">{texts::BIND_DIALOG}</h2>
                <a class="button" href=UNDER data-closes="">
                    {texts::CLOSE}
                </a>
            </div>
            <div class="dialog-body" data-region="dialog" tabindex="-1">
                <ResultNotice shown=state.shown.clone() />
                <SearchForm draft=state.draft.clone() shown=state.shown.clone() />
                <ResultTable shown=state.shown.clone() />
                <RouteIfBound shown=state.shown.clone() />
                <Invitation shown=state.shown.clone() code=state.draft.code.clone() />
                <ApplyForm shown=state.shown special_reason=state.special_reason enterprise />
            </div>
        </BindDialog>
    }
    .into_any()
}

#[component]
fn SearchForm(draft: SearchDraft, shown: Shown) -> impl IntoView {
    view! {
        <form
            class="field-grid search-fields"
            method="get"
            action=HERE
            aria-label=texts::SEARCH_SUPERIOR
            novalidate=true
        >
            <TextField
                name="name"
                // The workbench behind the dialog has the unit's own name.
                id="superior-name"
                label=texts::UNIT_NAME
                value=draft.name
                longest=100
            />
            <TextField
                name="code"
                label=texts::field_label(Field::Code)
                value=draft.code
                required=true
                code=true
                longest=64
                autocomplete="off"
                problem=told(problems(&shown), Field::Code)
            >
                {suggested(&shown).map(|code| view! { <Suggestion code here=HERE /> })}
            </TextField>
            <StatusChoice chosen=draft.status />
            <button class="button button-primary" type="submit">
                {texts::SEARCH}
            </button>
        </form>
    }
    .into_any()
}

/// 路线预览: the way that the unit's business would go.
#[component]
fn RouteIfBound(shown: Shown) -> impl IntoView {
    let route = match shown {
        Shown::Answer { answer, .. } => answer.route,
        Shown::Nothing | Shown::Fault(_) => None,
    };
    route.map(|route| {
        view! {
            <section aria-labelledby="route-if">
                <h3 id="route-if">{texts::tie::ROUTE_IF}</h3>
                <RouteLine route />
            </section>
        }
    })
}

/// 邀请对方入驻, where the code is right and nobody is there who could be bound to.
#[component]
fn Invitation(shown: Shown, code: String) -> impl IntoView {
    use crate::domain::Obstacle::{NotRegistered, SuperiorNeverEntered};
    let missing = match &shown {
        Shown::Answer { answer, .. } => matches!(
            answer.obstacle,
            Some(
                SuperiorNeverEntered { .. }
                    | NotRegistered {
                        wrong_check: false,
                        ..
                    }
            )
        ),
        _ => false,
    };
    missing.then(|| {
        view! {
            <div class="button-row">
                <p>{texts::tie::INVITE_NOTE}</p>
                <a class="button" href=format!("/invite?code={}", escape(&code))>
                    {texts::tie::INVITE}
                </a>
            </div>
        }
    })
}

/// 绑定 of the row that was found; its button stands in the table.
#[component]
fn ApplyForm(shown: Shown, special_reason: String, enterprise: bool) -> impl IntoView {
    // Where nothing was found there is nothing to give a reason for, and a search would take it away again.
    let told = told(problems(&shown), Field::SpecialReason);
    let asked = may_bind(&shown) || told.is_some() || !special_reason.is_empty();
    let reason = (enterprise && asked).then(|| {
        view! {
            <TextArea
                name="special_reason"
                label=texts::field_label(Field::SpecialReason)
                value=special_reason
                required=true
                rows=3
                hint=texts::SPECIAL_REASON_HINT
                problem=told
            />
        }
    });
    view! {
        <form class="form" id="apply" method="post" action=HERE novalidate=true>
            <input type="hidden" name="code" value=found_code(&shown) />
            {reason}
        </form>
    }
    .into_any()
}

#[component]
fn StatusChoice(chosen: String) -> impl IntoView {
    let option = move |value: &'static str, text: &'static str| {
        view! {
            <option value=value selected=chosen == value>
                {text}
            </option>
        }
    };
    view! {
        <Choice name="status" label=texts::field_label(Field::Status)>
            {option("", texts::ALL)}
            {BindingStatus::ALL
                .into_iter()
                .map(|status| option(status.as_str(), texts::binding(status)))
                .collect_view()}
        </Choice>
    }
    .into_any()
}

/// The code that was probably meant, one press away.
#[component]
pub fn Suggestion(
    code: String,
    /// The address of the search.
    here: &'static str,
) -> impl IntoView {
    view! {
        <p class="field-suggest">
            <span>{texts::did_you_mean()} <span class="code">{code.clone()}</span> "？"</span>
            <a class="button button-small" href=format!("{here}?code={code}") data-visit="">
                {texts::SEARCH_WITH_THIS}
            </a>
        </p>
    }
    .into_any()
}

fn suggested(shown: &Shown) -> Option<String> {
    use crate::domain::Obstacle::NotRegistered;
    match shown {
        Shown::Fault(Fault::Invalid(problems)) => problem_at(problems, Field::Code)
            .and_then(texts::suggestion)
            .map(Into::into),
        Shown::Answer { answer, .. } => match &answer.obstacle {
            Some(NotRegistered { likely, .. }) => likely.clone().map(Into::into),
            _ => None,
        },
        _ => None,
    }
}

fn may_bind(shown: &Shown) -> bool {
    match shown {
        Shown::Answer { answer, .. } => answer.row.is_some() && answer.obstacle.is_none(),
        _ => false,
    }
}

fn found_code(shown: &Shown) -> String {
    match shown {
        Shown::Answer { answer, .. } => answer
            .row
            .as_ref()
            .map_or_else(String::new, |row| row.code.as_str().to_owned()),
        _ => String::new(),
    }
}

fn problems(shown: &Shown) -> &[FieldProblem] {
    match shown {
        Shown::Fault(Fault::Invalid(problems))
        | Shown::Answer {
            refused: Some(Fault::Invalid(problems)),
            ..
        } => problems,
        _ => &[],
    }
}
