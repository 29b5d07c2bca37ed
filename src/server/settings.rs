//! What a deployment decides: Leptos.toml, overridden by the environment.

use super::proxy::TrustedProxies;
use crate::domain::RegionCode;
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
    pub tries_per_minute: u32,
    pub connections: usize,
    pub idle_seconds: u64,
    pub request_seconds: u64,
    pub answer_seconds: u64,
    pub region: String,
    pub personal_sign_in: String,
    pub site_url: String,
    pub smtp_url: Hidden,
    pub mail_from: String,
    pub platform_contact: String,
    #[serde(deserialize_with = "regions")]
    pub regions: Vec<OwnRegion>,
    #[serde(deserialize_with = "services")]
    pub services: Vec<Service>,
}

impl Settings {
    /// Whether letters go out.
    pub fn sends_mail(&self) -> bool {
        !self.smtp_url.reveal().is_empty()
    }
}

/// A region that only this deployment has, such as 长白山管委会; or a code of before, which is shown and not offered.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct OwnRegion {
    pub code: String,
    pub name: String,
    /// The year from which on the code is none any more
    #[serde(default)]
    pub until: Option<u16>,
}

/// A setting with a password in it, which Debug does not show.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Hidden(String);

impl Hidden {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
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

/// `tries-per-minute` is LISHU_TRIES_PER_MINUTE in the environment.
fn environment_name(setting: &str) -> String {
    format!("LISHU_{}", setting.to_uppercase().replace('-', "_"))
}

fn check(settings: &Settings) -> anyhow::Result<()> {
    if settings.database_connections == 0 {
        bail!("database-connections must be at least 1");
    }
    check_mail(settings)?;
    if let Some(wrong) = settings
        .regions
        .iter()
        .find(|own| RegionCode::parse(&own.code).is_err())
    {
        bail!("a region's code has six digits, not {}", wrong.code);
    }
    let year = |own: &OwnRegion| own.until.is_none_or(|year| (1949..=2100).contains(&year));
    if let Some(wrong) = settings.regions.iter().find(|own| !year(own)) {
        bail!(
            "the year until which the region {} was one is no year",
            wrong.code
        );
    }
    if !(1..=1_000_000).contains(&settings.connections) {
        bail!("connections must be between 1 and 1000000");
    }
    for (name, seconds) in [
        ("idle-seconds", settings.idle_seconds),
        ("request-seconds", settings.request_seconds),
        ("answer-seconds", settings.answer_seconds),
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

fn check_mail(settings: &Settings) -> anyhow::Result<()> {
    let site = &settings.site_url;
    if !site.is_empty() && !site.starts_with("https://") && !site.starts_with("http://") {
        bail!("site-url must begin with https:// or http://");
    }
    if !settings.sends_mail() {
        return Ok(());
    }
    let url = settings.smtp_url.reveal();
    if !["smtp://", "smtps://", "file://"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
    {
        bail!("smtp-url must begin with smtp://, smtps:// or file://");
    }
    if site.is_empty()
        || settings
            .mail_from
            .parse::<lettre::message::Mailbox>()
            .is_err()
    {
        bail!("smtp-url needs site-url, and an address as mail-from");
    }
    Ok(())
}

/// A list of tables, or the environment's `code=name;code=name=year`.
fn regions<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<OwnRegion>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Line(String),
        Tables(Vec<OwnRegion>),
    }
    let wrong = |entry: &str| {
        let said = format!("a region is written code=name or code=name=year, not {entry}");
        serde::de::Error::custom(said)
    };
    let pair = |entry: &str| {
        let (code, rest) = entry.split_once('=').ok_or_else(|| wrong(entry))?;
        let (name, until) = match rest.split_once('=') {
            Some((name, year)) => (name, Some(year.trim().parse().map_err(|_| wrong(entry))?)),
            None => (rest, None),
        };
        Ok(OwnRegion {
            code: code.trim().to_owned(),
            name: name.trim().to_owned(),
            until,
        })
    };
    match Written::deserialize(deserializer)? {
        Written::Tables(regions) => Ok(regions),
        Written::Line(line) => {
            let entries = line
                .split(';')
                .map(str::trim)
                .filter(|entry| !entry.is_empty());
            entries.map(pair).collect()
        }
    }
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
        assert_eq!(settings.tries_per_minute, 60);
        assert_eq!(settings.services.len(), 1);
    }

    #[test]
    fn own_regions_are_read_as_the_environment_writes_them() {
        let text = "[lishu]\nregions = \"222600=长白山管委会; 220381=公主岭市=2020\"";
        let regions = read(text).expect("two").regions;
        let own = |code: &str, name: &str, until| OwnRegion {
            code: code.to_owned(),
            name: name.to_owned(),
            until,
        };
        let expected = [
            own("222600", "长白山管委会", None),
            own("220381", "公主岭市", Some(2020)),
        ];
        assert_eq!(regions, expected);
    }

    #[test]
    fn an_unknown_name_and_a_wrong_value_are_refused() {
        for text in [
            "[lishu]\nbrandd = \"x\"",
            "[lishu]\ntries-per-minute = \"many\"",
            "[lishu]\ntries-per-minute = -1",
            "[lishu]\nregion = \"Jilin\"",
            "[[lishu.regions]]\ncode = \"22\"\nname = \"x\"",
            "[lishu]\nsite-url = \"bind.example.cn\"",
            "[lishu]\nsmtp-url = \"smtp://localhost\"",
            "[lishu]\ntrusted-proxies = \"the proxy\"",
            "[lishu]\ntrusted-proxies = -1",
            "[lishu]\nconnections = 0",
            "[lishu]\nidle-seconds = 0",
            "[lishu]\nanswer-seconds = 0",
            "[lishu]\nregions = \"222600\"",
            "[lishu]\nregions = \"222600=x=soon\"",
            "[[lishu.regions]]\ncode = \"222600\"\nname = \"x\"\nuntil = 1",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
