//! How the seats of an offer were given, as its protocol is filed.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

/// How the seats of an offer were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Everybody eligible fits: no draw was needed.
    Everybody,
    /// By the rule, with a lot where it leaves a choice.
    Draw,
}
