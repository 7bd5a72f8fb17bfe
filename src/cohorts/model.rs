//! The words of this room.

use crate::kernel::{AccountId, Day, Lang, ProgrammeVersionId};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

/// The state of a cohort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum CohortState {
    /// Being planned; only coordinators see it.
    Draft,
    /// Offered: days, place and rule are known to everybody.
    Published,
    /// Between its first and last day.
    Running,
    /// Held and decided.
    Closed,
    /// Will not be held.
    Cancelled,
}

impl CohortState {
    /// The state in a word.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Draft => lang.say("Utkast", "Draft"),
            Self::Published => lang.say("Publicerad", "Published"),
            Self::Running => lang.say("Pågår", "Running"),
            Self::Closed => lang.say("Avslutad", "Closed"),
            Self::Cancelled => lang.say("Inställd", "Cancelled"),
        }
    }
}

/// What a cohort is called and where it is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Short and unique, in addresses and lists: `HT2012-A`.
    pub code: String,
    /// What people call it: "Omgång A".
    pub name: String,
    /// The term: `HT 2012`.
    pub term: String,
    /// The town or house.
    pub place: String,
    /// The room, where a day does not say otherwise.
    pub room: String,
    /// Tags of the languages it is held in, separated by commas: `sv` or `sv,en`.
    pub languages: String,
    /// How many seats there are.
    pub capacity: i64,
}

/// One day of a cohort as it is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedDay {
    /// Its number, from 1; decides which day of the programme it is.
    pub number: i64,
    /// When.
    pub day: Day,
    /// From, in minutes from midnight.
    pub starts_minute: i64,
    /// To, in minutes from midnight.
    pub ends_minute: i64,
    /// Minutes taught, breaks left out.
    pub minutes: i64,
    /// In which room.
    pub room: String,
}

/// A cohort as it is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Name, place, capacity.
    pub frame: Frame,
    /// Its days, by number.
    pub days: Vec<PlannedDay>,
    /// Who teaches.
    pub trainers: Vec<AccountId>,
}

/// A day whose date, times or room have been changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedDay {
    /// As it was.
    pub before: PlannedDay,
    /// As it is now.
    pub after: PlannedDay,
}

/// What a saved change means to those who take part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moves {
    /// The days that were moved, by number; attested ones left out.
    pub days: Vec<MovedDay>,
    /// The town before and now, when it is another one.
    pub place: Option<(String, String)>,
}

impl Moves {
    /// Whether there is nothing to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.days.is_empty() && self.place.is_none()
    }
}

/// A cohort to be drafted from a programme.
#[derive(Debug, Clone)]
pub struct NewCohort {
    /// What is taught; decides how many days there are and how long.
    pub programme: ProgrammeVersionId,
    /// Name, place, capacity.
    pub frame: Frame,
    /// The day on or after which the suggested days begin.
    pub from: Day,
}

/// A day that is held, as far as the life of its cohort depends on it; cancelled days are no days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldDay {
    /// When.
    pub day: Day,
    /// From, in minutes from midnight.
    pub starts_minute: i64,
    /// To, in minutes from midnight.
    pub ends_minute: i64,
    /// Whether its attendance has been attested.
    pub is_attested: bool,
}

/// What later rooms know of a cohort's participants; told by the caller, since they take part and are judged later.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Roll {
    /// How many take part, those who gave their seats back left out.
    pub taking_part: usize,
    /// How many of them nothing has been decided about.
    pub undecided: usize,
}

/// What later rooms know of a cohort's seats; told by the caller, since seats are given later.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeatsInUse {
    /// How many seats are offered or taken now.
    pub taken: i64,
    /// The numbers of seats that something points at, now or before; these rows must stay.
    pub numbers: Vec<i64>,
}

/// Whether `text` can be a code: letters and digits of English with hyphens between, at most 40.
///
/// It stands in addresses, file names and the lot, so that nothing in it may need escaping.
#[must_use]
pub fn is_code(text: &str) -> bool {
    let sound = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=40).contains(&text.len())
        && text.bytes().all(sound)
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}

/// What this room says when it refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Another cohort has the code.
    CodeTaken,
    /// The code would not survive in an address.
    NotACode,
    /// A day does not come after the day before it.
    OutOfOrder {
        /// The later day's number.
        number: i64,
    },
    /// A day ends before it begins.
    EndsBeforeItStarts {
        /// The day's number.
        number: i64,
    },
    /// The day's attendance has been attested, so it can no longer move.
    Attested {
        /// The day's number.
        number: i64,
    },
    /// More seats are offered or taken than would remain.
    SeatsTaken {
        /// How many.
        taken: i64,
    },
    /// The cohort is over or will not be held.
    Over,
    /// The programme has no days to make a cohort of.
    NoDays,
    /// What has begun is not cancelled as a whole.
    Begun,
}

impl Refusal {
    /// The form field the sentence belongs to; days have theirs by number.
    #[must_use]
    pub fn field_name(&self) -> String {
        match self {
            Self::CodeTaken | Self::NotACode => "code".to_owned(),
            Self::OutOfOrder { number } | Self::Attested { number } => format!("day-{number}"),
            Self::EndsBeforeItStarts { number } => format!("ends-{number}"),
            Self::SeatsTaken { .. } => "capacity".to_owned(),
            Self::NoDays => "programme".to_owned(),
            Self::Over | Self::Begun => String::new(),
        }
    }
}

impl crate::kernel::Refusal for Refusal {
    fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::CodeTaken => lang
                .say("Det finns redan en omgång med den koden.", "There is already a cohort with that code.")
                .to_owned(),
            Self::NotACode => lang
                .say(
                    "Koden får innehålla bokstäverna a–z, siffror och bindestreck, som HT2012-A.",
                    "The code may hold the letters a–z, digits and hyphens, such as HT2012-A.",
                )
                .to_owned(),
            Self::OutOfOrder { number } => {
                let before = number - 1;
                lang.say(
                    format!("Dag {number} måste komma efter dag {before}. Ändra någon av dem."),
                    format!("Day {number} must come after day {before}. Change one of them."),
                )
            }
            Self::EndsBeforeItStarts { number } => lang.say(
                format!("Dag {number} slutar innan den börjar. Ändra sluttiden."),
                format!("Day {number} ends before it begins. Change the time it ends."),
            ),
            Self::Attested { number } => lang.say(
                format!("Närvaron för dag {number} är intygad, så dagen kan inte längre ändras."),
                format!("The attendance of day {number} has been attested, so the day can no longer change."),
            ),
            Self::SeatsTaken { taken } => lang.say(
                format!("{taken} platser är erbjudna eller tagna. Skriv ett tal som inte är lägre."),
                format!("{taken} seats are offered or taken. Write a number that is not lower."),
            ),
            Self::Over => lang
                .say(
                    "Omgången är avslutad eller inställd och kan inte ändras.",
                    "The cohort is closed or cancelled and cannot be changed.",
                )
                .to_owned(),
            Self::Begun => lang
                .say(
                    "Omgången har börjat och kan inte ställas in som helhet. Ställ in dagar i stället.",
                    "The cohort has begun and cannot be cancelled as a whole. Cancel days instead.",
                )
                .to_owned(),
            Self::NoDays => lang
                .say("Programmet har inga dagar. Välj ett annat.", "The programme has no days. Choose another.")
                .to_owned(),
        }
    }
}
