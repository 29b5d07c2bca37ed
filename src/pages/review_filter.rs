//! 审核列表: what it is filtered and sorted by, and filters that have a name.

use super::refused::told;
use crate::domain::views::{RegionGroup, SavedView};
use crate::domain::{
    BindingStatus, Field, FieldProblem, Listed, ListingDraft, PageSize, Sort, Tab, UnitType,
};
use crate::texts::{self, Saying};
use crate::ui::{Choice, Notice, TextField};
use leptos::prelude::*;

#[component]
pub fn FilterFields(
    fields: ListingDraft,
    tab: Tab,
    regions: Vec<RegionGroup>,
    /// Whether the unit has a list to filter by.
    has_list: bool,
    problems: Vec<FieldProblem>,
    /// Whether something is filtered by.
    open: bool,
) -> impl IntoView {
    let problem = |field| told(&problems, field);
    let open = open || !problems.is_empty();
    let kinds = UnitType::ALL
        .iter()
        .map(|kind| (kind.code().to_owned(), texts::unit_type(*kind)));
    let states = texts::desk::states(tab).into_iter();
    let states = states.map(|(state, text)| (state.as_str().to_owned(), text.to_owned()));
    let bindings = [BindingStatus::Unbound, BindingStatus::Bound].into_iter();
    let bindings = bindings.map(|b| (b.as_str().to_owned(), texts::binding(b).to_owned()));
    let standings = Listed::ALL.into_iter();
    let standings =
        standings.map(|l| (l.as_str().to_owned(), texts::expected::listed(l).to_owned()));
    let any = || std::iter::once((String::new(), texts::ALL.to_owned()));
    let sorts = Sort::ALL.into_iter();
    let sorts = sorts.map(|sort| (sort.as_str().to_owned(), texts::desk::sort(sort).to_owned()));
    let sizes = PageSize::ALL.into_iter();
    let sizes = sizes.map(|size| (size.as_str().to_owned(), texts::desk::page_size(size)));
    let tab_word = match tab {
        Tab::Pending => "",
        Tab::Settled => tab.as_str(),
    };
    view! {
        <details class="card filter" open=open>
            <summary>{texts::desk::FILTER}</summary>
            <input type="hidden" name="tab" value=tab_word />
            <div class="field-grid">
                <TextField
                    name="name"
                    label=texts::UNIT_NAME
                    value=fields.name
                    longest=100
                    problem=problem(Field::Name)
                />
                <TextField
                    name="code"
                    label=texts::desk::CODE
                    value=fields.code
                    code=true
                    longest=64
                    autocomplete="off"
                    problem=problem(Field::Code)
                />
                <Select name="kind" label=texts::desk::KIND chosen=fields.kind options=any().chain(kinds).collect()
problem=problem(Field::Kind) />
                {(has_list && tab == Tab::Pending)
                    .then(|| {
                        view! {
                            <Select
                                name="listed"
                                label=texts::expected::EXPECTED
                                chosen=fields.listed
                                options=any().chain(standings).collect()
                                problem=problem(Field::Listed)
                            />
                        }
                    })}
                <RegionSelect chosen=fields.region regions problem=problem(Field::Region) />
                {(tab == Tab::Settled)
                    .then(|| {
                        view! {
                            <Select
                                name="state"
                                label=texts::CASE_STATE
                                chosen=fields.state
                                options=any().chain(states).collect()
problem=problem(Field::State)
                            />
                            <Select
                                name="binding"
                                label=texts::BINDING
                                chosen=fields.binding
                                options=any().chain(bindings).collect()
problem=problem(Field::Status)
                            />
                        }
                    })}
                <TextField
                    name="from"
                    label=texts::desk::FROM
                    kind="date"
                    value=fields.from
                    problem=problem(Field::From)
                />
                <TextField
                    name="until"
                    label=texts::desk::UNTIL
                    kind="date"
                    value=fields.until
                    problem=problem(Field::Until)
                />
                <Select
                    name="sort"
                    label=texts::desk::SORT
                    chosen=fields.sort
                    options=sorts.collect()
                    problem=problem(Field::Sort)
                />
                <Select
                    name="size"
                    label=texts::desk::PAGE_SIZE
                    chosen=fields.size
                    options=sizes.collect()
                    problem=problem(Field::Size)
                />
            </div>
            <div class="button-row">
                <button class="button button-primary" type="submit">
                    {texts::desk::FIND}
                </button>
                <a class="button" href=reset(tab) data-visit="">
                    {texts::desk::RESET}
                </a>
            </div>
        </details>
    }
    .into_any()
}

