//! The protocol as a file: everything a draw depends on and what came of it, so that anybody can recompute it.

/// Lists by pool.
mod lists;

/// Field by field.
mod form;

/// From the file to the draw.
mod reading;

/// From the draw to the file.
mod writing;

/// What the file says and the recomputation does not.
mod comparison;

use std::fmt;

use super::flaw::Flaw;
use super::rounds::allocate;
use crate::kernel::Lang;

pub use writing::{Reveal, to_file};

/// What recomputing a file shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// The recomputed lists as JSON on one line: `admitted` and `reserve`, and `seated` when there are cohorts.
    pub recomputed: String,
    /// The first point where the file says something else; none if it agrees or says nothing.
    pub difference: Option<String>,
}

/// Why nothing can be recomputed from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// It is not JSON of this form: a field is unknown, missing, doubled or of the wrong kind.
    Form(String),
    /// Its fields do not go together, or a hash or seed is not hexadecimal.
    Contradiction(String),
    /// What it describes cannot be drawn.
    Flaw(Flaw),
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form(reason) | Self::Contradiction(reason) => f.write_str(reason),
            Self::Flaw(flaw) => f.write_str(&flaw.sentence(Lang::En)),
        }
    }
}

impl std::error::Error for Unusable {}

/// Recomputes the draw in `text` and compares it with what the file itself says.
///
/// Compared are, in this order: commitment, seed (when the secret is there), the list's hash, admitted, reserve, seated.
/// Names are compared in NFC and printed as the file writes them.
///
/// # Errors
/// [`Unusable`] when there is nothing to recompute.
pub fn verify(text: &str) -> Result<Verification, Unusable> {
    let form: form::Form = serde_json::from_str(text).map_err(|wrong| Unusable::Form(wrong.to_string()))?;
    let (draw, claims) = reading::taken_apart(form)?;
    let outcome = allocate(&draw);
    let results = writing::Results::of(&draw, &outcome);
    Ok(Verification {
        difference: comparison::first_difference(&draw, &claims, &results),
        recomputed: serde_json::to_string(&results).map_err(|wrong| Unusable::Form(wrong.to_string()))?,
    })
}
