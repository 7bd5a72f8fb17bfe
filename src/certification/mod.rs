//! Certificates: numbers, issuing, superseding, revoking, verifying.

pub mod entity;
pub mod model;
