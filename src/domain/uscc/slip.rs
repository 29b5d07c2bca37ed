//! The slips of the hand and the eye that a code's two check characters let us undo.

use super::{Uscc, has_right_check_digit, shape};

/// The code that was probably meant, when one kind of slip explains why `code` has not the right
/// shape: letters the alphabet leaves out because they look like others, or two neighbours that
/// changed places.
pub(super) fn repaired(code: &str) -> Option<Uscc> {
    let plain: String = code.chars().map(look_alike).collect();
    if plain == code {
        unswapped(code)
    } else {
        sound(plain)
    }
}

/// The one right code that differs from `code` by two neighbours changing places. `None` when there
/// are several: a guess between them could point at a stranger's code.
pub(super) fn unswapped(code: &str) -> Option<Uscc> {
    let characters: Vec<char> = code.chars().collect();
    let mut right = (1..characters.len()).filter_map(|i| {
        let mut swapped = characters.clone();
        swapped.swap(i - 1, i);
        (swapped != characters).then(|| sound(swapped.into_iter().collect()))?
    });
    right.next().filter(|_| right.next().is_none())
}

/// The character meant by one that GB 32100 leaves out of the alphabet (I, O, S, V and Z) for its
/// likeness.
fn look_alike(c: char) -> char {
    match c {
        'I' => '1',
        'O' => '0',
        'S' => '5',
        'V' => 'U',
        'Z' => '2',
        _ => c,
    }
}

/// A code fit to be suggested: all is right with it, and its region is in a province there is.
fn sound(code: String) -> Option<Uscc> {
    let is_right = shape(&code).is_ok() && has_right_check_digit(&code);
    (is_right && PROVINCES.contains(&&code[2..4])).then_some(Uscc(code))
}

/// What region digits begin with (GB/T 2260; 10 is the state itself). Only suggestions ask: a code
/// that is typed may know better.
const PROVINCES: [&str; 35] = [
    "10", "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37",
    "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65",
    "71", "81", "82",
];

#[cfg(test)]
mod tests {
    use super::super::{UsccError, Verdict};
    use super::*;

    fn likely(text: &str) -> Option<String> {
        let likely = match Uscc::parse(text) {
            Ok(uscc) => match uscc.verdict() {
                Verdict::Valid => panic!("{text} is right"),
                Verdict::WrongCheck { likely, .. } => likely,
            },
            Err(
                UsccError::Character { likely, .. }
                | UsccError::Category { likely, .. }
                | UsccError::Region { likely, .. }
                | UsccError::OrganizationCode { likely, .. },
            ) => likely,
            Err(_) => None,
        };
        likely.map(String::from)
    }

    #[test]
    fn letters_that_look_like_others_are_put_right() {
        let meant = Some("12220000MB9000023N".to_owned());
        for text in [
            "I2220000MB9000023N",
            "1Z220000MB90000Z3N",
            "12220OOOMB9OOOO23N",
            "i222oooomb9oooo23n",
        ] {
            assert_eq!(likely(text), meant, "{text}");
        }
        assert_eq!(
            likely("S2610S00MJV603S0X1"),
            Some("52610500MJU60350X1".to_owned())
        );
    }

    #[test]
    fn no_code_is_suggested_that_is_not_right_itself() {
        assert_eq!(likely("I2220000MB9000024N"), None);
        assert_eq!(likely("1222000长MB9000023N"), None);
        assert_eq!(likely("12220000MB90000ZZN"), None);
    }

    #[test]
    fn of_two_possible_swaps_none_is_suggested() {
        let (one, other) = ("9144030071526726XG", "9144030075127626XG");
        for code in [one, other] {
            assert_eq!(Uscc::parse(code).unwrap().verdict(), Verdict::Valid);
        }
        // Swapping characters 10 and 11 gives the one, 13 and 14 the other.
        assert_eq!(likely("9144030075126726XG"), None);
    }

    #[test]
    fn a_pair_is_found_in_every_part_of_a_code() {
        for (typed, meant) in [
            ("19220100MA90000460", "91220100MA90000460"),
            ("21220000MB9000023N", "12220000MB9000023N"),
            ("1222000M0B9000023N", "12220000MB9000023N"),
            ("12220000BM9000023N", "12220000MB9000023N"),
            ("12220000MB900002N3", "12220000MB9000023N"),
        ] {
            assert_eq!(likely(typed).as_deref(), Some(meant), "{typed}");
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use proptest::prelude::*;

    use super::super::{UsccError, Verdict, organization_code};
    use super::*;

    fn right_code() -> impl Strategy<Value = Uscc> {
        let parts = (
            "1[123]|5[123]|9[123]|A1|N[123]",
            "22[0-9]{4}",
            "[0-9A-HJ-NPQRTUWXY]{8}",
        );
        parts.prop_map(|(category, region, organization)| {
            let check =
                organization_code::check_character(&organization).expect("eight characters");
            Uscc::with_check_digit(&format!("{category}{region}{organization}{check}"))
                .expect("a valid code")
        })
    }

    proptest! {
        #[test]
        fn a_swapped_pair_is_suggested_back(code in right_code(), i in 1..18_usize) {
            let mut characters: Vec<char> = code.as_str().chars().collect();
            characters.swap(i - 1, i);
            let swapped = String::from_iter(&characters);
            // Two that are the same: nothing was swapped.
            if swapped == code.as_str() {
                return Ok(());
            }
            let likely = match Uscc::parse(&swapped).map(|uscc| uscc.verdict()) {
                Ok(Verdict::Valid) => panic!("a swap was not noticed"),
                Ok(Verdict::WrongCheck { likely, .. }) => likely,
                Err(UsccError::Category { likely, .. } | UsccError::Region { likely, .. }) => likely,
                Err(UsccError::OrganizationCode { likely, .. }) => likely,
                Err(UsccError::IdentityCard) => return Ok(()),
                Err(error) => panic!("{error}"),
            };
            // Either the code itself, or no answer because another swap would do as well.
            let ways = (1..18).filter(|&j| {
                let mut again = characters.clone();
                again.swap(j - 1, j);
                again != characters && sound(again.into_iter().collect()).is_some()
            });
            prop_assert_eq!(likely, (ways.count() == 1).then_some(code));
        }
    }
}
