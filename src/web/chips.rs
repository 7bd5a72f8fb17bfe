//! The states of applications and mandates as word, colour and icon: the same on every page.

use crate::applications::{ApplicationState, MandateState};
use crate::kernel::Lang;
use crate::web::parts::{Chip, Icon, Tone};

/// An application's state as a chip.
#[must_use]
pub fn application(state: ApplicationState, lang: Lang) -> Chip {
    let (tone, icon) = match state {
        ApplicationState::AwaitingManager => (Tone::Sea, Icon::Clock),
        ApplicationState::Eligible | ApplicationState::Accepted | ApplicationState::Participant => {
            (Tone::Done, Icon::Check)
        }
        ApplicationState::SupplementRequested => (Tone::Now, Icon::Question),
        ApplicationState::Offered => (Tone::Now, Icon::Bell),
        ApplicationState::Reserve => (Tone::Sea, Icon::Pause),
        ApplicationState::NotEligible => (Tone::Stop, Icon::Cross),
        ApplicationState::Declined | ApplicationState::Lapsed | ApplicationState::Withdrawn => {
            (Tone::Quiet, Icon::Minus)
        }
    };
    Chip::new(state.word(lang), tone, icon)
}

/// A mandate's state as a chip.
#[must_use]
pub fn mandate(state: MandateState, lang: Lang) -> Chip {
    let (tone, icon) = match state {
        MandateState::Asked => (Tone::Now, Icon::Clock),
        MandateState::Confirmed => (Tone::Done, Icon::Check),
        MandateState::Declined => (Tone::Stop, Icon::Cross),
        MandateState::Redirected => (Tone::Quiet, Icon::Swap),
    };
    Chip::new(state.word(lang), tone, icon)
}
