//! The words of this room.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

/// The state of a rollout plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    /// Not started.
    NotStarted,
    /// Draft.
    Draft,
    /// Submitted.
    Submitted,
    /// Feedback.
    Feedback,
    /// Adopted.
    Adopted,
    /// Running.
    Running,
    /// Followed up.
    FollowedUp,
    /// Closed.
    Closed,
    /// Resting.
    Resting,
}

/// The body of a council decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// Council.
    Council,
    /// Executive board.
    ExecutiveBoard,
    /// Committee.
    Committee,
    /// Other.
    Other,
}

/// The kind of a happening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum HappeningKind {
    /// Meeting.
    Meeting,
    /// Working group.
    WorkingGroup,
    /// Local network.
    LocalNetwork,
    /// Other.
    Other,
}
