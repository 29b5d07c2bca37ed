//! How a person's number is shown to those who need not know all of it.

/// The first `head` and the last `tail` characters, with one `*` for every character between. A
/// text too short to hide anything is hidden whole.
pub(super) fn middle(text: &str, head: usize, tail: usize) -> String {
    let length = text.chars().count();
    let shown = |i: usize| length > head + tail && (i < head || i >= length - tail);
    text.chars()
        .enumerate()
        .map(|(i, c)| if shown(i) { c } else { '*' })
        .collect()
}

/// A telephone number of whatever form, as others see it. A landline keeps its area code, and its last two digits.
pub fn mask_phone(number: &str) -> String {
    let mut parts = number.split('-');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(area), Some(number), extension) => {
            let extension = extension.map(|digits| format!("-{}", middle(digits, 0, digits.len())));
            let number = middle(number, 0, 2);
            format!("{area}-{number}{}", extension.unwrap_or_default())
        }
        _ => middle(number, 3, 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_star_for_every_hidden_character() {
        assert_eq!(middle("13912340001", 3, 4), "139****0001");
    }

    #[test]
    fn a_text_too_short_to_hide_anything_is_hidden_whole() {
        assert_eq!(middle("1234567", 3, 4), "*******");
        assert_eq!(middle("", 3, 4), "");
    }
}
