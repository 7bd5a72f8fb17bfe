//! What can be broken, each in a sentence for whoever runs the house.

use crate::kernel::{CohortId, Day, LetterId, MarkId, ParticipantId, PersonId, SeatOfferId};

/// One broken invariant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// More people hold or are offered a seat than there are seats.
    Overbooked(CohortId, usize, usize),
    /// An accepted seat offer without a participant in the seat.
    SeatWithoutParticipant(SeatOfferId),
    /// An active participant without an accepted seat offer.
    ParticipantWithoutSeat(ParticipantId),
    /// One person has two seats in one cohort.
    PersonTwice(PersonId, CohortId),
    /// Two marks carry the same nonce.
    NonceTwice(String, usize),
    /// A mark on a day of a cohort the participant was never in.
    MarkElsewhere(MarkId, ParticipantId, CohortId),
    /// A letter was given up more than a day ago.
    Parked(LetterId, String),
    /// A letter has been waiting for more than a day.
    Overdue(LetterId),
    /// A published key is not retired, and its private half is not here.
    KeyGone(String),
    /// The key or the seal in use is published as retired, and no other takes its place.
    KeyRetired(String),
    /// The certificate of the seal in use ends on this day, soon or long ago.
    SealEnds(String, Day),
    /// The certificate of the seal in use begins on this day only.
    SealBegins(String, Day),
    /// The settings name another verification host than papers carry.
    HostChanged(String, String),
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Overbooked(cohort, holders, seats) => {
                write!(f, "Cohort {cohort} has {seats} seats, and {holders} people hold or are offered one.")
            }
            Self::SeatWithoutParticipant(offer) => {
                write!(f, "Seat offer {offer} is accepted, and nobody is a participant by it.")
            }
            Self::ParticipantWithoutSeat(participant) => {
                write!(f, "Participant {participant} is active without an accepted seat offer.")
            }
            Self::PersonTwice(person, cohort) => {
                write!(f, "Person {person} has more than one seat in cohort {cohort}.")
            }
            Self::NonceTwice(nonce, marks) => write!(f, "{marks} marks carry the nonce {nonce:?}."),
            Self::MarkElsewhere(mark, participant, cohort) => write!(
                f,
                "Mark {mark} of participant {participant} is on a day of cohort {cohort}, in which they never were."
            ),
            Self::Parked(letter, error) => {
                write!(f, "Letter {letter} was given up more than a day ago: {error:?}.")
            }
            Self::KeyGone(id) => write!(
                f,
                "The key {id} is published as in use, and its private half is not here: restore keys.json from its backup, or \
                 retire it (stafett key retire {id})."
            ),
            Self::KeyRetired(id) => write!(
                f,
                "The key {id} is retired and nothing takes its place here, so that nothing is issued: make another (stafett key \
                 create) or name another, and start every node anew."
            ),
            Self::SealEnds(id, day) => {
                write!(f, "The certificate of the seal {id} ends on {day}; it seals no paper afterwards: renew it.")
            }
            Self::SealBegins(id, day) => {
                write!(f, "The certificate of the seal {id} begins on {day}; it seals no paper before.")
            }
            Self::HostChanged(carried, named) => write!(
                f,
                "Papers carry {carried}, and the settings name {named}: mend verification_address, or say yes with stafett \
                 verification-host accept."
            ),
            Self::Overdue(letter) => write!(f, "Letter {letter} has been waiting for more than a day."),
        }
    }
}
