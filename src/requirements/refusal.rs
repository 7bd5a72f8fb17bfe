//! Why a rule or a record cannot be taken, in both languages.

use crate::kernel::Lang;

use super::model::DayNumber;

/// Why a rule, or a record to weigh against it, cannot be taken.
///
/// `path` names the demand the way a verdict does, such as `all/2/any/0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The text is not the strict JSON form; a misspelt or unknown field stands here.
    Unreadable {
        /// Line, counted from 1.
        line: usize,
        /// Column, counted from 1.
        column: usize,
        /// What the reader of JSON said, in English.
        detail: String,
    },
    /// `all`, `any` or `at_least` with nothing in it.
    NoParts {
        /// Where.
        path: String,
    },
    /// `at_least` with a number its list cannot satisfy, or zero.
    WrongNumber {
        /// Where.
        path: String,
        /// The number asked for.
        n: u32,
        /// How many parts there are.
        of: usize,
    },
    /// Neither or both of `min` and `min_percent`.
    MinOrPercent {
        /// Where.
        path: String,
    },
    /// A share above 100 percent.
    OverHundred {
        /// Where.
        path: String,
        /// The share.
        percent: u32,
    },
    /// A demand that accepts no kind of day.
    NothingAccepted {
        /// Where.
        path: String,
    },
    /// `days_required` without a day.
    NoDays {
        /// Where.
        path: String,
    },
    /// An assignment, survey or role without a name.
    NoName {
        /// Where.
        path: String,
    },
    /// Decisions of one role on two grounds: one that is recorded would answer both.
    TwoGrounds {
        /// Where the second stands.
        path: String,
    },
    /// A rule that asks for a resting rollout plan.
    RestingPlan {
        /// Where.
        path: String,
    },
    /// More ways the course may end than can be looked at.
    TooMany,
    /// The same day stands twice in a record.
    DayTwice {
        /// The day.
        day: DayNumber,
    },
}

impl Refusal {
    /// Where in the rule; `None` for what is wrong with the whole, or with a record.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::NoParts { path }
            | Self::WrongNumber { path, .. }
            | Self::MinOrPercent { path }
            | Self::OverHundred { path, .. }
            | Self::NothingAccepted { path }
            | Self::NoDays { path }
            | Self::NoName { path }
            | Self::TwoGrounds { path }
            | Self::RestingPlan { path } => Some(path),
            Self::Unreadable { .. } | Self::TooMany | Self::DayTwice { .. } => None,
        }
    }

    /// The refusal as a full sentence.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Unreadable { line, column, detail } => lang.say(
                format!("Rad {line}, kolumn {column}: {}", swedish(detail)),
                format!("Line {line}, column {column}: {detail}."),
            ),
            Self::NoParts { path } => lang.say(
                format!("{path}: listan är tom. Lägg till minst ett krav."),
                format!("{path}: the list is empty. Add at least one requirement."),
            ),
            Self::WrongNumber { path, n, of } => lang.say(
                format!("{path}: {n} av {of} krav går inte. Ange ett tal från 1 till {of}."),
                format!("{path}: {n} of {of} requirements is not possible. Give a number from 1 to {of}."),
            ),
            Self::MinOrPercent { path } => lang.say(
                format!("{path}: ange antingen min eller min_percent, inte båda."),
                format!("{path}: give either min or min_percent, not both."),
            ),
            Self::OverHundred { path, percent } => lang.say(
                format!("{path}: {percent} % är mer än allt. Ange 0 till 100."),
                format!("{path}: {percent} % is more than everything. Give 0 to 100."),
            ),
            Self::NothingAccepted { path } => lang.say(
                format!("{path}: kravet godtar inget slags dag. Ange minst ett slag i accept."),
                format!("{path}: the requirement accepts no kind of day. Give at least one kind in accept."),
            ),
            Self::NoDays { path } => {
                lang.say(format!("{path}: ange minst en dag."), format!("{path}: give at least one day."))
            }
            Self::NoName { path } => {
                lang.say(format!("{path}: namnet saknas."), format!("{path}: the name is missing."))
            }
            Self::TwoGrounds { path } => lang.say(
                format!(
                    "{path}: samma roll kan bara besluta på en grund. Skriv samma grund, eller välj en annan roll."
                ),
                format!(
                    "{path}: one role can decide on one ground only. Write the same ground, or choose another role."
                ),
            ),
            Self::RestingPlan { path } => lang.say(
                format!("{path}: ingen kan krävas ha en vilande genomförandeplan."),
                format!("{path}: nobody can be asked to have a resting rollout plan."),
            ),
            Self::TooMany => lang.say(
                "Kraven går inte att pröva: dagarna kan tas igen på för många olika sätt. Lägg flera dagar i samma krav, eller \
                 låt färre dagar tas igen.",
                "The rule cannot be tried: the days can be made up in too many different ways. Put several days in one \
                 requirement, or let fewer days be made up.",
            )
            .to_owned(),
            Self::DayTwice { day } => {
                lang.say(format!("Dag {day} står två gånger."), format!("Day {day} stands here twice."))
            }
        }
    }
}

/// Says in Swedish what the JSON reader says in English, for the mistakes people make.
fn swedish(detail: &str) -> String {
    let named = detail.split('`').nth(1).unwrap_or_default();
    if detail.starts_with("unknown field") {
        format!("fältet ”{named}” finns inte.")
    } else if detail.starts_with("missing field") {
        format!("fältet ”{named}” saknas.")
    } else if detail.starts_with("unknown variant") {
        format!("ordet ”{named}” finns inte.")
    } else if detail.starts_with("duplicate field") {
        format!("fältet ”{named}” står två gånger.")
    } else {
        format!("texten följer inte formen ({detail}).")
    }
}
