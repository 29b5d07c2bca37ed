//! 重新提交, at the end of the workbench's form.

use super::case_notice::{reason_label, why_wrong};
use super::refused::told;
use crate::domain::views::CaseStanding;
use crate::domain::{ApplicationKind, DataField, Fault, Field, FieldProblem, ResubmitDraft};
use crate::texts;
use crate::ui::{Notice, TextArea};
use leptos::prelude::*;

/// 重新提交 of a returned case is a button of the form in which it is corrected: nothing that was typed stays behind.
/// 保存 comes first, so that it is what Enter does.
#[component]
pub fn ResubmitPart(
    case: CaseStanding,
    /// It says why it binds.
    exempt: bool,
    typed: Option<ResubmitDraft>,
    fault: Option<Fault>,
    problems: Vec<FieldProblem>,
) -> impl IntoView {
    let unchanged = fault.filter(|fault| matches!(fault, Fault::Unchanged { .. }));
    let confirms = unchanged.is_some();
    let asked = unchanged.map(|fault| view! { <Notice saying=texts::fault(&fault) /> });
    let reason = typed.map_or(case.special_reason, |typed| typed.special_reason);
    let field = match case.kind {
        ApplicationKind::Bind => Field::SpecialReason,
        _ => Field::MoveReason,
    };
    let reason = (exempt || case.kind != ApplicationKind::Bind).then(|| {
        view! {
            <TextArea
                name="special_reason"
                label=reason_label(case.kind)
                value=reason
                required=true
                rows=3
                hint=why_wrong(&case.wrong, DataField::SpecialReason)
                problem=told(&problems, field)
            />
        }
    });
    let (name, value, label) = match confirms {
        true => (Some("confirmed"), Some("yes"), texts::RESUBMIT_ANYWAY),
        false => (None, None, texts::RESUBMIT),
    };
    view! {
        <div class="card-part" id="resubmit">
            <input type="hidden" name="application" value=case.id />
            <input type="hidden" name="case_version" value=case.version />
            {asked}
            {reason}
            <p>{texts::RESUBMIT_NOTE}</p>
            <div class="button-row">
                <button class="button" type="submit">
                    {texts::SAVE}
                </button>
                <button
                    class="button button-primary"
                    type="submit"
                    formaction="/resubmit"
                    name=name
                    value=value
                >
                    {label}
                </button>
            </div>
        </div>
    }
    .into_any()
}
