//! The address of 审核列表: what is listed, which page of it, and what is selected. It is all that
//! the list knows of a reviewer, so that it can be gone back to, with a script and without.

use super::super::Problem;
use super::{ChosenRow, Cursor, Day, Listing, ListingDraft, Selection, query};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskAddress {
    pub listing: Listing,
    pub after: Option<Cursor>,
    pub before: Option<Cursor>,
    pub selection: Selection,
    /// How many rows are selected, counted when the selection changed.
    pub selected: i64,
    /// The filter is another than the one under which rows were selected, and nobody said yet
    /// whether to keep them.
    pub refiltered: bool,
}

impl DeskAddress {
    /// What can't be read is as if it were not there: an address is not a form.
    pub fn from_query(text: &str) -> Self {
        let mut address = Self {
            listing: Listing::from_query(text),
            ..Self::default()
        };
        for (name, value) in query::read(text) {
            match name.as_str() {
                "after" => address.after = Cursor::from_word(&value),
                "before" => address.before = Cursor::from_word(&value),
                "sel" => address.selection = Selection::from_word(&value).unwrap_or_default(),
                "n" => address.selected = value.parse().unwrap_or(0),
                "refiltered" => address.refiltered = true,
                _ => {}
            }
        }
        address
    }

    pub fn to_query(&self) -> String {
        let word = |cursor: &Option<Cursor>| cursor.as_ref().map_or(String::new(), Cursor::to_word);
        let some = !self.selection.is_empty();
        let count = if some {
            self.selected.to_string()
        } else {
            String::new()
        };
        let rest = query::write([
            ("after", word(&self.after).as_str()),
            ("before", &word(&self.before)),
            ("sel", &self.selection.to_word()),
            ("n", &count),
            ("refiltered", if self.refiltered && some { "1" } else { "" }),
        ]);
        let listing = self.listing.to_query();
        let parts = [listing, rest];
        let parts: Vec<&str> = parts
            .iter()
            .map(String::as_str)
            .filter(|p| !p.is_empty())
            .collect();
        parts.join("&")
    }

    /// The path and query of the page.
    pub fn path(&self) -> String {
        under("/review", &self.to_query())
    }

    /// The same listing from its first page.
    pub fn first(&self) -> Self {
        Self {
            after: None,
            before: None,
            ..self.clone()
        }
    }

    /// The page that begins with a day's rows.
    pub fn at_day(&self, day: Day) -> Self {
        Self {
            after: self.listing.place_of(day),
            ..self.first()
        }
    }

    /// With another listing, from its first page. Another filter asks what becomes of the selection.
    pub fn listing(&self, listing: Listing) -> Self {
        let other = listing.filter != self.listing.filter;
        Self {
            refiltered: other && !self.selection.is_empty() || self.refiltered,
            listing,
            ..self.first()
        }
    }

    pub fn unselected(&self) -> Self {
        Self {
            selection: Selection::default(),
            selected: 0,
            refiltered: false,
            ..self.clone()
        }
    }
}

/// A path with a query, if there is one.
pub fn under(path: &str, query: &str) -> String {
    match query {
        "" => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// The list's form as it was sent: the filter's fields, the page that was shown and its ticks, and
/// what was pressed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeskDraft {
    /// The address of the page that was shown.
    pub place: String,
    /// The rows that were shown, as `id.version`, and those that were ticked.
    pub page: Vec<String>,
    pub rows: Vec<String>,
    /// 全选本页 without a script: "page", which ticks all of `page`.
    pub all: String,
    /// What was pressed; nothing for 查询, the form's first button.
    pub go: String,
    pub view_name: String,
    /// The day to jump to
    pub jump: String,
    // The filter's fields, as in a [`ListingDraft`].
    pub tab: String,
    pub name: String,
    pub code: String,
    pub state: String,
    pub binding: String,
    pub listed: String,
    pub kind: String,
    pub region: String,
    pub from: String,
    pub until: String,
    pub sort: String,
    pub size: String,
}

/// What a press asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    Filter,
    First,
    After(Cursor),
    Before(Cursor),
    /// To the day that is filled in
    Jump,
    /// 选择全部符合条件的
    Everything,
    /// 选择全部相符的
    Matching,
    /// 取消选择
    Nothing,
    /// A batch with this outcome's word.
    Decide(String),
    Open(i64),
    SaveView,
    RemoveView(i64),
}

impl DeskDraft {
    pub fn press(&self) -> Press {
        let (word, rest) = self.go.split_once('-').unwrap_or((&self.go, ""));
        let cursor = || Cursor::from_word(rest);
        let press = match word {
            "first" => Some(Press::First),
            "after" => cursor().map(Press::After),
            "before" => cursor().map(Press::Before),
            "jump" => Some(Press::Jump),
            "everything" => Some(Press::Everything),
            "matching" => Some(Press::Matching),
            "nothing" => Some(Press::Nothing),
            "decide" => Some(Press::Decide(rest.to_owned())),
            "open" => rest.parse().ok().map(Press::Open),
            "save" => Some(Press::SaveView),
            "remove" => rest.parse().ok().map(Press::RemoveView),
            _ => None,
        };
        press.unwrap_or(Press::Filter)
    }

