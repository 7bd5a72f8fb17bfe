//! The words of this room.

use crate::kernel::{CohortId, Instant, Lang, OrganisationId};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

/// The state of an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum OfferState {
    /// Being written; only coordinators see it.
    Draft,
    /// Open for applications until its deadline.
    Published,
    /// No more applications; the list is frozen.
    Closed,
    /// Seats are given.
    Allocated,
    /// Over.
    Ended,
}

impl OfferState {
    /// The state in a word.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Draft => lang.say("Utkast", "Draft"),
            Self::Published => lang.say("Publicerat", "Published"),
            Self::Closed => lang.say("Stängt", "Closed"),
            Self::Allocated => lang.say("Fördelat", "Allocated"),
            Self::Ended => lang.say("Avslutat", "Ended"),
        }
    }
}

/// An offer as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Short and unique, in the public address and in every lot: `BRF-2012-H`.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// Who it is for, in Swedish and in English.
    pub audience: (String, String),
    /// What it costs.
    pub cost: (String, String),
    /// What is expected afterwards.
    pub duty: (String, String),
    /// Seats each organisation is sure of when it applies, in the order of the coverage rounds.
    pub guarantee: i64,
    /// Seats an organisation gets at most while others wait.
    pub cap: i64,
    /// The last millisecond for applications.
    pub deadline_at: Instant,
    /// The last millisecond for managers' answers.
    pub mandate_deadline_at: Instant,
    /// How many days an offered seat waits for its answer.
    pub reply_days: i64,
    /// The public value that joins the lot, named in advance; may be empty.
    pub public_value_name: String,
    /// What is offered, in order.
    pub cohorts: Vec<CohortId>,
    /// To whom.
    pub organisations: Vec<OrganisationId>,
}

/// What may still be changed of an offer while it is published: its words, and its deadlines to later ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// What it is called.
    pub title: String,
    /// Who it is for, in Swedish and in English.
    pub audience: (String, String),
    /// What it costs.
    pub cost: (String, String),
    /// What is expected afterwards.
    pub duty: (String, String),
    /// The last millisecond for applications.
    pub deadline_at: Instant,
    /// The last millisecond for managers' answers.
    pub mandate_deadline_at: Instant,
}

/// What this room says when it refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Another offer has the code.
    CodeTaken,
    /// The code would not survive in an address.
    NotACode,
    /// Nothing is offered.
    NoCohort,
    /// A cohort stands in another offer or is published already.
    CohortElsewhere,
    /// Nobody is addressed.
    NobodyAddressed,
    /// The deadline has passed.
    DeadlinePassed,
    /// Day 1 of a cohort comes before the deadline.
    StartsBeforeDeadline {
        /// The cohort's name.
        cohort: String,
    },
    /// Managers would have to answer before applications close.
    MandateTooEarly,
    /// The most an organisation gets is lower than what it is sure of.
    CapBelowGuarantee,
    /// A cohort without seats is nothing to offer.
    NoSeats {
        /// The cohort's name.
        cohort: String,
    },
    /// A published offer keeps its words: people have applied on them.
    Published,
    /// A published deadline may be moved to a later moment only.
    DeadlineEarlier,
    /// The managers' deadline may be moved to a later day only.
    MandateEarlier,
    /// Once closed, an offer stays as it is.
    NotAmendable,
}

impl crate::kernel::Refusal for Refusal {
    fn sentence(&self, lang: Lang) -> String {
        let said = match self {
            Self::StartsBeforeDeadline { cohort } => {
                return lang.say(
                    format!("{cohort} börjar före sista ansökningsdag. Ändra dagarna eller ansökningstiden."),
                    format!("{cohort} begins before the deadline. Change its days or the deadline."),
                );
            }
            Self::NoSeats { cohort } => {
                return lang.say(
                    format!("{cohort} har inga platser. Ange hur många som får plats."),
                    format!("{cohort} has no seats. Say how many there are."),
                );
            }
            Self::CodeTaken => {
                lang.say("Det finns redan ett erbjudande med den koden.", "There is already an offer with that code.")
            }
            Self::NotACode => lang.say(
                "Koden får innehålla bokstäverna a–z, siffror och bindestreck, som BRF-2012-H.",
                "The code may hold the letters a–z, digits and hyphens, such as BRF-2012-H.",
            ),
            Self::NoCohort => lang.say("Välj minst en omgång.", "Choose at least one cohort."),
            Self::CohortElsewhere => lang.say(
                "En av omgångarna finns redan i ett annat erbjudande. Välj en annan.",
                "One of the cohorts already stands in another offer. Choose another.",
            ),
            Self::NobodyAddressed => lang.say("Välj minst en organisation.", "Choose at least one organisation."),
            Self::DeadlinePassed => lang.say(
                "Sista ansökningsdag har passerat. Välj en senare.",
                "The deadline has passed. Choose a later one.",
            ),
            Self::MandateTooEarly => lang.say(
                "Cheferna måste få svara minst lika länge som ansökan är öppen.",
                "Managers must be able to answer at least as long as applications are open.",
            ),
            Self::CapBelowGuarantee => lang.say(
                "Det högsta antalet kan inte vara lägre än garantin.",
                "The highest number cannot be lower than the guarantee.",
            ),
            Self::Published => lang.say(
                "Erbjudandet är publicerat och kan inte längre ändras: människor har sökt på de här villkoren.",
                "The offer is published and can no longer be changed: people have applied on these terms.",
            ),
            Self::DeadlineEarlier => lang.say(
                "Sista ansökningsdag kan bara flyttas framåt: den är utlovad till alla som läst erbjudandet.",
                "The deadline can only be moved to a later moment: it was promised to everybody who read the offer.",
            ),
            Self::MandateEarlier => lang.say(
                "Sista dag för chefens svar kan bara flyttas framåt.",
                "The last day for the manager's answer can only be moved to a later one.",
            ),
            Self::NotAmendable => lang.say(
                "Erbjudandet är stängt och kan inte längre ändras.",
                "The offer is closed and can no longer be changed.",
            ),
        };
        said.to_owned()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::CodeTaken | Self::NotACode => Some("code"),
            Self::NoCohort | Self::CohortElsewhere | Self::NoSeats { .. } | Self::StartsBeforeDeadline { .. } => {
                Some("cohorts")
            }
            Self::NobodyAddressed => Some("organisations"),
            Self::DeadlinePassed | Self::DeadlineEarlier => Some("deadline_day"),
            Self::MandateTooEarly | Self::MandateEarlier => Some("mandate_day"),
            Self::CapBelowGuarantee => Some("cap"),
            Self::Published | Self::NotAmendable => None,
        }
    }
}
