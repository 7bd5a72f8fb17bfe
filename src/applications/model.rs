//! The words of this room.

use crate::kernel::{ApplicationId, CohortId, Lang};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Where an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// Sent; the applicant's manager has been asked.
    AwaitingManager,
    /// May be given a seat.
    Eligible,
    /// The coordinator needs to know more.
    SupplementRequested,
    /// May not be given a seat, for a reason the applicant reads.
    NotEligible,
    /// Has been offered a seat and must answer.
    Offered,
    /// Has accepted the seat.
    Accepted,
    /// Has declined the seat.
    Declined,
    /// Did not answer in time.
    Lapsed,
    /// Waits on the reserve list.
    Reserve,
    /// Takes part.
    Participant,
    /// Taken back.
    Withdrawn,
}

impl ApplicationState {
    /// The state in a few words, as chips and timelines say it.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::AwaitingManager => lang.say("Väntar på chefen", "Awaiting manager"),
            Self::Eligible => lang.say("Behörig", "Eligible"),
            Self::SupplementRequested => lang.say("Komplettering begärd", "Supplement requested"),
            Self::NotEligible => lang.say("Inte behörig", "Not eligible"),
            Self::Offered => lang.say("Erbjuden plats", "Offered a seat"),
            Self::Accepted => lang.say("Tackat ja", "Accepted"),
            Self::Declined => lang.say("Tackat nej", "Declined"),
            Self::Lapsed => lang.say("Svarade inte i tid", "Lapsed"),
            Self::Reserve => lang.say("Reservplats", "Reserve place"),
            Self::Participant => lang.say("Deltagare", "Participant"),
            Self::Withdrawn => lang.say("Återtagen", "Withdrawn"),
        }
    }

    /// Whether the application takes part in the competition for a seat, or holds one.
    ///
    /// Of applications linked as duplicates at most one may be in such a state.
    #[must_use]
    pub fn is_in_the_running(self) -> bool {
        matches!(self, Self::Eligible | Self::Offered | Self::Accepted | Self::Reserve | Self::Participant)
    }

    /// Whether no seat has been offered and nothing was taken back.
    #[must_use]
    pub fn is_before_seats(self) -> bool {
        matches!(self, Self::AwaitingManager | Self::Eligible | Self::SupplementRequested | Self::NotEligible)
    }
}

/// How an application came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The applicant's own, on the public pages.
    Web,
    /// Somebody phoned.
    Phone,
    /// By e-mail.
    Email,
    /// On paper.
    Paper,
    /// The applicant's own, begun by a delegate of the organisation.
    Delegate,
}

impl Channel {
    /// The channels by which a coordinator registers for somebody else.
    pub const BY_OTHERS: [Self; 3] = [Self::Phone, Self::Email, Self::Paper];

    /// The channel as it stands after "efter" and "by".
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Web => lang.say("webben", "the web"),
            Self::Phone => lang.say("telefon", "phone"),
            Self::Email => lang.say("e-post", "e-mail"),
            Self::Paper => lang.say("papper", "paper"),
            Self::Delegate => lang.say("ombudets förslag", "the delegate's proposal"),
        }
    }

    /// The value a form sends.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Paper => "paper",
            Self::Delegate => "delegate",
        }
    }

    /// Reads one of [`Channel::BY_OTHERS`] from a form.
    #[must_use]
    pub fn by_others(key: &str) -> Option<Self> {
        Self::BY_OTHERS.into_iter().find(|channel| channel.key() == key)
    }
}

/// Where a mandate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum MandateState {
    /// The manager has been asked.
    Asked,
    /// The manager gives assignment and mandate.
    Confirmed,
    /// The manager does not.
    Declined,
    /// Another manager was asked instead.
    Redirected,
}

impl MandateState {
    /// The state in a few words.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Asked => lang.say("Väntar på svar", "Awaiting an answer"),
            Self::Confirmed => lang.say("Godkänt", "Confirmed"),
            Self::Declined => lang.say("Avböjt", "Declined"),
            Self::Redirected => lang.say("Skickat till någon annan", "Passed on to somebody else"),
        }
    }
}

/// How a mandate was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum MandateChannel {
    /// By the manager's own link.
    Link,
    /// By phone, recorded by a coordinator.
    Phone,
    /// By e-mail, recorded by a coordinator.
    Email,
    /// On paper, recorded by a coordinator.
    Paper,
}

impl From<Channel> for MandateChannel {
    fn from(channel: Channel) -> Self {
        match channel {
            Channel::Web | Channel::Delegate => Self::Link,
            Channel::Phone => Self::Phone,
            Channel::Email => Self::Email,
            Channel::Paper => Self::Paper,
        }
    }
}

impl MandateChannel {
    /// The channel as it stands after "efter" and "by".
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Link => lang.say("länk", "link"),
            Self::Phone => lang.say("telefon", "phone"),
            Self::Email => lang.say("e-post", "e-mail"),
            Self::Paper => lang.say("papper", "paper"),
        }
    }
}

/// The cohorts each applicant of an offer can attend, preferred first; who says nothing can attend all.
#[derive(Debug, Clone, Default)]
pub struct Wishes(HashMap<ApplicationId, Vec<CohortId>>);

impl Wishes {
    /// What an application says; `None` when it says nothing.
    #[must_use]
    pub fn of(&self, application: ApplicationId) -> Option<&[CohortId]> {
        self.0.get(&application).map(Vec::as_slice)
    }

    /// Whether the applicant can attend `cohort`.
    #[must_use]
    pub fn allow(&self, application: ApplicationId, cohort: CohortId) -> bool {
        self.of(application).is_none_or(|wishes| wishes.contains(&cohort))
    }
}

impl FromIterator<(ApplicationId, CohortId)> for Wishes {
    fn from_iter<I: IntoIterator<Item = (ApplicationId, CohortId)>>(wishes: I) -> Self {
        let mut of = HashMap::<_, Vec<_>>::new();
        for (application, cohort) in wishes {
            of.entry(application).or_default().push(cohort);
        }
        Self(of)
    }
}
