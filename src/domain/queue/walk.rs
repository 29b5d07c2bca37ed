//! The way on which a case was come to. The case's address carries it, so that every page of the
//! walk knows it without being told.

use super::{Listing, Tab, query};
use serde::{Deserialize, Serialize};

/// A walk through a listing, as it was when the walk began.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Walk {
    pub listing: Listing,
    /// The number of the queue when the walk began.
    pub as_of: Option<i64>,
    /// Where in the walk we are, and how many cases it had.
    pub at: Option<i64>,
    pub of: Option<i64>,
    /// What the list wants back as it was: its selection and its page.
    pub kept: Vec<(String, String)>,
}

const KEPT: [&str; 3] = ["sel", "after", "before"];

impl Walk {
    /// A walk that has not begun.
    pub fn of_tab(tab: Tab) -> Self {
        Self {
            listing: Listing::of_tab(tab),
            ..Self::default()
        }
    }

    /// From an address; what can't be read is left out.
    pub fn from_query(text: &str) -> Self {
        let mut walk = Self {
            listing: Listing::from_query(text),
            ..Self::default()
        };
        for (name, value) in query::read(text) {
            let number = value.parse().ok().filter(|number| *number >= 0);
            match name.as_str() {
                "as_of" => walk.as_of = number,
                "at" => walk.at = number,
                "of" => walk.of = number,
                name if KEPT.contains(&name) => walk.kept.push((name.to_owned(), value)),
                _ => {}
            }
        }
        walk
    }

    /// The address of a case on this walk. `more` says what else the page is told.
    pub fn case(&self, id: i64, more: &[(&str, &str)]) -> String {
        let number = |number: Option<i64>| number.map_or(String::new(), |n| n.to_string());
        let place = [number(self.as_of), number(self.at), number(self.of)];
        let [as_of, at, of] = &place;
        let place = [("as_of", as_of.as_str()), ("at", at), ("of", of)];
        self.address(&format!("/review/{id}"), &[&place, more].concat())
    }

    /// The address of the list, as it was left.
    pub fn list(&self, more: &[(&str, &str)]) -> String {
        self.address("/review", more)
    }

    fn address(&self, path: &str, more: &[(&str, &str)]) -> String {
        let kept = self.kept.iter();
        let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
        let more = query::write(kept.chain(more.iter().copied()));
        let parts = [self.listing.to_query(), more];
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        match parts.is_empty() {
            true => path.to_owned(),
            false => format!("{path}?{}", parts.join("&")),
        }
    }

    /// The walk some cases on.
    #[must_use]
    pub fn stepped(&self, by: i64) -> Self {
        let at = self.at.map(|at| at.saturating_add(by).max(1));
        Self { at, ..self.clone() }
    }

    /// The same listing, to be walked from what there is now.
    #[must_use]
    pub fn anew(&self) -> Self {
        Self {
            as_of: None,
            at: None,
            of: None,
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back() {
        let walk = Walk::from_query(
            "name=%E5%8C%97%E5%8E%9F&unknown=1&sel=some.1&after=5.7&as_of=9&at=2&of=3",
        );
        assert_eq!((walk.as_of, walk.at, walk.of), (Some(9), Some(2), Some(3)));
        let address = walk.case(7, &[("saved", "1")]);
        assert_eq!(
            address,
            "/review/7?name=%E5%8C%97%E5%8E%9F&sel=some.1&after=5.7&as_of=9&at=2&of=3&saved=1"
        );
        let query = address.split_once('?').map_or("", |(_, query)| query);
        assert_eq!(Walk::from_query(query), walk);
        assert_eq!(
            walk.list(&[]),
            "/review?name=%E5%8C%97%E5%8E%9F&sel=some.1&after=5.7"
        );
    }

    #[test]
    fn the_plain_walk_has_a_plain_address() {
        assert_eq!(Walk::default().case(7, &[]), "/review/7");
        assert_eq!(Walk::default().list(&[]), "/review");
        assert_eq!(Walk::of_tab(Tab::Settled).list(&[]), "/review?tab=settled");
    }

    #[test]
    fn what_is_no_number_is_left_out() {
        let walk = Walk::from_query("as_of=-1&at=x&of=99999999999999999999");
        assert_eq!(walk, Walk::default());
    }

    #[test]
    fn a_step_stays_within_the_walk() {
        let walk = Walk::from_query("at=1&of=3");
        assert_eq!(walk.stepped(1).at, Some(2));
        assert_eq!(walk.stepped(-1).at, Some(1));
        assert_eq!(walk.anew().of, None);
    }
}
