//! Fields: a label whose text is exactly the accessible name, a hint, and the problem at the place
//! where it was made. `autofocus` is on what answers a form, here and in `notice.rs`: a page that loads opens
//! there without a script, and a visit (`islands/swap.rs`) leads to the same place.

use leptos::prelude::*;

#[component]
pub fn TextField(
    /// Name in the form, and the element's id if it has no other.
    name: &'static str,
    /// Where a page has two fields of one name.
    #[prop(into, optional)]
    id: Option<String>,
    #[prop(into)] label: String,
    #[prop(into, optional)] value: String,
    /// The problem's text, if the field has one.
    #[prop(default = None)]
    problem: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(into, default = "text".to_owned())] kind: String,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(into, optional)] hint: String,
    /// The most characters that can be typed; what is said of longer texts is the server's.
    #[prop(optional)]
    longest: Option<u32>,
    /// A code: shown in the code's type.
    #[prop(optional)]
    code: bool,
    /// Shown, and sent along as it is.
    #[prop(optional)]
    readonly: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let class = if code {
        "field-input code"
    } else {
        "field-input"
    };
    let id = id.unwrap_or_else(|| name.to_owned());
    let described_by = described_by(&id, &hint, problem.is_some());
    let invalid = problem.is_some().then_some("true");
    view! {
        <div class="field">
            <Label name=id.clone() label required />
            <input
                class=class
                id=id.clone()
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                maxlength=longest
                readonly=readonly
                aria-required=required.then_some("true")
                aria-invalid=invalid
                autofocus=invalid.is_some()
                aria-describedby=described_by
            />
            <Hint name=id.clone() hint />
            <ProblemText name=id problem />
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}

#[component]
pub fn TextArea(
    name: &'static str,
    /// The element's id, where the name stands more than once on a page.
    #[prop(optional)]
    id: Option<&'static str>,
    #[prop(into)] label: String,
    #[prop(into, optional)] value: String,
    /// The problem's text, if the field has one.
    #[prop(default = None)]
    problem: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(default = 4)] rows: u32,
    #[prop(into, optional)] hint: String,
    /// The form it belongs to, when it stands outside of it.
    #[prop(optional)]
    form: Option<&'static str>,
) -> impl IntoView {
    let id = id.unwrap_or(name);
    let described_by = described_by(id, &hint, problem.is_some());
    let invalid = problem.is_some().then_some("true");
    view! {
        <div class="field">
            <Label name=id label required />
            <textarea
                class="field-input"
                id=id
                name=name
                rows=rows
                form=form
                aria-required=required.then_some("true")
                aria-invalid=invalid
                autofocus=invalid.is_some()
                aria-describedby=described_by
            >
                {value}
            </textarea>
            <Hint name=id hint />
            <ProblemText name=id problem />
        </div>
    }
    .into_any()
}

/// A `<select>`. `children` are its options.
#[component]
pub fn Choice(
    name: &'static str,
    #[prop(into)] label: String,
    /// The problem's text, if the field has one.
    #[prop(default = None)]
    problem: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(into, optional)] hint: String,
    children: Children,
) -> impl IntoView {
    let described_by = described_by(name, &hint, problem.is_some());
    let invalid = problem.is_some().then_some("true");
    view! {
        <div class="field">
            <Label name label required />
            <select
                class="field-input"
                id=name
                name=name
                aria-required=required.then_some("true")
                aria-invalid=invalid
                autofocus=invalid.is_some()
                aria-describedby=described_by
            >
                {children()}
            </select>
            <Hint name hint />
            <ProblemText name problem />
        </div>
    }
    .into_any()
}

/// The required mark is drawn by the style, so that it is no part of the name.
#[component]
fn Label(#[prop(into)] name: String, label: String, required: bool) -> impl IntoView {
    let class = if required {
        "field-label field-label-required"
    } else {
        "field-label"
    };
    view! {
        <label class=class for=name>
            {label}
        </label>
    }
    .into_any()
}

#[component]
fn Hint(#[prop(into)] name: String, hint: String) -> impl IntoView {
    (!hint.is_empty()).then(|| {
        view! {
            <p class="field-hint" id=format!("{name}-hint")>
                {hint}
            </p>
        }
    })
}

/// What is wrong with a group of boxes, which has no control of its own to lead to.
#[component]
pub fn GroupProblem(id: &'static str, problem: Option<String>) -> impl IntoView {
    problem.map(|text| {
        view! {
            <p class="field-error" id=id tabindex="-1" autofocus=true>
                {text}
            </p>
        }
    })
}

#[component]
fn ProblemText(#[prop(into)] name: String, problem: Option<String>) -> impl IntoView {
    problem.map(|text| {
        view! {
            <p class="field-error" id=format!("{name}-error")>
                {text}
            </p>
        }
    })
}

fn described_by(name: &str, hint: &str, problem: bool) -> Option<String> {
    let hint = (!hint.is_empty()).then(|| format!("{name}-hint"));
    let problem = problem.then(|| format!("{name}-error"));
    let ids: Vec<String> = [hint, problem].into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
