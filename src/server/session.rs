//! The session's cookie and token. The token is 256 random bits; the database keeps its SHA-256.

use super::settings::Settings;
use http::{HeaderMap, HeaderValue, header};
use sha2::{Digest, Sha256};

/// A token as the browser keeps it.
pub struct Token(String);

impl Token {
    pub fn random() -> Self {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).expect("the system has randomness");
        Self(hex::encode(bytes))
    }

    /// One that somebody sends, as it stands in a link.
    pub fn read(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// What its owner has of it.
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// What the database keeps.
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }

    /// The token that the request's cookie carries.
    pub fn of(headers: &HeaderMap, settings: &Settings) -> Option<Self> {
        read_cookie(headers, cookie_name(settings)).map(|value| Self(value.to_owned()))
    }

    /// The browser forgets it when the session ends at the latest.
    pub fn cookie(&self, settings: &Settings, hours: u32) -> HeaderValue {
        let age = i64::from(hours) * 3600;
        cookie(settings, cookie_name(settings), &self.0, age)
    }
}

/// The cookie that makes the browser forget the token.
pub fn forget(settings: &Settings) -> HeaderValue {
    cookie(settings, cookie_name(settings), "", 0)
}

/// A cookie that no script reads and no other site sends along with a form.
pub(super) fn cookie(settings: &Settings, name: &str, value: &str, age: i64) -> HeaderValue {
    let secure = if settings.https { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}");
    HeaderValue::from_str(&text).expect("names and values are ours, in plain ASCII")
}

/// The value of the request's cookie of this name.
pub(super) fn read_cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

fn cookie_name(settings: &Settings) -> &'static str {
    if settings.https {
        "__Host-lishu"
    } else {
        "lishu"
    }
}
