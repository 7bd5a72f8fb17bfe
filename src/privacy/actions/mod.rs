//! What is done: extracts noted, values corrected, persons erased, records disposed of, words changed, feedback taken.

mod correcting;
mod disposing;
mod erasing;
mod feedback;
mod nightly;
mod proposing;
mod ruling;
mod texts;

pub use correcting::{Correction, correct, note_extract};
pub use erasing::{Kept, Plan, erase, plan};
pub use feedback::{NewFeedback, answer, give};
pub use nightly::dispose_due;
pub use proposing::{Outcome, Proposal, carry_out, propose, withdraw};
pub use ruling::{NewRule, Second, let_one_suffice, set_rule};
pub use texts::{NewText, set_text};
