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

/// What an assignment is to be called, and how it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAssignmentText {
    /// Its key in the rule.
    pub assignment: String,
    /// What it is called.
    pub title: Words,
    /// How it is done; may be empty.
    pub instruction: Words,
    /// Within how many days of the last course day it is best handed in; `None`: nothing is advised.
    pub days_after: Option<i64>,
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

/// The languages a certificate is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PrintedLanguages {
    /// Both; the cohort's language speaks, the other follows in smaller type.
    #[default]
    Both,
    /// One alone.
    Only(Lang),
}

impl PrintedLanguages {
    /// All, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Both, Self::Only(Lang::Sv), Self::Only(Lang::En)];

    /// As it is stored and sent.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Only(lang) => lang.say("sv", "en"),
        }
    }

    /// Reads a [`PrintedLanguages::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// What a programme's certificates look like from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CertificateLook<'a> {
    /// The key of the layout.
    pub layout: &'a str,
    /// In which languages they are printed.
    pub languages: PrintedLanguages,
    /// How many months they hold; `None`: for ever.
    pub valid_months: Option<i64>,
}
