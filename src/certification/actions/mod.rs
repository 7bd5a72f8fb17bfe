//! What is done with certificates, one use case per file.

mod correct;
mod entering;
mod issue;
mod release;
mod respell;
mod revoke;
mod stopping;

pub use correct::{Change, Correction, supersede};
pub use issue::{Batch, issue};
pub use release::finish_unreleased;
pub use respell::respell;
pub use revoke::{Revocation, revoke};
pub use stopping::{lift, stop};
