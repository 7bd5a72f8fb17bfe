//! The words of this room.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

/// The kind of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// Present.
    Present,
    /// Partial.
    Partial,
    /// Notified.
    Notified,
    /// Absent.
    Absent,
    /// Made up.
    MadeUp,
    /// Credited.
    Credited,
    /// Open.
    Open,
}
