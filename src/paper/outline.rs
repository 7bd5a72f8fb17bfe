//! Outlines: the path data of SVG (SVG 2, 9.3) as straight pieces fine enough to look round.

/// A point, or a way from one to another.
type Point = (f32, f32);

/// Most pieces one curve becomes.
const MOST_PIECES: u8 = 64;

/// One line of a path and whether it returns to where it began.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// The corners.
    pub points: Vec<Point>,
    /// Closed by `Z`, or left open.
    pub is_closed: bool,
}

/// Reads path data; `None` if a part of it is not understood.
///
/// `tolerance` is how far a piece may stand off the curve, in the units of the path.
pub fn read(data: &str, tolerance: f32) -> Option<Vec<Outline>> {
    let mut pen = Pen { tolerance, ..Pen::default() };
    let mut numbers = Numbers { rest: data };
    let mut command = None;
    loop {
        // Numbers without a letter go on with the last one; after a move they are lines.
        let letter = match (numbers.next()?, command) {
            (Next::End, _) => return Some(pen.outlines),
            (Next::Letter(letter), _) => letter,
            (Next::Numbers, Some('M')) => 'L',
            (Next::Numbers, Some('m')) => 'l',
            (Next::Numbers, Some(letter)) if !letter.eq_ignore_ascii_case(&'Z') => letter,
            (Next::Numbers, _) => return None,
        };
        pen.draw(letter, &mut numbers)?;
        command = Some(letter);
    }
}

/// Points of a circle or an ellipse around `centre`.
pub fn ellipse((cx, cy): Point, (rx, ry): Point, tolerance: f32) -> Outline {
    let count = pieces(std::f32::consts::TAU, rx.max(ry), tolerance);
    let at = |step: u8| {
        let (sin, cos) = (std::f32::consts::TAU * f32::from(step) / f32::from(count)).sin_cos();
        (cx + rx * cos, cy + ry * sin)
    };
    Outline { points: (0..count).map(at).collect(), is_closed: true }
}

/// Pieces for an arc so that none stands further off than `tolerance`.
fn pieces(angle: f32, radius: f32, tolerance: f32) -> u8 {
    counted(angle.abs() * (radius / (8.0 * tolerance)).sqrt(), 3)
}

/// A length as a number of pieces between `least` and [`MOST_PIECES`].
fn counted(pieces: f32, least: u8) -> u8 {
    (least..MOST_PIECES).find(|count| f32::from(*count) >= pieces).unwrap_or(MOST_PIECES)
}

#[derive(Default)]
struct Pen {
    tolerance: f32,
    at: Point,
    /// The last control point mirrored, for `S` and `T`, and the letter it came from.
    mirror: Option<(Point, char)>,
    outlines: Vec<Outline>,
}

impl Pen {
    fn draw(&mut self, letter: char, numbers: &mut Numbers<'_>) -> Option<()> {
        let kind = letter.to_ascii_uppercase();
        let (ox, oy) = if letter.is_ascii_lowercase() { self.at } else { (0.0, 0.0) };
        let from = self.at;
        let point = |numbers: &mut Numbers<'_>| Some((numbers.number()? + ox, numbers.number()? + oy));
        let mirrored = |pen: &Self, of: char| pen.mirror.filter(|(_, by)| *by == of).map_or(from, |(point, _)| point);
        let mut mirror = None;
        match kind {
            'M' => {
                self.at = point(numbers)?;
                self.outlines.push(Outline { points: vec![self.at], is_closed: false });
            }
            'L' => self.line(point(numbers)?)?,
            'H' => self.line((numbers.number()? + ox, from.1))?,
            'V' => self.line((from.0, numbers.number()? + oy))?,
            'C' | 'S' => {
                let first = if kind == 'C' { point(numbers)? } else { mirrored(self, 'C') };
                let (second, end) = (point(numbers)?, point(numbers)?);
                self.cubic(first, second, end)?;
                mirror = Some((mirrored_at(second, end), 'C'));
            }
            'Q' | 'T' => {
                let control = if kind == 'Q' { point(numbers)? } else { mirrored(self, 'Q') };
                let end = point(numbers)?;
                let third = |a: Point, b: Point| (a.0 + (b.0 - a.0) * 2.0 / 3.0, a.1 + (b.1 - a.1) * 2.0 / 3.0);
                self.cubic(third(from, control), third(end, control), end)?;
                mirror = Some((mirrored_at(control, end), 'Q'));
            }
            'A' => {
                let radii = (numbers.number()?, numbers.number()?);
                let turned = numbers.number()?;
                let flags = (numbers.flag()?, numbers.flag()?);
                self.arc(radii, turned, flags, point(numbers)?)?;
            }
            'Z' => {
                let outline = self.outlines.last_mut()?;
                outline.is_closed = true;
                self.at = outline.points[0];
            }
            _ => return None,
        }
        self.mirror = mirror;
        Some(())
    }

    fn line(&mut self, to: Point) -> Option<()> {
        let at = self.at;
        // After Z a path goes on from where it was closed.
        if self.outlines.last()?.is_closed {
            self.outlines.push(Outline { points: vec![at], is_closed: false });
        }
        self.outlines.last_mut()?.points.push(to);
        self.at = to;
        Some(())
    }

