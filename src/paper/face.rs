//! One font: which characters it has, how wide text is, and the part of it that a document needs.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{FontMetrics, FontType, ParsedFont, PdfFontMetricsStub};
use subsetter::GlyphRemapper;
use ttf_parser::GlyphId;
use ttf_parser::cmap::Subtable;
use ttf_parser::gpos::PositioningSubtable;
use unicode_normalization::char::is_combining_mark;

use super::{LayoutFault, Refusal};

/// Points in a millimetre.
pub const PT_PER_MM: f32 = 72.0 / 25.4;

/// A font of a layout, read once at start.
pub struct Face {
    name: String,
    bytes: &'static [u8],
    inner: ttf_parser::Face<'static>,
    /// By code point, as far as the font goes: text is measured far more often than a font is read.
    glyphs: Vec<Option<Glyph>>,
}

/// A character's shape: its number in the font and how far it moves the pen, in font units.
#[derive(Clone, Copy)]
struct Glyph {
    id: GlyphId,
    advance: u16,
}

/// The part of a font that a batch needs.
pub struct Cut {
    /// What printpdf is told of it: everything but the font itself, which would be deflated once for every page.
    pub described: ParsedFont,
    /// The font, a TrueType file.
    pub program: Vec<u8>,
    /// The two bytes that stand for each character.
    pub codes: Codes,
}

/// The codes of a font in a batch; 0, the empty box, for what it has no code for.
#[derive(Debug, Default)]
pub struct Codes(Vec<u16>);

impl Codes {
    /// The code of `c`.
    pub fn code(&self, c: char) -> u16 {
        usize::try_from(u32::from(c)).ok().and_then(|at| self.0.get(at)).copied().unwrap_or(0)
    }

    fn set(&mut self, c: char, code: u16) {
        let at = usize::try_from(u32::from(c)).unwrap_or(0);
        if self.0.len() <= at {
            self.0.resize(at + 1, 0);
        }
        self.0[at] = code;
    }
}

/// Where a combining mark stands relative to the origin of the letter before it, in thousandths of an em.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attachment {
    /// To the right.
    pub dx: f32,
    /// Upwards.
    pub rise: f32,
}

