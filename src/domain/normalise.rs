//! What people type or paste, made plain before it is read as a code or a text.

/// A code as typed, made plain: full-width characters become half-width; white space (U+3000 too),
/// hyphens of every kind and invisible marks go, wherever they stand. Letters keep their case.
pub(super) fn compact(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|&c| !c.is_whitespace() && !is_hyphen(c) && !is_joiner(c) && !is_invisible(c))
        .collect()
}

/// The half-width form of a full-width character (U+FF01–U+FF5E, the Chinese input method's ASCII);
/// any other stays as it is.
pub(super) fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Whether a character shows nothing and carries no meaning in our texts: direction marks,
/// zero-width space, byte-order mark. They travel along with text pasted from spreadsheets and chat
/// programs.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
    )
}

/// Zero-width joiners mean something in an emoji, but nothing in a code.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{AD}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_hyphens_and_invisible_marks_go() {
        assert_eq!(
            compact("\u{3000} 1-2\u{2014}3\u{A0}4\t\u{202D}5\u{FEFF}\r\n"),
            "12345"
        );
    }

    #[test]
    fn full_width_becomes_half_width() {
        assert_eq!(compact("１２ＡＢｘ－＋"), "12ABx+");
    }

    #[test]
    fn chinese_stays() {
        assert_eq!(compact("长春、市"), "长春、市");
    }
}
