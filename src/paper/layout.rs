//! Layout folders: where things stand on a page, in which type and colour.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::face::Face;
use super::fit::Allowance;
use super::{Bilingual, CertificateFacts, Refusal, certificate};

/// The layout every installation has.
pub const FORMAL_LANDSCAPE: &str = "formal-landscape";

/// A layout folder that cannot be used; found at start, not when somebody waits for a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LayoutFault {
    /// The layout file is not as described in the folder's README.
    File(String),
    /// A font is missing or damaged.
    Font(String),
}

impl std::fmt::Display for LayoutFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(what) => write!(f, "the layout file is unusable: {what}"),
            Self::Font(what) => write!(f, "a font of the layout is unusable: {what}"),
        }
    }
}

impl std::error::Error for LayoutFault {}

/// A layout folder as it is compiled into the binary.
struct Folder {
    key: &'static str,
    file: &'static str,
    fonts: &'static [(&'static str, &'static [u8])],
}

macro_rules! folder_font {
    ($key:literal, $file:literal) => {
        ($file, include_bytes!(concat!("../../certificates/", $key, "/fonts/", $file)).as_slice())
    };
}

const FOLDERS: [Folder; 1] = [Folder {
    key: FORMAL_LANDSCAPE,
    file: include_str!("../../certificates/formal-landscape/layout.json"),
    fonts: &[
        folder_font!("formal-landscape", "NotoSerifDisplay-Medium.ttf"),
        folder_font!("formal-landscape", "NotoSans-Regular.ttf"),
        folder_font!("formal-landscape", "NotoSans-SemiBold.ttf"),
    ],
}];

/// All layouts, read once at start and shared by every page drawn.
pub struct Layouts {
    by_key: BTreeMap<String, Layout>,
}

impl Layouts {
    /// Reads the layouts that are compiled in, so that one binary works alone.
    ///
    /// # Errors
    /// [`LayoutFault`] if a layout file or font is damaged.
    pub fn load() -> Result<Self, LayoutFault> {
        let read = |folder: &Folder| Ok((folder.key.to_owned(), Layout::read(folder)?));
        Ok(Self { by_key: FOLDERS.iter().map(read).collect::<Result<_, _>>()? })
    }

    /// The layouts to choose from: key and name.
    pub fn names(&self) -> impl Iterator<Item = (&str, &Bilingual)> {
        self.by_key.iter().map(|(key, layout)| (key.as_str(), &layout.plan.name))
    }

    /// Draws a certificate; the same facts give the same bytes.
    ///
    /// # Errors
    /// [`Refusal`] if the layout is unknown, a character has no shape, or a text does not fit.
    pub fn draw(&self, layout: &str, facts: &CertificateFacts) -> Result<Vec<u8>, Refusal> {
        certificate::draw(self.find(layout)?, facts, certificate::Purpose::Issue)
    }

    /// Draws a proof: *Utkast* across it, no number, no code, no QR, so that it cannot pass for the real one.
    ///
    /// # Errors
    /// As [`Layouts::draw`].
    pub fn draw_preview(&self, layout: &str, facts: &CertificateFacts) -> Result<Vec<u8>, Refusal> {
        certificate::draw(self.find(layout)?, facts, certificate::Purpose::Preview)
    }

    /// The characters of `text` that some layout's fonts cannot draw, each once, in order.
    ///
    /// Asked before a name is confirmed and again before issuing. Invisible characters (zero-width, bidi
    /// marks, control) count as undrawable: on paper they would be a lie about what is stored.
    #[must_use]
    pub fn undrawable(&self, text: &str) -> Vec<char> {
        let missing: BTreeSet<char> = self.by_key.values().flat_map(|layout| layout.faces.missing(text)).collect();
        missing.into_iter().collect()
    }

    pub(super) fn find(&self, key: &str) -> Result<&Layout, Refusal> {
        self.by_key.get(key).ok_or_else(|| Refusal::UnknownLayout(key.to_owned()))
    }
}

/// One layout: the plan and its fonts.
pub struct Layout {
    /// What the layout file says.
    pub plan: Plan,
    /// The fonts it names.
    pub faces: Faces,
}

impl Layout {
    fn read(folder: &Folder) -> Result<Self, LayoutFault> {
        let plan: Plan = serde_json::from_str(folder.file).map_err(|fault| LayoutFault::File(fault.to_string()))?;
        if plan.format != 1 {
            return Err(LayoutFault::File(format!("format {} is not known, only 1", plan.format)));
        }
        let face = |name: &str| {
            let (_, bytes) = folder
                .fonts
                .iter()
                .find(|(file, _)| *file == name)
                .ok_or_else(|| LayoutFault::Font(format!("{name} is not in the folder of {}", folder.key)))?;
            Face::parse(name.trim_end_matches(".ttf"), bytes)
        };
        let faces = Faces {
            display: face(&plan.fonts.display)?,
            text: face(&plan.fonts.text)?,
            strong: face(&plan.fonts.strong)?,
        };
        Ok(Self { plan, faces })
    }
}

/// Which of the three fonts of a layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaceKey {
    /// For the name, the award and the title.
    Display,
    /// For running text.
    Text,
    /// For what must be found quickly.
    Strong,
}

/// The three fonts of a layout.
pub struct Faces {
    display: Face,
    text: Face,
    strong: Face,
}

impl Faces {
    /// The font for `key`.
    pub fn get(&self, key: FaceKey) -> &Face {
        match key {
            FaceKey::Display => &self.display,
            FaceKey::Text => &self.text,
            FaceKey::Strong => &self.strong,
        }
    }

    /// Characters of `text` (composed, NFC) that one of the fonts lacks; a text may be set in any of them.
    pub fn missing(&self, text: &str) -> BTreeSet<char> {
        let all = [&self.display, &self.text, &self.strong];
        text.nfc().filter(|c| !all.iter().all(|face| face.has(*c))).collect()
    }
}

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
    /// The line around the page.
    pub frame: Frame,
    /// The colours.
    pub colours: Colours,
    /// File names in `fonts/`.
    pub fonts: Fonts,
    /// Issuer and number on top.
    pub header: Header,
    /// *Intyg* or *Närvarointyg*.
    pub title: Baseline,
    /// *Härmed intygas att*.
    pub lead: Baseline,
    /// The holder's name.
    pub holder: Holder,
    /// What the holder did.
    pub sentence: Baseline,
    /// The award title, or the programme on an attendance certificate.
    pub award: Baseline,
    /// The course days.
    pub strip: Strip,
    /// Extent, rule, trainers, learning goals.
    pub details: Details,
    /// The line to sign on.
    pub signature: Signature,
    /// The QR code and how to use it.
    pub check: Check,
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
}

/// A line of text in two languages: where it stands and the two type sizes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    pub baseline: f32,
    pub main: f32,
    pub second: f32,
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

/// The three columns beneath the strip and their widths.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Details {
    pub top: f32,
    pub bottom: f32,
    pub main: f32,
    pub second: f32,
    pub columns: [f32; 3],
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

/// The QR code (side without quiet zone, lower edge) and the text to its left.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    pub qr: f32,
    pub bottom: f32,
    pub width: f32,
    pub main: f32,
    pub second: f32,
    pub code: f32,
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
