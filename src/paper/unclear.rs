//! What of a drawing is not understood, in words.

use crate::kernel::Lang;

/// Why a drawing cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unclear {
    /// It is no SVG, has no shapes, or refers to something outside itself.
    NoSvg,
    /// An element that is not drawn here.
    Element(String),
    /// An attribute of an element.
    Attribute(String, String),
    /// A value: element, attribute, its beginning.
    Value(String, String, String),
    /// Too many characters or points for a paper that stays light.
    TooMuch,
}

impl Unclear {
    /// A value that is not understood, cut after forty characters.
    pub fn value(element: &str, attribute: &str, value: &str) -> Self {
        Self::Value(element.to_owned(), attribute.to_owned(), value.chars().take(40).collect())
    }

    /// The reason as a sentence for who chose the file.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::NoSvg => lang
                .say(
                    "Filen är ingen SVG-teckning med former. Spara logotypen som ”ren” SVG.",
                    "The file is no SVG drawing with shapes. Save the logo as “plain” SVG.",
                )
                .to_owned(),
            Self::Element(name) => lang.say(
                format!("Teckningen innehåller ”{name}”, som inte kan tryckas. Gör om text och bilder till former och spara igen."),
                format!("The drawing contains “{name}”, which cannot be printed. Convert text and images to paths and save again."),
            ),
            Self::Attribute(name, key) => lang.say(
                format!("Teckningen använder ”{key}” på ”{name}”, som inte kan tryckas. Spara logotypen som ”ren” SVG utan formatmallar."),
                format!("The drawing uses “{key}” on “{name}”, which cannot be printed. Save the logo as “plain” SVG without style sheets."),
            ),
            Self::Value(name, key, value) => lang.say(
                format!("I teckningen förstås inte ”{key}” på ”{name}”: {value}"),
                format!("In the drawing, “{key}” on “{name}” is not understood: {value}"),
            ),
            Self::TooMuch => lang
                .say(
                    "Teckningen är för detaljrik för ett intyg. Förenkla den (högst 200 kB och 6 000 punkter).",
                    "The drawing has too much detail for a certificate. Simplify it (at most 200 kB and 6,000 points).",
                )
                .to_owned(),
        }
    }
}
