//! The words of this room.

use crate::kernel::Lang;
use crate::requirements;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

/// What was decided about a participant; who can still meet the rule is not decided about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The rule is met.
    Met,
    /// The rule can no longer be met.
    Impossible,
}

impl Outcome {
    /// The outcome in words.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Met => lang.say("Uppfyller kraven", "Meets the requirements"),
            Self::Impossible => lang.say("Uppfyller inte kraven", "Does not meet the requirements"),
        }
    }

    /// The name it is stored by.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Impossible => "impossible",
        }
    }

    /// The decision a verdict leads to; `None` while the rule can still be met.
    #[must_use]
    pub fn of(verdict: requirements::Outcome) -> Option<Self> {
        match verdict {
            requirements::Outcome::Met => Some(Self::Met),
            requirements::Outcome::Impossible => Some(Self::Impossible),
            requirements::Outcome::Possible => None,
        }
    }
}

/// What this room says when it refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The cohort has no rule that can be read.
    NoRule,
}

impl crate::kernel::Refusal for Refusal {
    fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::NoRule => lang.say(
                "Omgången har inga krav att besluta om. Välj krav för programmet först.",
                "The cohort has no rule to decide by. Choose a rule for the programme first.",
            ),
        }
        .to_owned()
    }
}
