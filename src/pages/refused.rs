//! A form that came back: what is said above it, and at its fields.

use crate::domain::{Fault, Field, FieldProblem, problem_at};
use crate::texts;
use crate::ui::Notice;
use leptos::prelude::*;

/// Why a form was not done: the problems of its fields, and what is said above it.
pub fn split(fault: Option<Fault>) -> (Vec<FieldProblem>, Option<Fault>) {
    match fault {
        Some(Fault::Invalid(problems)) => (problems, None),
        other => (Vec::new(), other),
    }
}

/// The problems alone, where what is said above stands somewhere else.
pub fn told_all(fault: Option<&Fault>) -> Vec<FieldProblem> {
    match fault {
        Some(Fault::Invalid(problems)) => problems.clone(),
        _ => Vec::new(),
    }
}

/// The sentence at a field, if it has a problem.
pub fn told(problems: &[FieldProblem], field: Field) -> Option<String> {
    problem_at(problems, field).map(|problem| texts::problem(field, problem))
}

/// What is said above the form.
#[component]
pub fn WhyNot(fault: Option<Fault>) -> impl IntoView {
    fault.map(|fault| view! { <Notice saying=texts::fault(&fault) announced=true /> })
}
