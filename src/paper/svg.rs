//! The strict small part of SVG that artwork and logos may use.
//!
//! Shapes with one colour each, groups and transforms. Text, pictures, gradients, masks, style sheets, scripts and links are
//! refused, and so is everything this does not know: a logo that comes out differently from how it was meant is worse than
//! one that has to be saved anew.

use super::artwork::{Artwork, Drawing, FillRule, Hue, Line, Tone, joined};
use super::outline::{self, Numbers, Outline};
use super::plan::Colour;
use super::tags::{self, Tag};
use super::unclear::Unclear;

/// Most characters a drawing may have.
pub const MOST_BYTES: usize = 200_000;

/// Most points, so that a paper stays light.
const MOST_POINTS: usize = 6_000;

/// How far from its box a drawing may reach, in sides of the box; what lies outside is cut off.
const FURTHEST: f32 = 100.0;

/// Into how many parts of its longer side a drawing is resolved.
const RESOLUTION: f32 = 5_000.0;

/// What a shape inherits from the groups around it.
#[derive(Clone, Copy)]
struct State {
    fill: Option<Hue>,
    stroke: Option<Hue>,
    line: Line,
    fill_strength: f32,
    stroke_strength: f32,
    rule: FillRule,
    /// `x' = a·x + c·y + e`, `y' = b·x + d·y + f`.
    matrix: [f32; 6],
}

impl Artwork {
    /// Reads a drawing.
    ///
    /// # Errors
    /// [`Unclear`], naming the first thing that is not understood.
    pub fn read(text: &str) -> Result<Self, Unclear> {
        if text.len() > MOST_BYTES {
            return Err(Unclear::TooMuch);
        }
        let tags = tags::read(text).ok_or(Unclear::NoSvg)?;
        let mut artwork = Self::default();
        let mut states: Vec<(&str, State)> = Vec::new();
        let (mut words, mut points) = (0_usize, 0_usize);
        for tag in &tags {
            match tag {
                Tag::Open("title" | "desc", _) => words += 1,
                Tag::Close("title" | "desc") => words = words.saturating_sub(1),
                _ if words > 0 => return Err(Unclear::NoSvg),
                Tag::Close(name) => {
                    states.pop().filter(|(open, _)| open == name).ok_or(Unclear::NoSvg)?;
                }
                Tag::Open("svg", attributes) if states.is_empty() && artwork.width == 0.0 => {
                    let origin = artwork.sized(attributes)?;
                    states.push(("svg", State::start(origin).with("svg", attributes)?));
                }
                // A drawing in a drawing would have a measure of its own.
                Tag::Open("svg", _) => return Err(Unclear::Element("svg".to_owned())),
                Tag::Open(name, attributes) => {
                    let around = states.last().ok_or(Unclear::NoSvg)?.1;
                    let state = around.with(name, attributes)?;
                    points += artwork.add(name, attributes, state)?;
                    if points > MOST_POINTS {
                        return Err(Unclear::TooMuch);
                    }
                    states.push((name, state));
                }
            }
        }
        if states.is_empty() && !artwork.shapes.is_empty() { Ok(artwork) } else { Err(Unclear::NoSvg) }
    }

    /// Takes the size from `viewBox`, or from `width` and `height`; returns where the drawing begins.
    fn sized(&mut self, attributes: &[(&str, &str)]) -> Result<(f32, f32), Unclear> {
        let value = |key| attributes.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
        let size = match value("viewBox") {
            Some(text) => Numbers { rest: text }.all(),
            None => ["width", "height"]
                .into_iter()
                .map(|key| finite(value(key)?))
                .collect::<Option<Vec<f32>>>()
                .map(|size| [vec![0.0, 0.0], size].concat()),
        };
        match size.as_deref() {
            Some([x, y, width, height]) if *width > 0.0 && *height > 0.0 && width.max(*height) < 1e6 => {
                (self.width, self.height) = (*width, *height);
                Ok((*x, *y))
            }
            _ => Err(Unclear::value("svg", "viewBox", value("viewBox").unwrap_or_default())),
        }
    }

