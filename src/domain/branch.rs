//! 下级单位: which part of a tree is shown, as an address carries it, and what of it.

use super::queue::{Day, NamePart, query, under};
use super::{Field, FieldProblem, Instant, Problem, Problems, Reason, Uscc, views::Who};
use serde::{Deserialize, Serialize};

/// Where a page of the units below one begins, in the order of their names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    #[default]
    First,
    /// With this unit.
    From(i64),
    /// The page that ends before this unit.
    Before(i64),
    Last,
}

/// What is shown of the tree, as an address carries it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeAddress {
    /// The day as of which it is shown, as it was typed; empty: now.
    pub on: String,
    /// What is looked for, as it was typed.
    pub find: String,
    /// The units that are open.
    pub open: Vec<i64>,
    /// Which page of the units below one is shown, where it is not the first.
    pub places: Vec<(i64, Place)>,
    /// The unit that was found.
    pub found: Option<i64>,
}

impl TreeAddress {
    /// More are not open at once.
    pub const OPEN_MAX: usize = 30;

    /// What can't be read is as if it were not there.
    pub fn from_query(text: &str) -> Self {
        let mut address = Self::default();
        for (name, value) in query::read(text) {
            match name.as_str() {
                "on" => address.on = value,
                "find" => address.find = value,
                "found" => address.found = value.parse().ok(),
                "open" => {
                    let ids = value.split('.').filter_map(|id| id.parse::<i64>().ok());
                    address.open.extend(ids.take(Self::OPEN_MAX));
                }
                "at" => {
                    let places = value.split('.').filter_map(place);
                    address.places.extend(places.take(Self::OPEN_MAX));
                }
                _ => {}
            }
        }
        address.open.truncate(Self::OPEN_MAX);
        address.places.truncate(Self::OPEN_MAX);
        address
    }

    pub fn to_path(&self) -> String {
        let open: Vec<String> = self.open.iter().map(i64::to_string).collect();
        let at: Vec<String> = self.places.iter().filter_map(word).collect();
        let found = self.found.map_or_else(String::new, |id| id.to_string());
        let query = query::write([
            ("on", self.on.trim()),
            ("find", self.find.trim()),
            ("open", &open.join(".")),
            ("at", &at.join(".")),
            ("found", &found),
        ]);
        under("/units", &query)
    }

    /// The same with a unit open. The one that was opened first makes room.
    #[must_use]
    pub fn opened(&self, unit: i64) -> Self {
        let mut address = self.closed(unit);
        address.open.push(unit);
        let over = address.open.len().saturating_sub(Self::OPEN_MAX);
        address.open.drain(..over);
        address
    }

    #[must_use]
    pub fn closed(&self, unit: i64) -> Self {
        let mut address = self.clone();
        address.find.clear();
        address.open.retain(|open| *open != unit);
        address.places.retain(|(of, _)| *of != unit);
        address
    }

    /// The same with another page of the units below one.
    #[must_use]
    pub fn turned(&self, unit: i64, to: Place) -> Self {
        let mut address = self.clone();
        address.find.clear();
        address.places.retain(|(of, _)| *of != unit);
        address.places.push((unit, to));
        address
    }

    /// The tree of the same day with the way from `root` down to a unit open.
    #[must_use]
    pub fn leading(&self, root: i64, path: &[i64]) -> Self {
        let mut address = Self {
            on: self.on.clone(),
            found: path.last().copied(),
            ..Self::default()
        };
        let mut above = root;
        for unit in path {
            if above != root {
                address.open.push(above);
            }
            address.places.push((above, Place::From(*unit)));
            above = *unit;
        }
        let over = address.open.len().saturating_sub(Self::OPEN_MAX);
        address.open.drain(..over);
        address
    }

    pub fn is_open(&self, unit: i64) -> bool {
        self.open.contains(&unit)
    }

    pub fn place_of(&self, unit: i64) -> Place {
        let found = self.places.iter().find(|(of, _)| *of == unit);
        found.map_or(Place::First, |(_, place)| *place)
    }
}

/// `5f120`, of the units below 5 from 120 on; `5b120` before it; `5l` the last.
fn place(word: &str) -> Option<(i64, Place)> {
    let letter = word.find(|c: char| c.is_ascii_lowercase())?;
    let (unit, rest) = word.split_at(letter);
    let unit = unit.parse().ok()?;
    let of = |id: &str| id.parse().ok();
    Some((
        unit,
        match rest.split_at(1) {
            ("f", id) => Place::From(of(id)?),
            ("b", id) => Place::Before(of(id)?),
            ("l", "") => Place::Last,
            _ => return None,
        },
    ))
}

fn word((unit, place): &(i64, Place)) -> Option<String> {
    match place {
        Place::First => None,
        Place::From(id) => Some(format!("{unit}f{id}")),
        Place::Before(id) => Some(format!("{unit}b{id}")),
        Place::Last => Some(format!("{unit}l")),
    }
}

/// What is looked for: a whole code, or a part of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    Code(Uscc),
    Name(NamePart),
}

/// The address, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TreeAsked {
    /// The end of the day as of which the tree is shown.
    pub on: Option<Instant>,
    pub find: Option<Sought>,
}