impl Face {
    /// Reads a static TrueType font.
    ///
    /// # Errors
    /// [`LayoutFault::Font`] if the bytes are no font.
    pub fn parse(name: &str, bytes: &'static [u8]) -> Result<Self, LayoutFault> {
        let inner = ttf_parser::Face::parse(bytes, 0).map_err(|fault| LayoutFault::Font(format!("{name}: {fault}")))?;
        let mut glyphs: Vec<Option<Glyph>> = Vec::new();
        let tables = inner.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables).filter(Subtable::is_unicode);
        for table in tables {
            table.codepoints(|code| {
                let glyph = table.glyph_index(code).filter(|glyph| glyph.0 != 0 && char::from_u32(code).is_some());
                if let (Some(id), Ok(at)) = (glyph, usize::try_from(code)) {
                    if glyphs.len() <= at {
                        glyphs.resize(at + 1, None);
                    }
                    glyphs[at] = Some(Glyph { id, advance: inner.glyph_hor_advance(id).unwrap_or(0) });
                }
            });
        }
        Ok(Self { name: name.to_owned(), bytes, inner, glyphs })
    }

    /// Whether the font has a shape for `c`.
    pub fn has(&self, c: char) -> bool {
        self.glyph(c).is_some()
    }

    /// How far `c` moves the pen, in thousandths of an em; 0 for combining marks and characters it lacks.
    pub fn advance(&self, c: char) -> f32 {
        self.glyph(c).map_or(0.0, |glyph| self.per_mille(f32::from(glyph.advance)))
    }

    /// The width of `text` set in `size` points, in millimetres.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|c| self.advance(c)).sum::<f32>() / 1000.0 * size / PT_PER_MM
    }

    /// How the font wants `mark` to sit on `base` (OpenType GPOS, mark-to-base), if it says so.
    ///
    /// Text is composed (NFC) before it comes here, so this is for the letters Unicode has no single
    /// character for, such as the Yoruba o with a dot below and an accent.
    pub fn attachment(&self, base: char, mark: char) -> Option<Attachment> {
        let (base, mark) = (self.glyph(base)?.id, self.glyph(mark)?.id);
        let lookups = self.inner.tables().gpos?.lookups;
        let subtables = lookups.into_iter().flat_map(|lookup| lookup.subtables.into_iter::<PositioningSubtable>());
        subtables
            .filter_map(|subtable| match subtable {
                PositioningSubtable::MarkToBase(table) => Some(table),
                _ => None,
            })
            .find_map(|table| {
                let (class, mark_anchor) = table.marks.get(table.mark_coverage.get(mark)?)?;
                let base_anchor = table.anchors.get(table.base_coverage.get(base)?, class)?;
                Some(Attachment {
                    dx: self.per_mille(f32::from(base_anchor.x) - f32::from(mark_anchor.x)),
                    rise: self.per_mille(f32::from(base_anchor.y) - f32::from(mark_anchor.y)),
                })
            })
    }

    /// The part of the font that draws `chars`.
    ///
    /// Glyphs are numbered in the order of their characters, so that the same text gives the same bytes.
    ///
    /// # Errors
    /// [`Refusal::Font`] if the font cannot be cut.
    pub fn cut(&self, chars: &BTreeSet<char>) -> Result<Cut, Refusal> {
        let mut remapper = GlyphRemapper::new();
        let mut codepoint_to_glyph = BTreeMap::new();
        let mut glyph_widths = BTreeMap::new();
        let mut codes = Codes::default();
        for &c in chars {
            let Some(glyph) = self.glyph(c) else { continue };
            let code = remapper.remap(glyph.id.0);
            codepoint_to_glyph.insert(u32::from(c), code);
            glyph_widths.insert(code, glyph.advance);
            codes.set(c, code);
        }
        let program = subsetter::subset(self.bytes, 0, &remapper)
            .map_err(|fault| Refusal::Font(format!("{}: {fault}", self.name)))?;
        let bounds = self.inner.global_bounding_box();
        let units_per_em = self.inner.units_per_em();
        let described = ParsedFont {
            original_bytes: vec![0],
            font_index: 0,
            font_name: Some(format!("{}+{}", tag(chars), self.name)),
            codepoint_to_glyph,
            glyph_widths,
            units_per_em,
            font_metrics: FontMetrics { ascent: self.inner.ascender(), descent: self.inner.descender() },
            font_type: FontType::TrueType,
            pdf_font_metrics: PdfFontMetricsStub {
                units_per_em,
                x_min: bounds.x_min,
                y_min: bounds.y_min,
                x_max: bounds.x_max,
                y_max: bounds.y_max,
                us_weight_class: self.inner.weight().to_number(),
                ..PdfFontMetricsStub::default()
            },
        };
        Ok(Cut { described, program, codes })
    }

    fn glyph(&self, c: char) -> Option<Glyph> {
        usize::try_from(u32::from(c)).ok().and_then(|at| self.glyphs.get(at).copied().flatten())
    }

    fn per_mille(&self, units: f32) -> f32 {
        units * 1000.0 / f32::from(self.inner.units_per_em())
    }
}

/// Whether `c` sits on the letter before it.
pub fn is_mark(c: char) -> bool {
    c >= '\u{300}' && is_combining_mark(c)
}

/// Six letters that name a subset (ISO 32000-1, 9.6.4), the same for the same characters.
fn tag(chars: &BTreeSet<char>) -> String {
    // FNV-1a: no secret is kept here, only two different subsets kept apart.
    let mut hash = chars
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, &c| (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3));
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".as_bytes();
    let mut tag = String::new();
    for _ in 0..6 {
        tag.push(char::from(letters[usize::try_from(hash % 26).unwrap_or(0)]));
        hash /= 26;
    }
    tag
}