    /// Adds a shape and says how many points it has, without joining the outlines of one that has too many: that costs
    /// outlines times points.
    #[expect(clippy::many_single_char_names, reason = "as SVG names the parts of a matrix")]
    fn add(&mut self, name: &str, attributes: &[(&str, &str)], state: State) -> Result<usize, Unclear> {
        let scale = (state.matrix[0] * state.matrix[3] - state.matrix[1] * state.matrix[2]).abs().sqrt();
        let tolerance = self.width.max(self.height) / RESOLUTION / scale.max(1e-6);
        let mut outlines = shape(name, attributes, tolerance)?;
        let count = outlines.iter().map(|outline| outline.points.len()).sum();
        if count > MOST_POINTS {
            return Err(Unclear::TooMuch);
        }
        let far = FURTHEST * self.width.max(self.height);
        for (x, y) in outlines.iter_mut().flat_map(|outline| &mut outline.points) {
            let [a, b, c, d, e, f] = state.matrix;
            (*x, *y) = (a * *x + c * *y + e, b * *x + d * *y + f);
            if !(x.abs() < far && y.abs() < far) {
                return Err(Unclear::Far(name.to_owned()));
            }
        }
        if let Some(hue) = state.fill.filter(|_| name != "line") {
            let points = joined(outlines.iter().map(|outline| outline.points.clone()).collect(), state.rule);
            let tone = Tone { hue, strength: state.fill_strength };
            self.shapes.extend((!points.is_empty()).then_some(Drawing { points, tone, line: None }));
        }
        if let Some(hue) = state.stroke {
            let tone = Tone { hue, strength: state.stroke_strength };
            for Outline { mut points, is_closed } in outlines {
                if is_closed {
                    // A point beyond the first, so that the corner where the line closes is joined like the others.
                    points.extend_from_within(..points.len().min(2));
                }
                let line = Line { thickness: state.line.thickness * scale, ..state.line };
                self.shapes.push(Drawing { points, tone, line: Some(line) });
            }
        }
        Ok(count)
    }
}

