//! The texts of a programme in the reader's language.

use super::entity::{assignment_text, award_title, programme, programme_day, programme_version};
use super::model::NewAssignmentText;
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

impl assignment_text::Model {
    /// What the assignment is called.
    #[must_use]
    pub fn title(&self, lang: Lang) -> &str {
        lang.say(&self.title_sv, &self.title_en)
    }

    /// How it is done; may be empty.
    #[must_use]
    pub fn instruction(&self, lang: Lang) -> &str {
        lang.say(&self.instruction_sv, &self.instruction_en)
    }

    /// Whether it says just what `new` does.
    #[must_use]
    pub fn says(&self, new: &NewAssignmentText) -> bool {
        let titles = self.title_sv == new.title.sv && self.title_en == new.title.en;
        let instructions = self.instruction_sv == new.instruction.sv && self.instruction_en == new.instruction.en;
        titles && instructions && self.days_after == new.days_after
    }
}

impl award_title::Model {
    /// The title.
    #[must_use]
    pub fn title(&self, lang: Lang) -> &str {
        lang.say(&self.title_sv, &self.title_en)
    }
}
