//! Which rows are ticked: some, all that a filter has, or all of these but some.

use super::super::{ApplicationState, Problem};
use super::{Applicant, Filter, Listing, word};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// All rows that a filter had at a number of the queue. What arrived later is not among them; what
/// was decided later still is, so that nothing that was chosen is lost unnoticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllOf {
    pub filter: Filter,
    pub as_of: i64,
}

impl AllOf {
    /// Whether a row is among them. `state` is the one that it had at the number; there is none if
    /// it arrived later.
    pub fn has(&self, applicant: Applicant<'_>, state: Option<ApplicationState>) -> bool {
        state.is_some_and(|state| self.filter.has_state(state)) && self.filter.has(applicant)
    }
}

/// The rows ticked. A row is, if it was picked, or if it is one of all and was not excepted.
///
/// Serialised as its word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Selection {
    all: Option<AllOf>,
    except: BTreeSet<i64>,
    /// The version at which each was seen.
    picked: BTreeMap<i64, i64>,
    /// The operator who ticked them; 0 where nobody said. An address may be sent to a colleague, who did not
    /// look at these rows.
    owner: i64,
}

impl Selection {
    /// The most rows that may be named one by one: an address has to carry them.
    pub const MAX_NAMED: usize = 2_000;

    pub fn all(&self) -> Option<&AllOf> {
        self.all.as_ref()
    }

    pub fn except(&self) -> &BTreeSet<i64> {
        &self.except
    }

    pub fn picked(&self) -> &BTreeMap<i64, i64> {
        &self.picked
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_none() && self.picked.is_empty()
    }

    /// The same rows, as ticked by this operator.
    pub fn owned_by(self, operator: i64) -> Self {
        Self {
            owner: operator,
            ..self
        }
    }

    pub fn is_of_another(&self, operator: i64) -> bool {
        !self.is_empty() && ![0, operator].contains(&self.owner)
    }

    /// `in_all` says whether the row is one of [`Selection::all`].
    pub fn is_ticked(&self, id: i64, in_all: bool) -> bool {
        self.picked.contains_key(&id) || self.all.is_some() && in_all && !self.except.contains(&id)
    }

    /// Ticks a row at the version that was seen.
    pub fn pick(&mut self, id: i64, version: i64) -> Result<(), Problem> {
        self.pick_many([(id, version)])
    }

    pub fn pick_many(&mut self, rows: impl IntoIterator<Item = (i64, i64)>) -> Result<(), Problem> {
        self.change(|selection| {
            for (id, version) in rows {
                selection.except.remove(&id);
                selection.picked.insert(id, version);
            }
        })
    }

    /// Unticks a row.
    pub fn drop(&mut self, id: i64) -> Result<(), Problem> {
        self.drop_many([id])
    }

    pub fn drop_many(&mut self, rows: impl IntoIterator<Item = i64>) -> Result<(), Problem> {
        self.change(|selection| {
            for id in rows {
                selection.picked.remove(&id);
                if selection.all.is_some() {
                    selection.except.insert(id);
                }
            }
        })
    }

    /// Ticks all that the filter has at a number of the queue, and nothing else.
    pub fn select_all(&mut self, filter: Filter, as_of: i64) {
        *self = Self {
            all: Some(AllOf { filter, as_of }),
            ..Self::default()
        };
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Changes nothing if too many rows were named by it.
    fn change(&mut self, change: impl FnOnce(&mut Self)) -> Result<(), Problem> {
        let mut changed = self.clone();
        change(&mut changed);
        changed.check_length()?;
        *self = changed;
        Ok(())
    }

    fn check_length(&self) -> Result<(), Problem> {
        match self.picked.len() + self.except.len() > Self::MAX_NAMED {
            true => Err(too_many()),
            false => Ok(()),
        }
    }

    /// As an address carries it; nothing for nothing.
    pub fn to_word(&self) -> String {
        if self.is_empty() {
            return String::new();
        }
        let mut bytes = Vec::new();
        word::put(&mut bytes, self.owner.cast_unsigned());
        put_ids(&mut bytes, self.picked.keys());
        for version in self.picked.values() {
            word::put(&mut bytes, version.cast_unsigned());
        }
        put_ids(&mut bytes, &self.except);
        if let Some(AllOf { filter, as_of }) = &self.all {
            word::put(&mut bytes, as_of.cast_unsigned());
            let listing = Listing {
                filter: filter.clone(),
                ..Listing::default()
            };
            bytes.extend(listing.to_query().into_bytes());
        }
        word::encode(&bytes)
    }

    pub fn from_word(text: &str) -> Result<Self, Problem> {
        let selection = Self::read(text)?;
        selection.check_length()?;
        Ok(selection)
    }

    fn read(text: &str) -> Result<Self, Problem> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        let bytes = word::decode(text).ok_or(Problem::NotOffered)?;
        let mut rest = bytes.as_slice();
        let owner = take(&mut rest)?;
        let ids = take_ids(&mut rest)?;
        let mut picked = BTreeMap::new();
        for id in ids {
            picked.insert(id, take(&mut rest)?);
        }
        let except = take_ids(&mut rest)?.into_iter().collect();
        let all = match rest.is_empty() {
            true => None,
            false => Some(take_all(rest)?),
        };
        Ok(Self {
            all,
            except,
            picked,
            owner,
        })
    }
}

fn too_many() -> Problem {
    Problem::TooManyRows {
        max: Selection::MAX_NAMED as u32,
    }
}

/// How many, and how far each is from the one before it.
fn put_ids<'a>(
    bytes: &mut Vec<u8>,
    ids: impl IntoIterator<Item = &'a i64, IntoIter: ExactSizeIterator>,
) {
    let ids = ids.into_iter();
    word::put(bytes, ids.len() as u64);
    let mut before = 0_i64;
    for id in ids {
        word::put(bytes, id.wrapping_sub(before).cast_unsigned());
        before = *id;
    }
}

fn take_ids(bytes: &mut &[u8]) -> Result<Vec<i64>, Problem> {
    let count = take(bytes)?;
    // Before anything is made for so many.
    if !(0..=Selection::MAX_NAMED as i64).contains(&count) {
        return Err(too_many());
    }
    let mut before = 0_i64;
    let mut next = || -> Result<i64, Problem> {
        before = before.wrapping_add(take(bytes)?);
        Ok(before)
    };
    (0..count).map(|_| next()).collect()
}

fn take(bytes: &mut &[u8]) -> Result<i64, Problem> {
    word::take(bytes)
        .map(u64::cast_signed)
        .ok_or(Problem::NotOffered)
}

/// A filter that can't be read whole is none: with a part of it more rows would be ticked.
fn take_all(mut bytes: &[u8]) -> Result<AllOf, Problem> {
    let as_of = take(&mut bytes)?;
    let query = std::str::from_utf8(bytes).map_err(|_| Problem::NotOffered)?;
    let draft = super::ListingDraft::from_query(query);
    let listing = Listing::try_from(draft).map_err(|_| Problem::NotOffered)?;
    Ok(AllOf {
        filter: listing.filter,
        as_of,
    })
}

impl TryFrom<String> for Selection {
    type Error = NotASelection;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        Self::from_word(&word).map_err(|_| NotASelection)
    }
}

impl From<Selection> for String {
    fn from(selection: Selection) -> Self {
        selection.to_word()
    }
}

/// The text is not the word of a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a selection")]
pub struct NotASelection;
