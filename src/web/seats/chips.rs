//! States as word, icon and colour; names as they may be shown.

use crate::applications::{ApplicationState, MandateState};
use crate::kernel::Lang;
use crate::people::entity::person;
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

/// The state of an application.
pub(super) fn application(state: ApplicationState, lang: Lang) -> Chip {
    use ApplicationState as S;
    match state {
        S::AwaitingManager => Chip::new(lang.say("väntar på chef", "awaiting manager"), Tone::Now, Icon::Clock),
        S::Eligible => Chip::new(lang.say("behörig", "eligible"), Tone::Done, Icon::Check),
        S::SupplementRequested => {
            Chip::new(lang.say("komplettering begärd", "supplement requested"), Tone::Now, Icon::Question)
        }
        S::NotEligible => Chip::new(lang.say("inte behörig", "not eligible"), Tone::Stop, Icon::Cross),
        S::Offered => Chip::new(lang.say("erbjuden plats", "offered a seat"), Tone::Now, Icon::Letter),
        S::Accepted => Chip::new(lang.say("tackat ja", "accepted"), Tone::Done, Icon::Check),
        S::Declined => Chip::new(lang.say("tackat nej", "declined"), Tone::Quiet, Icon::Minus),
        S::Lapsed => Chip::new(lang.say("svarade inte i tid", "did not answer in time"), Tone::Quiet, Icon::Clock),
        S::Reserve => Chip::new(lang.say("reserv", "reserve"), Tone::Sea, Icon::Pause),
        S::Participant => Chip::new(lang.say("deltagare", "participant"), Tone::Done, Icon::Check),
        S::Withdrawn => Chip::new(lang.say("återtagen", "withdrawn"), Tone::Quiet, Icon::Cross),
    }
}

/// The state of a mandate.
pub(super) fn mandate(state: Option<MandateState>, lang: Lang) -> Chip {
    match state {
        Some(MandateState::Confirmed) => Chip::new(lang.say("styrkt", "confirmed"), Tone::Done, Icon::Check),
        Some(MandateState::Declined) => Chip::new(lang.say("nej från chef", "declined"), Tone::Stop, Icon::Cross),
        Some(MandateState::Asked | MandateState::Redirected) => {
            Chip::new(lang.say("väntar på svar", "awaiting answer"), Tone::Now, Icon::Clock)
        }
        None => Chip::new(lang.say("saknas", "missing"), Tone::Now, Icon::Question),
    }
}

/// The name of a person as lists may show it: a protected person's never stands there.
pub(super) fn shown_name(person: Option<&person::Model>, lang: Lang) -> String {
    match person {
        Some(person) if !person.is_protected => person.name.clone(),
        Some(_) => lang.say("Skyddade personuppgifter", "Protected person").to_owned(),
        None => lang.say("uppgift saknas", "no data").to_owned(),
    }
}
