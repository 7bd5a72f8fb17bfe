//! What this room says when it refuses.

use crate::kernel::{Lang, Refusal as Sentences};

/// Why an application or a mandate did not go the way somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The offer takes no applications at this moment.
    NotOpen,
    /// Something is unanswered.
    Incomplete,
    /// This address has an application from the same organisation in the same offer; its reference.
    AlreadyApplied(String),
    /// The applicant named their own address as the manager's.
    OwnManager,
    /// The manager's time is over.
    MandateOver,
    /// The manager has answered differently, or somebody else was asked.
    MandateAnswered,
    /// The application is not waiting for a manager (any longer).
    NotAwaitingManager,
    /// What the letter asks for has been answered, or its time is over.
    NothingToAnswer,
    /// Too many letters were asked for today.
    TooManyLetters,
    /// The application cannot be taken back from where it stands.
    NotWithdrawable,
    /// Eligibility is decided before seats are given.
    TooLateToDecide,
    /// An application linked as a duplicate is eligible already; its reference.
    TwinEligible(String),
    /// No other application of this offer has the reference.
    NoSuchTwin,
    /// Ranks stand fast once the list is frozen.
    RankFrozen,
}

impl Sentences for Refusal {
    #[expect(clippy::too_many_lines, reason = "a sentence for every refusal, side by side")]
    fn sentence(&self, lang: Lang) -> String {
        let said = match self {
            Self::NotOpen => lang.say(
                "Ansökningstiden har gått ut. Det du skrev finns kvar här: kontakta samordnaren om du ändå vill söka.",
                "The application period is over. What you wrote is still here: contact the coordinator if you still want to apply.",
            ),
            Self::Incomplete => lang.say(
                "Svara på alla frågor innan du skickar ansökan.",
                "Answer every question before you send the application.",
            ),
            Self::AlreadyApplied(reference) => {
                return lang.say(
                    format!("Du har redan sökt för den organisationen: ansökan {reference}. Se den med länken i ditt brev, eller få en ny länk på startsidan."),
                    format!("You have already applied for that organisation: application {reference}. See it with the link in your letter, or get a new link on the start page."),
                );
            }
            Self::OwnManager => lang.say(
                "Skriv din chefs adress, inte din egen. Chefen får en fråga om uppdrag och mandat.",
                "Write your manager's address, not your own. The manager is asked about assignment and mandate.",
            ),
            Self::MandateOver => lang.say(
                "Tiden för att godkänna har gått ut. Kontakta samordnaren, som kan ta emot ditt besked.",
                "The time for confirming is over. Contact the coordinator, who can take your answer.",
            ),
            Self::MandateAnswered => lang.say(
                "Frågan är redan besvarad. Kontakta samordnaren om svaret ska ändras.",
                "The question has been answered already. Contact the coordinator if the answer should change.",
            ),
            Self::NotAwaitingManager => lang.say(
                "Ansökan väntar inte längre på chefens svar.",
                "The application is no longer waiting for the manager's answer.",
            ),
            Self::NothingToAnswer => lang.say(
                "Det finns inte längre något att svara på: svaret har kommit, eller så har tiden gått ut.",
                "There is nothing left to answer: the answer has come, or the time has run out.",
            ),
            Self::TooManyLetters => lang.say(
                "Vi har skickat flera brev i dag. Vänta till i morgon och försök igen, eller kontakta samordnaren.",
                "We have sent several letters today. Wait until tomorrow and try again, or contact the coordinator.",
            ),
            Self::NotWithdrawable => lang.say(
                "Ansökan kan inte återtas från där den står nu. Läs om den på Min ansökan.",
                "The application cannot be withdrawn from where it stands now. Read about it on My application.",
            ),
            Self::TooLateToDecide => lang.say(
                "Behörigheten kan inte ändras sedan en plats har erbjudits eller ansökan har återtagits.",
                "Eligibility cannot be changed once a seat has been offered or the application withdrawn.",
            ),
            Self::TwinEligible(reference) => {
                return lang.say(
                    format!("Ansökan {reference} gäller samma person och är redan med. Av länkade ansökningar kan bara en vara behörig."),
                    format!("Application {reference} is for the same person and already counts. Of linked applications only one can be eligible."),
                );
            }
            Self::RankFrozen => lang.say(
                "Rangen kan inte ändras sedan erbjudandet har stängts: då är fördelningens underlag fryst.",
                "The rank cannot be changed once the offer is closed: what the allocation rests on is frozen then.",
            ),
            Self::NoSuchTwin => lang.say(
                "Skriv referensen för en annan ansökan i samma erbjudande.",
                "Write the reference of another application in the same offer.",
            ),
        };
        said.to_owned()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::OwnManager => Some("manager_email"),
            Self::NoSuchTwin => Some("twin"),
            _ => None,
        }
    }
}
