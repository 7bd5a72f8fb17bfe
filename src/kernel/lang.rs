//! The two languages every page, letter and paper exists in.

use serde::{Deserialize, Serialize};

/// A language a reader may choose; Swedish is the house's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Swedish.
    #[default]
    Sv,
    /// English.
    En,
}

impl Lang {
    /// Picks the text in this language.
    ///
    /// Both texts stand side by side where they are used, so that neither can be forgotten: a page
    /// without its English does not compile.
    #[must_use]
    pub fn say<T>(self, swedish: T, english: T) -> T {
        match self {
            Self::Sv => swedish,
            Self::En => english,
        }
    }

    /// The BCP 47 tag, as `lang` attributes and the `lang` parameter of addresses carry it.
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.say("sv", "en")
    }

    /// Reads a tag such as `sv`, `en` or `en-GB`; anything else is `None`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "sv" => Some(Self::Sv),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}
