//! 审核意见 with placeholders: one text for many applicants, each told of its own.

use super::{Instant, Opinion, Problem};

/// What an opinion may hold for each applicant to be filled with its own.
pub const PLACEHOLDERS: [&str; 3] = ["{单位名称}", "{统一社会信用代码}", "{申请日期}"];

const OPENS: [char; 2] = ['{', '｛'];
const CLOSES: [char; 2] = ['}', '｝'];
/// What ends a name in braces, or shows that there was none.
const STOPS: [char; 5] = ['{', '｛', '}', '｝', '\n'];

/// Whom an opinion is written to.
#[derive(Clone, Copy, Debug)]
pub struct Addressee<'a> {
    pub name: &'a str,
    pub code: &'a str,
    pub applied_at: Instant,
}

/// 审核意见 as it was typed, or none where nothing was. What stands in braces and is no placeholder
/// would reach every applicant as it is: it is refused.
pub fn read_opinion(text: &str) -> Result<Option<Opinion>, Problem> {
    let Some(opinion) = Opinion::optional(text)? else {
        return Ok(None);
    };
    let unknown = pieces(opinion.as_str())
        .into_iter()
        .find_map(|piece| match piece {
            Piece::Unknown(found) => Some(found.to_owned()),
            Piece::Text(_) | Piece::Place(_) => None,
        });
    match unknown {
        Some(found) => Err(Problem::UnknownPlaceholder { found }),
        None => Ok(Some(opinion)),
    }
}

/// Whether the opinion says something else to each applicant.
pub fn has_placeholder(opinion: &str) -> bool {
    let is_place = |piece: &Piece<'_>| matches!(piece, Piece::Place(_));
    pieces(opinion).iter().any(is_place)
}

/// The opinion as this applicant reads it. What is filled in is not read again: a name is only a
/// name.
pub fn fill(opinion: &str, to: Addressee<'_>) -> String {
    let mut filled = String::with_capacity(opinion.len());
    for piece in pieces(opinion) {
        match piece {
            Piece::Text(text) | Piece::Unknown(text) => filled.push_str(text),
            Piece::Place(Place::Name) => filled.push_str(to.name),
            Piece::Place(Place::Code) => filled.push_str(to.code),
            Piece::Place(Place::Applied) => filled.push_str(&to.applied_at.date_shanghai()),
        }
    }
    filled
}

enum Piece<'a> {
    Text(&'a str),
    Place(Place),
    /// In braces, which are part of it, and no placeholder.
    Unknown(&'a str),
}

#[derive(Clone, Copy)]
enum Place {
    Name,
    Code,
    Applied,
}

impl Place {
    fn parse(name: &str) -> Option<Self> {
        match name.trim() {
            "单位名称" => Some(Self::Name),
            "统一社会信用代码" => Some(Self::Code),
            "申请日期" => Some(Self::Applied),
            _ => None,
        }
    }
}

/// Braces may be full-width, as they come out of an input method. One that is never closed on its
/// line is only a brace.
fn pieces(opinion: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = opinion;
    while let Some((before, within, after)) = next_in_braces(rest) {
        let whole = &rest[before.len()..rest.len() - after.len()];
        found.push(Piece::Text(before));
        found.push(Place::parse(within).map_or(Piece::Unknown(whole), Piece::Place));
        rest = after;
    }
    found.push(Piece::Text(rest));
    found
}

/// What comes before the next pair of braces, what is in it, and what comes after it.
fn next_in_braces(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let (open, brace) = text[from..]
            .char_indices()
            .find(|(_, c)| OPENS.contains(c))?;
        let begins = from + open + brace.len_utf8();
        let (length, stop) = text[begins..]
            .char_indices()
            .find(|(_, c)| STOPS.contains(c))?;
        let ends = begins + length;
        if CLOSES.contains(&stop) {
            let after = &text[ends + stop.len_utf8()..];
            return Some((&text[..from + open], &text[begins..ends], after));
        }
        from = ends;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(name: &str) -> Addressee<'_> {
        Addressee {
            name,
            code: "11220000MB9000015Y",
            applied_at: Instant::from_micros(1_700_000_000_000_000),
        }
    }

    #[test]
    fn each_place_is_filled_wherever_it_stands() {
        assert_eq!(
            fill(
                "{单位名称}（{统一社会信用代码}）于{申请日期}申请，{单位名称}请核对",
                to("甲局")
            ),
            "甲局（11220000MB9000015Y）于2023-11-15申请，甲局请核对"
        );
    }

    #[test]
    fn an_input_method_s_braces_are_braces() {
        for text in [
            "｛单位名称｝请核对",
            "{ 单位名称 }请核对",
            "{单位名称｝请核对",
        ] {
            assert_eq!(fill(text, to("甲局")), "甲局请核对");
            assert!(has_placeholder(text));
        }
    }

    #[test]
    fn what_is_no_place_stays() {
        for text in [
            "",
            "同意",
            "{",
            "{}",
            "{单位}",
            "}{单位名称",
            "{{",
            "{\n单位名称}",
        ] {
            assert_eq!(fill(text, to("甲局")), text);
            assert!(!has_placeholder(text));
        }
        assert_eq!(fill("{{单位名称}}", to("甲局")), "{甲局}");
    }

    #[test]
    fn a_name_is_not_read_as_a_place() {
        assert_eq!(fill("{单位名称}", to("{申请日期}")), "{申请日期}");
    }

    #[test]
    fn what_stands_in_braces_is_a_place_or_is_refused() {
        for (text, wrong) in [
            ("请{单位名称}补充{材料}", "{材料}"),
            ("｛单位名｝请核对", "｛单位名｝"),
            ("{单位名称}{}", "{}"),
        ] {
            let found = wrong.to_owned();
            assert_eq!(
                read_opinion(text),
                Err(Problem::UnknownPlaceholder { found }),
                "{text}"
            );
        }
        for text in ["{单位名称}：同意", "一个 { 不是", "同意 }"] {
            assert!(read_opinion(text).expect("nothing is wrong").is_some());
        }
        assert_eq!(read_opinion(" "), Ok(None));
    }

    #[test]
    fn each_placeholder_that_is_told_of_is_known() {
        for place in PLACEHOLDERS {
            assert_ne!(fill(place, to("甲局")), place);
        }
    }
}
