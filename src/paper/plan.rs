//! What a layout file says: where things stand on the sheet, in which size and colour.

use serde::Deserialize;

use super::Bilingual;
use super::artwork::Artwork;
use super::fit::Allowance;
use super::logo::Logo;

/// The layout file. Lengths are millimetres from the upper left corner, type sizes are points.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Version of this description.
    pub format: u16,
    /// What people call the layout.
    pub name: Bilingual,
    /// The sheet and the text margins.
    pub page: Sheet,
    /// The line around the page, if it has one.
    pub frame: Option<Frame>,
    /// The colours.
    pub colours: Colours,
    /// File names in `fonts/`.
    pub fonts: Fonts,
    /// Issuer and number on top.
    pub header: Header,
    /// *Intyg* or *Närvarointyg*.
    pub title: TextLine,
    /// *Härmed intygas att*.
    pub lead: TextLine,
    /// The holder's name.
    pub holder: Holder,
    /// What the holder did.
    pub sentence: TextLine,
    /// The award title, or the programme on an attendance certificate.
    pub award: TextLine,
    /// The course days.
    pub strip: Strip,
    /// Extent, rule, trainers, learning goals.
    pub details: Details,
    /// The line to sign on.
    pub signature: Signature,
    /// The QR code and how to use it.
    pub check: Check,
    /// What is not in the file.
    #[serde(skip)]
    pub dress: Dress,
}

/// What comes to a layout from outside its file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dress {
    /// `artwork.svg` of the folder, drawn over the whole sheet beneath everything else.
    pub artwork: Option<Artwork>,
    /// The operator's logo, before the issuer's name.
    pub logo: Option<Logo>,
    /// The operator's sentences.
    pub wording: Wording,
}

/// Sentences with placeholders; empty ones are the house's.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wording {
    /// What stands before the name.
    pub lead: Bilingual,
    /// What the holder did.
    pub sentence: Bilingual,
    /// The same on an attendance certificate.
    pub attendance: Bilingual,
}

/// The sheet; `left` and `right` are where text begins and ends.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    pub width: f32,
    pub height: f32,
    pub left: f32,
    pub right: f32,
}

/// The frame: distance from the edge, thickness of its line in points; inside it, after a gap, a finer one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    pub inset: f32,
    pub line: f32,
    pub inner: f32,
    pub gap: f32,
}

/// Colours as `#RRGGBB`: text, accent, text that stands back, areas.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colours {
    pub ink: Colour,
    pub accent: Colour,
    pub quiet: Colour,
    pub pale: Colour,
}

/// Font files in the folder's `fonts/`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fonts {
    pub display: String,
    pub text: String,
    pub strong: String,
}

/// The top line.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    pub baseline: f32,
    pub issuer: f32,
    pub number: f32,
    pub logo: LogoRoom,
}

/// Where a logo may stand: its upper edge, and how high and wide it may be.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogoRoom {
    pub top: f32,
    pub height: f32,
    pub width: f32,
}

/// A line of text in two languages: where it stands and the two type sizes; a sentence may take several `lines`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextLine {
    pub baseline: f32,
    pub main: f32,
    pub second: f32,
    #[serde(default)]
    pub lines: usize,
}

/// The holder's name: the line beneath, how far descenders stay clear of it, and the sizes tried in order.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    pub rule: f32,
    pub clear: f32,
    pub sizes: Vec<Allowance>,
}

/// The strip of course days; `columns` is how many days stand in one row at most.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strip {
    pub top: f32,
    pub bottom: f32,
    pub square: f32,
    pub main: f32,
    pub second: f32,
    pub columns: u16,
}

/// The two or three columns beneath the strip and their widths; with two, the goals stand beneath the rule.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Details {
    pub top: f32,
    pub bottom: f32,
    pub main: f32,
    pub second: f32,
    pub columns: Vec<f32>,
}

/// The line to sign on and the type beneath it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    pub rule: f32,
    pub width: f32,
    pub main: f32,
    pub second: f32,
}

/// The QR code (side without quiet zone, lower edge) and the words that go with it; `width` is for words beside it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    pub qr: f32,
    pub bottom: f32,
    #[serde(default)]
    pub width: f32,
    pub main: f32,
    pub second: f32,
    pub code: f32,
    #[serde(default)]
    pub words: Words,
}

/// Where the words about checking stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Words {
    /// Left of the QR code.
    #[default]
    Beside,
    /// Across the foot of the page.
    Beneath,
}

/// A colour, each part from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Colour(pub f32, pub f32, pub f32);

impl TryFrom<String> for Colour {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let part = |from: usize| {
            let digits = text.get(from..from + 2)?;
            u8::from_str_radix(digits, 16).ok().map(|part| f32::from(part) / 255.0)
        };
        match (text.len(), text.starts_with('#'), part(1), part(3), part(5)) {
            (7, true, Some(r), Some(g), Some(b)) => Ok(Self(r, g, b)),
            _ => Err(format!("{text} is not a colour like #0B4F5C")),
        }
    }
}
