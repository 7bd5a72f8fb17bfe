//! The words of this room.

use crate::kernel::Lang;
use crate::requirements::AssignmentState;
use sea_orm::{DeriveActiveEnum, EnumIter};

/// In which way something was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Way {
    /// Written in the form.
    Text,
    /// A file.
    File,
    /// The organisation's rollout plan, as it stood at that moment.
    Plan,
}

impl Way {
    /// The name forms send it by.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::File => "file",
            Self::Plan => "plan",
        }
    }

    /// The way a form sends under this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Text, Self::File, Self::Plan].into_iter().find(|way| way.key() == text)
    }

    /// What was handed in, in a word.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Text => lang.say("Text", "Text"),
            Self::File => lang.say("Fil", "File"),
            Self::Plan => lang.say("Genomförandeplanen", "The rollout plan"),
        }
    }
}

/// How it stands with something handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum State {
    /// Waiting to be read.
    HandedIn,
    /// Sent back with a comment.
    Returned,
    /// Approved.
    Approved,
}

impl State {
    /// The state in words.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::HandedIn => lang.say("Inlämnad", "Handed in"),
            Self::Returned => lang.say("Återlämnad", "Returned"),
            Self::Approved => lang.say("Godkänd", "Approved"),
        }
    }
}

impl From<State> for AssignmentState {
    fn from(state: State) -> Self {
        match state {
            State::HandedIn => Self::HandedIn,
            State::Returned => Self::Returned,
            State::Approved => Self::Approved,
        }
    }
}

/// What whoever reads it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Verdict {
    /// It is good.
    Approved,
    /// Something is missing, which the comment says.
    Returned,
}

impl Verdict {
    /// The name forms send it by.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Returned => "returned",
        }
    }

    /// The verdict a form sends under this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Approved, Self::Returned].into_iter().find(|verdict| verdict.key() == text)
    }

    /// Where it leaves what was handed in.
    #[must_use]
    pub fn state(self) -> State {
        match self {
            Self::Approved => State::Approved,
            Self::Returned => State::Returned,
        }
    }
}

/// What a file is; told by its first bytes, never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum FileKind {
    /// A PDF.
    Pdf,
    /// A text of `LibreOffice` and its kin.
    Odt,
    /// A text of Word.
    Docx,
    /// Plain text in UTF-8.
    Txt,
}

impl FileKind {
    /// The end of its name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Odt => "odt",
            Self::Docx => "docx",
            Self::Txt => "txt",
        }
    }
}

/// What is handed in: all that was sent, whichever way was chosen, so that nothing is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// The way that was chosen; for [`Way::Plan`] the organisation's rollout plan is added as it stands now.
    pub way: Way,
    /// What was written; may be empty beside a file or the plan.
    pub words: String,
    /// The file, already looked at.
    pub file: Option<(FileKind, Vec<u8>)>,
    /// The language the plan is told in.
    pub lang: Lang,
}

impl Handed {
    /// Words alone.
    #[must_use]
    pub fn in_words(words: impl Into<String>, lang: Lang) -> Self {
        Self { way: Way::Text, words: words.into(), file: None, lang }
    }
}

/// What this room says when it refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The file is none of the kinds that are taken.
    NotAFile,
    /// The file is larger than what is taken.
    TooLarge,
    /// The file is empty, or none was chosen.
    NoFile,
    /// A file came with a form that has to be shown again; no page can put it back.
    FileLeftBehind,
    /// As often as anybody may within a day.
    EnoughToday,
    /// As often as anybody may for one assignment.
    EnoughInAll,
    /// The rule does not ask for this assignment.
    NotAsked,
    /// It is approved already.
    Approved,
    /// The organisation has no rollout plan with anything in it.
    NoPlan,
    /// The cohort is cancelled.
    Cancelled,
}

impl crate::kernel::Refusal for Refusal {
    fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::NotAFile => lang.say(
                "Välj en fil i något av formaten PDF, ODT, DOCX (utan makron) eller TXT (UTF-8).",
                "Choose a file in one of the formats PDF, ODT, DOCX (without macros) or TXT (UTF-8).",
            ),
            Self::TooLarge => lang.say("Välj en fil på högst 5 MB.", "Choose a file of at most 5 MB."),
            Self::NoFile => lang.say("Välj en fil.", "Choose a file."),
            Self::FileLeftBehind => lang.say(
                "Filen är inte sparad. Välj den igen när du har rättat det andra.",
                "The file is not saved. Choose it again when you have corrected the rest.",
            ),
            Self::EnoughToday => lang.say(
                "Du har lämnat in så många gånger som går på ett dygn. Det du skrev är inte sparat. Försök igen i morgon.",
                "You have handed in as often as is possible within a day. What you wrote is not saved. Try again tomorrow.",
            ),
            Self::EnoughInAll => lang.say(
                "Du har lämnat in den här hemuppgiften så många gånger som går. Tala med din utbildare.",
                "You have handed in this assignment as often as is possible. Speak to your trainer.",
            ),
            Self::NotAsked => lang.say(
                "Kursens krav har ändrats: hemuppgiften behövs inte längre.",
                "The rule of the course has changed: the assignment is not needed any more.",
            ),
            Self::Approved => lang.say(
                "Hemuppgiften är redan godkänd. Du behöver inte lämna in igen.",
                "The assignment is approved already. You need not hand in again.",
            ),
            Self::NoPlan => lang.say(
                "Er genomförandeplan är tom. Lämna in en text eller en fil i stället.",
                "Your rollout plan is empty. Hand in a text or a file instead.",
            ),
            Self::Cancelled => lang.say("Omgången är inställd.", "The cohort is cancelled."),
        }
        .to_owned()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NotAFile | Self::TooLarge | Self::NoFile | Self::FileLeftBehind => Some("file"),
            Self::NoPlan => Some("way"),
            Self::NotAsked | Self::Approved | Self::Cancelled | Self::EnoughToday | Self::EnoughInAll => None,
        }
    }
}
