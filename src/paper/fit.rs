//! Text that fits: breaking into lines and finding the largest size.

use super::face::{Face, is_mark};
use super::language;

/// The smallest type that is printed, in points; what would need smaller is refused.
pub(super) const LEAST: f32 = 6.0;

/// Text broken into lines at one size.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// Type size in points.
    pub size: f32,
    /// The lines from the top.
    pub lines: Vec<String>,
}

/// Breaks `text` into lines of at most `width` millimetres at `size` points.
///
/// Breaks between words; a word wider than the line is broken between letters, never before a combining
/// mark, because running over the edge of a certificate is worse.
pub fn wrap(face: &Face, text: &str, size: f32, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if face.width(&longer, size) <= width {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        line = break_word(face, word, size, width, &mut lines);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    language::carry(&mut lines);
    lines
}

/// Cuts a word into full lines and returns what is left of it.
fn break_word(face: &Face, word: &str, size: f32, width: f32, lines: &mut Vec<String>) -> String {
    let mut part = String::new();
    for c in word.chars() {
        let over = face.width(&part, size) + face.width(c.encode_utf8(&mut [0; 4]), size) > width;
        if over && !part.is_empty() && !is_mark(c) {
            lines.push(std::mem::take(&mut part));
        }
        part.push(c);
    }
    part
}

/// One allowance of [`fit`]: so many lines between two sizes in points.
#[derive(Debug, Clone, Copy, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowance {
    /// At most so many lines.
    pub lines: usize,
    /// Largest size tried.
    pub max: f32,
    /// Smallest size tried.
    pub min: f32,
}

/// Sets `text` in the first allowance that holds it, as large as that allows.
///
/// `None` if even the last allowance is too small.
pub fn fit(face: &Face, text: &str, width: f32, allowances: &[Allowance]) -> Option<Fitted> {
    allowances.iter().find_map(|allowance| {
        sizes(allowance.max, allowance.min)
            .map(|size| Fitted { size, lines: wrap_whole(face, text, size, width, allowance.lines) })
            .find(|fitted| fitted.lines.len() <= allowance.lines && !fitted.lines.is_empty())
    })
}

/// Wraps into the narrowest width that still takes no more lines, so that two lines are about equally long.
pub fn wrap_whole(face: &Face, text: &str, size: f32, width: f32, most: usize) -> Vec<String> {
    let lines = wrap(face, text, size, width);
    if lines.len() < 2 || lines.len() > most {
        return lines;
    }
    let mut best = lines;
    for twentieth in (8..20_u8).rev() {
        let tried = wrap(face, text, size, width * f32::from(twentieth) / 20.0);
        if tried.len() > best.len() {
            break;
        }
        best = tried;
    }
    best
}

/// Sizes from `max` down to `min` in half points.
fn sizes(max: f32, min: f32) -> impl Iterator<Item = f32> {
    std::iter::successors(Some(max), |size| Some(size - 0.5)).take_while(move |size| *size >= min - 0.01)
}
