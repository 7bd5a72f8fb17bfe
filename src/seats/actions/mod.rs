//! What people and jobs do with seats: one use case per function.

mod allocating;
mod answering;
mod cancelling;
mod entering;
mod giving;
mod lapsing;
mod replanning;

pub use allocating::{Order, allocate, close, remind};
pub use answering::{Answering, accept, decline, withdraw};
pub use cancelling::cancel;
pub use entering::{Entered, Trust, Way, enter};
pub use giving::{Gift, give_seat};
pub use lapsing::lapse_due;
pub use replanning::replan;
