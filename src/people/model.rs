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

impl AccountState {
    /// The state in a word.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Active => lang.say("aktivt", "active"),
            Self::Invited => lang.say("inbjudet", "invited"),
            Self::Disabled => lang.say("avstängt", "disabled"),
            Self::Merged => lang.say("sammanslaget", "merged"),
        }
    }
}

impl Role {
    /// Every role, the one with the widest reach first.
    pub const ALL: [Self; 5] =
        [Self::Administrator, Self::Coordinator, Self::Trainer, Self::Delegate, Self::Researcher];

    /// The role as forms and facts carry it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::Trainer => "trainer",
            Self::Administrator => "administrator",
            Self::Delegate => "delegate",
            Self::Researcher => "researcher",
        }
    }

    /// Whether the role signs in with a password and a second factor; a delegate gets a link instead.
    #[must_use]
    pub fn has_password(self) -> bool {
        self != Self::Delegate
    }

    /// Whether the role is bound to organisations.
    #[must_use]
    pub fn has_organisations(self) -> bool {
        matches!(self, Self::Delegate | Self::Researcher)
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
    /// The password has fewer than twelve characters.
    PasswordTooShort,
    /// The password has more than two hundred characters.
    PasswordTooLong,
    /// The password is among the first that are guessed.
    PasswordTooCommon,
    /// The code is wrong, over, or was used before; the three look alike.
    WrongCode,
    /// Too many wrong codes: the sign-in begins anew.
    TooManyCodes,
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
            Self::PasswordTooShort => lang.say(
                "Välj ett lösenord med minst 12 tecken. Flera ord efter varandra är lätta att minnas.",
                "Choose a password of at least 12 characters. Several words in a row are easy to remember.",
            ),
            Self::PasswordTooLong => {
                lang.say("Välj ett lösenord med högst 200 tecken.", "Choose a password of at most 200 characters.")
            }
            Self::PasswordTooCommon => lang.say(
                "Det lösenordet är bland de första som gissas. Välj något annat, till exempel flera ord efter varandra.",
                "That password is among the first to be guessed. Choose another, such as several words in a row.",
            ),
            Self::WrongCode => lang.say(
                "Koden stämmer inte. Skriv koden som appen visar just nu; varje kod går att använda en gång.",
                "The code is wrong. Write the code the app shows right now; each code works once.",
            ),
            Self::TooManyCodes => lang.say(
                "För många felaktiga koder. Logga in på nytt om en stund.",
                "Too many wrong codes. Sign in anew in a while.",
            ),
        }
        .to_owned()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NotSignedIn | Self::TooManyAttempts | Self::AddressTaken => Some("email"),
            Self::PasswordTooShort | Self::PasswordTooLong | Self::PasswordTooCommon => Some("password"),
            Self::WrongCode | Self::TooManyCodes => Some("code"),
        }
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
