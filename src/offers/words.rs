//! The texts of an offer in the reader's language.

use super::entity::offer;
use super::model::OfferState;
use crate::kernel::{Instant, Lang};

impl offer::Model {
    /// Who it is for.
    #[must_use]
    pub fn audience(&self, lang: Lang) -> &str {
        lang.say(&self.audience_sv, &self.audience_en)
    }

    /// What it costs.
    #[must_use]
    pub fn cost(&self, lang: Lang) -> &str {
        lang.say(&self.cost_sv, &self.cost_en)
    }

    /// What is expected afterwards.
    #[must_use]
    pub fn duty(&self, lang: Lang) -> &str {
        lang.say(&self.duty_sv, &self.duty_en)
    }

    /// Whether applications are taken at `now`; the deadline's own millisecond is in time.
    #[must_use]
    pub fn is_open(&self, now: Instant) -> bool {
        self.state == OfferState::Published && now <= self.deadline_at
    }
}
