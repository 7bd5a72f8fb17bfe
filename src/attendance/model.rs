//! The words of this room.

use crate::kernel::{Lang, ParticipantId};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

/// What was marked for one participant on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// Was there all day.
    Present,
    /// Was there for some of the day's minutes.
    Partial,
    /// Absent, and had said so beforehand; why is never stored.
    Notified,
    /// Absent without a word.
    Absent,
    /// Made the day up afterwards; the reference says where that can be read.
    MadeUp,
    /// Brought the day along from earlier training; the reference says where that can be read.
    Credited,
    /// Nothing: an earlier mark was undone.
    Open,
}

impl MarkKind {
    /// Every kind, in the order forms show them.
    pub const ALL: [Self; 7] =
        [Self::Present, Self::Partial, Self::Notified, Self::Absent, Self::MadeUp, Self::Credited, Self::Open];

    /// The kind in words.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Present => lang.say("Närvarande", "Present"),
            Self::Partial => lang.say("Delvis", "Partly"),
            Self::Notified => lang.say("Anmäld frånvaro", "Notified absence"),
            Self::Absent => lang.say("Frånvarande", "Absent"),
            Self::MadeUp => lang.say("Tagit igen", "Made up"),
            Self::Credited => lang.say("Tillgodoräknad", "Credited"),
            Self::Open => lang.say("Ingen markering", "No mark"),
        }
    }

    /// The name forms send it by.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Partial => "partial",
            Self::Notified => "notified",
            Self::Absent => "absent",
            Self::MadeUp => "made_up",
            Self::Credited => "credited",
            Self::Open => "open",
        }
    }

    /// The kind a form sends under this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == text)
    }

    /// Whether only a coordinator gives it, with a reference to where it can be read.
    #[must_use]
    pub fn is_by_reference(self) -> bool {
        matches!(self, Self::MadeUp | Self::Credited)
    }
}

/// The word a phone gives each mark, so that a mark sent twice is one mark.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Nonce(String);

impl Nonce {
    /// Reads a nonce: 8 to 100 letters, digits, hyphens or underscores.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        ((8..=100).contains(&text.len()) && text.bytes().all(plain)).then(|| Self(text.to_owned()))
    }

    /// The nonce as it is stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A mark as it arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMark {
    /// Whom it is about.
    pub participant: ParticipantId,
    /// What was marked.
    pub kind: MarkKind,
    /// Minutes attended; asked for only where the day was attended in part.
    pub minutes: Option<i64>,
    /// Where a made-up or credited day can be read.
    pub reference: String,
    /// Why it is changed; asked for once the day is attested.
    pub reason: String,
    /// Its own word.
    pub nonce: Nonce,
}

impl NewMark {
    /// A mark without reference and reason, as the roster sends it.
    #[must_use]
    pub fn new(participant: ParticipantId, kind: MarkKind, minutes: Option<i64>, nonce: Nonce) -> Self {
        Self { participant, kind, minutes, reference: String::new(), reason: String::new(), nonce }
    }
}

/// What this room says when it refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The organiser has cancelled the day.
    DayCancelled,
    /// The day is attested, and no reason is given.
    ReasonNeeded,
    /// The minutes of a partly attended day are missing, or more than the day has.
    MinutesOutside {
        /// The most a partly attended day can have.
        most: i64,
    },
    /// A made-up or credited day without a reference.
    ReferenceNeeded,
    /// Made-up and credited days are a coordinator's to give.
    CoordinatorsOnly,
    /// The nonce belongs to another mark.
    NonceTaken,
    /// There is no such participant in the cohort, or no longer.
    NotInCohort,
    /// Guests mark on the day itself.
    NotToday,
    /// The day has ended, so no guest comes any more.
    DayOver,
    /// A roster with a mark that says nothing we know.
    Unreadable,
}

impl crate::kernel::Refusal for Refusal {
    fn sentence(&self, lang: Lang) -> String {
        let said = match self {
            Self::DayCancelled => lang.say(
                "Dagen är inställd och går inte att markera. Den räknas inte för någon.",
                "The day is cancelled and cannot be marked. It counts for nobody.",
            ),
            Self::ReasonNeeded => lang.say(
                "Dagen är intygad. Öppna deltagaren och skriv varför markeringen ändras.",
                "The day is attested. Open the participant and write why the mark is changed.",
            ),
            Self::MinutesOutside { most } => {
                return lang.say(
                    format!("Skriv hur många minuter deltagaren var med, från 1 till {most}."),
                    format!("Write how many minutes the participant attended, from 1 to {most}."),
                );
            }
            Self::ReferenceNeeded => lang.say(
                "Skriv var det går att läsa om dagen, till exempel omgång och datum.",
                "Write where it can be read, such as cohort and date.",
            ),
            Self::CoordinatorsOnly => lang.say(
                "Be en samordnare lägga in dagar som tagits igen eller tillgodoräknas.",
                "Ask a coordinator to enter days that are made up or credited.",
            ),
            Self::NotInCohort => lang.say(
                "Personen är inte med i omgången längre. Ladda om sidan för att se listan som den är nu.",
                "The person is no longer in the cohort. Reload the page to see the list as it is now.",
            ),
            Self::NotToday => lang.say(
                "Daglänken går att använda den dag den gäller. Öppna den igen då.",
                "The day link works on the day it is for. Open it again then.",
            ),
            Self::DayOver => lang.say(
                "Dagen är slut. Rätta närvaron själv, eller be omgångens utbildare.",
                "The day has ended. Correct the attendance yourself, or ask a trainer of the cohort.",
            ),
            Self::Unreadable => lang.say(
                "En markering gick inte att läsa, så ingenting är sparat. Här är listan igen.",
                "A mark could not be read, so nothing is saved. Here is the roster again.",
            ),
            Self::NonceTaken => lang.say(
                "Markeringen krockar med en annan. Ladda om sidan och markera igen.",
                "The mark collides with another one. Reload the page and mark again.",
            ),
        };
        said.to_owned()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::ReasonNeeded => Some("reason"),
            Self::MinutesOutside { .. } => Some("minutes"),
            Self::ReferenceNeeded => Some("reference"),
            Self::CoordinatorsOnly => Some("kind"),
            Self::DayCancelled
            | Self::NonceTaken
            | Self::Unreadable
            | Self::NotInCohort
            | Self::NotToday
            | Self::DayOver => None,
        }
    }
}
