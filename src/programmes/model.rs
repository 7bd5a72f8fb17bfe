//! What is taught, before it is written down.

use crate::kernel::{Day, Lang, RuleId};

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Swedish.
    pub sv: String,
    /// English.
    pub en: String,
}

impl Words {
    /// The text in this language.
    #[must_use]
    pub fn say(&self, lang: Lang) -> &str {
        lang.say(&self.sv, &self.en)
    }
}

/// A programme to be added, with its first version.
#[derive(Debug, Clone)]
pub struct NewProgramme {
    /// What it is called.
    pub name: Words,
    /// What it is in a few sentences.
    pub summary: Words,
    /// The certificate's layout.
    pub layout: String,
    /// The completion rule it asks for.
    pub rule: RuleId,
    /// Its days, in order; the first is number 1.
    pub days: Vec<NewDay>,
    /// What those who complete it are called, by period.
    pub titles: Vec<NewTitle>,
}

/// A day of a programme to be added. Topics and goals stand one a line.
#[derive(Debug, Clone)]
pub struct NewDay {
    /// The day's name.
    pub title: Words,
    /// What it treats.
    pub topics: Words,
    /// What a participant can do afterwards.
    pub goals: Words,
    /// When it usually begins, in minutes from midnight.
    pub starts_minute: i64,
    /// When it usually ends, in minutes from midnight.
    pub ends_minute: i64,
    /// Minutes taught, breaks left out.
    pub minutes: i64,
}

/// An award title to be added.
#[derive(Debug, Clone)]
pub struct NewTitle {
    /// The title.
    pub title: Words,
    /// The first day it is given.
    pub from: Day,
    /// The last day it is given; `None`: until further notice.
    pub to: Option<Day>,
}
