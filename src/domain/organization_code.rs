//! 组织机构代码 (GB 11714-1997): eight characters and a check character.

/// The check character of a 组织机构代码, from its first eight characters (本体代码; digits and
/// upper-case Latin letters).
///
/// GB 11714-1997 §2.1.2: weights 3 7 9 10 5 8 4 2 over the values 0–9, A = 10 … Z = 35; C9 = 11 − Σ
/// mod 11, where 10 is written `X` and 11 is written `0`. `None` where the text is not eight such
/// characters.
pub fn check_character(first8: &str) -> Option<char> {
    if first8.len() != WEIGHTS.len() {
        return None;
    }
    let values = first8.bytes().map(value).collect::<Option<Vec<_>>>()?;
    let sum: u32 = values.iter().zip(WEIGHTS).map(|(v, w)| v * w).sum();
    match 11 - sum % 11 {
        10 => Some('X'),
        11 => Some('0'),
        digit => char::from_digit(digit, 10),
    }
}

const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

fn value(byte: u8) -> Option<u32> {
    match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A') + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gb_11714_gives_the_check_character() {
        assert_eq!(check_character("40000062"), Some('4'));
        assert_eq!(check_character("M0001QKT"), Some('1'));
    }

    #[test]
    fn ten_is_written_x() {
        assert_eq!(check_character("MJU60350"), Some('X'));
        assert_eq!(check_character("71526726"), Some('X'));
    }

    #[test]
    fn eleven_is_written_0() {
        assert_eq!(check_character("55874522"), Some('0'));
    }

    #[test]
    fn anything_but_eight_digits_and_capitals_has_none() {
        for text in [
            "",
            "4000006",
            "400000624",
            "4000006a",
            "4000006-",
            "机关机关",
        ] {
            assert_eq!(check_character(text), None, "{text}");
        }
    }
}
