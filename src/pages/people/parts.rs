//! What both pages of 经办人管理 have.

use super::super::refused::told;
use crate::domain::people::LinkView;
use crate::domain::{Field, FieldProblem, Roles};
use crate::texts::people as words;
use crate::ui::{GroupProblem, Notice};
use leptos::prelude::*;

/// A box for each role.
#[component]
pub fn RoleBoxes(ticked: Vec<String>, problems: Vec<FieldProblem>) -> impl IntoView {
    let problem = told(&problems, Field::Roles);
    let described = problem.is_some().then_some("roles-error");
    let boxes = Roles::WORDS.map(|word| {
        let checked = ticked.iter().any(|one| one == word);
        view! {
            <label class="choice">
                <input type="checkbox" name="roles" value=word checked=checked />
                {words::role(word)}
            </label>
        }
    });
    view! {
        <fieldset class="field" aria-describedby=described>
            <legend class="field-label field-label-required">{words::ROLES}</legend>
            {boxes.into_iter().collect_view()}
            <GroupProblem id="roles-error" problem />
        </fieldset>
    }
    .into_any()
}

/// A one-time link, to be copied by hand.
#[component]
pub fn LinkNotice(link: LinkView) -> impl IntoView {
    view! {
        <Notice saying=words::link(&link.person, link.until, link.opens) announced=true>
            <p>
                <input
                    class="field-input code"
                    type="text"
                    readonly=true
                    value=link.url
                    aria-label=words::link_name(link.opens)
                />
            </p>
        </Notice>
    }
    .into_any()
}
