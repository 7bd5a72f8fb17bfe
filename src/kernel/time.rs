//! Days and moments. How they are written and where the day begins is the business of `locale`.

use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};

/// A calendar day without a clock.
pub type Day = chrono::NaiveDate;

/// A moment in milliseconds since 1970-01-01T00:00Z.
///
/// Stored as a number on both databases, so that neither rounds it differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, DeriveValueType)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// The moment `millis` milliseconds after 1970 began in UTC.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970 began in UTC.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The moment `minutes` minutes later (earlier when negative).
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0 + minutes * 60_000)
    }

    /// The moment `days` times 24 hours later; wall-clock days are counted by `locale::stockholm`.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_minutes(days * 24 * 60)
    }
}
