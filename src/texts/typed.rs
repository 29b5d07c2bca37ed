//! What somebody typed into a form that can't be sent any more, in the words of the form.

use super::{NO, YES, data_label, field_label, outcome};
use crate::domain::{DataField, Field, Outcome};

pub const UNSENT: &str = "刚才填写的内容没有提交";
pub const UNSENT_NOTE: &str = "可以复制下来，交给能办理的人。";
const WRONG: &str = "有误的信息";

/// A field's label and what stands in it. None where it is empty, or only the form understands it.
pub fn typed(name: &str, text: &str) -> Option<(String, String)> {
    let text = text.trim();
    let explains = DataField::ALL
        .into_iter()
        .find(|field| field.why_name() == name);
    let (label, text) = match (name, explains) {
        (_, Some(field)) => (field_label(Field::Why(field)), text),
        ("faulty", _) => (field_label(Field::Faulty), yes(text)?),
        ("wrong", _) => (WRONG, data_label(DataField::parse(text)?)),
        ("outcome", _) => (field_label(Field::Outcome), outcome(Outcome::parse(text)?)),
        ("opinion", _) => (field_label(Field::Opinion), text),
        ("why", _) => (field_label(Field::ConsentReason), text),
        _ => return None,
    };
    (!text.is_empty()).then(|| (label.to_owned(), text.to_owned()))
}

fn yes(word: &str) -> Option<&'static str> {
    match word {
        "yes" => Some(YES),
        "no" => Some(NO),
        _ => None,
    }
}
