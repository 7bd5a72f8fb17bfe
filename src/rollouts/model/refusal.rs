//! What this room says when it refuses.

use super::PlanState;
use crate::kernel::{Lang, Refusal as Said};

/// Why something was not done to a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// What is told has not happened yet.
    InTheFuture,
    /// A training that nobody came to.
    NoHeads,
    /// A decision that ends before it begins.
    EndsBeforeItBegins,
    /// The coach has confirmed it, so only the coach takes it away.
    Confirmed,
    /// A plan in this state is not moved there from this side.
    NotFrom(PlanState),
    /// An empty plan is not handed in.
    NothingWritten,
    /// This milestone follows from what is told.
    FollowsFromNews,
    /// That account does not coach.
    NoSuchCoach,
}

impl Said for Refusal {
    fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::InTheFuture => lang.say(
                "Dagen ligger framåt i tiden. Berätta när det har hänt.",
                "That day lies ahead. Tell us when it has happened.",
            ),
            Self::NoHeads => lang.say(
                "Skriv hur många som deltog, i minst en grupp.",
                "Write how many took part, in at least one group.",
            ),
            Self::EndsBeforeItBegins => lang.say(
                "Beslutet slutar gälla innan det börjar. Kontrollera datumen.",
                "The decision ends before it begins. Check the dates.",
            ),
            Self::Confirmed => lang.say(
                "Coachen har styrkt den här uppgiften. Be coachen ta bort den.",
                "The coach has confirmed this. Ask the coach to take it away.",
            ),
            Self::NotFrom(state) => {
                let (sv, en) = (state.word(Lang::Sv).to_lowercase(), state.word(Lang::En).to_lowercase());
                return lang.say(
                    format!("Planen är {sv} och kan inte flyttas dit nu. Läs sidan på nytt."),
                    format!("The plan is {en} and cannot be moved there now. Read the page again."),
                );
            }
            Self::NothingWritten => lang.say(
                "Beskriv nuläget innan du lämnar in planen.",
                "Describe the current situation before you submit the plan.",
            ),
            Self::FollowsFromNews => lang.say(
                "Den milstolpen bockas av när du berättar vad som hänt.",
                "That milestone is ticked when you tell what has happened.",
            ),
            Self::NoSuchCoach => lang.say("Välj en av utbildarna i listan.", "Choose one of the trainers in the list."),
        }
        .to_owned()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::InTheFuture => Some("day"),
            Self::NoHeads => Some("officials"),
            Self::EndsBeforeItBegins => Some("in_force_to"),
            Self::NothingWritten => Some("situation"),
            Self::FollowsFromNews => Some("milestone"),
            Self::NoSuchCoach => Some("coach"),
            Self::Confirmed | Self::NotFrom(_) => None,
        }
    }
}
