//! The content stream: marks as the operators that draw them (ISO 32000-1, 8 and 9), with their place in the structure.
//!
//! printpdf makes the file around it, but not this: a certificate has two thousand operators, most of them modules of the QR
//! code, and building each as objects first would cost more than everything else together.

use super::face::{Face, PT_PER_MM, is_mark};
use super::layout::{FaceKey, Faces};
use super::page::{Drawn, Mark, Paint, PartId, Role, Shape, Style};
use super::plan::Colour;
use super::qr::QrModules;
use super::syntax::{escaped, number, numbers, whole};
use super::typeset::{Typeset, font_name};
use crate::kernel::Lang;

/// A page's operators and the marked sequences in them, by their number (MCID).
pub struct Content {
    /// The stream, not compressed.
    pub bytes: Vec<u8>,
    /// For every marked sequence: whose it is, and its language if not that of the paper.
    pub sequences: Vec<(PartId, Option<Lang>)>,
}

/// What the operators written so far belong to.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Nothing,
    Ornament,
    Part(PartId, Option<Lang>),
}

/// Writes the marks of a page with the codes the fonts of this batch have.
pub fn write(drawn: &Drawn, faces: &Faces, typeset: &Typeset) -> Content {
    let mut writer = Writer {
        out: Vec::with_capacity(16 * 1024),
        sequences: Vec::new(),
        height: drawn.height,
        parts: &drawn.parts,
        faces,
        typeset,
        open: Open::Nothing,
        font: None,
        fill: None,
        line: None,
    };
    for mark in &drawn.marks {
        writer.mark(mark);
    }
    writer.belongs(Open::Nothing);
    Content { bytes: writer.out, sequences: writer.sequences }
}

struct Writer<'a> {
    out: Vec<u8>,
    sequences: Vec<(PartId, Option<Lang>)>,
    height: f32,
    parts: &'a [Role],
    faces: &'a Faces,
    typeset: &'a Typeset,
    open: Open,
    font: Option<(FaceKey, f32)>,
    fill: Option<Colour>,
    line: Option<(Colour, f32)>,
}

