//! Reading and writing the tables of this room.

mod reading;
mod writing;

pub use reading::{
    active_among, active_from, active_of_person, find_participant, free_seats, held_in, last_course_moment, occupancy,
    overdue, participant_of, participants_of, reserve_of, reserves_of, seat_offer_of, seat_offers_of_person,
    seat_offers_under, seated_under, seats_in_use, seats_taken, unanswered,
};
pub(super) use reading::{find, overdue_in};
pub use writing::set_name;
pub(super) use writing::{
    NewSeatOffer, cap_replies, insert_participant, insert_reserves, insert_seat_offer, set_promoted, set_state,
    withdraw_participant,
};
