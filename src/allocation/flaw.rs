//! What makes a draw impossible to carry out, in words.

use crate::kernel::Lang;

/// A contradiction in what is to be allocated; nothing is drawn from such an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// Two organisations carry this code.
    DuplicateOrganisation(String),
    /// Two applications carry this reference.
    DuplicateApplication(String),
    /// Two pools carry this name.
    DuplicatePool(String),
    /// Two cohorts carry this code.
    DuplicateCohort(String),
    /// An application names one cohort twice.
    DuplicatePreference {
        /// The application.
        reference: String,
        /// The cohort named twice.
        cohort: String,
    },
    /// An application comes from an organisation that is not listed.
    UnknownOrganisation {
        /// The application.
        reference: String,
        /// The organisation it names.
        organisation: String,
    },
    /// An organisation stands in a pool that is not listed, or in none though there are pools.
    UnknownPool {
        /// The organisation.
        organisation: String,
        /// The pool it names, if any.
        pool: Option<String>,
    },
    /// An application wishes for a cohort that is not listed.
    UnknownCohort {
        /// The application.
        reference: String,
        /// The cohort it names.
        cohort: String,
    },
    /// There are pools, but their list is empty.
    NoPools,
    /// The cohorts do not hold as many people as there are seats to draw.
    SeatsDisagree {
        /// Seats of all pools, less the unnamed seats already taken.
        seats: u64,
        /// Seats of all cohorts.
        cohorts: u64,
    },
    /// More unnamed seats are taken than the pool has seats.
    UnnamedExceed {
        /// The pool's name; none when there are no named pools.
        pool: Option<String>,
    },
    /// The seats of all pools or cohorts are more than can be counted.
    TooManySeats,
    /// A reference or code contains a line break, which the list's hash uses between references.
    LineBreak(String),
}

impl Flaw {
    /// The flaw as a full sentence.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::DuplicateOrganisation(code) => lang.say(
                format!("Organisationen {code} finns två gånger."),
                format!("Organisation {code} is listed twice."),
            ),
            Self::DuplicateApplication(reference) => lang.say(
                format!("Ansökan {reference} finns två gånger."),
                format!("Application {reference} is listed twice."),
            ),
            Self::DuplicatePool(name) => {
                lang.say(format!("Poolen {name} finns två gånger."), format!("Pool {name} is listed twice."))
            }
            Self::DuplicateCohort(code) => lang.say(
                format!("Utbildningsomgången {code} finns två gånger."),
                format!("Cohort {code} is listed twice."),
            ),
            Self::DuplicatePreference { reference, cohort } => lang.say(
                format!("Ansökan {reference} nämner utbildningsomgången {cohort} två gånger."),
                format!("Application {reference} names cohort {cohort} twice."),
            ),
            Self::UnknownOrganisation { reference, organisation } => lang.say(
                format!("Ansökan {reference} nämner organisationen {organisation}, som inte finns i listan."),
                format!("Application {reference} names organisation {organisation}, which is not listed."),
            ),
            Self::UnknownPool { organisation, pool: Some(pool) } => lang.say(
                format!("Organisationen {organisation} nämner poolen {pool}, som inte finns i listan."),
                format!("Organisation {organisation} names pool {pool}, which is not listed."),
            ),
            Self::UnknownPool { organisation, pool: None } => lang.say(
                format!("Organisationen {organisation} hör inte till någon pool."),
                format!("Organisation {organisation} belongs to no pool."),
            ),
            Self::UnknownCohort { reference, cohort } => lang.say(
                format!("Ansökan {reference} nämner utbildningsomgången {cohort}, som inte finns i listan."),
                format!("Application {reference} names cohort {cohort}, which is not listed."),
            ),
            Self::NoPools => lang.say("Listan över pooler är tom.", "The list of pools is empty.").to_owned(),
            Self::SeatsDisagree { seats, cohorts } => lang.say(
                format!("Det finns {seats} platser att fördela men {cohorts} i utbildningsomgångarna."),
                format!("There are {seats} seats to allocate but {cohorts} in the cohorts."),
            ),
            Self::UnnamedExceed { pool: Some(pool) } => lang.say(
                format!("Fler platser utan namn är tagna än poolen {pool} har."),
                format!("More unnamed seats are taken than pool {pool} has."),
            ),
            Self::UnnamedExceed { pool: None } => lang
                .say(
                    "Fler platser utan namn är tagna än vad som finns.",
                    "More unnamed seats are taken than there are.",
                )
                .to_owned(),
            Self::TooManySeats => {
                lang.say("Platserna är för många för att räknas.", "There are too many seats to count.").to_owned()
            }
            Self::LineBreak(name) => lang.say(
                format!("Beteckningen {name:?} innehåller en radbrytning."),
                format!("The name {name:?} contains a line break."),
            ),
        }
    }
}
