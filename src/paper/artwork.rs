//! Artwork and logos: shapes as lines and areas, in units of their own.

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
    /// How thick the line is; an area has none.
    pub(super) line: Option<f32>,
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
