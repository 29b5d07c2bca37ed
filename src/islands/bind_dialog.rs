//! 绑定单位: the dialog over the workbench. `/bind` is its address, so that it needs no script.

use super::bind_result::{ResultNotice, ResultTable};
use crate::api;
use crate::domain::{
    ApplyDraft, BindingStatus, Fault, Field, FieldProblem, SearchAnswer, SearchDraft, problem_at,
};
use crate::texts;
use crate::ui::{Choice, TextArea, TextField, form_text, resubmit_natively};
use leptos::ev::{self, SubmitEvent};
use leptos::html::{Dialog, Form};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{Element, HtmlDialogElement, HtmlFormElement, HtmlInputElement};
use serde::{Deserialize, Serialize};

/// The dialog's address, and that of the page under it.
const HERE: &str = "/bind";
const UNDER: &str = "/workbench";

/// What the dialog shows in answer to the last question.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Shown {
    #[default]
    Nothing,
    /// `applied`: the answer to 绑定, not to 查询.
    Answer {
        answer: SearchAnswer,
        applied: bool,
    },
    Fault(Fault),
}

#[island]
pub fn BindDialog(
    open: bool,
    /// An enterprise says why it binds.
    enterprise: bool,
    draft: SearchDraft,
    special_reason: String,
    shown: Shown,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let search_form = NodeRef::<Form>::new();
    let shown = RwSignal::new(shown);
    let busy = RwSignal::new(false);
    // Whether the workbench under the dialog tells an older state than the dialog.
    let changed = RwSignal::new(false);

    let search = move |draft: SearchDraft| {
        busy.set(true);
        spawn_local(async move {
            let found = api::search_superior(draft).await;
            busy.set(false);
            match found {
                Ok(answer) => shown.set(Shown::Answer {
                    answer,
                    applied: false,
                }),
                Err(Fault::SignInRequired) => {
                    if let Some(form) = search_form.get_untracked() {
                        resubmit_natively(&form);
                    }
                }
                Err(fault) => shown.set(Shown::Fault(fault)),
            }
        });
    };
    let on_search = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(form) = search_form.get_untracked()
            && !busy.get_untracked()
        {
            search(read_search(&form));
        }
    };
    let on_apply = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(form) = form_of(&event) else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let draft = read_apply(&form);
        spawn_local(async move {
            let applied = api::apply(draft).await;
            busy.set(false);
            match applied {
                Ok(answer) => {
                    changed.set(true);
                    shown.set(Shown::Answer {
                        answer,
                        applied: true,
                    });
                }
                Err(Fault::SignInRequired) => resubmit_natively(&form),
                Err(fault) => shown.set(Shown::Fault(fault)),
            }
        });
    };

    Effect::new(move || {
        if let Some(dialog) = dialog.get() {
            become_modal(&dialog, open);
        }
    });
    let opener = window_event_listener(ev::click, move |event| {
        if let Some(dialog) = dialog.get_untracked()
            && opens_dialog(&event)
        {
            event.prevent_default();
            show(&dialog);
        }
    });
    on_cleanup(move || opener.remove());

    let problems = move || match shown.get() {
        Shown::Fault(Fault::Invalid(problems)) => problems,
        _ => Vec::new(),
    };
    let code_problem = Signal::derive(move || told(&problems(), Field::Code));
    let reason_problem = Signal::derive(move || told(&problems(), Field::SpecialReason));
    view! {
        <dialog
            class="dialog"
            id="bind"
            open=open
            aria-labelledby="bind-title"
            node_ref=dialog
            on:close=move |_| leave(changed.get_untracked())
        >
            <div class="dialog-head">
                <h2 id="bind-title">{texts::BIND_DIALOG}</h2>
                <a
                    class="button"
                    href=UNDER
                    on:click=move |event| {
                        event.prevent_default();
                        if let Some(dialog) = dialog.get_untracked() {
                            dialog.close();
                        }
                    }
                >
                    {texts::CLOSE}
                </a>
            </div>
            <div class="dialog-body">
                <ResultNotice shown />
                <form
                    class="field-grid search-fields"
                    method="get"
                    action=HERE
                    aria-label=texts::SEARCH_SUPERIOR
                    novalidate=true
                    node_ref=search_form
                    on:submit=on_search
                >
                    <TextField name="name" label=texts::UNIT_NAME value=draft.name.clone() longest=100 />
                    <TextField
                        name="code"
                        label=texts::field_label(Field::Code)
                        value=draft.code.clone()
                        required=true
                        code=true
                        longest=64
                        autocomplete="off"
                        problem=code_problem
                    >
                        <Suggestion shown search_form search />
                    </TextField>
                    <StatusChoice chosen=draft.status.clone() />
                    <button
                        class="button button-primary"
                        type="submit"
                        aria-busy=move || busy.get().then_some("true")
                    >
                        {texts::SEARCH}
                    </button>
                </form>
                <ResultTable shown busy />
                <form
                    class="form"
                    id="apply"
                    method="post"
                    action=HERE
                    novalidate=true
                    on:submit=on_apply
                >
                    <input type="hidden" name="code" value=move || found_code(&shown.read()) />
                    {enterprise
                        .then(|| {
                            view! {
                                <TextArea
                                    name="special_reason"
                                    label=texts::field_label(Field::SpecialReason)
                                    value=special_reason.clone()
                                    required=true
                                    rows=3
                                    hint=texts::SPECIAL_REASON_HINT
                                    problem=reason_problem
                                />
                            }
                        })}
                </form>
            </div>
        </dialog>
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
fn Suggestion(
    shown: RwSignal<Shown>,
    search_form: NodeRef<Form>,
    search: impl Fn(SearchDraft) + Copy + Send + 'static,
) -> impl IntoView {
    move || {
        let code = suggested(&shown.read())?;
        let href = format!("{HERE}?code={code}");
        let accept = {
            let code = code.clone();
            move |event: ev::MouseEvent| {
                event.prevent_default();
                let Some(form) = search_form.get_untracked() else {
                    return;
                };
                let field = form.elements().named_item("code");
                if let Some(input) = field.and_then(|f| f.dyn_into::<HtmlInputElement>().ok()) {
                    input.set_value(&code);
                }
                search(read_search(&form));
            }
        };
        Some(view! {
            <p class="field-suggest">
                <span>{texts::did_you_mean()} <span class="code">{code.clone()}</span> "？"</span>
                <a class="button button-small" href=href on:click=accept>
                    {texts::SEARCH_WITH_THIS}
                </a>
            </p>
        })
    }
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

fn found_code(shown: &Shown) -> String {
    match shown {
        Shown::Answer { answer, .. } => answer
            .row
            .as_ref()
            .map_or_else(String::new, |row| row.code.as_str().to_owned()),
        _ => String::new(),
    }
}

fn told(problems: &[FieldProblem], field: Field) -> Option<String> {
    problem_at(problems, field).map(|problem| texts::problem(field, problem))
}

fn read_search(form: &HtmlFormElement) -> SearchDraft {
    SearchDraft {
        name: form_text(form, "name"),
        code: form_text(form, "code"),
        status: form_text(form, "status"),
    }
}

fn read_apply(form: &HtmlFormElement) -> ApplyDraft {
    ApplyDraft {
        code: form_text(form, "code"),
        special_reason: form_text(form, "special_reason"),
    }
}

fn form_of(event: &SubmitEvent) -> Option<HtmlFormElement> {
    event.target()?.dyn_into().ok()
}

/// The server showed `<dialog open>` over an inert page; from now on the browser keeps the two
/// apart, with focus and Escape.
fn become_modal(dialog: &HtmlDialogElement, open: bool) {
    if !open {
        return;
    }
    if let Ok(Some(page)) = document().query_selector(".page") {
        // The attribute may be gone already: then the page is as it should be.
        let _ = page.remove_attribute("inert");
    }
    // Not close(): that would be heard as leaving.
    let _ = dialog.remove_attribute("open");
    open_modal(dialog);
}

fn show(dialog: &HtmlDialogElement) {
    open_modal(dialog);
    let _ = window()
        .history()
        .and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(HERE)));
}

/// A dialog that is open already, or one that an old browser can't make modal, stays as it is.
fn open_modal(dialog: &HtmlDialogElement) {
    if dialog.show_modal().is_err() {
        let _ = dialog.set_attribute("open", "");
    }
}

/// Back to the workbench: as it was, or anew when something changed.
fn leave(changed: bool) {
    if changed {
        let _ = window().location().set_href(UNDER);
        return;
    }
    let _ = window()
        .history()
        .and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(UNDER)));
}

/// A plain click on a link to the dialog.
fn opens_dialog(event: &ev::MouseEvent) -> bool {
    let plain = event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key();
    let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    let link = target.and_then(|t| t.closest("a[data-opens-bind]").ok().flatten());
    plain && !event.default_prevented() && link.is_some()
}