    #[expect(clippy::many_single_char_names, reason = "as formulas of curves name them")]
    fn cubic(&mut self, first: Point, second: Point, end: Point) -> Option<()> {
        let from = self.at;
        let bend = |a: Point, b: Point, c: Point| (a.0 - 2.0 * b.0 + c.0).hypot(a.1 - 2.0 * b.1 + c.1);
        // The distance from a curve to its chord is at most an eighth of its second derivative.
        let most = bend(from, first, second).max(bend(first, second, end));
        let count = counted((0.75 * most / self.tolerance).sqrt(), 1);
        for step in 1..=count {
            let t = f32::from(step) / f32::from(count);
            let u = 1.0 - t;
            let (a, b, c, d) = (u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t);
            let x = a * from.0 + b * first.0 + c * second.0 + d * end.0;
            let y = a * from.1 + b * first.1 + c * second.1 + d * end.1;
            self.line((x, y))?;
        }
        Some(())
    }

    /// An elliptical arc (SVG 2, appendix B.2.4).
    #[expect(clippy::many_single_char_names, reason = "as the appendix names them")]
    fn arc(&mut self, (rx, ry): Point, turned: f32, (large, sweep): (u8, u8), end: Point) -> Option<()> {
        let from = self.at;
        let (mut rx, mut ry) = (rx.abs(), ry.abs());
        if rx == 0.0 || ry == 0.0 || from == end {
            return self.line(end);
        }
        let (sin, cos) = turned.to_radians().sin_cos();
        let (hx, hy) = ((from.0 - end.0) / 2.0, (from.1 - end.1) / 2.0);
        let (x, y) = (cos * hx + sin * hy, cos * hy - sin * hx);
        let short = (x / rx).powi(2) + (y / ry).powi(2);
        if short > 1.0 {
            rx *= short.sqrt();
            ry *= short.sqrt();
        }
        let (a, b, c) = ((rx * ry).powi(2), (rx * y).powi(2), (ry * x).powi(2));
        let factor = ((a - b - c) / (b + c)).max(0.0).sqrt() * if large == sweep { -1.0 } else { 1.0 };
        let (px, py) = (factor * rx * y / ry, -factor * ry * x / rx);
        let centre =
            (cos * px - sin * py + f32::midpoint(from.0, end.0), sin * px + cos * py + f32::midpoint(from.1, end.1));
        let start = ((y - py) / ry).atan2((x - px) / rx);
        let mut angle = ((-y - py) / ry).atan2((-x - px) / rx) - start;
        if sweep == 0 && angle > 0.0 {
            angle -= std::f32::consts::TAU;
        } else if sweep == 1 && angle < 0.0 {
            angle += std::f32::consts::TAU;
        }
        let count = pieces(angle, rx.max(ry), self.tolerance);
        for step in 1..count {
            let (s, c) = (start + angle * f32::from(step) / f32::from(count)).sin_cos();
            self.line((centre.0 + cos * rx * c - sin * ry * s, centre.1 + sin * rx * c + cos * ry * s))?;
        }
        self.line(end)
    }
}

fn mirrored_at(control: Point, end: Point) -> Point {
    (2.0 * end.0 - control.0, 2.0 * end.1 - control.1)
}

/// What follows in path data.
enum Next {
    End,
    Letter(char),
    Numbers,
}

/// The numbers of an attribute, separated by spaces, commas, signs, or nothing where that is clear.
pub struct Numbers<'a> {
    /// What is left to read.
    pub rest: &'a str,
}

impl Numbers<'_> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
    }

    /// What follows; `None` if it is nothing a path knows.
    fn next(&mut self) -> Option<Next> {
        self.skip();
        let Some(first) = self.rest.chars().next() else { return Some(Next::End) };
        if first.is_ascii_alphabetic() {
            self.rest = &self.rest[1..];
            return Some(Next::Letter(first));
        }
        (first.is_ascii_digit() || "+-.".contains(first)).then_some(Next::Numbers)
    }

    /// The next number.
    pub fn number(&mut self) -> Option<f32> {
        self.skip();
        let bytes = self.rest.as_bytes();
        let (mut end, mut seen_point, mut seen_power) = (0, false, false);
        while let Some(byte) = bytes.get(end) {
            let after_power = end > 0 && matches!(bytes[end - 1], b'e' | b'E');
            match byte {
                b'0'..=b'9' => {}
                b'+' | b'-' if end == 0 || after_power => {}
                b'.' if !seen_point && !seen_power => seen_point = true,
                b'e' | b'E' if !seen_power && end > 0 => seen_power = true,
                _ => break,
            }
            end += 1;
        }
        let number: f32 = self.rest[..end].parse().ok()?;
        self.rest = &self.rest[end..];
        number.is_finite().then_some(number)
    }

    /// The next flag of an arc, which needs nothing between it and what follows.
    fn flag(&mut self) -> Option<u8> {
        self.skip();
        let flag = match self.rest.as_bytes().first()? {
            b'0' => 0,
            b'1' => 1,
            _ => return None,
        };
        self.rest = &self.rest[1..];
        Some(flag)
    }

    /// All numbers to the end.
    pub fn all(mut self) -> Option<Vec<f32>> {
        let mut numbers = Vec::new();
        loop {
            self.skip();
            if self.rest.is_empty() {
                return Some(numbers);
            }
            numbers.push(self.number()?);
        }
    }
}
