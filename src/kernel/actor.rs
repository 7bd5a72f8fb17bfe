//! Who does something: every change names its actor.

use super::{AccountId, ApplicationId, LinkId, MandateId, PersonId};

/// The one on whose word something happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Somebody signed in, with the name shown in the journal.
    Account(AccountId, String),
    /// The holder of an application's private link.
    Applicant(ApplicationId),
    /// The holder of a mandate's one-time link.
    ApplicantsManager(MandateId),
    /// Somebody signed in without an account: an applicant, a participant.
    Person(PersonId),
    /// A guest trainer, by the day link and the name said there.
    Guest(LinkId, String),
    /// Nobody in person: a job, a deadline, the set-up.
    House,
}

impl Actor {
    /// The kind in one word, as the journal keeps it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Account(..) => "account",
            Self::Applicant(_) => "applicant",
            Self::ApplicantsManager(_) => "manager",
            Self::Person(_) => "person",
            Self::Guest(..) => "guest",
            Self::House => "house",
        }
    }

    /// The row the actor is known by, if there is one.
    #[must_use]
    pub fn id(&self) -> Option<i64> {
        match self {
            Self::Account(id, _) => Some(id.0),
            Self::Applicant(id) => Some(id.0),
            Self::ApplicantsManager(id) => Some(id.0),
            Self::Person(id) => Some(id.0),
            Self::Guest(id, _) => Some(id.0),
            Self::House => None,
        }
    }

    /// The name the journal shows; empty where the id says enough.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Account(_, name) | Self::Guest(_, name) => name,
            _ => "",
        }
    }
}
