//! The keys, as the command and whoever runs it handle them.

use crate::support::{KEYS, TestDatabase};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

const NEW_KEY: &str = "new:a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf";

/// Runs the command in a folder, with these keys in the environment or with none.
fn lishu(arguments: &[&str], database: &TestDatabase, folder: &Path, keys: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lishu"));
    command
        .args(arguments)
        .args(["--database-url", &database.url])
        .current_dir(folder)
        .env_remove("LISHU_KEYS")
        .env_remove("LISHU_KEY_FILE");
    if !keys.is_empty() {
        command.env("LISHU_KEYS", keys);
    }
    command.output().expect("the command runs")
}

fn done(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn refused(output: &Output) -> String {
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("lishu: ") && !said.contains("panicked"),
        "{said}"
    );
    said
}

#[tokio::test]
async fn a_first_key_is_made_and_missed_when_it_is_gone() {
    let database = TestDatabase::sqlite().await;
    let folder = database.directory.path();
    done(&lishu(&["demo", "--pending", "3"], &database, folder, ""));
    let file = folder.join("lishu.key");
    let made = std::fs::read_to_string(&file).expect("it was made");
    let mode = file.metadata().expect("its mode").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    done(&lishu(&["migrate"], &database, folder, ""));
    assert_eq!(std::fs::read_to_string(&file).expect("it is there"), made);

    let key = made
        .lines()
        .find(|line| !line.starts_with('#'))
        .expect("a key");
    let (id, secret) = key.split_once(':').expect("id:key");
    std::fs::remove_file(&file).expect("lost");
    for keys in ["", KEYS] {
        let said = refused(&lishu(&["serve"], &database, folder, keys));
        assert!(
            said.contains(&format!("the key {id}")) && !said.contains(secret),
            "{said}"
        );
        assert!(!file.exists(), "none is made in its place");
    }
    let other = format!("{id}:{}", "00".repeat(32));
    let said = refused(&lishu(&["serve"], &database, folder, &other));
    assert!(
        said.contains(&format!("another than the key {id}")),
        "{said}"
    );
    done(&lishu(&["migrate"], &database, folder, key));
}

#[tokio::test]
async fn the_key_is_changed_and_the_former_one_removed() {
    let database = TestDatabase::sqlite().await;
    let folder = database.directory.path();
    done(&lishu(&["demo", "--pending", "3"], &database, folder, KEYS));
    let both = format!("{NEW_KEY};{KEYS}");
    let said = done(&lishu(&["rekey"], &database, folder, &both));
    assert!(
        said.contains("sealed with the key new") && said.contains("No longer needed: test."),
        "{said}"
    );
    let again = done(&lishu(&["rekey"], &database, folder, NEW_KEY));
    assert!(
        again.contains("(0 values were sealed anew)") && !again.contains("No longer"),
        "{again}"
    );
    let said = refused(&lishu(&["migrate"], &database, folder, KEYS));
    assert!(said.contains("the key new"), "{said}");
    assert!(!folder.join("lishu.key").exists());
}

#[test]
fn a_new_key_is_printed_as_the_key_file_has_it() {
    let output = Command::new(env!("CARGO_BIN_EXE_lishu"))
        .arg("new-key")
        .output()
        .expect("the command runs");
    let key = done(&output);
    lishu::server::Vault::parse(&key).expect("a key");
}
