//! Certificates: numbers, issuing, superseding, revoking, verifying.
//!
//! Issuing happens in two steps, so that a crash between any two instructions loses nothing and doubles nothing: first
//! the intent (number, code and every printed fact, frozen, in one transaction), then for each certificate the paper,
//! drawn outside any transaction and stored together with its release and its letters. This room knows who may have
//! which paper and what it says; how a page is drawn is `paper`'s business, whether the rule was met is `completion`'s.

pub mod actions;
pub mod code;
pub mod composing;
pub mod editions;
pub mod entity;
pub mod examination;
pub mod gathering;
mod letters;
pub mod model;
pub mod naming;
pub mod number;
pub mod otherwise;
pub mod places;
pub mod press;
pub mod queries;
pub mod refusal;
pub mod rules;
pub mod sample;
pub mod soundness;
pub mod unwritten;
pub mod verification;
pub mod writing;

pub use code::Code;
pub use entity::certificate::Model as Certificate;
pub use model::{CertificateKind, CertificateState, RevocationReason, Round, Validity};
pub use number::Number;
pub use press::Press;
pub use refusal::Refusal;
pub use unwritten::Unwritten;
