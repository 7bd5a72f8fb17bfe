//! The states of a plan, and the two sides that may move it.

use crate::kernel::Lang;
use sea_orm::{DeriveActiveEnum, EnumIter, Iterable as _};
use serde::{Deserialize, Serialize};

/// The state of a rollout plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    /// Opened by a coordinator; nobody at home has written in it yet.
    NotStarted,
    /// Being written at home.
    Draft,
    /// Handed in to the coach.
    Submitted,
    /// Back from the coach with a comment to act on.
    Feedback,
    /// Adopted by the manager.
    Adopted,
    /// Being carried out.
    Running,
    /// Carried out and followed up.
    FollowedUp,
    /// Closed; a new draft renews it.
    Closed,
    /// At rest because the last active person left.
    Resting,
}

impl PlanState {
    /// Every state, in the order a plan passes them.
    #[must_use]
    pub fn all() -> Vec<Self> {
        Self::iter().collect()
    }

    /// The state in words.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::NotStarted => lang.say("Inte påbörjad", "Not started"),
            Self::Draft => lang.say("Utkast", "Draft"),
            Self::Submitted => lang.say("Inlämnad", "Submitted"),
            Self::Feedback => lang.say("Återkopplad", "Feedback given"),
            Self::Adopted => lang.say("Antagen", "Adopted"),
            Self::Running => lang.say("Genomförs", "Running"),
            Self::FollowedUp => lang.say("Uppföljd", "Followed up"),
            Self::Closed => lang.say("Avslutad", "Closed"),
            Self::Resting => lang.say("Vilande", "Resting"),
        }
    }

    /// What the button says that moves a plan here.
    #[must_use]
    pub fn deed(self, lang: Lang) -> &'static str {
        match self {
            Self::NotStarted | Self::Draft => lang.say("Öppna för ändringar", "Open for changes"),
            Self::Submitted => lang.say("Lämna in planen till coachen", "Submit the plan to the coach"),
            Self::Feedback => lang.say("Lämna tillbaka med återkoppling", "Hand back with feedback"),
            Self::Adopted => lang.say("Planen är antagen av chefen", "The manager has adopted the plan"),
            Self::Running => lang.say("Genomförandet har börjat", "The rollout has begun"),
            Self::FollowedUp => lang.say("Planen är uppföljd", "The plan has been followed up"),
            Self::Closed => lang.say("Avsluta planen", "Close the plan"),
            Self::Resting => lang.say("Låt planen vila", "Let the plan rest"),
        }
    }

    /// The name forms know it by.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Feedback => "feedback",
            Self::Adopted => "adopted",
            Self::Running => "running",
            Self::FollowedUp => "followed_up",
            Self::Closed => "closed",
            Self::Resting => "resting",
        }
    }

    /// The state a form names.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::iter().find(|state| state.code() == code)
    }
}

/// From which side of a plan somebody acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// At home: those who were trained.
    Home,
    /// The platform: the plan's coach, or a coordinator.
    Platform,
}