impl Writer<'_> {
    fn mark(&mut self, mark: &Mark) {
        let belongs = |lang| mark.part.map_or(Open::Ornament, |part| Open::Part(part, lang));
        match &mark.shape {
            Shape::Text { style, x, y, pieces, degrees } => {
                let face = self.faces.get(style.face);
                let mut x = *x;
                for (lang, text) in pieces {
                    self.belongs(belongs(*lang));
                    self.line_of_text(*style, (x, *y), *degrees, text);
                    x += face.width(text, style.size);
                }
            }
            Shape::Box { x, y, width, height, paint } => {
                self.belongs(belongs(None));
                let operator = self.paint(*paint);
                let corner = self.point(*x, y + height);
                self.operands(&[corner.0, corner.1, points(*width), points(*height)], b"re\n");
                self.out.extend_from_slice(operator);
            }
            Shape::Path { points, paint } => {
                self.belongs(belongs(None));
                let operator = self.paint(*paint);
                for (index, (x, y)) in points.iter().enumerate() {
                    let (x, y) = self.point(*x, *y);
                    self.operands(&[x, y], if index == 0 { b"m\n" } else { b"l\n" });
                }
                self.out.extend_from_slice(operator);
            }
            Shape::Stamp { stamp, x, y, width, height } => {
                self.belongs(belongs(None));
                let corner = self.point(*x, y + height);
                self.out.extend_from_slice(b"q\n");
                self.operands(&[points(*width), 0.0, 0.0, points(*height), corner.0, corner.1], b"cm\n");
                self.out.extend_from_slice(stamp.name().as_bytes());
                self.out.extend_from_slice(b" Do\nQ\n");
            }
            Shape::Qr { x, y, side, modules } => {
                self.belongs(belongs(None));
                self.qr((*x, *y), *side, modules);
            }
        }
    }

    /// Closes what is open and opens `next`, unless they are the same.
    fn belongs(&mut self, next: Open) {
        if self.open == next {
            return;
        }
        if self.open != Open::Nothing {
            self.out.extend_from_slice(b"EMC\n");
        }
        match next {
            Open::Nothing => {}
            Open::Ornament => self.out.extend_from_slice(b"/Artifact BMC\n"),
            Open::Part(part, lang) => {
                let kind: &[u8] = match (self.parts.get(part.0), lang) {
                    (Some(Role::Heading), None) => b"/H1",
                    (Some(Role::Paragraph), None) => b"/P",
                    (Some(Role::Figure(_)), _) => b"/Figure",
                    _ => b"/Span",
                };
                self.out.extend_from_slice(kind);
                self.out.extend_from_slice(b"<</MCID ");
                whole(&mut self.out, u32::try_from(self.sequences.len()).unwrap_or(u32::MAX));
                self.out.extend_from_slice(b">>BDC\n");
                self.sequences.push((part, lang));
            }
        }
        self.open = next;
    }

    fn line_of_text(&mut self, style: Style, (x, y): (f32, f32), degrees: f32, text: &str) {
        self.fill(style.colour);
        self.out.extend_from_slice(b"BT\n");
        if self.font != Some((style.face, style.size)) {
            self.font = Some((style.face, style.size));
            self.out.push(b'/');
            self.out.extend_from_slice(font_name(style.face).as_bytes());
            self.out.push(b' ');
            self.operands(&[style.size], b"Tf\n");
        }
        let (x, y) = self.point(x, y);
        if degrees == 0.0 {
            self.operands(&[x, y], b"Td\n");
        } else {
            let (sin, cos) = degrees.to_radians().sin_cos();
            self.operands(&[cos, sin, -sin, cos, x, y], b"Tm\n");
        }
        self.show(style, text);
        self.out.extend_from_slice(b"ET\n");
    }

    /// Shows a line; combining marks are moved onto their letter as the font says.
    fn show(&mut self, style: Style, text: &str) {
        let face: &Face = self.faces.get(style.face);
        let codes = self.typeset.codes(style.face);
        let mut base = None;
        self.out.push(b'(');
        for c in text.chars() {
            let code = codes.code(c).to_be_bytes();
            let attached = base.filter(|_| is_mark(c)).and_then(|base| Some((base, face.attachment(base, c)?)));
            if let Some((letter, attached)) = attached {
                // The pen stands behind the letter; a positive number moves it back.
                let back = face.advance(letter) - attached.dx;
                self.out.extend_from_slice(b")Tj\n[");
                number(&mut self.out, back);
                self.out.extend_from_slice(b"]TJ\n");
                self.operands(&[attached.rise / 1000.0 * style.size], b"Ts\n[(");
                for byte in code {
                    escaped(&mut self.out, byte);
                }
                self.out.push(b')');
                number(&mut self.out, -back);
                self.out.extend_from_slice(b"]TJ\n0 Ts\n(");
            } else {
                for byte in code {
                    escaped(&mut self.out, byte);
                }
                base = Some(c);
            }
        }
        self.out.extend_from_slice(b")Tj\n");
    }

    /// Whole numbers under one scale matrix: the shortest stream, and no seams between modules.
    fn qr(&mut self, at: (f32, f32), side: f32, modules: &QrModules) {
        let (x, y) = self.point(at.0, at.1 + side);
        let scale = points(side) / f32::from(modules.side);
        self.out.extend_from_slice(b"q\n0 g\n");
        // More decimals than elsewhere: they are multiplied by the number of modules.
        self.out.extend_from_slice(format!("{scale:.6} 0 0 {scale:.6} ").as_bytes());
        self.operands(&[x, y], b"cm\n");
        for (column, row, width, height) in &modules.blocks {
            for part in [*column, modules.side - row - height, *width] {
                whole(&mut self.out, u32::from(part));
                self.out.push(b' ');
            }
            whole(&mut self.out, u32::from(*height));
            self.out.extend_from_slice(b" re\n");
        }
        self.out.extend_from_slice(b"f\nQ\n");
    }

    /// Sets the colours and returns the operator that paints.
    fn paint(&mut self, paint: Paint) -> &'static [u8] {
        match paint {
            Paint::Fill(colour) => {
                self.fill(colour);
                b"f\n"
            }
            Paint::Line(colour, thickness) => {
                if self.line != Some((colour, thickness)) {
                    self.line = Some((colour, thickness));
                    self.operands(&[colour.0, colour.1, colour.2], b"RG\n");
                    self.operands(&[thickness], b"w\n");
                }
                b"S\n"
            }
        }
    }

    fn fill(&mut self, colour: Colour) {
        if self.fill != Some(colour) {
            self.fill = Some(colour);
            self.operands(&[colour.0, colour.1, colour.2], b"rg\n");
        }
    }

    fn operands(&mut self, values: &[f32], operator: &[u8]) {
        numbers(&mut self.out, values);
        self.out.push(b' ');
        self.out.extend_from_slice(operator);
    }

    /// PDF counts from the lower left corner, in points; hundredths are finer than any printer.
    fn point(&self, x: f32, y: f32) -> (f32, f32) {
        (points(x), points(self.height - y))
    }
}

/// Millimetres in points.
pub fn points(millimetres: f32) -> f32 {
    (millimetres * PT_PER_MM * 100.0).round() / 100.0
}
