//! The page being filled: where things stand, in whose languages, and whether the paper counts.

use unicode_normalization::UnicodeNormalization;

use super::facts::{Bilingual, CertificateFacts};
use super::fit::{Allowance, LEAST, fit};
use super::layout::FaceKey;
use super::page::{Page, Style};
use super::plan::{Colour, Plan};
use super::{Part, Refusal, language};
use crate::kernel::Lang;

/// Whether the paper counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The real paper.
    Issue,
    /// A proof: marked across, without number and code.
    Preview,
}

/// The languages of a paper: one speaks, the other follows in smaller type.
#[derive(Debug, Clone, Copy)]
pub struct Voice {
    pub(super) main: Lang,
    second: Option<Lang>,
}

impl Voice {
    /// The languages the facts ask for.
    pub fn of(facts: &CertificateFacts) -> Self {
        Self { main: facts.main_lang(), second: facts.second_lang() }
    }

    /// The main text and, unless empty or the same, the second, tagged with its language.
    pub fn pair(self, text: &Bilingual) -> (String, Option<String>) {
        let main = text.in_lang(self.main);
        let second = self.second.map(|lang| text.in_lang(lang)).filter(|second| !second.is_empty() && *second != main);
        (main.to_owned(), second.zip(self.second).map(|(text, lang)| language::tagged(text, lang)))
    }

    /// Both on one line, for short words.
    pub fn joined(self, text: &Bilingual) -> String {
        match self.pair(text) {
            (main, Some(second)) => format!("{main} · {second}"),
            (main, None) => main,
        }
    }
}

/// The page with what is needed to fill it.
pub(super) struct Sheet<'a> {
    pub(super) page: Page<'a>,
    pub(super) plan: &'a Plan,
    pub(super) facts: &'a CertificateFacts,
    pub(super) voice: Voice,
    pub(super) purpose: Purpose,
    pub(super) qr: &'a str,
}

impl Sheet<'_> {
    /// The width between the margins, in millimetres.
    pub(super) fn width(&self) -> f32 {
        self.plan.page.right - self.plan.page.left
    }

    /// The style made as small as it takes for `text` to fit on one line of `width`, down to half its size or what one can read.
    pub(super) fn shrunk(&self, style: Style, text: &str, width: f32, part: Part) -> Result<Style, Refusal> {
        let one_line = Allowance { lines: 1, max: style.size, min: (style.size / 2.0).max(LEAST.min(style.size)) };
        if text.is_empty() || self.page.measure(style, text) <= width {
            return Ok(style);
        }
        let composed: String = text.nfc().collect();
        let fitted = fit(self.page.face(style), &composed, width, &[one_line]).ok_or(Refusal::DoesNotFit(part))?;
        Ok(Style { size: fitted.size, ..style })
    }
}

/// Running text in a size and a colour.
pub(super) fn plain(size: f32, colour: Colour) -> Style {
    Style { face: FaceKey::Text, size, colour }
}
