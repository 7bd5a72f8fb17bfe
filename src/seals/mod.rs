//! The keys of the installation: what credentials, QR payloads, status lists and papers are signed with.
//!
//! Two kinds. A signing key (Ed25519) signs what machines read: credentials, the payload in the QR, status lists, the list of
//! keys. A paper seal (a key with an X.509 certificate) signs the bytes of a PDF. Both are made at first start, live in one
//! file that only its owner can read, and can be followed by new ones; the public halves of all that were ever used stay in
//! the database for ever, because papers do not expire. This room knows no certificate and no page: it is handed bytes.

mod cms;
mod der;
pub mod entity;
mod jwk;
mod key_file;
mod key_ring;
pub mod model;
mod paper_seal;
mod pkcs12;
mod public_key;
pub mod queries;
mod signing;
mod x509;

pub use cms::{Sealed, verify_cms};
pub use jwk::{public_jwk, seal_of_jwk};
pub use key_ring::{KeyPlace, KeyRing, Opened};
pub use model::{Fault, KeyId, KeyKind, Lifetime, Published, SealId, Untimely};
pub use paper_seal::{PaperSeal, lifetime_of};
pub use public_key::PublicKey;
pub use signing::SigningKey;
