//! A page as a list of marks, in reading order, and their translation into drawing operations.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{
    Color, CurTransMat, FontId, Line, LinePoint, Mm, Op, PaintMode, ParsedFont, PdfFontHandle, PdfPage, Point, Polygon,
    PolygonRing, Pt, Rect, Rgb, TextItem, TextMatrix, WindingOrder,
};
use unicode_normalization::UnicodeNormalization;

use super::Refusal;
use super::face::{Face, PT_PER_MM, is_mark};
use super::layout::{FaceKey, Faces};
use super::plan::Colour;
use super::qr::QrModules;

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

/// One thing on a page. Lengths are millimetres from the upper left corner.
#[derive(Debug, Clone, PartialEq)]
enum Mark {
    Text { style: Style, x: f32, y: f32, text: String, degrees: f32 },
    Box { x: f32, y: f32, width: f32, height: f32, paint: Paint },
    Path { points: Vec<(f32, f32)>, paint: Paint },
    Qr { x: f32, y: f32, side: f32, modules: QrModules },
}

/// Filled, or drawn as a line so many points thick.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Paint {
    /// Filled with a colour.
    Fill(Colour),
    /// A line of a colour and a thickness in points.
    Line(Colour, f32),
}

/// A page being drawn.
pub struct Page<'a> {
    width: f32,
    height: f32,
    faces: &'a Faces,
    marks: Vec<Mark>,
}

/// A page ready for the document: its operations and the cut-down fonts they name.
pub struct Drawn {
    /// The page.
    pub page: PdfPage,
    /// The fonts under the names the page uses.
    pub fonts: BTreeMap<FontId, ParsedFont>,
}

impl<'a> Page<'a> {
    /// An empty sheet of `width` × `height` millimetres.
    pub fn new(width: f32, height: f32, faces: &'a Faces) -> Self {
        Self { width, height, faces, marks: Vec::new() }
    }

    /// The font behind a style.
    pub fn face(&self, style: Style) -> &'a Face {
        self.faces.get(style.face)
    }

    /// The width of `text` in millimetres.
    pub fn measure(&self, style: Style, text: &str) -> f32 {
        self.face(style).width(&composed(text), style.size)
    }

    /// Writes one line with its baseline at `y`, from `x` rightwards; returns where it ends.
    pub fn text(&mut self, style: Style, x: f32, y: f32, text: &str) -> f32 {
        let text = composed(text);
        let end = x + self.measure(style, &text);
        self.marks.push(Mark::Text { style, x, y, text, degrees: 0.0 });
        end
    }

    /// Writes one line that ends at `right`.
    pub fn text_ending(&mut self, style: Style, right: f32, y: f32, text: &str) {
        let x = right - self.measure(style, text);
        self.text(style, x, y, text);
    }

    /// Writes one line turned anticlockwise around its beginning.
    pub fn text_turned(&mut self, style: Style, at: (f32, f32), degrees: f32, text: &str) {
        self.marks.push(Mark::Text { style, x: at.0, y: at.1, text: composed(text), degrees });
    }

    /// Draws a rectangle from its upper left corner.
    pub fn rectangle(&mut self, at: (f32, f32), size: (f32, f32), paint: Paint) {
        self.marks.push(Mark::Box { x: at.0, y: at.1, width: size.0, height: size.1, paint });
    }

    /// Draws a path through `points`; filled paths are closed.
    pub fn path(&mut self, points: &[(f32, f32)], paint: Paint) {
        self.marks.push(Mark::Path { points: points.to_vec(), paint });
    }

    /// Draws a QR code whose modules fill a square of `side` millimetres.
    pub fn qr(&mut self, at: (f32, f32), side: f32, modules: QrModules) {
        self.marks.push(Mark::Qr { x: at.0, y: at.1, side, modules });
    }

    /// Translates the marks and cuts the fonts down to what they use.
    ///
    /// # Errors
    /// [`Refusal::Undrawable`] if a font lacks a character, [`Refusal::Font`] if it cannot be cut.
    pub fn finish(self) -> Result<Drawn, Refusal> {
        let mut used: BTreeMap<FaceKey, BTreeSet<char>> = BTreeMap::new();
        let mut missing = BTreeSet::new();
        for mark in &self.marks {
            if let Mark::Text { style, text, .. } = mark {
                missing.extend(text.chars().filter(|c| !self.faces.get(style.face).has(*c)));
                used.entry(style.face).or_default().extend(text.chars());
            }
        }
        if !missing.is_empty() {
            return Err(Refusal::Undrawable(missing.into_iter().collect()));
        }
        let cut = |(key, chars): (&FaceKey, &BTreeSet<char>)| Ok((font_id(*key), self.faces.get(*key).subset(chars)?));
        let fonts = used.iter().map(cut).collect::<Result<_, Refusal>>()?;
        let ops = self.marks.iter().flat_map(|mark| self.operations(mark)).collect();
        Ok(Drawn { page: PdfPage::new(Mm(self.width), Mm(self.height), ops), fonts })
    }

    fn operations(&self, mark: &Mark) -> Vec<Op> {
        match mark {
            Mark::Text { style, x, y, text, degrees } => {
                let mut ops = vec![
                    Op::SetFillColor { col: colour(style.colour) },
                    Op::StartTextSection,
                    Op::SetFont { font: PdfFontHandle::External(font_id(style.face)), size: Pt(style.size) },
                ];
                ops.push(if *degrees == 0.0 {
                    Op::SetTextCursor { pos: self.point(*x, *y) }
                } else {
                    let (at, (sin, cos)) = (self.point(*x, *y), degrees.to_radians().sin_cos());
                    Op::SetTextMatrix { matrix: TextMatrix::Raw([cos, sin, -sin, cos, at.x.0, at.y.0]) }
                });
                show(self.face(*style), text, style.size, &mut ops);
                ops.push(Op::EndTextSection);
                ops
            }
            Mark::Box { x, y, width, height, paint } => {
                let corner = self.point(*x, y + height);
                let (mut ops, mode) = painted(*paint);
                ops.push(Op::DrawRectangle {
                    rectangle: Rect {
                        x: corner.x,
                        y: corner.y,
                        width: points(*width),
                        height: points(*height),
                        mode: Some(mode),
                        winding_order: None,
                    },
                });
                ops
            }
            Mark::Path { points, paint } => {
                let (mut ops, mode) = painted(*paint);
                let points = points.iter().map(|(x, y)| LinePoint { p: self.point(*x, *y), bezier: false }).collect();
                ops.push(match mode {
                    PaintMode::Stroke => Op::DrawLine { line: Line { points, is_closed: false } },
                    mode => Op::DrawPolygon {
                        polygon: Polygon {
                            rings: vec![PolygonRing { points }],
                            mode,
                            winding_order: WindingOrder::NonZero,
                        },
                    },
                });
                ops
            }
            Mark::Qr { x, y, side, modules } => self.qr_operations((*x, *y), *side, modules),
        }
    }

    /// Whole numbers under one scale matrix: the shortest stream, and no seams between modules.
    fn qr_operations(&self, at: (f32, f32), side: f32, modules: &QrModules) -> Vec<Op> {
        let corner = self.point(at.0, at.1 + side);
        let scale = points(side).0 / f32::from(modules.side);
        let mut ops = vec![
            Op::SaveGraphicsState,
            Op::SetFillColor { col: colour(Colour(0.0, 0.0, 0.0)) },
            Op::SetTransformationMatrix { matrix: CurTransMat::Raw([scale, 0.0, 0.0, scale, corner.x.0, corner.y.0]) },
        ];
        ops.extend(modules.runs.iter().map(|(column, row, length)| Op::DrawRectangle {
            rectangle: Rect {
                x: Pt(f32::from(*column)),
                y: Pt(f32::from(modules.side - row - 1)),
                width: Pt(f32::from(*length)),
                height: Pt(1.0),
                mode: Some(PaintMode::Fill),
                winding_order: None,
            },
        }));
        ops.push(Op::RestoreGraphicsState);
        ops
    }

    /// PDF counts from the lower left corner, in points; hundredths are finer than any printer.
    fn point(&self, x: f32, y: f32) -> Point {
        Point { x: points(x), y: points(self.height - y) }
    }
}

