//! Drawing artwork and logos on a page.

use super::artwork::{Artwork, Hue, Rgb, Tone};
use super::deflate::Deflater;
use super::file::File;
use super::logo::Logo;
use super::page::{Page, Stamp};
use super::plan::{Colour, Colours, Dress};

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
    /// Draws into the upper left of `room`, as large as it allows and never distorted.
    pub fn draw(&self, page: &mut Page<'_>, room: Room) {
        room.fitted(page, Stamp::Artwork, (self.width, self.height));
    }
}

impl Logo {
    /// Draws into the upper left of `room`, as large as it allows and never distorted; returns the width used.
    pub fn draw(&self, page: &mut Page<'_>, room: Room) -> f32 {
        room.fitted(page, Stamp::Logo, self.size())
    }

    /// Width and height in units of its own.
    pub fn size(&self) -> (f32, f32) {
        match self {
            Self::Drawing(drawing) => (drawing.width, drawing.height),
            Self::Picture(picture) => picture.size(),
        }
    }
}

impl Dress {
    /// What every paper has alike.
    pub fn stamps(&self) -> impl Iterator<Item = Stamp> {
        let artwork = self.artwork.as_ref().map(|_| Stamp::Artwork);
        artwork.into_iter().chain(self.logo.as_ref().map(|_| Stamp::Logo))
    }

    /// Writes one of them as object `number`, a square of side one.
    pub fn write(&self, stamp: Stamp, colours: &Colours, (file, number): (&mut File, u32), deflater: &mut Deflater) {
        let drawing = match (stamp, &self.logo) {
            (Stamp::Artwork, _) => self.artwork.as_ref(),
            (Stamp::Logo, Some(Logo::Drawing(drawing))) => Some(drawing),
            (Stamp::Logo, Some(Logo::Picture(picture))) => return picture.write(file, number, deflater),
            (Stamp::Logo, None) => None,
        };
        if let Some(drawing) = drawing {
            drawing.write(file, number, |tone| tone.on_white(colours), deflater);
        }
    }
}

impl Tone {
    /// The colour as it looks on white: the paper is opaque, so nothing transparent need be written into the file.
    fn on_white(self, colours: &Colours) -> Rgb {
        let Colour(r, g, b) = match self.hue {
            Hue::Accent => colours.accent,
            Hue::Own(r, g, b) => Colour(r, g, b),
        };
        [r, g, b].map(|part| 1.0 - (1.0 - part) * self.strength)
    }
}

impl Room {
    fn fitted(self, page: &mut Page<'_>, stamp: Stamp, (width, height): (f32, f32)) -> f32 {
        let scale = (self.width / width).min(self.height / height);
        page.stamp(stamp, (self.x, self.y), (width * scale, height * scale));
        width * scale
    }
}
