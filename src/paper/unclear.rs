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
    /// An element that lies far outside of the drawing.
    Far(String),
    /// It is no PNG picture that can be read.
    NoPicture,
    /// It has more colours, or more detail, than a small picture can keep.
    TooColourful,
    /// The file is larger than is read.
    TooLarge,
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
                    "Filen är varken en SVG-teckning med former eller en PNG-bild. Spara logotypen som ”ren” SVG eller som PNG.",
                    "The file is neither an SVG drawing with shapes nor a PNG picture. Save the logo as “plain” SVG or as PNG.",
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
            Self::Far(name) => lang.say(
                format!("I teckningen ligger ”{name}” långt utanför bilden. Ta bort det och spara igen."),
                format!("In the drawing, “{name}” lies far outside of the picture. Remove it and save again."),
            ),
            Self::NoPicture => lang
                .say(
                    "Bilden går inte att läsa. Spara logotypen som PNG (högst 8 miljoner bildpunkter) eller SVG.",
                    "The picture cannot be read. Save the logo as PNG (at most 8 million pixels) or SVG.",
                )
                .to_owned(),
            Self::TooColourful => lang
                .say(
                    "Bilden har för många färger eller för fina detaljer för att tryckas liten. Spara en enklare variant, eller en SVG.",
                    "The picture has too many colours or too fine details to be printed small. Save a simpler variant, or an SVG.",
                )
                .to_owned(),
            Self::TooLarge => lang
                .say(
                    "Filen är större än 1 MB. Spara logotypen i mindre format.",
                    "The file is larger than 1 MB. Save the logo in a smaller format.",
                )
                .to_owned(),
            Self::TooMuch => lang
                .say(
                    "Teckningen är för detaljrik för ett intyg. Förenkla den (högst 200 kB och 6 000 punkter).",
                    "The drawing has too much detail for a certificate. Simplify it (at most 200 kB and 6,000 points).",
                )
                .to_owned(),
        }
    }
}
