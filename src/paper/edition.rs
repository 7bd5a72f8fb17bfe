//! An edition: a layout in the operator's own colours, words and logo.

use serde::{Deserialize, Serialize};

use super::facts::{Bilingual, CertificateFacts, Kind};
use super::logo::Logo;
use super::placeholders::{self, Placeholder};
use super::plan::{Colour, Dress, Plan, Wording};
use super::unclear::Unclear;
use super::wording;
use crate::kernel::Lang;

/// Least contrast against white paper (WCAG 2.2, 1.4.3), which also keeps a copy in black and white legible.
const LEAST_CONTRAST: f32 = 4.5;

/// Most characters in one sentence; more could not be set in a size one can read.
const MOST_CHARS: usize = 300;

/// What an operator changes about a layout; what is empty stays as the layout has it.
///
/// Stored as JSON and never changed, for the certificates drawn with it must look the same for ever.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Edition {
    /// The one colour, `#RRGGBB`.
    pub accent: String,
    /// The colour of text, `#RRGGBB`.
    pub ink: String,
    /// What stands before the name.
    pub lead: Bilingual,
    /// What the holder did; the award follows in large type.
    pub sentence: Bilingual,
    /// The same on an attendance certificate; the programme follows.
    pub attendance: Bilingual,
    /// The logo: an SVG of the strict subset, or a PNG as [`Logo::of_file`] keeps it.
    pub logo: String,
}

/// A part of an edition, for words about what is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditionPart {
    /// [`Edition::accent`].
    Accent,
    /// [`Edition::ink`].
    Ink,
    /// [`Edition::lead`] in a language.
    Lead(Lang),
    /// [`Edition::sentence`] in a language.
    Sentence(Lang),
    /// [`Edition::attendance`] in a language.
    Attendance(Lang),
    /// [`Edition::logo`].
    Logo,
}

/// What is wrong with a part of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditionFault {
    /// No colour like `#0B4F5C`.
    Colour,
    /// Too pale on white; the contrast in tenths.
    Pale(u16),
    /// A word in braces that stands for nothing.
    Placeholder(String),
    /// Characters the fonts lack.
    Undrawable(Vec<char>),
    /// Longer than can be set.
    Long,
    /// The logo is not understood.
    Logo(Unclear),
}

impl Edition {
    /// Everything that is wrong, in the order of the form; nothing if it may be used.
    #[must_use]
    pub fn faults(&self) -> Vec<(EditionPart, EditionFault)> {
        let mut faults = Vec::new();
        for (part, text) in [(EditionPart::Accent, &self.accent), (EditionPart::Ink, &self.ink)] {
            faults.extend(colour_fault(text).map(|fault| (part, fault)));
        }
        for lang in [Lang::Sv, Lang::En] {
            let texts = [
                (EditionPart::Lead(lang), &self.lead),
                (EditionPart::Sentence(lang), &self.sentence),
                (EditionPart::Attendance(lang), &self.attendance),
            ];
            for (part, text) in texts {
                faults.extend(text_fault(text.in_lang(lang)).map(|fault| (part, fault)));
            }
        }
        if !self.logo.is_empty() {
            faults.extend(Logo::read(&self.logo).err().map(|why| (EditionPart::Logo, EditionFault::Logo(why))));
        }
        faults
    }

    /// What papers with these facts say in `lang` before the holder's name and after it, where that is the operator's own.
    ///
    /// `None` where the house's words are printed, which say nothing that is not among the facts.
    #[must_use]
    pub fn own_words(&self, facts: &CertificateFacts, lang: Lang) -> Option<[String; 2]> {
        let sentence = match facts.kind {
            Kind::Certificate => &self.sentence,
            Kind::AttendanceCertificate => &self.attendance,
        };
        let is_own = [&self.lead, sentence].iter().any(|text| !text.in_lang(lang).trim().is_empty());
        let words = [own(&self.lead, wording::lead(), facts), own(sentence, wording::sentence(facts), facts)];
        is_own.then(|| words.map(|text| text.in_lang(lang).to_owned()))
    }

