//! Why a page was not drawn, in words.

use super::Part;
use crate::kernel::Lang;

/// What stands in the way of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No layout has this key.
    UnknownLayout(String),
    /// The fonts have no shape for these characters, or no place for these marks; an empty box on a certificate would be worse than none.
    Undrawable(Vec<char>),
    /// The same in another part of the page than the holder's name.
    UndrawableIn(Part, Vec<char>),
    /// A name the paper cannot do without is empty.
    NoHolder,
    /// This part of the page is too long even in the smallest type one can read.
    DoesNotFit(Part),
    /// The address is too long for the code, or not in upper case.
    Code,
    /// A font could not be cut down; the file in the layout folder is damaged.
    Font(String),
    /// The document could not be written.
    Document(String),
}

impl Refusal {
    /// Whether another spelling of the holder's name would mend it.
    #[must_use]
    pub fn is_about_the_name(&self) -> bool {
        matches!(self, Self::Undrawable(_) | Self::NoHolder | Self::DoesNotFit(Part::Holder))
    }

    /// The refusal as a sentence for the coordinator.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::UnknownLayout(key) => lang.say(
                format!("Det finns ingen utformning som heter ”{key}”."),
                format!("There is no layout called “{key}”."),
            ),
            Self::Undrawable(chars) => {
                let list = listed(chars);
                lang.say(
                    format!("Intygets typsnitt saknar de här tecknen: {list}. Fråga personen hur det skrivs med latinska, grekiska eller kyrilliska bokstäver, till exempel i passet."),
                    format!("The certificate’s fonts lack these characters: {list}. Ask the person how it is written in Latin, Greek or Cyrillic letters, for example in the passport."),
                )
            }
            Self::UndrawableIn(part, chars) => {
                let (part, list) = (part.say(lang), listed(chars));
                lang.say(
                    format!("Intygets typsnitt saknar de här tecknen: {list}. De står i en annan text än namnet: {part}. Ändra den där den är skriven."),
                    format!("The certificate’s fonts lack these characters: {list}. They stand in another text than the name: {part}. Change it where it was written."),
                )
            }
            Self::NoHolder => lang.say("Namnet saknas.", "The name is missing.").to_owned(),
            Self::DoesNotFit(part) => {
                let part = part.say(lang);
                lang.say(
                    format!("Texten är för lång för intyget: {part}. Korta den."),
                    format!("The text is too long for the certificate: {part}. Shorten it."),
                )
            }
            Self::Code => lang
                .say(
                    "Kontrolladressen går inte att göra till en QR-kod.",
                    "The verification address cannot be made a QR code.",
                )
                .to_owned(),
            Self::Font(what) => lang.say(
                format!("Ett typsnitt i utformningen är skadat: {what}."),
                format!("A font of the layout is damaged: {what}."),
            ),
            Self::Document(what) => lang.say(
                format!("Dokumentet kunde inte skrivas: {what}."),
                format!("The document could not be written: {what}."),
            ),
        }
    }
}

/// Writes characters so that invisible ones can be told apart too.
fn listed(chars: &[char]) -> String {
    let shown = |c: &char| {
        if c.is_control() || c.is_whitespace() || !c.is_alphanumeric() {
            format!("U+{:04X}", u32::from(*c))
        } else {
            format!("{c} (U+{:04X})", u32::from(*c))
        }
    };
    chars.iter().map(shown).collect::<Vec<_>>().join(", ")
}
