//! The device's cookie: by it a browser is known in which somebody has signed in before (OWASP,
//! "Slow Down Online Guessing Attacks with Device Cookies"). It signs nobody in; its failures are
//! counted by themselves.

use super::session::{cookie, read_cookie};
use super::settings::Settings;
use super::vault::{Purpose, Vault};
use getrandom::fill;
use http::{HeaderMap, HeaderValue};
use sha2::{Digest, Sha256};

/// A random name, and a mark for each person who has signed in here: a keyed digest of the two.
pub struct Device {
    name: String,
    marks: Vec<String>,
}

/// The persons that share a browser, the last ones.
const PERSONS: usize = 8;
/// Hexadecimal digits of the name, and of a mark.
const DIGITS: usize = 32;
const YEAR: i64 = 365 * 24 * 3600;

impl Device {
    pub fn random() -> Self {
        let mut bytes = [0; DIGITS / 2];
        fill(&mut bytes).expect("the system has randomness");
        Self {
            name: hex::encode(bytes),
            marks: Vec::new(),
        }
    }

    /// The device that the request's cookie names.
    pub fn of(headers: &HeaderMap, settings: &Settings) -> Option<Self> {
        let value = read_cookie(headers, cookie_name(settings))?;
        let mut parts = value.split('.');
        let whole =
            |part: &&str| part.len() == DIGITS && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        let name = parts.next().filter(whole)?.to_owned();
        let marks = parts.filter(whole).take(PERSONS).map(str::to_owned);
        let marks = marks.collect();
        Some(Self { name, marks })
    }

    /// Whether this person has signed in here.
    pub fn knows(&self, vault: &Vault, person: i64) -> bool {
        let digests = vault.digests(Purpose::Attempt, &self.about(person));
        // Marks are hashes of what only the server can make: how long it takes tells nothing.
        digests
            .iter()
            .any(|digest| self.marks.contains(&mark(digest)))
    }

    /// Keeps in mind that this person has signed in here.
    pub fn remember(mut self, vault: &Vault, person: i64) -> Self {
        let mark = mark(&vault.digest(Purpose::Attempt, &self.about(person)));
        self.marks.retain(|other| *other != mark);
        self.marks.insert(0, mark);
        self.marks.truncate(PERSONS);
        self
    }

    /// What its failures are counted by, in place of everybody's.
    pub fn key(&self, key: &str) -> String {
        format!("device|{}|{key}", self.name)
    }

    pub fn cookie(&self, settings: &Settings) -> HeaderValue {
        let parts: Vec<&str> = [self.name.as_str()]
            .into_iter()
            .chain(self.marks.iter().map(String::as_str))
            .collect();
        cookie(settings, cookie_name(settings), &parts.join("."), YEAR)
    }

    fn about(&self, person: i64) -> String {
        format!("mark|{}|{person}", self.name)
    }
}

fn mark(digest: &str) -> String {
    let mut mark = hex::encode(Sha256::digest(digest.as_bytes()));
    mark.truncate(DIGITS);
    mark
}

fn cookie_name(settings: &Settings) -> &'static str {
    if settings.https {
        "__Host-lishu-device"
    } else {
        "lishu-device"
    }
}
