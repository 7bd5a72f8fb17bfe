//! Layout folders: where things stand on a page, in which type and colour.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::artwork::Artwork;
use super::face::{Face, is_mark};
use super::plan::Plan;
use super::{Bilingual, Edition, LayoutFault, Refusal};
use crate::kernel::Lang;

/// The layout every installation has.
pub const FORMAL_LANDSCAPE: &str = "formal-landscape";

/// The upright one.
pub const QUIET_PORTRAIT: &str = "quiet-portrait";

/// A layout folder as it is compiled into the binary.
struct Folder {
    key: &'static str,
    file: &'static str,
    artwork: Option<&'static str>,
    fonts: &'static [(&'static str, &'static [u8])],
}

macro_rules! folder_font {
    ($key:literal, $file:literal) => {
        ($file, include_bytes!(concat!("../../certificates/", $key, "/fonts/", $file)).as_slice())
    };
}

/// Both layouts are set in the same fonts, which are compiled in once.
const FONTS: [(&str, &[u8]); 3] = [
    folder_font!("formal-landscape", "NotoSerifDisplay-Medium.ttf"),
    folder_font!("formal-landscape", "NotoSans-Regular.ttf"),
    folder_font!("formal-landscape", "NotoSans-SemiBold.ttf"),
];

const FOLDERS: [Folder; 2] = [
    Folder {
        key: FORMAL_LANDSCAPE,
        file: include_str!("../../certificates/formal-landscape/layout.json"),
        artwork: None,
        fonts: &FONTS,
    },
    Folder {
        key: QUIET_PORTRAIT,
        file: include_str!("../../certificates/quiet-portrait/layout.json"),
        artwork: Some(include_str!("../../certificates/quiet-portrait/artwork.svg")),
        fonts: &FONTS,
    },
];

/// All layouts, read once at start and shared by every page drawn.
#[derive(Clone)]
pub struct Layouts {
    by_key: BTreeMap<String, Arc<Layout>>,
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
        let read = |folder: &Folder| Ok((folder.key.to_owned(), Arc::new(Layout::read(folder)?)));
        Ok(Self { by_key: FOLDERS.iter().map(read).collect::<Result<_, _>>()? })
    }

    /// The layouts to choose from: key and name.
    pub fn names(&self) -> impl Iterator<Item = (&str, &Bilingual)> {
        let own = self.by_key.iter().filter(|(key, _)| !key.contains('@'));
        own.map(|(key, layout)| (key.as_str(), &layout.plan.name))
    }

    /// These layouts and editions of them, under the names of [`edition_name`].
    ///
    /// Fonts are shared. An edition that is faulty, or of a layout there is not, is left out; drawing with it is then refused.
    #[must_use]
    pub fn with<'a>(&self, editions: impl IntoIterator<Item = (&'a str, i64, &'a Edition)>) -> Self {
        let mut all = self.clone();
        for (key, number, edition) in editions {
            let plan = self.by_key.get(key).and_then(|layout| Some((layout, edition.applied_to(&layout.plan)?)));
            if let Some((layout, plan)) = plan {
                let layout = Layout { plan, faces: Arc::clone(&layout.faces) };
                all.by_key.insert(edition_name(key, number), Arc::new(layout));
            }
        }
        all
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
        self.by_key.get(key).map(Arc::as_ref).ok_or_else(|| Refusal::UnknownLayout(key.to_owned()))
    }
}

/// What a certificate keeps of the edition it is drawn with: the layout's key, `@` and the edition's number.
#[must_use]
pub fn edition_name(key: &str, number: i64) -> String {
    format!("{key}@{number}")
}

/// The layout's key and the edition's number in what a certificate keeps; no number for a layout as it came.
#[must_use]
pub fn edition_of(name: &str) -> (&str, Option<i64>) {
    match name.split_once('@') {
        Some((key, number)) => (key, number.parse().ok()),
        None => (name, None),
    }
}

/// One layout: the plan and its fonts.
pub struct Layout {
    /// What the layout file says.
    pub plan: Plan,
    /// The fonts it names.
    pub faces: Arc<Faces>,
}

impl Layout {
    fn read(folder: &Folder) -> Result<Self, LayoutFault> {
        let mut plan: Plan = serde_json::from_str(folder.file).map_err(|fault| LayoutFault::File(fault.to_string()))?;
        if plan.format != 1 {
            return Err(LayoutFault::File(format!("format {} is not known, only 1", plan.format)));
        }
        if let Some(drawing) = folder.artwork {
            let artwork = Artwork::read(drawing).map_err(|why| LayoutFault::File(why.say(Lang::En)))?;
            plan.dress.artwork = Some(artwork);
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
        Ok(Self { plan, faces: Arc::new(faces) })
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

    /// Characters of `text` (composed, NFC) that one of the fonts lacks or cannot put in its place; a text may be set in any
    /// of them.
    ///
    /// A mark that does not compose with its letter must have a place on it, and a place of its own: two accents above each
    /// other would be printed over each other.
    pub fn missing(&self, text: &str) -> BTreeSet<char> {
        let all = [&self.display, &self.text, &self.strong];
        // Nearly every text: composed as it is, and nothing lacking.
        if text.chars().all(|c| c < '\u{300}' && all.iter().all(|face| face.has(c))) {
            return BTreeSet::new();
        }
        let mut missing = BTreeSet::new();
        let mut base = None;
        let mut taken = BTreeSet::new();
        for c in text.nfc() {
            if !all.iter().all(|face| face.has(c)) {
                missing.insert(c);
            } else if !is_mark(c) {
                base = Some(c);
                taken.clear();
            } else {
                let sits = base.is_some_and(|base| all.iter().all(|face| face.attachment(base, c).is_some()));
                if !taken.insert(canonical_combining_class(c)) || !sits {
                    missing.insert(c);
                }
            }
        }
        missing
    }
}
