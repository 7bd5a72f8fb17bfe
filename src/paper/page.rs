//! A page as a list of marks, in reading order, each with the part of the text it belongs to.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::Refusal;
use super::face::{Face, PT_PER_MM};
use super::language::{self, Piece};
use super::layout::{FaceKey, Faces};
use super::plan::Colour;
use super::qr::QrModules;

/// How far apart two lines of one paragraph may stand, in type sizes.
const MOST_LEADING: f32 = 1.35;

/// Characters below this one are common: Latin.
const COMMON: usize = 0x300;

/// A line of text: face, size in points, colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Which font.
    pub face: FaceKey,
    /// Size in points.
    pub size: f32,
    /// Colour.
    pub colour: Colour,
}

/// Filled, or drawn as a line so many points thick.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Paint {
    /// Filled with a colour.
    Fill(Colour),
    /// A line of a colour and a thickness in points.
    Line(Colour, f32),
}

/// What all papers of a layout have alike, and every file therefore holds ready-made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stamp {
    /// The drawing beneath everything else.
    Artwork,
    /// The operator's logo.
    Logo,
}

impl Stamp {
    /// Its name on a page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Artwork => "/Artwork",
            Self::Logo => "/Logo",
        }
    }
}

/// One thing on a page. Lengths are millimetres from the upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A line of text, its baseline beginning at (x, y), turned anticlockwise.
    Text { style: Style, x: f32, y: f32, pieces: Vec<Piece>, degrees: f32 },
    /// A rectangle.
    Box { x: f32, y: f32, width: f32, height: f32, paint: Paint },
    /// A path through points.
    Path { points: Vec<(f32, f32)>, paint: Paint },
    /// What the file holds once, stretched to this size.
    Stamp { stamp: Stamp, x: f32, y: f32, width: f32, height: f32 },
    /// A QR code.
    Qr { x: f32, y: f32, side: f32, modules: QrModules },
}

/// A shape and what it is part of; `None` is ornament, which a screen reader passes over.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What is drawn.
    pub shape: Shape,
    /// The part it belongs to, an index into [`Drawn::parts`].
    pub part: Option<PartId>,
}

/// What a stretch of the page is to somebody who has it read out.
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    /// The title of the page.
    Heading,
    /// A paragraph, a label, a line.
    Paragraph,
    /// A picture, and what it shows in words.
    Figure(String),
    /// A line that leads to the page where the paper is verified.
    Link,
}

/// Which part of a page, by its place in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartId(pub usize);

/// Left, top, width and height in millimetres from the upper left corner.
pub type Area = (f32, f32, f32, f32);

/// A page being drawn.
pub struct Page<'a> {
    faces: &'a Faces,
    height: f32,
    marks: Vec<Mark>,
    parts: Vec<Role>,
    next: Option<Role>,
    within: Option<PartId>,
}

/// A page ready for the document.
pub struct Drawn {
    /// Where the link is, if there is one.
    pub link: Option<Area>,
    /// The sheet's height in millimetres.
    pub height: f32,
    /// What is drawn, in order.
    pub marks: Vec<Mark>,
    /// The parts in reading order.
    pub parts: Vec<Role>,
    /// The characters used of each font.
    pub used: BTreeMap<FaceKey, BTreeSet<char>>,
}

impl<'a> Page<'a> {
    /// An empty sheet `height` millimetres high.
    pub fn new(height: f32, faces: &'a Faces) -> Self {
        Self { faces, height, marks: Vec::new(), parts: Vec::new(), next: None, within: None }
    }

