//! docs/security.md says of each item of OWASP ASVS 5.0 (levels 1 and 2) how it stands. Its table is made of
//! docs/asvs.csv, whose items name the tests that prove them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const BEGIN: &str = "<!-- The table is made of docs/asvs.csv: LISHU_WRITE_DOCS=1 cargo nextest run --features ssr security_doc -->\n";
const END: &str = "<!-- end of the table -->\n";

/// An item, as docs/asvs.csv has it. The words are ours.
#[derive(serde::Deserialize)]
struct Item {
    id: String,
    level: u8,
    text: String,
    state: State,
    /// Of what holds by test: their names. Of what holds otherwise: how to check. Else why.
    how: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    /// Holds, by tests that are named
    Test,
    /// Holds, by configuration, by document or by construction
    Check,
    NotApplicable,
    Open,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn items() -> Vec<Item> {
    let file = root().join("docs/asvs.csv");
    let mut reader = csv::Reader::from_path(file).expect("docs/asvs.csv");
    reader
        .deserialize()
        .map(|item| item.expect("an item"))
        .collect()
}

#[test]
fn every_item_is_there_once_and_says_how_it_stands() {
    let items = items();
    let ids: BTreeSet<&str> = items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(
        (items.len(), ids.len()),
        (210, 210),
        "without V9, V10 and V17"
    );
    for item in &items {
        assert!((1..=2).contains(&item.level), "{}", item.id);
        assert!(!item.text.is_empty() && !item.how.is_empty(), "{}", item.id);
    }
}

#[test]
fn every_test_that_an_item_names_exists() {
    let tests = tests();
    for item in items().iter().filter(|item| item.state == State::Test) {
        for name in item.how.split_whitespace() {
            assert!(
                tests.contains(name),
                "{} names {name}, which is no test",
                item.id
            );
        }
    }
}

#[test]
fn the_table_is_what_the_items_say() {
    let file = root().join("docs/security.md");
    let text = std::fs::read_to_string(&file).expect("docs/security.md");
    let (before, rest) = text.split_once(BEGIN).expect("where the table begins");
    let (_, after) = rest.split_once(END).expect("where the table ends");
    let written = format!("{before}{BEGIN}{}{END}{after}", table(&items()));
    if std::env::var_os("LISHU_WRITE_DOCS").is_some() {
        std::fs::write(&file, &written).expect("written");
    } else {
        assert!(
            text == written,
            "docs/security.md differs from docs/asvs.csv; see there how it is made anew"
        );
    }
}

fn table(items: &[Item]) -> String {
    let mut count: BTreeMap<State, usize> = BTreeMap::new();
    for item in items {
        *count.entry(item.state).or_default() += 1;
    }
    let of = |state| count.get(&state).copied().unwrap_or_default();
    let (tested, checked) = (of(State::Test), of(State::Check));
    let mut lines = vec![
        format!(
            "Of {} items {} hold, {tested} of them by named tests; {} do not apply, {} are open.\n",
            items.len(),
            tested + checked,
            of(State::NotApplicable),
            of(State::Open)
        ),
        "| item | level | in short | state | test, or how to check |".to_owned(),
        "|---|---|---|---|---|".to_owned(),
    ];
    lines.extend(items.iter().map(|item| {
        let how = match item.state {
            State::Test => item
                .how
                .split_whitespace()
                .map(|t| format!("`{t}`"))
                .collect::<Vec<_>>()
                .join(" "),
            _ => item.how.clone(),
        };
        let state = match item.state {
            State::Test => "holds (test)",
            State::Check => "holds (check)",
            State::NotApplicable => "not applicable",
            State::Open => "open",
        };
        format!(
            "| {} | {} | {} | {state} | {how} |",
            item.id, item.level, item.text
        )
    }));
    lines.join("\n") + "\n"
}

/// The names of all tests that the sources hold.
fn tests() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for folder in ["src", "tests"] {
        collect(&root().join(folder), &mut found);
    }
    found
}

fn collect(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&path).expect("UTF-8");
            found.extend(tests_in(&text));
        }
    }
}

fn tests_in(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut is_test = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            is_test = true;
        } else if is_test && !line.starts_with("#[") {
            let function = line
                .strip_prefix("async ")
                .unwrap_or(line)
                .strip_prefix("fn ");
            names.extend(function.map(word));
            is_test = false;
        }
    }
    for list in text.split("on_both_engines!(").skip(1) {
        let list = list.split(')').next().unwrap_or_default();
        names.extend(list.split(',').map(word));
    }
    names.retain(|name| !name.is_empty());
    names
}

fn word(text: &str) -> String {
    let letters = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    text.trim_start().chars().take_while(letters).collect()
}
