//! Every setting, typed and checked at start. Secrets do not print.

use crate::kernel::EmailAddress;
use crate::storage::DatabaseAddress;
use lettre::message::Mailbox;
use rocket::figment::Figment;
use rocket::figment::providers::{Env, Serialized};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The settings as they stand in `Rocket.toml` or in `STAFETT_…` variables.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Written {
    data_dir: PathBuf,
    secrets_file: Option<PathBuf>,
    public_address: Option<String>,
    verification_address: Option<String>,
    smtp_url: Option<Secret>,
    mail_from: String,
    lookups_per_minute: u32,
    papers_per_minute: u32,
    #[serde(skip_serializing)]
    sealing_key: Option<Secret>,
    #[serde(skip_serializing)]
    signing_keys: Option<Secret>,
    seal_pkcs12: Option<PathBuf>,
    #[serde(skip_serializing)]
    seal_password: Option<Secret>,
    #[serde(skip_serializing)]
    database_url: Option<Secret>,
}

/// A text that must not stand in a log.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The text, where it is needed.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(secret)")
    }
}

impl Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("(secret)")
    }
}

/// The settings of a running house.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where files of ours live.
    pub data_dir: PathBuf,
    /// Where the secrets made on first start are kept.
    pub secrets_file: PathBuf,
    /// Where the database is.
    pub database: DatabaseAddress,
    /// Scheme and host people reach us by, without a trailing slash; `None`: the address the server listens on.
    pub public_address: Option<String>,
    /// Scheme and host printed on certificates; `None`: the public address.
    pub verification_address: Option<String>,
    /// The key needs and second factors are sealed with, 64 hexadecimal digits; `None`: the one in the secrets file.
    pub sealing_key: Option<Secret>,
    /// All keys that sign, as the JSON that otherwise stands in `keys.json`; `None`: that file is read.
    pub signing_keys: Option<Secret>,
    /// The operator's own paper seal, a PKCS#12 file, with its password; `None`: the one made at first start.
    pub own_seal: Option<(PathBuf, Secret)>,
    /// The mail server; `None`: letters are kept as files.
    pub smtp_url: Option<Secret>,
    /// Who letters come from.
    pub mail_from: Mailbox,
    /// How many codes of certificates a network may look up in a minute; 0 for any number.
    pub lookups_per_minute: u32,
    /// How many PDF files a network may have looked at in a minute; 0 for any number.
    pub papers_per_minute: u32,
}

/// A setting that cannot be used, in a sentence for the operator.
#[derive(Debug)]
pub struct Unusable(pub String);

impl std::fmt::Display for Unusable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unusable {}

/// Where settings are read from: our defaults, `Rocket.toml`, `ROCKET_…`, `STAFETT_…` and `DATABASE_URL`, later wins.
#[must_use]
pub fn figment() -> Figment {
    let ours = Written {
        data_dir: "data".into(),
        secrets_file: None,
        public_address: None,
        verification_address: None,
        smtp_url: None,
        mail_from: "Stafett <stafett@localhost.invalid>".to_owned(),
        lookups_per_minute: 120,
        papers_per_minute: 20,
        database_url: None,
        sealing_key: None,
        signing_keys: None,
        seal_pkcs12: None,
        seal_password: None,
    };
    Figment::from(Serialized::defaults(rocket::Config::default()))
        .merge(Serialized::defaults(ours))
        .merge(rocket::Config::figment())
        .merge(Env::prefixed("STAFETT_"))
        .merge(
            Env::raw().only(&["DATABASE_URL"]).filter_map(|key| (key == "DATABASE_URL").then(|| "database_url".into())),
        )
}

impl Settings {
    /// Reads and checks the settings.
    ///
    /// # Errors
    /// Names the setting that cannot be used and why.
    pub fn read(figment: &Figment) -> Result<Self, Unusable> {
        let written: Written = figment.extract().map_err(|error| Unusable(error.to_string()))?;
        let data_dir = written.data_dir;
        let database = match written.database_url {
            Some(url) if url.reveal().starts_with("postgres") => DatabaseAddress::Postgres(url.0),
            Some(_) => {
                return Err(Unusable(
                    "DATABASE_URL must start with postgres://; without it SQLite is used.".to_owned(),
                ));
            }
            None => DatabaseAddress::Sqlite(data_dir.join("stafett.db")),
        };
        Ok(Self {
            secrets_file: written.secrets_file.unwrap_or_else(|| data_dir.join("secrets.json")),
            data_dir,
            database,
            public_address: checked_address("public_address", written.public_address)?,
            verification_address: checked_address("verification_address", written.verification_address)?,
            sealing_key: written.sealing_key,
            signing_keys: written.signing_keys.filter(|keys| !keys.reveal().is_empty()),
            own_seal: own_seal(written.seal_pkcs12, written.seal_password)?,
            smtp_url: written.smtp_url,
            mail_from: mailbox(&written.mail_from)?,
            lookups_per_minute: written.lookups_per_minute,
            papers_per_minute: written.papers_per_minute,
        })
    }

    /// Where the keys that sign are kept, unless they are given by the environment.
    #[must_use]
    pub fn keys_file(&self) -> PathBuf {
        self.data_dir.join("keys.json")
    }

