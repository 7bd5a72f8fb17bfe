//! Texts beneath each other that shrink together: a language must not become small print beneath the other.

use super::face::PT_PER_MM;
use super::fit::{LEAST, wrap_whole};
use super::page::Style;
use super::sheet::Sheet;

/// Millimetres from one baseline to the next for each point of the upper line's size.
const STEP: f32 = 0.44;

/// How far letters such as g reach below the baseline, as a part of the type size.
const DESCENDER: f32 = 0.25;

/// How far letters such as h reach above it.
const ASCENDER: f32 = 0.75;

/// Lines measured downwards from the first baseline, in millimetres.
pub(super) struct Block(Vec<(f32, Style, String)>);

/// How often a text may be broken, and how small it may become by that.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Way {
    /// At most so many lines for each text.
    pub(super) lines: usize,
    /// What the sizes are multiplied by.
    pub(super) scale: f32,
}

/// On one line as long as that takes no less than `whole` of the size; then on up to `lines`, from the full size down.
pub(super) fn ways(whole: f32, lines: usize) -> impl Iterator<Item = Way> {
    let on = |lines| scales().map(move |scale| Way { lines, scale });
    on(1).take_while(move |way| way.scale >= whole - 0.01).chain(on(lines))
}

/// From the full size down in twentieths; which of them are too small depends on the type.
pub(super) fn scales() -> impl Iterator<Item = f32> {
    (8..=20_u8).rev().map(|twentieths| f32::from(twentieths) / 20.0)
}

/// A style at a part of its size, and never below what one can read.
pub(super) fn scaled(style: Style, scale: f32) -> Style {
    Style { size: (style.size * scale).max(LEAST.min(style.size)), ..style }
}

impl Block {
    /// From the first baseline to the last.
    pub(super) fn drop(&self) -> f32 {
        self.0.last().map_or(0.0, |(y, ..)| *y)
    }

    /// How far the first line reaches above its baseline.
    pub(super) fn above(&self) -> f32 {
        self.0.first().map_or(0.0, |(_, style, _)| style.size * ASCENDER / PT_PER_MM)
    }

    /// How far the last line reaches below its baseline.
    pub(super) fn beneath(&self) -> f32 {
        self.0.last().map_or(0.0, |(_, style, _)| style.size * DESCENDER / PT_PER_MM)
    }

    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The first baseline: at `wanted`, or as much higher as it takes to end above `bottom`; `None` if it then begins above `top`.
    pub(super) fn baseline(&self, wanted: f32, (top, bottom): (f32, f32)) -> Option<f32> {
        let baseline = wanted.min(bottom - self.beneath() - self.drop());
        (baseline - self.above() >= top).then_some(baseline)
    }
}

impl Sheet<'_> {
    /// Sets texts beneath each other in `width` millimetres; `None` if one takes more lines than it may, or the first one
    /// would be smaller than one can read.
    pub(super) fn block(&self, texts: &[(Style, &str)], width: f32, way: Way) -> Option<Block> {
        let mut lines: Vec<(f32, Style, String)> = Vec::new();
        for (style, text) in texts.iter().filter(|(_, text)| !text.is_empty()) {
            if lines.is_empty() && style.size * way.scale < LEAST - 0.01 {
                return None;
            }
            let style = scaled(*style, way.scale);
            let broken = wrap_whole(self.page.face(style), text, style.size, width, way.lines);
            if broken.len() > way.lines {
                return None;
            }
            for text in broken {
                let y = lines.last().map_or(0.0, |(y, before, _)| y + before.size * STEP);
                lines.push((y, style, text));
            }
        }
        Some(Block(lines))
    }

    /// Writes a block with its first baseline at `baseline`.
    pub(super) fn write(&mut self, block: &Block, left: f32, baseline: f32) {
        for (y, style, text) in &block.0 {
            self.page.text(*style, left, baseline + y, text);
        }
    }
}