    /// The plan of a layout with this edition's changes; `None` if something is wrong with it.
    pub(super) fn applied_to(&self, plan: &Plan) -> Option<Plan> {
        if !self.faults().is_empty() {
            return None;
        }
        let mut plan = plan.clone();
        let colours = &mut plan.colours;
        for (text, colour) in [(&self.accent, &mut colours.accent), (&self.ink, &mut colours.ink)] {
            if !text.is_empty() {
                *colour = Colour::try_from(text.clone()).ok()?;
            }
        }
        plan.dress = Dress {
            artwork: plan.dress.artwork,
            logo: if self.logo.is_empty() { None } else { Some(Logo::read(&self.logo).ok()?) },
            wording: Wording {
                lead: self.lead.clone(),
                sentence: self.sentence.clone(),
                attendance: self.attendance.clone(),
            },
        };
        Some(plan)
    }
}

/// The operator's words, and the house's for a language they were not written in.
pub(super) fn own(own: &Bilingual, house: Bilingual, facts: &CertificateFacts) -> Bilingual {
    let choose = |lang: Lang, house: String| {
        let template = own.in_lang(lang).trim();
        if template.is_empty() { house } else { placeholders::filled(template, facts, lang) }
    };
    Bilingual::new(choose(Lang::Sv, house.sv), choose(Lang::En, house.en))
}

fn colour_fault(text: &str) -> Option<EditionFault> {
    if text.is_empty() {
        return None;
    }
    let Ok(colour) = Colour::try_from(text.to_owned()) else { return Some(EditionFault::Colour) };
    let contrast = contrast_with_white(colour);
    (contrast < LEAST_CONTRAST).then(|| EditionFault::Pale(tenths(contrast)))
}

fn text_fault(text: &str) -> Option<EditionFault> {
    if text.chars().count() > MOST_CHARS {
        return Some(EditionFault::Long);
    }
    placeholders::unknown(text).map(EditionFault::Placeholder)
}

/// The contrast of a colour on white (WCAG 2.2, relative luminance), from 1 to 21.
fn contrast_with_white(Colour(r, g, b): Colour) -> f32 {
    let linear = |part: f32| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
    1.05 / (0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) + 0.05)
}

/// A contrast in tenths, rounded down so that what is too little never reads as enough.
fn tenths(contrast: f32) -> u16 {
    (10..=210).rev().find(|tenths| f32::from(*tenths) / 10.0 <= contrast).unwrap_or(10)
}

impl EditionFault {
    /// The fault as a sentence beside the field.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Colour => lang
                .say(
                    "Skriv färgen som # och sex tecken, till exempel #0B4F5C.",
                    "Write the colour as # and six digits, such as #0B4F5C.",
                )
                .to_owned(),
            Self::Pale(tenths) => {
                let (whole, tenth) = (tenths / 10, tenths % 10);
                lang.say(
                    format!("Färgen är för ljus på vitt papper: kontrasten är {whole},{tenth}:1 och ska vara minst 4,5:1."),
                    format!("The colour is too pale on white paper: its contrast is {whole}.{tenth}:1 and must be at least 4.5:1."),
                )
            }
            Self::Placeholder(word) => {
                let known: Vec<String> = Placeholder::ALL.iter().map(|one| format!("{{{}}}", one.word())).collect();
                let known = known.join(" ");
                lang.say(
                    format!("{word} står inte för något. Du kan använda {known}."),
                    format!("{word} stands for nothing. You can use {known}."),
                )
            }
            Self::Undrawable(chars) => super::Refusal::Undrawable(chars.clone()).say(lang),
            Self::Long => lang
                .say(
                    "Meningen är för lång. Korta den till 300 tecken.",
                    "The sentence is too long. Shorten it to 300 characters.",
                )
                .to_owned(),
            Self::Logo(why) => why.say(lang),
        }
    }
}
