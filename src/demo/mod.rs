//! Fills an empty database with the founding facts and with what goes on around today. All people are made up.
//!
//! History is written as rows, because it happened before this house stood; decisions and certificates are made by the
//! same actions as everywhere else.

mod care;
mod cast;
mod easing;
mod facts;
mod fill;
mod handing_in;
mod papers;
mod past;
mod plans;
mod present;
mod protection;
mod stage;
mod ways_in;

pub use fill::{ACCOUNTS, DemoAccount, PASSWORD, Samples, fill};
pub use ways_in::WayIn;

use crate::kernel::{OrganisationId, ProgrammeId};
use std::collections::HashMap;

/// What everybody takes on with a seat, in both languages.
const DUTY: (&str, &str) = (
    "Efter utbildningen leder du en genomförandeplan i din organisation och utbildar kollegor och politiker.",
    "After the course you lead a rollout plan in your organisation and train colleagues and politicians.",
);
/// SHA-256 of "exempel": the secret of the demo's lots, which a real offer draws at random.
const EXAMPLE_SECRET: &str = "c938c252b61e5c2cc16102038a074c0b029884b09b27588d2655f5249b6e99fc";
/// SHA-256 of the secret's bytes.
const EXAMPLE_COMMITMENT: &str = "f46dd0d605db283c39481a0303e93e36b6f4c06724cea88a8485a26430c67546";

/// Why the demo could not be written.
#[derive(Debug)]
pub enum Incomplete {
    /// The founding facts name an organisation the region file does not have.
    Organisation(String),
    /// The founding facts use a word the tables do not know.
    Word(String),
    /// A day that no calendar has.
    Day,
    /// The founding facts cannot be read.
    Facts(serde_json::Error),
    /// The database refused.
    Storage(sea_orm::DbErr),
    /// An action of the house said no.
    Action(String),
}

impl std::fmt::Display for Incomplete {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Organisation(code) => write!(f, "The founding facts name the unknown organisation {code}."),
            Self::Word(word) => write!(f, "The founding facts use the unknown word {word}."),
            Self::Day => f.write_str("The founding facts name a day that does not exist."),
            Self::Facts(error) => write!(f, "The founding facts cannot be read: {error}"),
            Self::Storage(error) => write!(f, "The database refused the demo: {error}"),
            Self::Action(error) => write!(f, "The demo stopped: {error}"),
        }
    }
}

impl std::error::Error for Incomplete {}

impl From<sea_orm::DbErr> for Incomplete {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Storage(error)
    }
}

impl From<serde_json::Error> for Incomplete {
    fn from(error: serde_json::Error) -> Self {
        Self::Facts(error)
    }
}

/// What has been written before the story begins: the programme and the region's organisations.
struct Ids {
    programme: ProgrammeId,
    organisations: HashMap<String, OrganisationId>,
    municipalities: Vec<OrganisationId>,
}

impl Ids {
    /// The organisation with this code.
    fn of(&self, code: &str) -> Result<OrganisationId, Incomplete> {
        self.organisations.get(code).copied().ok_or_else(|| Incomplete::Organisation(code.to_owned()))
    }

    /// The `n`th municipality, starting over after the last.
    fn municipality(&self, n: usize) -> Result<OrganisationId, Incomplete> {
        let index = n % self.municipalities.len().max(1);
        self.municipalities.get(index).copied().ok_or_else(|| Incomplete::Organisation(n.to_string()))
    }

    /// Every organisation offers are addressed to.
    fn addressed(&self) -> impl Iterator<Item = OrganisationId> {
        self.organisations.values().copied()
    }
}
