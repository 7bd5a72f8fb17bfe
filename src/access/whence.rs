//! Where a request comes from: its network, kept only as a keyed digest, and its device in words.

use super::attempts::Limit;
use super::token::TokenKey;
use crate::kernel::Lang;
use std::net::{IpAddr, Ipv6Addr};

/// Wrong passwords for one address from all networks it is not known in, together.
const MOST_FROM_STRANGERS: u64 = 10;
/// Wrong passwords for one address from one network it has signed in from.
const MOST_FROM_KNOWN: u64 = 10;
/// Wrong passwords for all addresses together from one network.
const MOST_FROM_NETWORK: u64 = 50;
/// How long these wrong passwords count.
const PASSWORD_MINUTES: i64 = 15;
/// Wrong codes of one half-finished sign-in.
const MOST_CODES: u64 = 5;
/// Wrong codes of one account in a day, from a known network or from all others together.
const MOST_CODES_A_DAY: u64 = 20;
const DAY_MINUTES: i64 = 24 * 60;

/// Network and device of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whence {
    /// Keyed digest of the network: the first 24 bits of an IPv4 address, the first 64 of an IPv6 address.
    pub network: String,
    /// The device in words, see [`device_words`].
    pub device: String,
}

impl Whence {
    /// Network and device of a request from `ip` that calls itself `user_agent`.
    #[must_use]
    pub fn new(key: &TokenKey, ip: Option<IpAddr>, user_agent: &str) -> Self {
        let network = key.digest(&format!("network {}", ip.map_or_else(String::new, network_of)));
        Self { network, device: device_of(user_agent) }
    }

    /// How many passwords may be tried for `address` (a digest) from here.
    ///
    /// From a network the account has signed in from lately only what is tried there counts: guesses from elsewhere never
    /// bar its owner's way.
    #[must_use]
    pub fn password_limits(&self, address: &str, nearness: Nearness) -> Vec<Limit> {
        let limit = |subject: String, most: u64| Limit { subject, most, minutes: PASSWORD_MINUTES };
        match nearness {
            Nearness::Known => vec![limit(format!("password {address} {}", self.network), MOST_FROM_KNOWN)],
            Nearness::Strange => vec![
                limit(format!("password {address}"), MOST_FROM_STRANGERS),
                limit(format!("password from {}", self.network), MOST_FROM_NETWORK),
            ],
        }
    }

    /// How many codes may be tried in half-finished sign-in number `session` of account number `account` from here.
    #[must_use]
    pub fn code_limits(&self, session: i64, account: i64, nearness: Nearness) -> Vec<Limit> {
        let of_account = match nearness {
            Nearness::Known => format!("code {account} {}", self.network),
            Nearness::Strange => format!("code {account}"),
        };
        vec![
            Limit { subject: format!("code session {session}"), most: MOST_CODES, minutes: DAY_MINUTES },
            Limit { subject: of_account, most: MOST_CODES_A_DAY, minutes: DAY_MINUTES },
        ]
    }
}

/// Whether an account has signed in from a network lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nearness {
    /// It has.
    Known,
    /// It has not, or there is no such account.
    Strange,
}

/// The network an address lies in, as text.
pub(super) fn network_of(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// Browser and system, as far as the browser tells: `Firefox, Windows`; empty when it tells nothing known.
fn device_of(user_agent: &str) -> String {
    // Each says it is the ones after it, too.
    let browsers = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let systems = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let named = |words: &[(&str, &'static str)]| {
        words.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let parts: Vec<&str> = [named(&browsers), named(&systems)].into_iter().flatten().collect();
    parts.join(", ")
}

/// A device as its owner knows it: *Firefox på Windows*.
#[must_use]
pub fn device_words(device: &str, lang: Lang) -> String {
    match device.split_once(", ") {
        Some((browser, system)) => format!("{browser} {} {system}", lang.say("på", "on")),
        None if device.is_empty() => lang.say("Okänd enhet", "Unknown device").to_owned(),
        None => device.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_share_a_network_and_strangers_do_not() {
        let key = TokenKey::new([7; 32]);
        let network = |ip: &str| Whence::new(&key, ip.parse().ok(), "").network;

        assert_eq!(network("192.0.2.1"), network("192.0.2.250"));
        assert_eq!(network("192.0.2.1"), network("::ffff:192.0.2.1"));
        assert_ne!(network("192.0.2.1"), network("192.0.3.1"));
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert!(!network("192.0.2.1").contains("192"));
    }

    #[test]
    fn a_device_is_named_as_its_owner_knows_it() {
        let firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
            Version/18.0 Mobile/15E148 Safari/604.1";
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 \
            Safari/537.36 Edg/140.0";

        let words = [firefox, safari, edge, "curl/8", ""].map(|agent| device_words(&device_of(agent), Lang::Sv));

        assert_eq!(words, ["Firefox på Windows", "Safari på iPhone", "Edge på Windows", "Okänd enhet", "Okänd enhet"]);
    }
}
