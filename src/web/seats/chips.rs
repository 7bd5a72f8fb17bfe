//! States in the desk's order; mandates and names as they may be shown.

use crate::applications::{ApplicationState, MandateState};
use crate::kernel::Lang;
use crate::people::Person;
use crate::web::chips;
use crate::web::parts::{Chip, Icon, Tone};

/// The states of an application in the order of the desk's filter.
pub(super) const STATES: [ApplicationState; 11] = [
    ApplicationState::AwaitingManager,
    ApplicationState::SupplementRequested,
    ApplicationState::Eligible,
    ApplicationState::Offered,
    ApplicationState::Accepted,
    ApplicationState::Participant,
    ApplicationState::Reserve,
    ApplicationState::Declined,
    ApplicationState::Lapsed,
    ApplicationState::NotEligible,
    ApplicationState::Withdrawn,
];

/// The key of a state in the address of the filter.
pub(super) fn key(state: ApplicationState) -> String {
    use sea_orm::ActiveEnum;
    state.to_value()
}

/// The state of the mandate that counts, if there is one.
pub(super) fn mandate(state: Option<MandateState>, lang: Lang) -> Chip {
    let missing = || Chip::new(lang.say("Saknas", "Missing"), Tone::Now, Icon::Question);
    state.map_or_else(missing, |state| chips::mandate(state, lang))
}

/// The name of a person as lists may show it.
pub(super) fn shown_name(person: Option<&Person>, lang: Lang) -> String {
    person.map_or_else(|| lang.say("uppgift saknas", "no data").to_owned(), |person| person.shown_name(lang))
}
