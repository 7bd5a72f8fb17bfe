//! The texts of a programme in the reader's language.

use super::entity::{award_title, programme, programme_day, programme_version};
use crate::kernel::Lang;

impl programme::Model {
    /// What the programme is called.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        lang.say(&self.name_sv, &self.name_en)
    }
}

impl programme_version::Model {
    /// What the programme is, in a few sentences.
    #[must_use]
    pub fn summary(&self, lang: Lang) -> &str {
        lang.say(&self.summary_sv, &self.summary_en)
    }
}

impl programme_day::Model {
    /// What the day is called.
    #[must_use]
    pub fn title(&self, lang: Lang) -> &str {
        lang.say(&self.title_sv, &self.title_en)
    }

    /// What the day treats, one topic each.
    #[must_use]
    pub fn topics(&self, lang: Lang) -> Vec<&str> {
        lang.say(&self.topics_sv, &self.topics_en).lines().collect()
    }
}

impl award_title::Model {
    /// The title.
    #[must_use]
    pub fn title(&self, lang: Lang) -> &str {
        lang.say(&self.title_sv, &self.title_en)
    }
}
