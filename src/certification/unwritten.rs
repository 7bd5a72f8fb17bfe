//! Why a paper could not be written, in both languages: kept with its certificate until it is.

use crate::credentials;
use crate::kernel::Lang;
use crate::paper;
use serde::{Deserialize, Serialize};

/// Characters of a cause's details that are kept.
const LONGEST: usize = 300;

/// What stood in the way at the last attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unwritten {
    /// The facts that were frozen cannot be read; with what the reader said, in English.
    Facts(String),
    /// Its place lies beyond its status list.
    Place,
    /// The page cannot be drawn, or the credential not signed; in the words of who refused.
    Refused {
        /// In Swedish.
        sv: String,
        /// In English.
        en: String,
    },
    /// The work was broken off before its turn came.
    LeftOut,
    /// Something an earlier version wrote down, in English.
    Other(String),
}

impl Unwritten {
    /// Facts that cannot be read.
    #[must_use]
    pub fn unreadable(error: &serde_json::Error) -> Self {
        Self::Facts(error.to_string().chars().take(LONGEST).collect())
    }

    /// The cause as it is kept.
    #[must_use]
    pub fn kept(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a [`Unwritten::kept`]; anything else is taken for words of an earlier version.
    #[must_use]
    pub fn read(kept: &str) -> Self {
        serde_json::from_str(kept).unwrap_or_else(|_| Self::Other(kept.to_owned()))
    }

    /// The cause as a sentence for the coordinator.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Facts(detail) => lang.say(
                format!("Uppgifterna som låstes går inte att läsa ({detail})."),
                format!("The facts that were frozen cannot be read ({detail})."),
            ),
            Self::Place => lang
                .say(
                    "Intygets plats finns inte i dess statuslista.",
                    "The certificate’s place is not in its status list.",
                )
                .to_owned(),
            Self::Refused { sv, en } => lang.say(sv.clone(), en.clone()),
            Self::LeftOut => lang
                .say("Arbetet avbröts innan det blev det här intygets tur.", "The work was broken off before its turn.")
                .to_owned(),
            Self::Other(detail) => {
                lang.say(format!("Felet är inte känt ({detail})."), format!("The error is not known ({detail})."))
            }
        }
    }

    fn refused(say: impl Fn(Lang) -> String) -> Self {
        let kept = |lang| say(lang).chars().take(LONGEST).collect();
        Self::Refused { sv: kept(Lang::Sv), en: kept(Lang::En) }
    }
}

impl From<paper::Refusal> for Unwritten {
    fn from(why: paper::Refusal) -> Self {
        Self::refused(|lang| why.say(lang))
    }
}

impl From<credentials::Refusal> for Unwritten {
    fn from(why: credentials::Refusal) -> Self {
        Self::refused(|lang| why.sentence(lang))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_read_as_it_was_kept_and_said_in_both_languages() {
        let causes = [
            Unwritten::Facts("missing field `number`".to_owned()),
            Unwritten::Place,
            Unwritten::from(paper::Refusal::NoHolder),
            Unwritten::LeftOut,
        ];

        for cause in causes {
            assert_eq!(Unwritten::read(&cause.kept()), cause);
            assert_ne!(cause.say(Lang::Sv), cause.say(Lang::En));
        }
        assert_eq!(Unwritten::read("no such font").say(Lang::Sv), "Felet är inte känt (no such font).");
    }
}
