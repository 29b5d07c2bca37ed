//! Behind a reverse proxy: who a request comes from, and over what. Anybody can write
//! X-Forwarded-For; what counts is only what our own proxies have added to it, at its end.

use super::settings::Settings;
use axum::extract::ConnectInfo;
use http::request::Parts;
use http::uri::Authority;
use http::{Extensions, HeaderMap, HeaderName, header};
use ipnet::IpNet;
use serde::{Deserialize, Deserializer, de};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;

/// The address of a request that came over no connection.
pub const NOWHERE: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

/// More proxies one behind the other than anybody has.
const MOST_HOPS: usize = 16;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Whose word counts: so many hops before us, or whoever has one of these addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrustedProxies {
    Hops(usize),
    Networks(Vec<IpNet>),
}

/// The address that a request came from: the last one on its way that none of our own proxies has.
pub fn client_address(parts: &Parts, settings: &Settings) -> IpAddr {
    let trusted = &settings.trusted_proxies;
    client(&parts.headers, peer(&parts.extensions), trusted)
}

/// Whether our proxy says that the browser spoke plain http to it.
pub fn came_in_clear(headers: &HeaderMap, extensions: &Extensions, settings: &Settings) -> bool {
    let peer = peer(extensions);
    settings.trusted_proxies.trusts(peer, 0)
        && listed(headers, &FORWARDED_PROTO).last() == Some("http")
}

/// Where whoever sent the request reaches us, as the request says: to be shown to them and to nobody else, as anybody
/// can write it. None: it names no host.
pub fn own_address(
    headers: &HeaderMap,
    extensions: &Extensions,
    settings: &Settings,
) -> Option<String> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let authority: Authority = host.parse().ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    if authority.host().is_empty() || !host.bytes().all(plain) {
        return None;
    }
    let trusted = settings.trusted_proxies.trusts(peer(extensions), 0);
    let came_by_https = trusted && listed(headers, &FORWARDED_PROTO).last() == Some("https");
    let scheme = match settings.https || came_by_https {
        true => "https",
        false => "http",
    };
    Some(format!("{scheme}://{authority}"))
}

fn peer(extensions: &Extensions) -> IpAddr {
    let connected = extensions.get::<ConnectInfo<SocketAddr>>();
    connected.map_or(NOWHERE, |peer| peer.0.ip().to_canonical())
}

fn client(headers: &HeaderMap, peer: IpAddr, trusted: &TrustedProxies) -> IpAddr {
    let said: Vec<&str> = listed(headers, &FORWARDED_FOR).collect();
    let mut client = peer;
    for (hop, entry) in said.into_iter().rev().enumerate() {
        if !trusted.trusts(client, hop) {
            break;
        }
        match address(entry) {
            Some(before) => client = before,
            // Whoever wrote this is the last that can be named.
            None => break,
        }
    }
    client
}

/// The entries of a list that may be spread over several headers.
fn listed<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let lines = headers.get_all(name).into_iter();
    lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(',').map(str::trim))
}

/// An address, as proxies write it: some add the port.
fn address(entry: &str) -> Option<IpAddr> {
    let with_port = || entry.parse::<SocketAddr>().ok().map(|socket| socket.ip());
    let bare = entry.trim_start_matches('[').trim_end_matches(']');
    let found = bare.parse().ok().or_else(with_port)?;
    Some(IpAddr::to_canonical(&found))
}

impl TrustedProxies {
    /// Whether the word of this address counts, which is so many hops away.
    fn trusts(&self, address: IpAddr, hop: usize) -> bool {
        match self {
            Self::Hops(hops) => hop < *hops,
            Self::Networks(networks) => networks.iter().any(|network| network.contains(&address)),
        }
    }
}

impl FromStr for TrustedProxies {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(hops) = text.trim().parse::<usize>() {
            return match hops {
                0..=MOST_HOPS => Ok(Self::Hops(hops)),
                _ => Err(format!("{hops} proxies one behind the other")),
            };
        }
        let entries = text.split([',', ' ']).filter(|entry| !entry.is_empty());
        let networks: Result<Vec<IpNet>, String> = entries.map(network).collect();
        networks.map(Self::Networks)
    }
}

fn network(entry: &str) -> Result<IpNet, String> {
    let one = |entry: &str| entry.parse::<IpAddr>().ok().map(IpNet::from);
    let found = entry.parse().ok().or_else(|| one(entry));
    found.ok_or_else(|| format!("{entry} is neither an address nor a network like 10.1.0.0/16"))
}

impl<'de> Deserialize<'de> for TrustedProxies {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Number(i64),
            Line(String),
            List(Vec<String>),
        }
        let line = match Written::deserialize(deserializer)? {
            Written::Number(hops) => hops.to_string(),
            Written::Line(line) => line,
            Written::List(list) => list.join(","),
        };
        line.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(trusted: &str, peer: &str, lines: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, line.parse().expect("a header"));
        }
        let trusted = trusted.parse().expect("a setting");
        client(&headers, peer.parse().expect("an address"), &trusted).to_string()
    }

    #[test]
    fn nobody_s_word_counts_where_no_proxy_is_trusted() {
        assert_eq!(seen("0", "203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.7", "203.0.113.9", &["1.1.1.1"]), "203.0.113.9");
    }

    #[test]
    fn as_many_entries_count_as_there_are_proxies() {
        let forged = "6.6.6.6, 198.51.100.1, 10.0.0.8";
        assert_eq!(
            seen("1", "10.0.0.7", &["6.6.6.6, 198.51.100.1"]),
            "198.51.100.1"
        );
        assert_eq!(seen("2", "10.0.0.7", &[forged]), "198.51.100.1");
        assert_eq!(
            seen("2", "10.0.0.7", &["6.6.6.6", "198.51.100.1, 10.0.0.8"]),
            "198.51.100.1"
        );
        assert_eq!(seen("2", "10.0.0.7", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(seen("1", "10.0.0.7", &[]), "10.0.0.7");
    }

    #[test]
    fn the_last_that_is_no_proxy_of_ours_counts() {
        let ours = "10.0.0.0/8, 2001:db8::1";
        assert_eq!(
            seen(ours, "10.0.0.7", &["6.6.6.6, 198.51.100.1, 10.2.0.1"]),
            "198.51.100.1"
        );
        assert_eq!(seen(ours, "2001:db8::1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(seen(ours, "10.0.0.7", &["10.0.0.9"]), "10.0.0.9");
    }

    #[test]
    fn what_is_no_address_ends_the_list() {
        for entry in ["unknown", "", "_hidden", "1.2.3"] {
            assert_eq!(seen("2", "10.0.0.7", &["198.51.100.1", entry]), "10.0.0.7");
        }
        assert_eq!(
            seen("1", "10.0.0.7", &["198.51.100.1:4711"]),
            "198.51.100.1"
        );
        assert_eq!(
            seen("1", "10.0.0.7", &["[2001:db8::2]:4711"]),
            "2001:db8::2"
        );
        assert_eq!(
            seen("1", "10.0.0.7", &["::ffff:198.51.100.1"]),
            "198.51.100.1"
        );
    }

    #[test]
    fn a_setting_is_a_number_or_addresses() {
        assert_eq!("3".parse(), Ok(TrustedProxies::Hops(3)));
        for wrong in ["17", "-1", "proxy.example", "10.0.0.0/33", "1.2.3.4,,x"] {
            assert!(wrong.parse::<TrustedProxies>().is_err(), "{wrong}");
        }
    }
}