impl TreeAsked {
    /// `today` is the last day that there is something to say of.
    pub fn read(address: &TreeAddress, now: Instant) -> Result<Self, Vec<FieldProblem>> {
        let mut problems = Problems::default();
        let on = problems.optional(Field::BranchOn, &address.on, |text| end_of_day(text, now));
        let find = problems.optional(Field::BranchFind, &address.find, |text| {
            match Uscc::parse(text) {
                Ok(code) => Ok(Sought::Code(code)),
                Err(_) => NamePart::parse(text).map(Sought::Name),
            }
        });
        match problems.is_empty() {
            true => Ok(Self { on, find }),
            false => Err(problems.into_vec()),
        }
    }
}

/// The last instant of a day in Shanghai that has begun.
pub fn end_of_day(text: &str, now: Instant) -> Result<Instant, Problem> {
    let day = Day::parse(text)?;
    match day.begins() > now {
        true => Err(Problem::InTheFuture),
        false => Ok(Instant::from_micros(
            day.ends().as_micros().saturating_sub(1),
        )),
    }
}

/// `/units`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeView {
    pub who: Who,
    pub address: TreeAddress,
    /// What of the address can't be read. Of a day that is none there is no tree.
    pub problems: Vec<FieldProblem>,
    /// The caller's own unit.
    pub root: Option<NodeView>,
    /// Whether it is the tree of another day.
    pub past: bool,
    pub search: Option<BranchSearch>,
    /// The caller may release the units directly below.
    pub may_release: bool,
}

/// A unit, and as far as it is open what stands below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeView {
    pub id: i64,
    pub name: String,
    pub code: String,
    pub kind: String,
    pub region: String,
    pub disabled: bool,
    /// None for the root.
    pub since: Option<Instant>,
    /// Units directly below; of the past only whether there are any.
    pub children: i64,
    pub descendants: i64,
    pub page: Option<NodePage>,
}

/// A page of the units below one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodePage {
    pub nodes: Vec<NodeView>,
    pub before: Option<i64>,
    pub after: Option<i64>,
}

/// What was found, and where each stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchSearch {
    pub found: Vec<FoundNode>,
    /// Only so many of the units with such a name were looked at.
    pub looked_at: Option<usize>,
    /// More than are listed were found.
    pub more: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundNode {
    pub name: String,
    pub code: String,
    /// Where the tree is open down to it.
    pub path: String,
}

/// `/units/{id}`: a unit directly below, and what releasing it would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BelowView {
    pub who: Who,
    pub id: i64,
    pub name: String,
    pub code: String,
    pub kind: String,
    pub region: String,
    pub since: Instant,
    pub descendants: i64,
    /// Its 解绑 waits for the caller's unit.
    pub unbinding: bool,
    /// Its 变更 to this unit is open.
    pub moving_to: Option<String>,
}

/// 解除, as it was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReleaseDraft {
    pub why: String,
}

impl TryFrom<&ReleaseDraft> for Reason {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: &ReleaseDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let why = problems.take(Field::Because, Self::parse(&draft.why));
        problems.none_or(why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back() {
        let address = TreeAddress {
            on: "2025-03-01".into(),
            ..TreeAddress::default()
        };
        let address = address.leading(1, &[5, 9, 12]).turned(12, Place::Last);
        let address = address.turned(9, Place::Before(7)).opened(12);
        let path = address.to_path();
        let (_, query) = path.split_once('?').expect("a query");
        assert_eq!(TreeAddress::from_query(query), address);
        assert_eq!(address.open, [5, 9, 12]);
        assert_eq!(address.place_of(1), Place::From(5));
        assert_eq!(address.closed(9).open, [5, 12]);
        assert_eq!(TreeAddress::default().to_path(), "/units");
    }

    #[test]
    fn what_can_t_be_read_is_as_if_it_were_not_there() {
        for query in ["open=x.-&at=5.f.5x7.l.é&found=no", "at=5f.5b.f5&open="] {
            assert_eq!(
                TreeAddress::from_query(query),
                TreeAddress::default(),
                "{query}"
            );
        }
        let many: Vec<String> = (0..100).map(|id| format!("{id}")).collect();
        let many = TreeAddress::from_query(&format!("open={}", many.join(".")));
        assert_eq!(many.open.len(), TreeAddress::OPEN_MAX);
        assert_eq!(many.opened(1000).open.len(), TreeAddress::OPEN_MAX);
    }

    #[test]
    fn a_day_is_shown_as_it_ended() {
        let now = Instant::from_minute_shanghai("2026-03-01T10:00").expect("a minute");
        let end = end_of_day("2026-02-28", now).expect("a day");
        assert_eq!(end.second_shanghai(), "2026-02-28 23:59:59");
        assert_eq!(end.plus_seconds(1).date_shanghai(), "2026-03-01");
        assert!(end_of_day("2026-03-01", now).is_ok());
        assert_eq!(end_of_day("2026-03-02", now), Err(Problem::InTheFuture));
        assert_eq!(end_of_day("2026-02-29", now), Err(Problem::NotADate));
    }
}
