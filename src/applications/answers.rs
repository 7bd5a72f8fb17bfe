//! What an applicant has answered so far, as the draft keeps it.

use crate::kernel::{CohortId, EmailAddress, OrganisationId, PersonName};
use serde::{Deserialize, Serialize};

/// The organisation somebody applies for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Workplace {
    /// One that the house knows.
    Listed(OrganisationId),
    /// One typed by the applicant; it becomes a row when the application is sent.
    Typed(String),
}

/// The manager who is asked for assignment and mandate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Superior {
    /// The name.
    pub name: PersonName,
    /// Where the question goes.
    pub email: EmailAddress,
}

/// The answers of a draft; what has not been asked yet is `None`.
///
/// Only sound answers are kept. Each question writes its own fields alone, so that going back and forth in two windows
/// never undoes an answer to another question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// The applicant's name.
    pub name: Option<PersonName>,
    /// The applicant's address.
    pub email: Option<EmailAddress>,
    /// The organisation.
    pub workplace: Option<Workplace>,
    /// The part of the organisation; may be empty once asked.
    pub unit: String,
    /// The role at work.
    pub role: Option<String>,
    /// Assignment and mandate in the applicant's own words.
    pub mandate: Option<String>,
    /// The manager.
    pub superior: Option<Superior>,
    /// The cohorts the applicant can attend, preferred first.
    pub cohorts: Option<Vec<CohortId>>,
}

/// Every answer there must be before an application is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complete {
    /// The applicant's name.
    pub name: PersonName,
    /// The applicant's address.
    pub email: EmailAddress,
    /// The organisation.
    pub workplace: Workplace,
    /// The part of the organisation; may be empty.
    pub unit: String,
    /// The role at work.
    pub role: String,
    /// Assignment and mandate in the applicant's own words.
    pub mandate: String,
    /// The manager.
    pub superior: Superior,
    /// The cohorts the applicant can attend, preferred first; at least one.
    pub cohorts: Vec<CohortId>,
}

impl Answers {
    /// Reads what the draft keeps; an unreadable draft is an empty one.
    #[must_use]
    pub fn read(kept: &str) -> Self {
        serde_json::from_str(kept).unwrap_or_default()
    }

    /// Writes what the draft keeps.
    #[must_use]
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// All answers; `None` while one is missing. With a single cohort nobody is asked which.
    #[must_use]
    pub fn complete(self, offered: &[CohortId]) -> Option<Complete> {
        let cohorts = match offered {
            [only] => vec![*only],
            _ => self.cohorts?.into_iter().filter(|cohort| offered.contains(cohort)).collect(),
        };
        (!cohorts.is_empty()).then_some(())?;
        Some(Complete {
            name: self.name?,
            email: self.email?,
            workplace: self.workplace?,
            unit: self.unit,
            role: self.role?,
            mandate: self.mandate?,
            superior: self.superior?,
            cohorts,
        })
    }
}
