//! Everything that shows. Nothing here decides and nothing here stores.

/// Answers made small on the wire.
pub mod compression;

/// The files under `static/`, inside the binary.
pub mod assets;

/// What the template parts take.
pub mod parts;

#[cfg(test)]
mod styleguide;
