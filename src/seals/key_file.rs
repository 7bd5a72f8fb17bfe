//! The file of keys: what stands in `keys.json`, or in the setting `signing_keys`.
//!
//! Private halves are in it: it is written so that only its owner can read it, whole or not at all, and never printed.

use super::model::Fault;
use crate::kernel::Instant;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::path::Path;

/// Every key of the installation with its private half.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    /// Signing keys, oldest first.
    pub signing: Vec<WrittenKey>,
    /// Paper seals, oldest first.
    pub seals: Vec<WrittenSeal>,
}

/// A signing key as it is kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenKey {
    /// What it is called; written for people, and compared.
    pub id: String,
    /// The 32 secret bytes in hexadecimal digits.
    pub seed: String,
    /// When it was made.
    #[serde(with = "moment")]
    pub created_at: Instant,
    /// When it ceased to sign.
    #[serde(with = "perhaps", default)]
    pub retired_at: Option<Instant>,
}

/// A paper seal as it is kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenSeal {
    /// What it is called; written for people, and compared.
    pub id: String,
    /// The private key: PKCS#8 in base64.
    pub private: String,
    /// The certificate: DER in base64.
    pub certificate: String,
    /// When it was made.
    #[serde(with = "moment")]
    pub created_at: Instant,
    /// When it ceased to seal.
    #[serde(with = "perhaps", default)]
    pub retired_at: Option<Instant>,
}

impl std::fmt::Debug for WrittenKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WrittenKey({})", self.id)
    }
}

impl std::fmt::Debug for WrittenSeal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WrittenSeal({})", self.id)
    }
}

impl Written {
    /// Reads the JSON text.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        serde_json::from_str(text).map_err(|why| Fault::new(why.to_string()))
    }

    /// The JSON text, for a file that people back up.
    pub fn text(&self) -> Result<String, Fault> {
        serde_json::to_string_pretty(self).map(|text| text + "\n").map_err(|why| Fault::new(why.to_string()))
    }

    /// Writes the file so that only its owner can read it, whole or not at all.
    pub fn write(&self, file: &Path) -> Result<(), Fault> {
        let text = self.text()?;
        write_private(file, &text).map_err(|why| Fault::new(format!("{}: {why}", file.display())))
    }
}

fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let beside = file.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut opened = options.open(&beside)?;
    opened.write_all(text.as_bytes())?;
    opened.sync_all()?;
    std::fs::rename(&beside, file)
}

fn written(instant: Instant) -> String {
    DateTime::<Utc>::from_timestamp_millis(instant.millis())
        .unwrap_or_default()
        .to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn read(text: &str) -> Result<Instant, chrono::ParseError> {
    DateTime::parse_from_rfc3339(text).map(|moment| Instant::from_millis(moment.timestamp_millis()))
}

mod moment {
    use super::{Deserialize, Deserializer, Instant, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
    pub fn serialize<S: Serializer>(instant: &Instant, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::written(*instant))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
        super::read(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

mod perhaps {
    use super::{Deserialize, Deserializer, Instant, Serializer};

    #[expect(clippy::ref_option, reason = "serde calls it so")]
    pub fn serialize<S: Serializer>(instant: &Option<Instant>, serializer: S) -> Result<S::Ok, S::Error> {
        match instant {
            Some(instant) => serializer.serialize_some(&super::written(*instant)),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Instant>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| super::read(&text).map_err(serde::de::Error::custom)).transpose()
    }
}
