//! What the list is asked for: by an address, which carries it all.

use super::super::{
    ApplicationState, BindingStatus, Field, FieldProblem, Listed, Problem, Problems, UnitType, Uscc,
};
use super::{Area, Cursor, Day, Filter, Key, NamePart, PageSize, Sort, Tab, query};
use serde::{Deserialize, Serialize};

/// A listing as its form was filled in, and as an address carries it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListingDraft {
    pub tab: String,
    /// 单位名称, or a part of it
    pub name: String,
    /// 社会统一信用代码
    pub code: String,
    /// 业务状态: "pending" is the first tab, any other narrows the second
    pub state: String,
    /// 绑定状态
    pub binding: String,
    /// 应绑清单: how the applicant stands to the superior's list
    pub listed: String,
    /// 单位类型, its two characters
    pub kind: String,
    /// 所属行政区划, a city's four digits or a county's six
    pub region: String,
    /// 申请日期, both days included
    pub from: String,
    pub until: String,
    pub sort: String,
    pub size: String,
}

impl ListingDraft {
    pub fn from_query(text: &str) -> Self {
        let mut draft = Self::default();
        for (name, value) in query::read(text) {
            if let Some(field) = draft.field(&name) {
                *field = value;
            }
        }
        draft
    }

    fn field(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "tab" => &mut self.tab,
            "name" => &mut self.name,
            "code" => &mut self.code,
            "state" => &mut self.state,
            "binding" => &mut self.binding,
            "listed" => &mut self.listed,
            "kind" => &mut self.kind,
            "region" => &mut self.region,
            "from" => &mut self.from,
            "until" => &mut self.until,
            "sort" => &mut self.sort,
            "size" => &mut self.size,
            _ => return None,
        })
    }

    pub fn to_query(&self) -> String {
        query::write([
            ("tab", self.tab.as_str()),
            ("name", &self.name),
            ("code", &self.code),
            ("state", &self.state),
            ("binding", &self.binding),
            ("listed", &self.listed),
            ("kind", &self.kind),
            ("region", &self.region),
            ("from", &self.from),
            ("until", &self.until),
            ("sort", &self.sort),
            ("size", &self.size),
        ])
    }
}

/// A listing that may run. Serialised as its draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(into = "ListingDraft")]
pub struct Listing {
    pub filter: Filter,
    pub sort: Sort,
    pub size: PageSize,
}

impl Listing {
    /// A half of the list as it first shows itself.
    pub fn of_tab(tab: Tab) -> Self {
        Self {
            filter: Filter::of_tab(tab),
            ..Self::default()
        }
    }

    pub fn tab(&self) -> Tab {
        self.filter.tab
    }

    /// Whether the rows are in the order of days, so that one can be jumped to.
    pub fn is_by_day(&self) -> bool {
        match self.sort {
            Sort::Newest | Sort::Oldest => true,
            // Who applied first waits the longest.
            Sort::Waited => self.tab() == Tab::Pending,
            Sort::Name => false,
        }
    }

    /// The place before the day's first row, in an order of days; ids begin with 1.
    pub fn place_of(&self, day: Day) -> Option<Cursor> {
        let edge = match self.sort {
            Sort::Newest => day.ends(),
            _ => day.begins(),
        };
        let key = Key::Micros(edge.as_micros());
        self.is_by_day().then_some(Cursor { key, id: 0 })
    }

    /// Leaves out what can't be read: an address is not a form.
    pub fn lenient(draft: &ListingDraft) -> Self {
        Self::read(draft).0
    }

    /// The address's query: only what differs from the default.
    pub fn to_query(&self) -> String {
        ListingDraft::from(self.clone()).to_query()
    }

    pub fn from_query(text: &str) -> Self {
        Self::lenient(&ListingDraft::from_query(text))
    }

