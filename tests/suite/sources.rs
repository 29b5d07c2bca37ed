//! What the sources hold, and what they do not.

use std::path::{Path, PathBuf};

/// Every Rust source of the product.
fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut found,
    );
    assert!(found.len() > 100, "the sources are there");
    found
}

fn collect(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&path).expect("UTF-8");
            found.push((path, text));
        }
    }
}

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(path).expect("a file of the project")
}

fn nowhere(words: &[&str]) {
    for (path, text) in sources() {
        for word in words {
            assert!(!text.contains(word), "{word} in {}", path.display());
        }
    }
}

#[test]
fn unsafe_code_is_forbidden() {
    assert!(read("Cargo.toml").contains("unsafe_code = \"forbid\""));
}

#[test]
fn no_command_is_run_and_no_code_is_made_at_run_time() {
    nowhere(&[
        "process::Command",
        "Command::new",
        "js_sys::eval",
        "Function::new_with_args",
        "set_onclick",
    ]);
}

#[test]
fn the_browser_needs_no_plug_in() {
    nowhere(&["<object", "<embed", "<applet", "<iframe"]);
}

#[test]
fn no_weak_hash_is_used() {
    nowhere(&[
        "md5::",
        "Md5::",
        "use md5::",
        "Sha1::digest",
        "use des::",
        "use rc4::",
    ]);
}

#[test]
fn every_package_comes_from_the_registry_and_is_locked() {
    let lock = read("Cargo.lock");
    let mut packages = 0;
    for package in lock.split("[[package]]").skip(1) {
        if package.contains("name = \"lishu\"") {
            continue;
        }
        let registry = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
        assert!(
            package.contains(registry) && package.contains("checksum = \""),
            "{package}"
        );
        packages += 1;
    }
    assert!(packages > 100, "{packages}");
}

#[test]
fn each_kind_of_event_has_its_words() {
    let known = lishu::texts::trail::EVENT_KINDS.map(|(word, _)| word);
    let mut met = 0;
    for (path, text) in sources() {
        if !path.to_string_lossy().contains("/server/store/") {
            continue;
        }
        for begins in ["Happening::new(", "administered("] {
            let calls = text
                .split(begins)
                .skip(1)
                .map(|rest| rest.split(')').next());
            for word in calls.filter_map(|call| call?.split('"').nth(1)) {
                assert!(known.contains(&word), "{word} in {}", path.display());
                met += 1;
            }
        }
    }
    assert!(met > 5, "{met}");
}

#[test]
fn each_answer_of_the_help_is_proved() {
    for question in lishu::texts::help::QUESTIONS {
        let (file, name) = (question.file, question.proof);
        let test = file.starts_with("tests/suite/") || file.starts_with("end2end/");
        assert!(test, "{file}: {}", question.question);
        let text = std::fs::read_to_string(file).expect("the file is there");
        let Some(body) = body_of(&text, name) else {
            panic!("{}: no test of {file} is {name}", question.question);
        };
        let checks = body.matches("assert").count() + body.matches("expect(").count();
        let lines = body.lines().filter(|line| !line.trim().is_empty()).count();
        assert!(checks >= 3 && lines >= 8, "{name} proves little: {body}");
    }
}

/// What stands in the test of that name, if the text has it and it is run: on both engines, or in a
/// browser.
fn body_of<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let listed = text.split("on_both_engines!(").nth(1);
    let listed = listed.and_then(|rest| rest.split(");").next());
    let runs = listed.is_some_and(|names| names.split([',', '\n']).any(|n| n.trim() == name));
    let (begins, ends) = match runs {
        true => (format!("\nasync fn {name}("), "\n}\n"),
        false => (format!("\ntest('{name}', async"), "\n});\n"),
    };
    let (_, rest) = text.split_once(&begins)?;
    rest.split(ends).next()
}

/// The test stands at its answer, with the file that has it.
#[test]
fn the_help_shows_what_proves_it() {
    let page = read("src/pages/help.rs");
    assert!(
        page.contains("{question.file} \" · \" {question.proof}") && page.contains("words::PROVED")
    );
}
