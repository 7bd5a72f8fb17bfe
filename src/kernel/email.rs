//! E-mail addresses we dare to send to.

use serde::{Deserialize, Serialize};

/// An address as it was typed, stricter than the standards allow.
///
/// Quoted local parts, address literals, leading hyphens and single-label hosts are refused: no real recipient has
/// them, and mail programs have been tricked with them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address; `None` when it is not one we can send to.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (local, host) = text.split_once('@')?;
        let fits = text.len() <= 254 && is_local_part(local) && is_host(host);
        fits.then(|| Self(text.to_owned()))
    }

    /// The address as it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which two spellings of one address are equal.
    #[must_use]
    pub fn normalised(&self) -> String {
        self.0.to_lowercase()
    }
}

fn is_local_part(local: &str) -> bool {
    let sound = |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(letter);
    !local.is_empty()
        && local.len() <= 64
        && local.chars().all(sound)
        && !local.starts_with(['-', '.'])
        && !local.ends_with('.')
        && !local.contains("..")
}

fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = host.rsplit('.').next().unwrap_or_default();
    host.contains('.') && host.split('.').all(label) && top.len() >= 2 && !top.chars().all(|c| c.is_ascii_digit())
}

impl TryFrom<String> for EmailAddress {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not an e-mail address")
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl std::fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_addresses_pass() {
        for address in ["anna.larsson@example.org", "o'brien+kurs@kommun.example.com", "a_b@xn--malm-8qa.se"] {
            assert!(EmailAddress::parse(address).is_some(), "{address}");
        }
    }

    #[test]
    fn what_mail_programs_stumble_over_is_refused() {
        let bad = [
            "a@b",
            "a@[127.0.0.1]",
            "-oQ/tmp@c.se",
            "a b@c.se",
            "a@b.c",
            "\"a\"@b.se",
            "a@b.se\r\nBcc: x@y.se",
            "@b.se",
            "a..b@c.se",
            "a@1.2.3.4",
        ];
        for address in bad {
            assert!(EmailAddress::parse(address).is_none(), "{address}");
        }
    }
}
