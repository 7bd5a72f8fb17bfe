//! What the house does by itself: each job looks up what is due, does it, and can be run again at any time.

mod asked;
mod lapses;
mod needs;
mod papers;
mod post;
mod reminders;
mod retention;
mod runner;
mod turns;

pub use asked::write_asked;
pub use lapses::lapse_seats;
pub use needs::erase_needs;
pub use papers::write_papers;
pub use post::{carrier, send_letters};
pub use reminders::remind_managers;
pub use retention::dispose_at_night;
pub use runner::{Jobs, start};
pub use turns::turn_cohorts;
