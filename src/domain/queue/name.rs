//! Names of applicants, as they are searched.

use super::super::normalise::{half_width, is_invisible};
use std::collections::BTreeSet;

/// A name as a search compares it: what people type for one character in two ways is one.
pub fn fold_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .filter(|&c| !is_invisible(c))
        .map(|c| if c == '\u{3000}' { ' ' } else { half_width(c) })
        .flat_map(char::to_lowercase)
        .collect();
    plain.trim().to_owned()
}

/// Each two neighbouring characters of the folded name.
pub fn grams(name: &str) -> BTreeSet<String> {
    let folded: Vec<char> = fold_name(name).chars().collect();
    folded
        .windows(2)
        .map(|pair| pair.iter().collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_and_capitals_are_no_difference() {
        assert_eq!(fold_name("　北原（ＡＢc）\u{200B}公司 "), "北原(abc)公司");
    }

    #[test]
    fn grams_are_neighbours_each_once() {
        let found: Vec<_> = grams("春城春城").into_iter().collect();
        assert_eq!(found, ["城春", "春城"]);
        assert!(grams("城").is_empty());
    }
}
