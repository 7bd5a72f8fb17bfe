//! The words of this room.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

/// The state of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// Awaiting manager.
    AwaitingManager,
    /// Eligible.
    Eligible,
    /// Supplement requested.
    SupplementRequested,
    /// Not eligible.
    NotEligible,
    /// Offered.
    Offered,
    /// Accepted.
    Accepted,
    /// Declined.
    Declined,
    /// Lapsed.
    Lapsed,
    /// Reserve.
    Reserve,
    /// Participant.
    Participant,
    /// Withdrawn.
    Withdrawn,
}

/// The arrived by of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Web.
    Web,
    /// Phone.
    Phone,
    /// Email.
    Email,
    /// Paper.
    Paper,
}

/// The state of a mandate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum MandateState {
    /// Asked.
    Asked,
    /// Confirmed.
    Confirmed,
    /// Declined.
    Declined,
    /// Redirected.
    Redirected,
}

/// The received by of a mandate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum MandateChannel {
    /// Link.
    Link,
    /// Phone.
    Phone,
    /// Email.
    Email,
    /// Paper.
    Paper,
}
