//! An operator's logo: a drawing or a picture, kept as text.

use super::artwork::Artwork;
use super::picture::{MOST_BYTES, Picture};
use super::unclear::Unclear;

/// A logo ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Logo {
    /// Shapes, sharp in every size.
    Drawing(Artwork),
    /// Dots.
    Picture(Picture),
}

impl Logo {
    /// What is kept of an uploaded file: an SVG as it is, a PNG as the text of the smaller picture that is printed.
    ///
    /// # Errors
    /// [`Unclear`] if it is neither, or cannot be printed.
    pub fn of_file(file: &[u8]) -> Result<String, Unclear> {
        if Picture::is_png(file) {
            return Picture::read(file)?.text().ok_or(Unclear::NoPicture);
        }
        let text = std::str::from_utf8(file).map_err(|_| Unclear::NoSvg)?;
        let text = text.trim_start_matches('\u{feff}').trim();
        Self::read(text).map(|_| text.to_owned())
    }

    /// Reads what is kept.
    ///
    /// # Errors
    /// [`Unclear`], naming the first thing that is not understood.
    pub fn read(text: &str) -> Result<Self, Unclear> {
        match Picture::of_text(text) {
            Some(picture) => picture.map(Self::Picture),
            None => match Artwork::read(text)? {
                heavy if heavy.weight() > MOST_BYTES => Err(Unclear::TooMuch),
                drawing => Ok(Self::Drawing(drawing)),
            },
        }
    }
}
