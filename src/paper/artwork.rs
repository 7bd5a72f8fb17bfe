//! Artwork and logos: shapes as lines and areas, in units of their own.

use super::deflate::Deflater;
use super::file::File;
use super::syntax::numbers;

/// How finely a drawing is written: into so many steps of its longer side, a sixtieth of a millimetre over a whole sheet.
const STEPS: f32 = 20_000.0;

/// Red, green and blue from 0 to 1.
pub(super) type Rgb = [f32; 3];

/// A drawing in units of its own, ready to be scaled into a box of the page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Artwork {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) shapes: Vec<Drawing>,
}

/// One line or area, in units of its drawing from the upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawing {
    pub(super) points: Vec<(f32, f32)>,
    pub(super) tone: Tone,
    /// How the line is drawn; an area has none.
    pub(super) line: Option<Line>,
}

/// A line, its ends and corners numbered as PDF and SVG list them: flat or mitred, round, square or bevelled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    pub(super) thickness: f32,
    pub(super) end: u8,
    pub(super) corner: u8,
}

/// A colour and how strong it stands on white paper, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tone {
    pub(super) hue: Hue,
    pub(super) strength: f32,
}

/// Which colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Hue {
    /// The accent of the layout (`currentColor`), so that artwork follows the colours an operator chooses.
    Accent,
    /// This one: red, green and blue from 0 to 1.
    Own(f32, f32, f32),
}

impl Artwork {
    /// Writes it as object `number`: a square of side one, to be stretched by who draws it, and cut at its edges
    /// (ISO 32000-1, 8.10).
    pub(super) fn write(&self, file: &mut File, number: u32, colour: impl Fn(Tone) -> Rgb, deflater: &mut Deflater) {
        let scale = self.scale();
        let (width, height) = (self.width * scale, self.height * scale);
        let entries = format!(
            "/Type/XObject/Subtype/Form/BBox[0 0 {width:.0} {height:.0}]/Matrix[{:.9} 0 0 {:.9} 0 0]/Resources<<>>\
             /Filter/FlateDecode",
            1.0 / width,
            1.0 / height,
        );
        file.stream(number, entries.as_bytes(), &deflater.thoroughly(&self.content(colour)));
    }

    /// How many bytes it adds to a paper.
    pub fn weight(&self) -> usize {
        Deflater::new().thoroughly(&self.content(|tone| [tone.strength, 0.0, 0.0])).len()
    }

    fn scale(&self) -> f32 {
        STEPS / self.width.max(self.height)
    }

    fn content(&self, colour: impl Fn(Tone) -> Rgb) -> Vec<u8> {
        let scale = self.scale();
        let mut out = Vec::new();
        for Drawing { points, tone, line } in &self.shapes {
            numbers(&mut out, &colour(*tone));
            match line {
                Some(Line { thickness, end, corner }) => {
                    // Corners are mitred up to four times the line, as in SVG.
                    out.extend_from_slice(
                        format!(" RG {:.0} w {end} J {corner} j 4 M\n", thickness * scale).as_bytes(),
                    );
                }
                None => out.extend_from_slice(b" rg\n"),
            }
            for (index, (x, y)) in points.iter().enumerate() {
                let (x, y) = (x * scale, (self.height - y) * scale);
                let step = if index == 0 { 'm' } else { 'l' };
                // Adding nought makes minus nought nought.
                out.extend_from_slice(format!("{:.0} {:.0} {step}\n", x.round() + 0.0, y.round() + 0.0).as_bytes());
            }
            out.extend_from_slice(if line.is_some() { b"S\n" } else { b"f\n" });
        }
        out
    }
}

/// How areas that lie in each other are filled (SVG 2, 13.4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FillRule {
    /// By direction.
    NonZero,
    /// Every second one.
    EvenOdd,
}

/// Joins the outlines of one area into a single one, holes included.
///
/// A page fills one outline at a time, by direction. From the first point a bridge runs to every further outline and
/// back the same way, which encloses nothing. Outlines filled by turns are first given directions that say the same,
/// which is exact as long as they do not cross each other.
pub(super) fn joined(mut outlines: Vec<Vec<(f32, f32)>>, rule: FillRule) -> Vec<(f32, f32)> {
    outlines.retain(|outline| outline.len() > 2);
    if rule == FillRule::EvenOdd {
        let depths: Vec<usize> = outlines
            .iter()
            .enumerate()
            .map(|(index, outline)| {
                let others = outlines.iter().enumerate().filter(|(other, _)| *other != index);
                others.filter(|(_, other)| contains(other, outline[0])).count()
            })
            .collect();
        for (outline, depth) in outlines.iter_mut().zip(depths) {
            if (signed_area(outline) > 0.0) == (depth % 2 == 1) {
                outline.reverse();
            }
        }
    }
    let mut points: Vec<(f32, f32)> = Vec::new();
    for outline in outlines {
        let (start, home) = (outline[0], points.first().copied());
        points.extend(outline);
        points.push(start);
        points.extend(home);
    }
    points
}

fn signed_area(outline: &[(f32, f32)]) -> f32 {
    let next = outline.iter().cycle().skip(1);
    outline.iter().zip(next).map(|((x, y), (nx, ny))| x * ny - nx * y).sum::<f32>() / 2.0
}

/// Whether a ray from the point to the right crosses the outline an odd number of times.
fn contains(outline: &[(f32, f32)], (x, y): (f32, f32)) -> bool {
    let next = outline.iter().cycle().skip(1);
    let crosses = |((ax, ay), (bx, by)): (&(f32, f32), &(f32, f32))| {
        (*ay > y) != (*by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
    };
    outline.iter().zip(next).filter(|edge| crosses(*edge)).count() % 2 == 1
}
