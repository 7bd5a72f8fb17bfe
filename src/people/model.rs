//! The words of this room.

use crate::kernel::Lang;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

/// The role of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Coordinator.
    Coordinator,
    /// Trainer.
    Trainer,
    /// Administrator.
    Administrator,
    /// Speaks for organisations: names people to their seats, follows their plan and their people's progress.
    Delegate,
    /// Reads about the pilots it was given, pseudonymised.
    Researcher,
}

/// The state of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// Active.
    Active,
    /// Invited; becomes active when the invitation is taken.
    Invited,
    /// Disabled.
    Disabled,
    /// Became part of another account; kept so that what it did stays told.
    Merged,
}

impl Role {
    /// The role in a word.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Coordinator => lang.say("samordnare", "coordinator"),
            Self::Trainer => lang.say("utbildare", "trainer"),
            Self::Administrator => lang.say("administratör", "administrator"),
            Self::Delegate => lang.say("organisationens ombud", "delegate"),
            Self::Researcher => lang.say("forskare", "researcher"),
        }
    }
}

impl std::str::FromStr for Role {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "coordinator" => Ok(Self::Coordinator),
            "trainer" => Ok(Self::Trainer),
            "administrator" => Ok(Self::Administrator),
            "delegate" => Ok(Self::Delegate),
            "researcher" => Ok(Self::Researcher),
            _ => Err(()),
        }
    }
}

/// What this room says when it refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Address and password do not belong together, or there is no such account; the two look alike.
    NotSignedIn,
    /// Too many attempts for this address.
    TooManyAttempts,
    /// An account with this address exists.
    AddressTaken,
}

impl crate::kernel::Refusal for Refusal {
    fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::NotSignedIn => lang.say(
                "E-postadressen eller lösenordet stämmer inte. Kontrollera stavningen och försök igen.",
                "The e-mail address or the password is wrong. Check the spelling and try again.",
            ),
            Self::TooManyAttempts => lang.say(
                "För många försök. Vänta en kvart och försök igen.",
                "Too many attempts. Wait a quarter of an hour and try again.",
            ),
            Self::AddressTaken => lang
                .say("Det finns redan ett konto med den adressen.", "There is already an account with that address."),
        }
        .to_owned()
    }

    fn field(&self) -> Option<&'static str> {
        Some("email")
    }
}

/// Whether a person's data are protected: their whereabouts must not become known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// Masked everywhere.
    On,
    /// Shown as everybody's.
    Off,
}

/// What stands where the name of a person with protected personal data would stand.
#[must_use]
pub fn masked_name(lang: Lang) -> &'static str {
    lang.say("Skyddade personuppgifter", "Protected personal data")
}

/// What stands where an address, a unit or words about such a person would stand.
#[must_use]
pub fn masked_value(lang: Lang) -> &'static str {
    lang.say("Skyddad uppgift", "Protected")
}
