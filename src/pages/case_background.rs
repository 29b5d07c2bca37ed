//! What else a reviewer weighs: the code's own word, the chain of superiors, earlier applications.

use crate::domain::views::{CaseView, EarlierView};
use crate::domain::{Tab, Walk};
use crate::texts;
use crate::ui::Badge;
use leptos::prelude::*;

#[component]
pub fn CaseBackground(case: CaseView) -> impl IntoView {
    let lines = texts::case::code_check(&case.unit.code, case.code_region.as_deref());
    let unit = case.unit.name;
    let now = texts::case::chain(&unit, &case.superiors);
    let then = &case.superiors_if_approved;
    let then = (!then.is_empty()).then(|| texts::case::chain(&unit, then));
    view! {
        <section class="card" aria-label=texts::case::CHAIN>
            <div class="card-part">
                <h3>{texts::case::CODE_CHECK}</h3>
                <ul class="code-check" role="list">
                    {lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                </ul>
            </div>
            <div class="card-part">
                <h3>{texts::case::CHAIN}</h3>
                <dl class="chains">
                    <div>
                        <dt>{texts::case::CHAIN_NOW}</dt>
                        <dd>{now}</dd>
                    </div>
                    {then
                        .map(|then| {
                            view! {
                                <div>
                                    <dt>{texts::case::CHAIN_IF_APPROVED}</dt>
                                    <dd>{then}</dd>
                                </div>
                            }
                        })}
                </dl>
            </div>
            <Earlier earlier=case.earlier />
        </section>
    }
    .into_any()
}

/// 以往申请: the same unit's, to the same superior.
#[component]
fn Earlier(earlier: Vec<EarlierView>) -> impl IntoView {
    let line = |case: EarlierView| {
        let date = case.applied_at.date_shanghai();
        view! {
            <li>
                <p class="facts-row">
                    <a href=Walk::of_tab(Tab::Settled).case(case.id, &[])>
                        <time datetime=date.clone()>{date.clone()}</time>
                    </a>
                    <Badge
                        tone=Some(texts::state_tone(case.state))
                        text=texts::state(case.state)
                    />
                </p>
                {(!case.opinion.is_empty()).then(|| view! { <p class="quote">{case.opinion}</p> })}
            </li>
        }
    };
    (!earlier.is_empty())
        .then(|| {
            view! {
                <div class="card-part">
                    <h3>{texts::case::EARLIER}</h3>
                    <ul class="earlier" role="list">
                        {earlier.into_iter().map(line).collect_view()}
                    </ul>
                </div>
            }
        })
        .into_any()
}
