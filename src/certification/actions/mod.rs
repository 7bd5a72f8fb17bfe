//! What is done with certificates, one use case per file.

mod correct;
mod issue;
mod release;
mod respell;
mod revoke;

pub use correct::{Correction, supersede};
pub use issue::{Batch, issue};
pub use release::finish_unreleased;
pub use respell::respell;
pub use revoke::{Revocation, revoke};
