//! Certificates: numbers, issuing, superseding, revoking, verifying.

pub mod entity;
pub mod model;
pub mod naming;

pub use entity::certificate::Model as Certificate;
pub use model::{CertificateKind, CertificateState};
