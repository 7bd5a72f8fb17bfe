//! A letter as the sending room writes it.

use crate::kernel::{EmailAddress, Lang};

/// Who gets the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// The display name; control characters are dropped when it is rendered.
    pub name: String,
    /// Where it goes.
    pub email: EmailAddress,
}

/// One piece of a letter's body, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A paragraph.
    Text(String),
    /// Facts, label and value, one below the other.
    Facts(Vec<(String, String)>),
    /// The one thing to do: the button's words and the address it opens.
    Action(String, String),
}

/// A letter ready to be kept: words in the reader's language, without any look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Who gets it.
    pub to: Addressee,
    /// What it is for, in one word (`application.received`); rate limits and the history count by it.
    pub purpose: &'static str,
    /// The thing it is about: kind and number, as in the journal.
    pub about: (&'static str, i64),
    /// The language it is written in.
    pub lang: Lang,
    /// The subject line.
    pub subject: String,
    /// The body.
    pub parts: Vec<Part>,
    /// A calendar file, by name and content.
    pub calendar: Option<(String, String)>,
}

impl Letter {
    /// A letter without a body yet.
    #[must_use]
    pub fn new(to: Addressee, purpose: &'static str, about: (&'static str, i64), lang: Lang, subject: String) -> Self {
        Self { to, purpose, about, lang, subject, parts: Vec::new(), calendar: None }
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn text(mut self, paragraph: impl Into<String>) -> Self {
        self.parts.push(Part::Text(paragraph.into()));
        self
    }

    /// Adds labelled facts.
    #[must_use]
    pub fn facts(mut self, facts: Vec<(String, String)>) -> Self {
        self.parts.push(Part::Facts(facts));
        self
    }

    /// Adds the thing to do.
    #[must_use]
    pub fn action(mut self, words: impl Into<String>, address: impl Into<String>) -> Self {
        self.parts.push(Part::Action(words.into(), address.into()));
        self
    }

    /// Attaches a calendar file.
    #[must_use]
    pub fn calendar(mut self, name: impl Into<String>, content: String) -> Self {
        self.calendar = Some((name.into(), content));
        self
    }
}
