//! Leptos.toml is what the deployed server reads; Cargo.toml is what cargo-leptos reads.

use lishu::server::settings;
use std::path::Path;
use toml::Table;

fn leptos_table(text: &str) -> Table {
    let file: Table = text.parse().expect("TOML");
    let leptos = &file["package"]["metadata"]["leptos"];
    leptos.as_table().expect("a table").clone()
}

#[test]
fn leptos_toml_and_cargo_toml_say_the_same() {
    let deployed = leptos_table(include_str!("../../Leptos.toml"));
    let built = leptos_table(include_str!("../../Cargo.toml"));
    assert_eq!(deployed, built);
}

#[test]
fn leptos_config_accepts_the_file() {
    let file = leptos::config::get_configuration(Some("Leptos.toml")).expect("accepted");
    assert_eq!(file.leptos_options.site_addr.port(), 3000);
    assert_eq!(&*file.leptos_options.output_name, "lishu");
}

#[test]
fn a_missing_file_is_named() {
    let error = settings::load(Some(Path::new("nowhere.toml"))).expect_err("there is none");
    assert!(format!("{error:#}").contains("nowhere.toml"));
}
