//! The words of this room.

use crate::completion::model::Outcome;
use crate::kernel::{Day, Lang};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

/// Which of the two papers it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum CertificateKind {
    /// *Intyg*: the completion rule was met.
    Certificate,
    /// *Närvarointyg*: which days were attended.
    Attendance,
}

impl CertificateKind {
    /// The paper that follows from a decision.
    #[must_use]
    pub fn of(decided: Outcome) -> Self {
        match decided {
            Outcome::Met => Self::Certificate,
            Outcome::Impossible => Self::Attendance,
        }
    }

    /// The paper's name as it stands inside a sentence.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Certificate => lang.say("intyg", "certificate"),
            Self::Attendance => lang.say("närvarointyg", "certificate of attendance"),
        }
    }

    /// The paper's name with its article: "intyget".
    #[must_use]
    pub fn definite(self, lang: Lang) -> &'static str {
        match self {
            Self::Certificate => lang.say("intyget", "the certificate"),
            Self::Attendance => lang.say("närvarointyget", "the certificate of attendance"),
        }
    }

    /// The paper's name as a heading.
    #[must_use]
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Certificate => lang.say("Intyg", "Certificate"),
            Self::Attendance => lang.say("Närvarointyg", "Certificate of attendance"),
        }
    }

    /// The name in addresses, forms and answers to machines.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Attendance => "attendance",
        }
    }

    /// Reads a [`CertificateKind::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Certificate, Self::Attendance].into_iter().find(|kind| kind.key() == key)
    }
}

/// Whom one press of the button is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Round {
    /// Those who met the rule: an *intyg*.
    Completed,
    /// Those who can no longer meet it: a *närvarointyg*.
    NotCompleted,
    /// Those who can still meet it when every day is over and marked, as by an assignment that nobody has to hand in by any
    /// day: a *närvarointyg* in the meantime, which an *intyg* takes the place of.
    Meanwhile,
}

impl Round {
    /// Every round, in the order a page offers them.
    pub const ALL: [Self; 3] = [Self::Completed, Self::NotCompleted, Self::Meanwhile];

    /// The paper they get.
    #[must_use]
    pub fn kind(self) -> CertificateKind {
        match self {
            Self::Completed => CertificateKind::Certificate,
            Self::NotCompleted | Self::Meanwhile => CertificateKind::Attendance,
        }
    }

    /// The name in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Completed => "certificate",
            Self::NotCompleted => "attendance",
            Self::Meanwhile => "meanwhile",
        }
    }

    /// Reads a [`Round::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|round| round.key() == key)
    }
}

/// What has become of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum CertificateState {
    /// It holds.
    Current,
    /// A later edition holds in its place.
    Replaced,
    /// It no longer holds, and nothing has come in its place.
    Revoked,
}

/// Why there is an edition of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum EditionCause {
    /// It is the first that was issued.
    First,
    /// The name was wrong; all else is as printed before.
    Name,
    /// Something else was wrong; it was composed anew from what was true then.
    Facts,
    /// The term was over, or nearly.
    Renewal,
    /// The one before was revoked, and its holder is to have one after all.
    Anew,
}

impl EditionCause {
    /// The word in the journal.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Name => "name",
            Self::Facts => "facts",
            Self::Renewal => "renewal",
            Self::Anew => "anew",
        }
    }
}

/// What a certificate's state amounts to on a day: the answer to whoever verifies it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Validity {
    /// It holds.
    Valid,
    /// A later edition holds in its place.
    Replaced,
    /// It was taken back.
    Revoked,
    /// Its last day has passed.
    Expired,
}

impl Validity {
    /// Every answer, in the order a filter offers them.
    pub const ALL: [Self; 4] = [Self::Valid, Self::Replaced, Self::Revoked, Self::Expired];

    /// What `state` amounts to on `today` for a certificate that holds until `expires_on`, that day included.
    #[must_use]
    pub fn on(today: Day, state: CertificateState, expires_on: Option<Day>) -> Self {
        match state {
            CertificateState::Replaced => Self::Replaced,
            CertificateState::Revoked => Self::Revoked,
            CertificateState::Current if expires_on.is_some_and(|last| last < today) => Self::Expired,
            CertificateState::Current => Self::Valid,
        }
    }

    /// The answer in a word.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Valid => lang.say("Giltigt", "Valid"),
            Self::Replaced => lang.say("Ersatt", "Replaced"),
            Self::Revoked => lang.say("Återkallat", "Revoked"),
            Self::Expired => lang.say("Utgånget", "Expired"),
        }
    }

    /// The name in addresses and in answers to machines.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Replaced => "replaced",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
        }
    }

    /// Reads a [`Validity::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.key() == key)
    }
}

/// Why a certificate was revoked: a class, never free text about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RevocationReason {
    /// Issued by mistake.
    Mistake,
    /// It has turned out that the completion rule was not met.
    RuleNotMet,
    /// It names somebody else than the one who attended.
    WrongPerson,
    /// The holder asked for it.
    HolderAsked,
}

impl RevocationReason {
    /// Every reason, in the order a form offers them.
    pub const ALL: [Self; 4] = [Self::Mistake, Self::RuleNotMet, Self::WrongPerson, Self::HolderAsked];

    /// The reason as a form and the register keep it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Mistake => "mistake",
            Self::RuleNotMet => "rule_not_met",
            Self::WrongPerson => "wrong_person",
            Self::HolderAsked => "holder_asked",
        }
    }

    /// Reads a [`RevocationReason::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.key() == key)
    }

    /// The reason in words.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Mistake => lang.say("Utfärdat av misstag", "Issued by mistake"),
            Self::RuleNotMet => lang.say("Kraven var inte uppfyllda", "The requirements were not met"),
            Self::WrongPerson => lang.say("Utfärdat till fel person", "Issued to the wrong person"),
            Self::HolderAsked => lang.say("På innehavarens egen begäran", "At the holder’s own request"),
        }
    }
}
