//! Which rows the list shows.

use super::super::normalise::compact;
use super::super::text::{Lines, bounded};
use super::super::{
    ApplicationState, BindingStatus, Instant, Listed, Problem, RegionCode, TextError, UnitType,
    Uscc,
};
use super::{Tab, fold_name};

/// What the rows of the list have in common. The default has all that wait.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub(super) tab: Tab,
    pub(super) name: Option<NamePart>,
    pub(super) code: Option<Uscc>,
    /// Of 已处理 only.
    pub(super) state: Option<ApplicationState>,
    pub(super) binding: Option<BindingStatus>,
    /// Of 待审核 only.
    pub(super) listed: Option<Listed>,
    pub(super) kind: Option<UnitType>,
    pub(super) area: Option<Area>,
    pub(super) from: Option<Day>,
    pub(super) until: Option<Day>,
}

/// What a filter looks at in a row, besides its state: the applicant as it was when it applied.
#[derive(Clone, Copy, Debug)]
pub struct Applicant<'a> {
    pub name: &'a str,
    pub code: &'a str,
    /// 单位类型, its two characters
    pub kind: &'a str,
    pub region: &'a str,
    /// Where the superior has a list of those it expects
    pub listed: Option<Listed>,
    pub applied_at: Instant,
}

impl Filter {
    pub fn tab(&self) -> Tab {
        self.tab
    }

    /// 业务状态 within the tab
    pub fn state(&self) -> Option<ApplicationState> {
        self.state
    }

    /// 绑定状态
    pub fn status(&self) -> Option<BindingStatus> {
        self.binding
    }

    /// 应绑清单
    pub fn listed(&self) -> Option<Listed> {
        self.listed
    }

    pub fn name(&self) -> Option<&NamePart> {
        self.name.as_ref()
    }

    pub fn code(&self) -> Option<&Uscc> {
        self.code.as_ref()
    }

    pub fn kind(&self) -> Option<UnitType> {
        self.kind
    }

    pub fn area(&self) -> Option<&Area> {
        self.area.as_ref()
    }

    /// The first instant of 申请日期.
    pub fn since(&self) -> Option<Instant> {
        self.from.map(Day::begins)
    }

    /// The instant with which 申请日期 is over.
    pub fn before(&self) -> Option<Instant> {
        self.until.map(Day::ends)
    }

    /// Whether more is asked for than a half of the list.
    pub fn is_plain(&self) -> bool {
        *self == Self::of_tab(self.tab)
    }

    pub(super) fn of_tab(tab: Tab) -> Self {
        Self {
            tab,
            ..Self::default()
        }
    }

    /// The states that a row may have.
    pub fn states(&self) -> Vec<ApplicationState> {
        let all = ApplicationState::ALL.into_iter();
        all.filter(|state| self.has_state(*state)).collect()
    }

    pub fn has_state(&self, state: ApplicationState) -> bool {
        let pending = state == ApplicationState::Pending;
        let bound = state == ApplicationState::Approved;
        pending == (self.tab == Tab::Pending)
            && self.state.is_none_or(|wanted| wanted == state)
            && self
                .binding
                .is_none_or(|wanted| (wanted == BindingStatus::Bound) == bound)
    }

    /// Whether the applicant is one of those asked for, whatever state its application has.
    pub fn has(&self, applicant: Applicant<'_>) -> bool {
        let at = applicant.applied_at;
        self.name
            .as_ref()
            .is_none_or(|name| name.is_in(applicant.name))
            && self
                .code
                .as_ref()
                .is_none_or(|code| code.as_str() == applicant.code)
            && self
                .listed
                .is_none_or(|wanted| applicant.listed == Some(wanted))
            && self.kind.is_none_or(|kind| kind.code() == applicant.kind)
            && self
                .area
                .as_ref()
                .is_none_or(|area| area.contains(applicant.region))
            && self.since().is_none_or(|since| since <= at)
            && self.before().is_none_or(|before| at < before)
    }
}

/// Part of 单位名称: two characters at least, as one is in half of all names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePart(String);

impl NamePart {
    pub const MAX: usize = 100;

    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = bounded(text, 1, Self::MAX, Lines::One)?;
        match fold_name(&text).chars().count() {
            0 => Err(TextError::Empty.into()),
            1 => Err(Problem::OneCharacter),
            _ => Ok(Self(text)),
        }
    }

    /// As it was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is compared.
    pub fn folded(&self) -> String {
        fold_name(&self.0)
    }

    pub fn is_in(&self, name: &str) -> bool {
        fold_name(name).contains(&self.folded())
    }
}

/// 所属行政区划 as it is filtered: a city by four digits, a county by six.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area(String);

impl Area {
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let code = compact(text);
        let whole = match code.len() {
            4 => format!("{code}00"),
            _ => code.clone(),
        };
        match RegionCode::parse(&whole) {
            Ok(_) => Ok(Self(code)),
            Err(_) => Err(Problem::NotOffered),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn city(&self) -> &str {
        self.0.get(..4).unwrap_or_default()
    }

    /// The six digits, where a county is asked for.
    pub fn county(&self) -> Option<&str> {
        (self.0.len() == 6).then_some(self.0.as_str())
    }

    pub fn contains(&self, region: &str) -> bool {
        region.starts_with(&self.0)
    }
}

/// A day in Shanghai.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(Instant);

impl Day {
    pub fn parse(text: &str) -> Result<Self, Problem> {
        Instant::from_date_shanghai(text.trim())
            .map(Self)
            .ok_or(Problem::NotADate)
    }

    pub fn begins(self) -> Instant {
        self.0
    }

    pub fn ends(self) -> Instant {
        self.0.plus_days(1)
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.date_shanghai())
    }
}
