//! Drawing artwork and logos on a page.

use super::artwork::{Artwork, Hue, Tone};
use super::face::PT_PER_MM;
use super::page::{Page, Paint};
use super::plan::{Colour, Colours};

/// Upper left corner and size of a box on the page, in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    /// From the left edge.
    pub x: f32,
    /// From the upper edge.
    pub y: f32,
    /// How wide at most.
    pub width: f32,
    /// How high at most.
    pub height: f32,
}

impl Artwork {
    /// Draws into the upper left of `room`, as large as it allows and never distorted; returns the width used.
    pub fn draw(&self, page: &mut Page<'_>, room: Room, colours: &Colours) -> f32 {
        let scale = (room.width / self.width).min(room.height / self.height);
        for shape in &self.shapes {
            let points: Vec<(f32, f32)> =
                shape.points.iter().map(|(x, y)| (room.x + x * scale, room.y + y * scale)).collect();
            let colour = shape.tone.on_white(colours);
            let paint = match shape.line {
                Some(thickness) => Paint::Line(colour, thickness * scale * PT_PER_MM),
                None => Paint::Fill(colour),
            };
            page.path(&points, paint);
        }
        self.width * scale
    }
}

impl Tone {
    /// The colour as it looks on white: the paper is opaque, so nothing transparent need be written into the file.
    fn on_white(self, colours: &Colours) -> Colour {
        let Colour(r, g, b) = match self.hue {
            Hue::Accent => colours.accent,
            Hue::Own(r, g, b) => Colour(r, g, b),
        };
        let part = |part: f32| 1.0 - (1.0 - part) * self.strength;
        Colour(part(r), part(g), part(b))
    }
}