/// Letters and their accents as one character (NFC), and every white space a space: a line has no line breaks.
fn composed(text: &str) -> String {
    text.nfc().map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}

fn points(millimetres: f32) -> Pt {
    Pt((millimetres * PT_PER_MM * 100.0).round() / 100.0)
}

fn colour(Colour(r, g, b): Colour) -> Color {
    let round = |part: f32| (part * 1000.0).round() / 1000.0;
    Color::Rgb(Rgb::new(round(r), round(g), round(b), None))
}

fn painted(paint: Paint) -> (Vec<Op>, PaintMode) {
    match paint {
        Paint::Fill(fill) => (vec![Op::SetFillColor { col: colour(fill) }], PaintMode::Fill),
        Paint::Line(line, thickness) => (
            vec![Op::SetOutlineColor { col: colour(line) }, Op::SetOutlineThickness { pt: Pt(thickness) }],
            PaintMode::Stroke,
        ),
    }
}

/// Names of our own: printpdf numbers its own by a counter that differs from run to run.
fn font_id(key: FaceKey) -> FontId {
    let name = match key {
        FaceKey::Display => "Fd",
        FaceKey::Text => "Ft",
        FaceKey::Strong => "Fs",
    };
    FontId(name.to_owned())
}

/// Shows a line; combining marks are moved onto their letter as the font says.
fn show(face: &Face, text: &str, size: f32, ops: &mut Vec<Op>) {
    let mut items: Vec<TextItem> = Vec::new();
    let mut plain = String::new();
    let mut base = None;
    for c in text.chars() {
        let attached = base.filter(|_| is_mark(c)).and_then(|base| Some((base, face.attachment(base, c)?)));
        let Some((letter, attached)) = attached else {
            plain.push(c);
            base = Some(c);
            continue;
        };
        items.push(TextItem::Text(std::mem::take(&mut plain)));
        // The pen stands behind the letter; a positive number moves it back.
        let back = face.advance(letter) - attached.dx;
        items.push(TextItem::Offset(back));
        ops.push(Op::ShowText { items: std::mem::take(&mut items) });
        ops.push(Op::SetLineOffset { multiplier: attached.rise / 1000.0 * size });
        ops.push(Op::ShowText { items: vec![TextItem::Text(c.to_string()), TextItem::Offset(-back)] });
        ops.push(Op::SetLineOffset { multiplier: 0.0 });
    }
    if !plain.is_empty() {
        ops.push(Op::ShowText { items: vec![TextItem::Text(plain)] });
    }
}
