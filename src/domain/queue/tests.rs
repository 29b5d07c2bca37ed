use super::*;
use crate::domain::{ApplicationState, Field, FieldProblem, Problem};

fn problems(draft: ListingDraft) -> Vec<(Field, Problem)> {
    let problems = Listing::try_from(draft).expect_err("refused");
    let pair = |FieldProblem { field, problem }| (field, problem);
    problems.into_iter().map(pair).collect()
}

fn draft(query: &str) -> ListingDraft {
    ListingDraft::from_query(query)
}

#[test]
fn an_empty_address_asks_for_what_waits() {
    let listing = Listing::from_query("");
    assert_eq!(listing, Listing::default());
    assert_eq!(listing.to_query(), "");
    assert!(listing.filter.is_plain());
}

#[test]
fn each_field_says_what_is_wrong_with_it() {
    let found = problems(draft(
        "name=局&code=12&state=gone&binding=applied&kind=99&region=22010&from=2026-02-30\
         &sort=up&size=21",
    ));
    let fields: Vec<_> = found.iter().map(|(field, _)| *field).collect();
    assert_eq!(
        fields,
        [
            Field::Name,
            Field::Code,
            Field::State,
            Field::Status,
            Field::Kind,
            Field::Region,
            Field::From,
            Field::Sort,
            Field::Size
        ]
    );
    assert_eq!(found[0].1, Problem::OneCharacter);
    assert_eq!(found[6].1, Problem::NotADate);
    let order = problems(draft("from=2026-11-24&until=2026-11-23"));
    assert_eq!(order, [(Field::Until, Problem::FromAfterUntil)]);
}

#[test]
fn an_address_keeps_what_can_be_read() {
    let listing = Listing::from_query("name=局&region=2201&sort=name&size=21&%zz=1&tab");
    assert_eq!(listing.to_query(), "region=2201&sort=name");
}

#[test]
fn a_state_says_the_tab() {
    let pending = Listing::from_query("tab=settled&state=pending");
    assert_eq!(pending, Listing::default());
    let approved = Listing::from_query("state=approved");
    assert_eq!(approved.tab(), Tab::Settled);
    assert_eq!(approved.filter.states(), [ApplicationState::Approved]);
}

#[test]
fn both_days_are_included() {
    let filter = Listing::from_query("from=2026-11-23&until=2026-11-23").filter;
    let (since, before) = (filter.since(), filter.before());
    assert_eq!(
        since.map(|at| at.second_shanghai()).as_deref(),
        Some("2026-11-23 00:00:00")
    );
    assert_eq!(
        before.map(|at| at.second_shanghai()).as_deref(),
        Some("2026-11-24 00:00:00")
    );
}

#[test]
fn all_but_one_and_back() {
    let mut selection = Selection::default();
    selection.select_all(Filter::default(), 7);
    selection.drop(3).expect("few");
    assert!(!selection.is_ticked(3, true) && selection.is_ticked(4, true));
    selection.pick(3, 1).expect("few");
    assert!(selection.is_ticked(3, true) && selection.except().is_empty());
    assert!(!selection.is_ticked(5, false));
    selection.clear();
    assert!(selection.is_empty());
}

#[test]
fn too_many_rows_change_nothing() {
    let mut selection = Selection::default();
    let rows = |count: i64| (0..count).map(|id| (id, 1));
    selection.pick_many(rows(2000)).expect("as many as may be");
    assert_eq!(
        selection.pick(2000, 1),
        Err(Problem::TooManyRows { max: 2000 })
    );
    assert_eq!(selection.picked().len(), 2000);
    assert_eq!(Selection::from_word(&selection.to_word()), Ok(selection));
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use super::*;
    use proptest::option::of;
    use proptest::prelude::*;
    use proptest::sample::select;

    fn words(words: &'static [&'static str]) -> impl Strategy<Value = String> {
        select(words).prop_map(str::to_owned)
    }

    prop_compose! {
        fn drafts()(
            tab in words(&["", "pending", "settled"]),
            name in of("[^\\p{C}]{2,20}"),
            code in words(&["", "11220000MB9000015Y", "12220000MB9000023N"]),
            state in words(&["", "pending", "approved", "returned", "closed"]),
            binding in words(&["", "bound", "unbound"]),
            listed in words(&["", "match", "renamed", "unlisted"]),
            kind in words(&["", "11", "91", "A1"]),
            region in words(&["", "2201", "220104"]),
            from in words(&["", "0000-01-01", "2026-11-23"]),
            until in words(&["", "2026-11-23", "9999-12-31"]),
            sort in words(&["", "newest", "oldest", "name", "waited"]),
            size in words(&["", "20", "50", "100"]),
        ) -> ListingDraft {
            let name = name.unwrap_or_default();
            ListingDraft {
                tab, name, code, state, binding, listed, kind, region, from, until, sort, size,
            }
        }
    }

    proptest! {
        #[test]
        fn an_address_reads_back(draft in drafts()) {
            let listing = Listing::lenient(&draft);
            prop_assert_eq!(Listing::from_query(&listing.to_query()), listing.clone());
            let query = listing.to_query();
            prop_assert!(query.bytes().all(|b| b.is_ascii_graphic()));
            let strict = Listing::try_from(ListingDraft::from_query(&query));
            prop_assert_eq!(strict, Ok(listing));
        }

        #[test]
        fn no_address_panics(query: String) {
            let listing = Listing::from_query(&query);
            prop_assert_eq!(Listing::from_query(&listing.to_query()), listing);
        }

        #[test]
        fn a_selection_reads_back(
            picked: std::collections::BTreeMap<i64, i64>,
            except: Vec<i64>,
            all in of((drafts(), any::<i64>())),
        ) {
            let mut selection = Selection::default();
            if let Some((draft, as_of)) = all {
                selection.select_all(Listing::lenient(&draft).filter, as_of);
            }
            selection.pick_many(picked).expect("few");
            selection.drop_many(except).expect("few");
            prop_assert_eq!(Selection::from_word(&selection.to_word()), Ok(selection));
        }

        #[test]
        fn no_word_panics(text: String, bytes: Vec<u8>) {
            let _ = Selection::from_word(&text);
            let _ = Selection::from_word(&word::encode(&bytes));
        }
    }
}
