//! What is done with certificates, one use case per file.

mod correct;
mod edition;
mod entering;
mod issue;
mod keys;
mod outdated;
mod reissue;
mod release;
mod respell;
mod revoke;
mod stopping;

pub use correct::{Change, Correction, supersede};
pub use edition::save_edition;
pub use issue::{Batch, issue};
pub use keys::{accept_host, first_host, publish_keys, retire_key};
pub use reissue::{Reissue, may_reissue, reissue};
pub use release::{Prepared, finish_unreleased, prepare, release};
pub use respell::respell;
pub use revoke::{Revocation, revoke};
pub use stopping::{lift, may_seal, may_sign, stop};
