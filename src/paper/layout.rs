//! Layout folders: where things stand on a page, in which type and colour.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::face::Face;
use super::plan::Plan;
use super::{Bilingual, LayoutFault, Refusal};

/// The layout every installation has.
pub const FORMAL_LANDSCAPE: &str = "formal-landscape";

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

impl std::fmt::Debug for Layouts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.by_key.keys()).finish()
    }
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
        // Nearly every text: composed as it is, and nothing lacking.
        if text.chars().all(|c| c < '\u{300}' && all.iter().all(|face| face.has(c))) {
            return BTreeSet::new();
        }
        text.nfc().filter(|c| !all.iter().all(|face| face.has(*c))).collect()
    }
}
