//! What machines read of a certificate.
//!
//! The credential (Open Badges 3.0, a Verifiable Credential 2.0 with an `eddsa-rdfc-2022` proof), the payload in the QR code,
//! the list that says what is revoked, and the two documents that publish our keys. Pure: facts and a key in, text out, and
//! the other way round. This room knows no database, no page and no paper. Whatever it reads it reads strictly: one meaning
//! has one form, so that nothing altered passes.

pub mod award;
pub mod badge;
mod cbor;
pub mod companion;
pub mod did;
mod facts;
mod fitting;
pub mod issuer;
mod multibase;
mod nquads;
pub mod payload;
mod proof;
pub mod refusal;
#[cfg(test)]
mod samples;
pub mod status;
#[cfg(test)]
mod written_out;

pub use badge::Badge;
pub use companion::{Award, Companion};
pub use facts::{Achievement, BadgeFacts, Recipient, StatusPlace};
pub use issuer::Issuer;
pub use payload::{Passed, QrFacts};
pub use refusal::Refusal;
pub use status::StatusList;
