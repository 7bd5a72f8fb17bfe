//! The words of this room.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

/// The kind of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    /// Municipality.
    Municipality,
    /// Region.
    Region,
    /// Authority.
    Authority,
    /// University.
    University,
    /// Association.
    Association,
    /// Federation.
    Federation,
    /// District.
    District,
    /// Unit.
    Unit,
    /// Other.
    Other,
}

impl OrganisationKind {
    /// The kind in a word.
    #[must_use]
    pub fn word(self, lang: crate::kernel::Lang) -> &'static str {
        match self {
            Self::Municipality => lang.say("kommun", "municipality"),
            Self::Region => lang.say("region", "region"),
            Self::Authority => lang.say("myndighet", "authority"),
            Self::University => lang.say("universitet eller högskola", "university"),
            Self::Association => lang.say("förening", "association"),
            Self::Federation => lang.say("förbund", "federation"),
            Self::District => lang.say("stadsdel", "district"),
            Self::Unit => lang.say("verksamhet", "unit"),
            Self::Other => lang.say("annan organisation", "other organisation"),
        }
    }
}