    fn read(draft: &ListingDraft) -> (Self, Problems) {
        let mut problems = Problems::default();
        let mut filter = Filter {
            name: problems.optional(Field::Name, &draft.name, NamePart::parse),
            code: problems.optional(Field::Code, &draft.code, |code| {
                Uscc::parse(code).map_err(Problem::from)
            }),
            state: problems.optional(Field::State, &draft.state, read_state),
            binding: problems.optional(Field::Status, &draft.binding, read_binding),
            listed: problems.optional(Field::Listed, &draft.listed, read_listed),
            kind: problems.optional(Field::Kind, &draft.kind, read_kind),
            area: problems.optional(Field::Region, &draft.region, Area::parse),
            from: problems.optional(Field::From, &draft.from, Day::parse),
            until: problems.optional(Field::Until, &draft.until, Day::parse),
            tab: Tab::from_word(&draft.tab),
        };
        match filter.state {
            Some(ApplicationState::Pending) => (filter.tab, filter.state) = (Tab::Pending, None),
            Some(_) => filter.tab = Tab::Settled,
            None => {}
        }
        // Kept right of what waits only.
        if filter.tab == Tab::Settled {
            filter.listed = None;
        }
        if matches!((filter.from, filter.until), (Some(from), Some(until)) if from > until) {
            problems.add(Field::Until, Problem::FromAfterUntil);
            filter.until = None;
        }
        let sort = problems.optional(Field::Sort, &draft.sort, |word| {
            Sort::parse(word).ok_or(Problem::NotOffered)
        });
        let size = problems.optional(Field::Size, &draft.size, |word| {
            PageSize::parse(word).ok_or(Problem::NotOffered)
        });
        let listing = Self {
            filter,
            sort: sort.unwrap_or_default(),
            size: size.unwrap_or_default(),
        };
        (listing, problems)
    }
}

fn read_state(word: &str) -> Result<ApplicationState, Problem> {
    ApplicationState::parse(word).ok_or(Problem::NotOffered)
}

/// 已申报 is the applicant's word; a reviewer knows the other two.
fn read_binding(word: &str) -> Result<BindingStatus, Problem> {
    let status = BindingStatus::parse(word).filter(|status| *status != BindingStatus::Applied);
    status.ok_or(Problem::NotOffered)
}

fn read_listed(word: &str) -> Result<Listed, Problem> {
    Listed::parse(word).ok_or(Problem::NotOffered)
}

fn read_kind(word: &str) -> Result<UnitType, Problem> {
    UnitType::parse(word).map_err(|_| Problem::NotOffered)
}

impl<'de> Deserialize<'de> for Listing {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ListingDraft::deserialize(deserializer).map(|draft| Self::lenient(&draft))
    }
}

impl TryFrom<ListingDraft> for Listing {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: ListingDraft) -> Result<Self, Self::Error> {
        let (listing, problems) = Self::read(&draft);
        match problems.is_empty() {
            true => Ok(listing),
            false => Err(problems.into_vec()),
        }
    }
}

impl From<Listing> for ListingDraft {
    fn from(listing: Listing) -> Self {
        let Listing { filter, sort, size } = listing;
        let unless_default = |differs: bool, word: &str| match differs {
            true => word.to_owned(),
            false => String::new(),
        };
        let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
        Self {
            tab: unless_default(filter.tab != Tab::default(), filter.tab.as_str()),
            name: filter
                .name
                .map_or(String::new(), |name| name.as_str().to_owned()),
            code: filter.code.map_or(String::new(), String::from),
            state: filter.state.map_or("", ApplicationState::as_str).to_owned(),
            binding: filter.binding.map_or("", BindingStatus::as_str).to_owned(),
            listed: filter.listed.map_or("", Listed::as_str).to_owned(),
            kind: filter.kind.map_or("", UnitType::code).to_owned(),
            region: filter
                .area
                .map_or(String::new(), |area| area.as_str().to_owned()),
            from: day(filter.from),
            until: day(filter.until),
            sort: unless_default(sort != Sort::default(), sort.as_str()),
            size: unless_default(size != PageSize::default(), size.as_str()),
        }
    }
}