/// The outlines of a shape; none for a group.
fn shape(name: &str, attributes: &[(&str, &str)], tolerance: f32) -> Result<Vec<Outline>, Unclear> {
    let text = |key: &str| attributes.iter().find(|(name, _)| *name == key).map_or("", |(_, value)| *value);
    let number = |key: &str| match text(key) {
        "" => Ok(0.0),
        value => finite(value).ok_or_else(|| Unclear::value(name, key, value)),
    };
    let corners = |key: &str| {
        let numbers = Numbers { rest: text(key) }.all().filter(|numbers| numbers.len() % 2 == 0);
        let numbers = numbers.ok_or_else(|| Unclear::value(name, key, text(key)))?;
        Ok(numbers.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>())
    };
    let closed = |points| vec![Outline { points, is_closed: true }];
    Ok(match name {
        "svg" | "g" => Vec::new(),
        "path" => outline::read(text("d"), tolerance).ok_or_else(|| Unclear::value(name, "d", text("d")))?,
        "rect" => {
            let (x, y, width, height) = (number("x")?, number("y")?, number("width")?, number("height")?);
            closed(vec![(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
        }
        "circle" => vec![outline::ellipse((number("cx")?, number("cy")?), (number("r")?, number("r")?), tolerance)],
        "ellipse" => vec![outline::ellipse((number("cx")?, number("cy")?), (number("rx")?, number("ry")?), tolerance)],
        "polygon" => closed(corners("points")?),
        "polyline" => vec![Outline { points: corners("points")?, is_closed: false }],
        "line" => {
            let points = vec![(number("x1")?, number("y1")?), (number("x2")?, number("y2")?)];
            vec![Outline { points, is_closed: false }]
        }
        _ => return Err(Unclear::Element(name.to_owned())),
    })
}

impl State {
    fn start((x, y): (f32, f32)) -> Self {
        Self {
            fill: Some(Hue::Own(0.0, 0.0, 0.0)),
            stroke: None,
            line: Line { thickness: 1.0, end: 0, corner: 0 },
            fill_strength: 1.0,
            stroke_strength: 1.0,
            rule: FillRule::NonZero,
            matrix: [1.0, 0.0, 0.0, 1.0, -x, -y],
        }
    }

    fn with(mut self, name: &str, attributes: &[(&str, &str)]) -> Result<Self, Unclear> {
        for (key, value) in attributes {
            if *key == "style" {
                for declaration in value.split(';').filter(|one| !one.trim().is_empty()) {
                    let (key, value) =
                        declaration.split_once(':').ok_or_else(|| Unclear::value(name, "style", value))?;
                    self.set(name, key.trim(), value.trim())?;
                }
            } else {
                self.set(name, key, value.trim())?;
            }
        }
        Ok(self)
    }

    fn set(&mut self, name: &str, key: &str, value: &str) -> Result<(), Unclear> {
        let unclear = || Unclear::value(name, key, value);
        let number = || finite(value).filter(|number| *number >= 0.0).ok_or_else(unclear);
        let part = || number().ok().filter(|part| *part <= 1.0).ok_or_else(unclear);
        match key {
            "fill" => self.fill = hue(value).ok_or_else(unclear)?,
            "stroke" => self.stroke = hue(value).ok_or_else(unclear)?,
            "stroke-width" => self.line.thickness = number()?,
            "stroke-linecap" => self.line.end = place(&["butt", "round", "square"], value).ok_or_else(unclear)?,
            "stroke-linejoin" => self.line.corner = place(&["miter", "round", "bevel"], value).ok_or_else(unclear)?,
            "fill-opacity" => self.fill_strength = part()?,
            "stroke-opacity" => self.stroke_strength = part()?,
            "opacity" if value != "1" => return Err(unclear()),
            "fill-rule" if value == "evenodd" => self.rule = FillRule::EvenOdd,
            "fill-rule" if value == "nonzero" => self.rule = FillRule::NonZero,
            "transform" => self.matrix = transformed(self.matrix, value).ok_or_else(unclear)?,
            // Nothing is cut by a path here, and sharp corners are mitred as far as SVG does by itself.
            "opacity" | "clip-rule" | "stroke-miterlimit" | "id" | "version" | "xmlns" | "role" | "aria-hidden"
            | "aria-label" | "xml:space" | "data-name" => {}
            _ if key.starts_with("xmlns:") || geometry(name).contains(&key) => {}
            _ => return Err(Unclear::Attribute(name.to_owned(), key.to_owned())),
        }
        Ok(())
    }
}

/// A length in pixels or without a unit.
fn finite(value: &str) -> Option<f32> {
    value.trim_end_matches("px").parse().ok().filter(|number: &f32| number.is_finite())
}

/// Where `value` stands among `words`.
fn place(words: &[&str], value: &str) -> Option<u8> {
    words.iter().position(|word| *word == value).and_then(|place| u8::try_from(place).ok())
}

/// The attributes that say where a shape is.
fn geometry(name: &str) -> &'static [&'static str] {
    match name {
        "svg" => &["viewBox", "width", "height", "x", "y", "color", "preserveAspectRatio"],
        "path" => &["d"],
        "rect" => &["x", "y", "width", "height"],
        "circle" => &["cx", "cy", "r"],
        "ellipse" => &["cx", "cy", "rx", "ry"],
        "line" => &["x1", "y1", "x2", "y2"],
        "polygon" | "polyline" => &["points"],
        _ => &[],
    }
}

/// A colour; `Some(None)` for none.
#[expect(clippy::option_option, reason = "not understood, none, a colour: SVG knows all three")]
fn hue(value: &str) -> Option<Option<Hue>> {
    match value {
        "none" | "transparent" => Some(None),
        "currentColor" | "currentcolor" => Some(Some(Hue::Accent)),
        "black" => Some(Some(Hue::Own(0.0, 0.0, 0.0))),
        "white" => Some(Some(Hue::Own(1.0, 1.0, 1.0))),
        _ => {
            let digits = value.strip_prefix('#')?;
            let doubled: String = digits.chars().flat_map(|c| [c, c]).collect();
            let digits = if digits.len() == 3 { doubled.as_str() } else { digits };
            Colour::try_from(format!("#{digits}")).ok().map(|Colour(r, g, b)| Some(Hue::Own(r, g, b)))
        }
    }
}

#[expect(clippy::many_single_char_names, reason = "as SVG names the parts of a matrix")]
fn transformed(matrix: [f32; 6], text: &str) -> Option<[f32; 6]> {
    let mut matrix = matrix;
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (name, after) = rest.split_once('(')?;
        let (numbers, after) = after.split_once(')')?;
        let step = match (name.trim(), Numbers { rest: numbers }.all()?.as_slice()) {
            ("matrix", [a, b, c, d, e, f]) => [*a, *b, *c, *d, *e, *f],
            ("translate", [x]) => [1.0, 0.0, 0.0, 1.0, *x, 0.0],
            ("translate", [x, y]) => [1.0, 0.0, 0.0, 1.0, *x, *y],
            ("scale", [both]) => [*both, 0.0, 0.0, *both, 0.0, 0.0],
            ("scale", [x, y]) => [*x, 0.0, 0.0, *y, 0.0, 0.0],
            ("rotate", [degrees]) => {
                let (sin, cos) = degrees.to_radians().sin_cos();
                [cos, sin, -sin, cos, 0.0, 0.0]
            }
            _ => return None,
        };
        matrix = product(matrix, step);
        rest = after.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
    }
    Some(matrix)
}

#[expect(clippy::many_single_char_names, reason = "as SVG names the parts of a matrix")]
fn product([a, b, c, d, e, f]: [f32; 6], [ga, gb, gc, gd, ge, gf]: [f32; 6]) -> [f32; 6] {
    [a * ga + c * gb, b * ga + d * gb, a * gc + c * gd, b * gc + d * gd, a * ge + c * gf + e, b * ge + d * gf + f]
}