    /// The font behind a style.
    pub fn face(&self, style: Style) -> &'a Face {
        self.faces.get(style.face)
    }

    /// The width of `text` in millimetres.
    pub fn measure(&self, style: Style, text: &str) -> f32 {
        if is_composed(text) {
            self.face(style).width(text, style.size)
        } else {
            self.face(style).width(&composed(text), style.size)
        }
    }

    /// Says what the next line of text is, if it is no paragraph.
    pub fn next_is(&mut self, role: Role) {
        self.next = Some(role);
    }

    /// Opens a picture whose shapes are drawn by [`Page::within`]; it is read where it was opened.
    pub fn figure(&mut self, alternative: String) -> PartId {
        self.part(Role::Figure(alternative))
    }

    /// Draws shapes that belong to a picture.
    pub fn within(&mut self, part: PartId, draw: impl FnOnce(&mut Self)) {
        self.within = Some(part);
        draw(self);
        self.within = None;
    }

    /// Writes one line with its baseline at `y`, from `x` rightwards; returns where it ends.
    ///
    /// A line beneath the last one, in the same style and language, goes on with its paragraph.
    pub fn text(&mut self, style: Style, x: f32, y: f32, text: &str) -> f32 {
        let end = x + self.measure(style, text);
        let pieces = language::pieces(&composed(text));
        if pieces.is_empty() {
            return end;
        }
        let part = match self.next.take() {
            Some(role) => self.part(role),
            None => self.continued(style, (x, y), &pieces).unwrap_or_else(|| self.part(Role::Paragraph)),
        };
        self.marks.push(Mark { shape: Shape::Text { style, x, y, pieces, degrees: 0.0 }, part: Some(part) });
        end
    }

    /// Writes one line that ends at `right`.
    pub fn text_ending(&mut self, style: Style, right: f32, y: f32, text: &str) {
        let x = right - self.measure(style, text);
        self.text(style, x, y, text);
    }

    /// Writes one line turned anticlockwise around its beginning, as ornament.
    pub fn text_turned(&mut self, style: Style, at: (f32, f32), degrees: f32, text: &str) {
        let pieces = language::pieces(&composed(text));
        self.marks.push(Mark { shape: Shape::Text { style, x: at.0, y: at.1, pieces, degrees }, part: None });
    }

    /// Draws a rectangle from its upper left corner.
    pub fn rectangle(&mut self, at: (f32, f32), size: (f32, f32), paint: Paint) {
        let shape = Shape::Box { x: at.0, y: at.1, width: size.0, height: size.1, paint };
        self.marks.push(Mark { shape, part: self.within });
    }

    /// Draws a path through `points`; filled paths are closed.
    pub fn path(&mut self, points: &[(f32, f32)], paint: Paint) {
        self.marks.push(Mark { shape: Shape::Path { points: points.to_vec(), paint }, part: self.within });
    }

    /// Draws what the file holds ready-made from its upper left corner.
    pub fn stamp(&mut self, stamp: Stamp, (x, y): (f32, f32), (width, height): (f32, f32)) {
        self.marks.push(Mark { shape: Shape::Stamp { stamp, x, y, width, height }, part: self.within });
    }

    /// Draws a QR code whose modules fill a square of `side` millimetres; `alternative` is what is read out.
    pub fn qr(&mut self, at: (f32, f32), side: f32, modules: QrModules, alternative: String) {
        let part = self.figure(alternative);
        self.marks.push(Mark { shape: Shape::Qr { x: at.0, y: at.1, side, modules }, part: Some(part) });
    }

    /// Closes the page and counts the characters it uses.
    ///
    /// # Errors
    /// [`Refusal::Undrawable`] if a font lacks one of them.
    pub fn finish(self) -> Result<Drawn, Refusal> {
        let mut used: BTreeMap<FaceKey, BTreeSet<char>> = BTreeMap::new();
        let mut missing = BTreeSet::new();
        // The common characters are looked at once.
        let mut seen: BTreeMap<FaceKey, [bool; COMMON]> = BTreeMap::new();
        for mark in &self.marks {
            if let Shape::Text { style, pieces, .. } = &mark.shape {
                let (face, used) = (self.faces.get(style.face), used.entry(style.face).or_default());
                let seen = seen.entry(style.face).or_insert([false; COMMON]);
                for c in pieces.iter().flat_map(|(_, text)| text.chars()) {
                    let before = usize::try_from(u32::from(c)).ok().and_then(|at| seen.get_mut(at));
                    if before.is_some_and(|before| std::mem::replace(before, true)) {
                        continue;
                    }
                    if face.has(c) {
                        used.insert(c);
                    } else {
                        missing.insert(c);
                    }
                }
            }
        }
        if !missing.is_empty() {
            return Err(Refusal::Undrawable(missing.into_iter().collect()));
        }
        let link = self.link();
        Ok(Drawn { link, height: self.height, marks: self.marks, parts: self.parts, used })
    }

    /// Where the first line of the link is.
    fn link(&self) -> Option<Area> {
        let part = PartId(self.parts.iter().position(|role| *role == Role::Link)?);
        let mark = self.marks.iter().find(|mark| mark.part == Some(part))?;
        let Shape::Text { style, x, y, pieces, .. } = &mark.shape else { return None };
        let width = pieces.iter().map(|(_, text)| self.face(*style).width(text, style.size)).sum::<f32>();
        let size = style.size / PT_PER_MM;
        Some((*x, y - 0.85 * size, width, 1.1 * size))
    }

    fn part(&mut self, role: Role) -> PartId {
        self.parts.push(role);
        PartId(self.parts.len() - 1)
    }

    /// The paragraph that a line at `(x, y)` goes on with; its last line then ends with a space, so that words stay apart.
    fn continued(&mut self, style: Style, (x, y): (f32, f32), pieces: &[Piece]) -> Option<PartId> {
        let mark = self.marks.last_mut()?;
        let Shape::Text { style: before, x: left, y: above, pieces: ended, .. } = &mut mark.shape else { return None };
        let (step, most) = (y - *above, style.size * MOST_LEADING / PT_PER_MM);
        let same = *before == style && (x - *left).abs() < 0.01 && step > 0.1 && step <= most;
        let last = ended.last_mut().filter(|last| same && last.0 == pieces[0].0)?;
        last.1.push(' ');
        mark.part
    }
}

impl Drawn {
    /// The area that the shapes of a picture cover.
    pub fn area_of(&self, part: PartId) -> Area {
        let mut corners: Option<(f32, f32, f32, f32)> = None;
        let mut cover = |x: f32, y: f32| {
            let (left, top, right, bottom) = corners.unwrap_or((x, y, x, y));
            corners = Some((left.min(x), top.min(y), right.max(x), bottom.max(y)));
        };
        for mark in self.marks.iter().filter(|mark| mark.part == Some(part)) {
            match &mark.shape {
                Shape::Text { x, y, .. } => cover(*x, *y),
                Shape::Box { x, y, width, height, .. } | Shape::Stamp { x, y, width, height, .. } => {
                    cover(*x, *y);
                    cover(x + width, y + height);
                }
                Shape::Path { points, .. } => points.iter().for_each(|(x, y)| cover(*x, *y)),
                Shape::Qr { x, y, side, .. } => {
                    cover(*x, *y);
                    cover(x + side, y + side);
                }
            }
        }
        let (left, top, right, bottom) = corners.unwrap_or_default();
        (left, top, right - left, bottom - top)
    }
}

/// Letters and their accents as one character (NFC), and every white space a space: a line has no line breaks.
fn composed(text: &str) -> String {
    if is_composed(text) {
        return text.to_owned();
    }
    text.nfc().map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}

/// Whether nothing is to be composed: below U+0300 Unicode has no combining characters.
fn is_composed(text: &str) -> bool {
    text.chars().all(|c| c < '\u{300}' && (c == ' ' || !c.is_whitespace()) || language::is_tag(c))
}
