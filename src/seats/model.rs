//! The words of this room.

use crate::allocation::Flaw;
use crate::kernel::Lang;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

/// The state of a reserve place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ReserveState {
    /// Waits for a seat.
    Waiting,
    /// Has been offered a seat.
    Promoted,
    /// Waits no longer.
    Left,
}

/// The state of a seat offer; `Offered` and `Accepted` hold a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum SeatOfferState {
    /// Waits for an answer until its deadline.
    Offered,
    /// The person takes part.
    Accepted,
    /// The person said no.
    Declined,
    /// Nobody answered in time.
    Lapsed,
    /// Accepted first, given back later.
    Withdrawn,
}

/// The state of a participant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ParticipantState {
    /// Takes part.
    Active,
    /// Has given the seat back.
    Withdrawn,
}

impl SeatOfferState {
    /// The state in words.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Offered => lang.say("erbjuden plats", "offered a seat"),
            Self::Accepted => lang.say("tackat ja", "accepted"),
            Self::Declined => lang.say("tackat nej", "declined"),
            Self::Lapsed => lang.say("inte svarat i tid", "not answered in time"),
            Self::Withdrawn => lang.say("lämnat återbud", "withdrawn"),
        }
    }
}

/// Whether the coordinator knows that the deadline has not passed when closing an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// Only once the deadline has passed.
    WhenDue,
    /// Now, on purpose.
    Early,
}

/// What this room says when it refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Every seat of the cohort is spoken for.
    NoSeat,
    /// The person holds a seat or an unanswered seat offer of this offer.
    AlreadySeated,
    /// The application is not eligible, or no longer.
    NotEligible,
    /// The applicant has said that the cohort is not possible.
    CannotAttend,
    /// Reserves who can attend the cohort come first.
    ReservesFirst,
    /// Another application came before; its reference.
    NotFirst(String),
    /// There is no seat offer to answer.
    NothingToAnswer,
    /// The reply deadline has passed.
    TooLate,
    /// It was answered before, and otherwise.
    Answered(SeatOfferState),
    /// Day 1 has begun.
    Started,
    /// The last day has passed.
    CourseOver,
    /// The cohort has been cancelled.
    Cancelled,
    /// The offer is not open.
    NotOpen,
    /// The deadline has not passed, and nobody said that it is on purpose.
    NotDue,
    /// The offer must be closed first.
    NotClosed,
    /// The seats have been given already.
    AlreadyAllocated,
    /// The seats have not been given yet.
    NotAllocated,
    /// Not all who are eligible can be seated.
    NotEverybodyFits,
    /// Nobody is eligible.
    NobodyEligible,
    /// A public value was named in advance and must be given.
    PublicValueMissing,
    /// What is to be allocated contradicts itself.
    Impossible(Flaw),
}

impl crate::kernel::Refusal for Refusal {
    #[expect(clippy::too_many_lines, reason = "a sentence for every refusal, side by side")]
    fn sentence(&self, lang: Lang) -> String {
        let said = match self {
            Self::Impossible(flaw) => return flaw.sentence(lang),
            Self::Answered(state) => {
                let word = state.word(lang);
                return lang.say(
                    format!("Platsen är redan besvarad ({word}). Hör av dig till samordnaren om det är fel."),
                    format!("The seat has been answered already ({word}). Tell the coordinator if that is wrong."),
                );
            }
            Self::NotFirst(reference) => {
                return lang.say(
                    format!("Ansökan {reference} kom in före och kan gå omgången. Skriv varför den här ska gå före."),
                    format!("Application {reference} came before and can attend the cohort. Say why this one goes first."),
                );
            }
            Self::NoSeat => {
                lang.say("Det finns ingen plats kvar i omgången.", "There is no seat left in the cohort.")
            }
            Self::AlreadySeated => lang.say(
                "Personen har redan en plats eller ett obesvarat platserbjudande här.",
                "The person already holds a seat or an unanswered seat offer here.",
            ),
            Self::NotEligible => lang.say(
                "Ansökan är inte behörig just nu. Öppna ansökan och se vad som saknas.",
                "The application is not eligible at present. Open it and see what is missing.",
            ),
            Self::CannotAttend => lang.say(
                "Sökanden har sagt att omgången inte passar. Välj en annan omgång.",
                "The applicant has said that this cohort is not possible. Choose another cohort.",
            ),
            Self::ReservesFirst => lang.say(
                "Det finns reserver som kan gå omgången. De får lediga platser först.",
                "There are reserves who can attend the cohort. Free seats go to them first.",
            ),
            Self::NothingToAnswer => lang.say(
                "Det finns inget platserbjudande att svara på.",
                "There is no seat offer to answer.",
            ),
            Self::TooLate => lang.say(
                "Svarsfristen har gått ut och platsen går vidare. Hör av dig till samordnaren om du ändå vill delta.",
                "The reply deadline has passed and the seat goes on. Tell the coordinator if you still want to take part.",
            ),
            Self::Started => lang.say(
                "Dag 1 har börjat, så omgången tar inte in fler.",
                "Day 1 has begun, so nobody more is taken in.",
            ),
            Self::CourseOver => lang.say(
                "Utbildningen är slut, så platsen går inte att lämna tillbaka.",
                "The course is over, so the seat cannot be given back.",
            ),
            Self::Cancelled => lang.say(
                "Omgången är inställd. Läs varför på Min ansökan.",
                "The cohort has been cancelled. Read why on My application.",
            ),
            Self::NotOpen => lang.say("Erbjudandet är inte öppet.", "The offer is not open."),
            Self::NotDue => lang.say(
                "Sista ansökningsdag har inte passerat. Bekräfta att du vill stänga i förtid.",
                "The deadline has not passed. Confirm that you want to close early.",
            ),
            Self::NotClosed => {
                lang.say("Stäng erbjudandet innan platserna fördelas.", "Close the offer before giving the seats.")
            }
            Self::AlreadyAllocated => lang.say(
                "Platserna är redan fördelade. Ladda om sidan för att se utfallet.",
                "The seats have been given already. Reload the page to see the outcome.",
            ),
            Self::NotAllocated => lang.say(
                "Fördela platserna först. Sedan kan lediga platser ges i ankomstordning.",
                "Give the seats by the rule first. After that, free seats can be given in order of arrival.",
            ),
            Self::NotEverybodyFits => lang.say(
                "Alla behöriga får inte plats. Förhandsgranska fördelningen i stället.",
                "Not all who are eligible can be seated. Preview the allocation instead.",
            ),
            Self::NobodyEligible => lang.say(
                "Ingen ansökan är behörig, så det finns inget att fördela.",
                "No application is eligible, so there is nothing to give.",
            ),
            Self::PublicValueMissing => lang.say(
                "Skriv det offentliga värde som erbjudandet har angett i förväg.",
                "Write the public value that the offer named in advance.",
            ),
        };
        said.to_owned()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NoSeat | Self::CannotAttend | Self::ReservesFirst | Self::Started => Some("cohort"),
            Self::NotEligible | Self::AlreadySeated => Some("application"),
            Self::NotDue => Some("early"),
            Self::PublicValueMissing => Some("public_value"),
            Self::NothingToAnswer | Self::TooLate | Self::Answered(_) | Self::CourseOver | Self::Cancelled => {
                Some("answer")
            }
            _ => None,
        }
    }
}