    /// The same settings with everything kept in `folder` instead.
    #[must_use]
    pub fn moved_to(mut self, folder: &Path) -> Self {
        self.data_dir = folder.to_path_buf();
        self.secrets_file = folder.join("secrets.json");
        if let DatabaseAddress::Sqlite(file) = &mut self.database {
            *file = folder.join("stafett.db");
        }
        self
    }
}

fn own_seal(file: Option<PathBuf>, password: Option<Secret>) -> Result<Option<(PathBuf, Secret)>, Unusable> {
    match (file.filter(|file| !file.as_os_str().is_empty()), password) {
        (Some(file), Some(password)) => Ok(Some((file, password))),
        (Some(_), None) => Err(Unusable("seal_pkcs12 needs seal_password (STAFETT_SEAL_PASSWORD).".to_owned())),
        (None, _) => Ok(None),
    }
}

/// Scheme and host in the one form in which papers carry them: lower case, without the port that goes without saying. Two
/// ways to write an address would else be two hosts, of which one is known and the other is not.
fn checked_address(setting: &str, address: Option<String>) -> Result<Option<String>, Unusable> {
    let Some(address) = address.filter(|address| !address.is_empty()) else { return Ok(None) };
    if !address.is_ascii() {
        return Err(Unusable(format!(
            "{setting} must be written in ASCII, as it stands in certificates for ever: xn--… for å, ä, ö and other letters."
        )));
    }
    let address = address.trim_end_matches('/').to_ascii_lowercase();
    let parts = address.split_once("://").and_then(|(scheme, host)| match scheme {
        "https" => Some((scheme, host.strip_suffix(":443").unwrap_or(host))),
        "http" => Some((scheme, host.strip_suffix(":80").unwrap_or(host))),
        _ => None,
    });
    match parts {
        Some((scheme, host)) if is_host(host) => Ok(Some(format!("{scheme}://{host}"))),
        _ => Err(Unusable(format!("{setting} must be a scheme and a host, such as https://kurser.example.org."))),
    }
}

/// A name or an address in numbers, perhaps with a port: nothing that a QR code or a reader of addresses would take otherwise.
fn is_host(text: &str) -> bool {
    let (name, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, "")) => (Err(address), None),
        Some((address, rest)) => (Err(address), Some(rest.strip_prefix(':').unwrap_or_default())),
        None => text.split_once(':').map_or((Ok(text), None), |(name, port)| (Ok(name), Some(port))),
    };
    let is_label = |label: &str| {
        let letters = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        letters && !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-')
    };
    let is_name = match name {
        Ok(name) => name.len() <= 253 && name.split('.').all(is_label),
        Err(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
    };
    let is_port = |port: &str| {
        port.bytes().all(|byte| byte.is_ascii_digit()) && !port.starts_with('0') && port.parse::<u16>().is_ok()
    };
    is_name && port.is_none_or(is_port)
}

fn mailbox(text: &str) -> Result<Mailbox, Unusable> {
    let wrong = || Unusable("mail_from must look like: Name <address@example.org>.".to_owned());
    let (name, address) = text.strip_suffix('>').and_then(|text| text.split_once('<')).ok_or_else(wrong)?;
    let address = EmailAddress::parse(address).map(|email| email.to_string()).ok_or_else(wrong)?;
    Ok(Mailbox::new(Some(name.trim().to_owned()), address.parse().map_err(|_| wrong())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_form_however_it_is_written() {
        let written = [
            ("https://Intyg.Example.ORG", "https://intyg.example.org"),
            ("HTTPS://intyg.example.org:443/", "https://intyg.example.org"),
            ("http://intyg.example.org:80", "http://intyg.example.org"),
            ("https://intyg.example.org:8443", "https://intyg.example.org:8443"),
            ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
            ("http://intyg.example.org:443", "http://intyg.example.org:443"),
            ("https://xn--intyg-gra.example.org", "https://xn--intyg-gra.example.org"),
            ("http://[2001:DB8::1]:8000/", "http://[2001:db8::1]:8000"),
            ("https://[::1]", "https://[::1]"),
        ];

        for (address, form) in written {
            let read = checked_address("verification_address", Some(address.to_owned())).expect(address);

            assert_eq!(read.as_deref(), Some(form), "{address}");
        }
    }

    #[test]
    fn what_is_no_scheme_and_host_is_refused() {
        let others = [
            "intyg.example.org",
            "ftp://a.example",
            "https://",
            "https://a.example/v",
            "https://å.example",
            "https://a_b.example",
            "https://a*.example",
            "https://a..example",
            "https://a.example.",
            "https://-a.example",
            "https://a.example%20",
            "https://\"a\".example",
            "https://a.example:",
            "https://a.example:port",
            "https://a.example:0",
            "https://a.example:65536",
            "https://a.example:+80",
            "https://a.example:8000:8000",
            "https://[::1",
            "https://[::1]8000",
            "https://[a.example]",
            "https://::1",
        ];
        for address in others {
            assert!(checked_address("public_address", Some(address.to_owned())).is_err(), "{address}");
        }
        assert!(checked_address("public_address", Some(String::new())).is_ok_and(|read| read.is_none()));
    }
}
