//! The strip of a cohort's days.

use super::{Icon, Tone};
use crate::kernel::Lang;

/// One square of the strip.
///
/// The words for dates come from the house's own calendar words; the strip only sets them.
#[derive(Debug, Clone)]
pub struct StripDay {
    /// The weekday, short: "tor".
    pub weekday: String,
    /// The date, short: "4 okt".
    pub date: String,
    /// Weekday and date in full, for assistive technology: "torsdag 4 oktober 2012".
    pub spoken: String,
    /// What the day is to whoever the strip is about.
    pub state: DayState,
    /// A few more words on the day ("300 av 360 minuter"), if there are any.
    pub note: Option<String>,
    /// Where the square leads, if anywhere.
    pub href: Option<String>,
}

impl StripDay {
    /// A square that leads nowhere and says no more than its state.
    #[must_use]
    pub fn new(weekday: &str, date: &str, spoken: &str, state: DayState) -> Self {
        let [weekday, date, spoken] = [weekday, date, spoken].map(str::to_owned);
        Self { weekday, date, spoken, state, note: None, href: None }
    }
}

/// What a course day is, to a cohort or to one person in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayState {
    /// Lies ahead.
    Planned,
    /// Is today.
    Today,
    /// Was held, to the cohort as a whole.
    Held,
    /// Was held, and nothing is marked yet.
    Open,
    /// Attended in full.
    Present,
    /// Attended in part.
    Partial,
    /// Absent after notice.
    Notified,
    /// Absent without notice.
    Absent,
    /// Made up for elsewhere or later.
    MadeUp,
    /// Credited from earlier training.
    Credited,
    /// Cancelled by the organiser; out of the count.
    Cancelled,
}

impl DayState {
    /// Every state, in the order a legend shows them.
    pub const ALL: [Self; 11] = [
        Self::Planned,
        Self::Today,
        Self::Held,
        Self::Open,
        Self::Present,
        Self::Partial,
        Self::Notified,
        Self::Absent,
        Self::MadeUp,
        Self::Credited,
        Self::Cancelled,
    ];

    /// The state in words.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Planned => lang.say("Planerad", "Planned"),
            Self::Today => lang.say("I dag", "Today"),
            Self::Held => lang.say("Genomförd", "Held"),
            Self::Open => lang.say("Ej markerad", "Not marked"),
            Self::Present => lang.say("Närvarande", "Present"),
            Self::Partial => lang.say("Delvis", "Partly"),
            Self::Notified => lang.say("Anmäld frånvaro", "Notified absence"),
            Self::Absent => lang.say("Frånvarande", "Absent"),
            Self::MadeUp => lang.say("Tagit igen", "Made up"),
            Self::Credited => lang.say("Tillgodo\u{ad}räknad", "Credited"),
            Self::Cancelled => lang.say("Inställd", "Cancelled"),
        }
    }

    /// The name the style sheet knows the state by (`data-state`).
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Today => "today",
            Self::Held => "held",
            Self::Open => "open",
            Self::Present => "present",
            Self::Partial => "partial",
            Self::Notified => "notified",
            Self::Absent => "absent",
            Self::MadeUp => "made-up",
            Self::Credited => "credited",
            Self::Cancelled => "cancelled",
        }
    }

    /// The icon that goes with the word.
    #[must_use]
    pub fn icon(self) -> Icon {
        match self {
            Self::Planned => Icon::Ring,
            Self::Today => Icon::Dot,
            Self::Open => Icon::Question,
            Self::Held | Self::Present => Icon::Check,
            Self::Partial => Icon::Half,
            Self::Notified => Icon::Letter,
            Self::Absent => Icon::Cross,
            Self::MadeUp => Icon::Again,
            Self::Credited => Icon::Plus,
            Self::Cancelled => Icon::Minus,
        }
    }

    /// The colour that goes with the word.
    #[must_use]
    pub fn tone(self) -> Tone {
        match self {
            Self::Planned | Self::Held | Self::Cancelled | Self::Notified => Tone::Quiet,
            Self::Today | Self::Open => Tone::Now,
            Self::Present | Self::Partial | Self::MadeUp | Self::Credited => Tone::Done,
            Self::Absent => Tone::Stop,
        }
    }
}