fn reset(tab: Tab) -> &'static str {
    match tab {
        Tab::Pending => "/review",
        Tab::Settled => "/review?tab=settled",
    }
}

/// A choice of values and their texts; where none was made, the first is.
#[component]
fn Select(
    name: &'static str,
    label: &'static str,
    chosen: String,
    options: Vec<(String, String)>,
    problem: Option<String>,
) -> impl IntoView {
    let option = move |(value, text): (String, String)| {
        let selected = value == chosen;
        view! {
            <option value=value selected=selected>
                {text}
            </option>
        }
    };
    view! {
        <Choice name label problem>
            {options.into_iter().map(option).collect_view()}
        </Choice>
    }
    .into_any()
}

/// A city, or one of its counties.
#[component]
fn RegionSelect(
    chosen: String,
    regions: Vec<RegionGroup>,
    problem: Option<String>,
) -> impl IntoView {
    let group = |group: RegionGroup| {
        let option = |(code, name): (String, String)| {
            let (value, text) = match code.strip_suffix("00") {
                Some(city) => (
                    city.to_owned(),
                    format!("{name}（{}）", texts::desk::WHOLE_CITY),
                ),
                None => (code, name),
            };
            let selected = value == chosen;
            view! {
                <option value=value selected=selected>
                    {text}
                </option>
            }
        };
        view! {
            <optgroup label=group.city>
                {group.regions.into_iter().map(option).collect_view()}
            </optgroup>
        }
    };
    // The province itself is no city that could be filtered by.
    let is_city = |group: &RegionGroup| {
        group
            .regions
            .iter()
            .any(|(code, _)| !code.ends_with("0000"))
    };
    let groups = regions
        .into_iter()
        .filter(is_city)
        .map(group)
        .collect_view();
    view! {
        <Choice name="region" label=texts::REGION problem>
            <option value="">{texts::ALL}</option>
            {groups}
        </Choice>
    }
    .into_any()
}

/// 常用筛选: going to one, keeping this one, and giving one up.
#[component]
pub fn SavedViews(
    views: Vec<SavedView>,
    name: String,
    problems: Vec<FieldProblem>,
    /// What was just done to them.
    done: Option<Saying>,
) -> impl IntoView {
    let item = |view: SavedView| {
        let href = crate::domain::under("/review", &view.query);
        view! {
            <li class="saved-view">
                <a href=href data-visit="">
                    {view.name.clone()}
                </a>
                <span class="saved-view-count">{texts::desk::view_count(view.count)}</span>
                <button
                    class="button button-small"
                    type="submit"
                    name="go"
                    value=format!("remove-{}", view.id)
                    aria-label=texts::desk::remove_view(&view.name)
                >
                    "×"
                </button>
            </li>
        }
    };
    let problem = told(&problems, Field::ViewName);
    let open = problem.is_some() || done.is_some();
    view! {
        <details class="card saved-views" open=open>
            <summary>{texts::desk::VIEWS}</summary>
            {done.map(|saying| view! { <Notice saying announced=true /> })}
            <ul class="saved-view-list" role="list">
                {views.into_iter().map(item).collect_view()}
            </ul>
            <div class="field-row">
                <TextField
                    name="view_name"
                    label=texts::desk::VIEW_NAME
                    value=name
                    longest=20
                    problem
                />
                <button class="button" type="submit" name="go" value="save">
                    {texts::desk::SAVE_VIEW}
                </button>
            </div>
        </details>
    }
    .into_any()
}
