//! What people and jobs do with seats: one use case per function.

mod allocating;
mod answering;
mod giving;
mod lapsing;

pub use allocating::{Order, allocate, close, remind};
pub use answering::{Answering, accept, decline, withdraw};
pub use giving::{Gift, give_seat};
pub use lapsing::lapse_due;
