//! What a deployment decides: Leptos.toml, overridden by the environment.

use super::proxy::TrustedProxies;
use anyhow::{Context, bail};
use config::{Config, File, FileFormat};
use leptos::config::{LeptosOptions, get_config_from_str};
use serde::{Deserialize, Deserializer};
use std::path::{Path, PathBuf};

/// The defaults, and the documentation of each setting.
const DEFAULTS: &str = include_str!("../../Leptos.toml");

/// Lishu's own settings; Leptos.toml documents each.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Settings {
    pub brand: String,
    pub module: String,
    pub workbench: String,
    pub database_url: String,
    pub database_connections: u32,
    pub key_file: String,
    pub https: bool,
    pub trusted_proxies: TrustedProxies,
    pub session_hours: i64,
    pub connections: usize,
    pub idle_seconds: u64,
    pub request_seconds: u64,
    pub region: String,
    pub personal_sign_in: String,
    #[serde(deserialize_with = "services")]
    pub services: Vec<Service>,
}

/// A service beside 绑定 in the workbench's menu.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Service {
    pub name: String,
    pub url: String,
}

/// Reads all settings. An unknown name or a wrong value is an error that names it.
pub fn load(file: Option<&Path>) -> anyhow::Result<(Settings, LeptosOptions)> {
    let chosen = match file {
        Some(path) => Some(path.to_owned()),
        None => Some(PathBuf::from("Leptos.toml")).filter(|path| path.is_file()),
    };
    let text = match &chosen {
        Some(path) => std::fs::read_to_string(path)
            .with_context(|| format!("can't read the configuration {}", path.display()))?,
        None => DEFAULTS.to_owned(),
    };
    let place = chosen.map_or("the defaults".into(), |path| path.display().to_string());
    let settings = read(&text).with_context(|| format!("the configuration of {place} is wrong"))?;
    let leptos = get_config_from_str(&text)
        .with_context(|| format!("the [package.metadata.leptos] of {place} is wrong"))?;
    Ok((settings, leptos))
}

fn read(text: &str) -> anyhow::Result<Settings> {
    let files = Config::builder()
        .add_source(File::from_str(DEFAULTS, FileFormat::Toml))
        .add_source(File::from_str(text, FileFormat::Toml))
        .build()?;
    let mut settings = Config::builder();
    for (name, value) in files.get_table("lishu")? {
        settings = settings
            .set_override_option(&name, std::env::var(environment_name(&name)).ok())?
            .set_default(name, value)?;
    }
    let settings: Settings = settings.build()?.try_deserialize()?;
    check(&settings)?;
    Ok(settings)
}

/// `session-hours` is LISHU_SESSION_HOURS in the environment.
fn environment_name(setting: &str) -> String {
    format!("LISHU_{}", setting.to_uppercase().replace('-', "_"))
}

fn check(settings: &Settings) -> anyhow::Result<()> {
    if settings.database_connections == 0 {
        bail!("database-connections must be at least 1");
    }
    if !(1..=24 * 30).contains(&settings.session_hours) {
        bail!("session-hours must be between 1 and 720");
    }
    if !(1..=1_000_000).contains(&settings.connections) {
        bail!("connections must be between 1 and 1000000");
    }
    for (name, seconds) in [
        ("idle-seconds", settings.idle_seconds),
        ("request-seconds", settings.request_seconds),
    ] {
        if !(1..=3600).contains(&seconds) {
            bail!("{name} must be between 1 and 3600");
        }
    }
    let two_digits = settings.region.len() == 2;
    if !two_digits || !settings.region.bytes().all(|b| b.is_ascii_digit()) {
        bail!("region must be the two digits of a province");
    }
    Ok(())
}

/// A list of tables, or the environment's `name=url;name=url`.
fn services<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Service>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Line(String),
        Tables(Vec<Service>),
    }
    let pair = |entry: &str| match entry.split_once('=') {
        Some((name, url)) => Ok(Service {
            name: name.trim().to_owned(),
            url: url.trim().to_owned(),
        }),
        None => Err(serde::de::Error::custom(format!(
            "a service is written name=url, not {entry}"
        ))),
    };
    match Written::deserialize(deserializer)? {
        Written::Tables(services) => Ok(services),
        Written::Line(line) => line
            .split(';')
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
            .map(pair)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_complete() {
        let settings = read(DEFAULTS).expect("Leptos.toml holds every setting");
        assert_eq!(settings.brand, "智慧人社网上办事大厅");
        assert!(settings.services.is_empty());
    }

    #[test]
    fn a_file_overrides_some_and_keeps_the_rest() {
        let text = "[lishu]\nbrand = \"示例大学\"\n[[lishu.services]]\nname = \"a\"\nurl = \"/b\"";
        let settings = read(text).expect("a partial file is enough");
        assert_eq!(settings.brand, "示例大学");
        assert_eq!(settings.session_hours, 12);
        assert_eq!(settings.services.len(), 1);
    }

    #[test]
    fn an_unknown_name_and_a_wrong_value_are_refused() {
        for text in [
            "[lishu]\nbrandd = \"x\"",
            "[lishu]\nsession-hours = \"soon\"",
            "[lishu]\nsession-hours = 0",
            "[lishu]\nregion = \"Jilin\"",
            "[lishu]\ntrusted-proxies = \"the proxy\"",
            "[lishu]\ntrusted-proxies = -1",
            "[lishu]\nconnections = 0",
            "[lishu]\nidle-seconds = 0",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