    /// The filter's fields as they were typed.
    pub fn filter(&self) -> ListingDraft {
        ListingDraft {
            tab: self.tab.clone(),
            name: self.name.clone(),
            code: self.code.clone(),
            state: self.state.clone(),
            binding: self.binding.clone(),
            listed: self.listed.clone(),
            kind: self.kind.clone(),
            region: self.region.clone(),
            from: self.from.clone(),
            until: self.until.clone(),
            sort: self.sort.clone(),
            size: self.size.clone(),
        }
    }

    /// The page that was shown, with the operator's ticks in the selection; what another ticked is left out.
    pub fn ticked(&self, operator: i64) -> Result<DeskAddress, Problem> {
        let shown = DeskAddress::from_query(&self.place);
        let own = match shown.selection.is_of_another(operator) {
            true => shown.unselected(),
            false => shown,
        };
        let mut address = self.with_ticks(own)?;
        address.selection = address.selection.owned_by(operator);
        Ok(address)
    }

    /// The page that was shown, with the form's ticks, whoever's they are: for a form that comes back.
    pub fn ticked_again(&self) -> Result<DeskAddress, Problem> {
        self.with_ticks(DeskAddress::from_query(&self.place))
    }

    /// How many rows are ticked in all is not known here.
    fn with_ticks(&self, mut address: DeskAddress) -> Result<DeskAddress, Problem> {
        let read = |words: &[String]| -> Vec<ChosenRow> {
            words
                .iter()
                .filter_map(|word| ChosenRow::from_word(word))
                .collect()
        };
        let page = read(&self.page);
        let ticked = match self.all.as_str() {
            "page" => page.clone(),
            _ => read(&self.rows),
        };
        let is_ticked = |id| ticked.iter().any(|row| row.application == id);
        let dropped = page
            .iter()
            .map(|row| row.application)
            .filter(|id| !is_ticked(*id));
        address.selection.drop_many(dropped)?;
        let picked = ticked.iter().map(|row| (row.application, row.version));
        address.selection.pick_many(picked)?;
        Ok(address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_back() {
        let mut address = DeskAddress::from_query("name=%E5%AD%A6%E6%A0%A1&size=50&after=5.7");
        address.selection.pick(3, 1).expect("few rows");
        address.selected = 1;
        assert_eq!(DeskAddress::from_query(&address.to_query()), address);
        assert_eq!(DeskAddress::default().path(), "/review");
        assert_eq!(
            DeskAddress::from_query("sel=!!&after=x&n=y"),
            DeskAddress::default()
        );
    }

    #[test]
    fn ticks_of_a_page_join_what_was_selected() {
        let mut before = DeskAddress::default();
        before
            .selection
            .pick_many([(1, 1), (2, 1)])
            .expect("few rows");
        let draft = DeskDraft {
            place: before.to_query(),
            page: vec!["2.1".into(), "3.4".into()],
            rows: vec!["3.4".into()],
            ..DeskDraft::default()
        };
        let after = draft.ticked(7).expect("few rows").selection;
        assert_eq!(
            after.picked().clone().into_iter().collect::<Vec<_>>(),
            [(1, 1), (3, 4)]
        );
        let all = DeskDraft {
            all: "page".into(),
            ..draft
        };
        let after = all.ticked(7).expect("few rows").selection;
        assert_eq!(after.picked().len(), 3);
    }

    #[test]
    fn what_a_colleague_ticked_is_left_out() {
        let mut theirs = DeskAddress::default();
        theirs.selection.pick(1, 1).expect("one row");
        theirs.selection = theirs.selection.owned_by(8);
        let draft = DeskDraft {
            place: theirs.to_query(),
            page: vec!["2.1".into()],
            rows: vec!["2.1".into()],
            ..DeskDraft::default()
        };
        let picked = |operator| {
            let ticked = draft.ticked(operator).expect("few rows");
            ticked
                .selection
                .picked()
                .keys()
                .copied()
                .collect::<Vec<_>>()
        };
        assert_eq!(picked(7), [2]);
        assert_eq!(picked(8), [1, 2]);
    }

    #[test]
    fn another_filter_asks_what_becomes_of_the_selection() {
        let mut address = DeskAddress::default();
        let other = Listing::from_query("kind=12");
        assert!(!address.listing(other.clone()).refiltered);
        address.selection.pick(1, 1).expect("one row");
        assert!(address.listing(other).refiltered);
        assert!(!address.listing(Listing::from_query("size=50")).refiltered);
    }
}
