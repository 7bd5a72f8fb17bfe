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
    /// The rule does not demand what somebody was to be dispensed from.
    NoSuchDemand,
    /// The participant is dispensed from it already.
    AlreadyDispensed,
    /// It has been decided that the participant meets the rule.
    Decided,
    /// The other rule is not proven to ask for no more.
    NotEased,
    /// Somebody is dispensed from a demand that the other rule puts otherwise.
    DispensedFromOther,
}

impl crate::kernel::Refusal for Refusal {
    fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::NoRule => lang.say(
                "Omgången har inga krav att besluta om. Välj krav för programmet först.",
                "The cohort has no rule to decide by. Choose a rule for the programme first.",
            ),
            Self::NoSuchDemand => lang.say(
                "Välj ett av omgångens krav.",
                "Choose one of the cohort's requirements.",
            ),
            Self::AlreadyDispensed => lang.say(
                "Deltagaren har redan dispens från det kravet.",
                "The participant is dispensed from that requirement already.",
            ),
            Self::Decided => lang.say(
                "Det är redan beslutat om deltagaren. Se över beslutet i stället.",
                "It is already decided about the participant. Review the decision instead.",
            ),
            Self::NotEased => lang.say(
                "De nya kraven är inte bevisat lättare för alla i omgången. Ändra kraven eller ge dispens till den det gäller.",
                "The new rule is not proven to be easier for everybody in the cohort. Change the rule, or dispense the one concerned.",
            ),
            Self::DispensedFromOther => lang.say(
                "Någon har dispens från ett krav som de nya kraven ändrar. Dra tillbaka dispensen först.",
                "Somebody is dispensed from a requirement that the new rule changes. Withdraw the dispensation first.",
            ),
        }
        .to_owned()
    }

    fn field(&self) -> Option<&'static str> {
        matches!(self, Self::NoSuchDemand | Self::AlreadyDispensed).then_some("demand")
    }
}
