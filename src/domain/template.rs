//! 审核意见 with placeholders: one text for many applicants, each told of its own.

use super::Instant;

const NAME: &str = "{单位名称}";
const CODE: &str = "{统一社会信用代码}";
const APPLIED: &str = "{申请日期}";

/// What an opinion may hold for each applicant to be filled with its own.
pub const PLACEHOLDERS: [&str; 3] = [NAME, CODE, APPLIED];

/// Whom an opinion is written to.
#[derive(Clone, Copy, Debug)]
pub struct Addressee<'a> {
    pub name: &'a str,
    pub code: &'a str,
    pub applied_at: Instant,
}

/// Whether the opinion says something else to each applicant.
pub fn has_placeholder(opinion: &str) -> bool {
    PLACEHOLDERS.iter().any(|place| opinion.contains(place))
}

/// The opinion as this applicant reads it. Braces around anything else stay as they were typed, and
/// what is filled in is not read again: a name is only a name.
pub fn fill(opinion: &str, to: Addressee<'_>) -> String {
    let mut filled = String::with_capacity(opinion.len());
    let mut rest = opinion;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        rest = match PLACEHOLDERS.iter().find(|place| from.starts_with(**place)) {
            Some(&place) => {
                match place {
                    NAME => filled.push_str(to.name),
                    CODE => filled.push_str(to.code),
                    _ => filled.push_str(&to.applied_at.date_shanghai()),
                }
                &from[place.len()..]
            }
            None => {
                filled.push('{');
                &from[1..]
            }
        };
    }
    filled.push_str(rest);
    filled
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
    fn what_is_no_place_stays() {
        for text in ["", "同意", "{", "{}", "{单位}", "}{单位名称", "{{"] {
            assert_eq!(fill(text, to("甲局")), text);
            assert!(!has_placeholder(text));
        }
        assert_eq!(fill("{{单位名称}}", to("甲局")), "{甲局}");
    }

    #[test]
    fn a_name_is_not_read_as_a_place() {
        assert_eq!(fill("{单位名称}", to("{申请日期}")), "{申请日期}");
    }
}
