//! A QR code as a picture inside a page: one path, no style of its own.

use crate::web::problem::Problem;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// Clear space on every side, in modules (ISO/IEC 18004).
const QUIET: usize = 4;

/// What the page draws: black squares on white, whatever its colours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrPicture {
    /// Width and height in modules, with the clear space.
    pub side: usize,
    /// The dark modules as an SVG path.
    pub path: String,
}

impl QrPicture {
    /// Draws `text`.
    ///
    /// # Errors
    /// When it is too long for any QR code.
    pub fn of(text: &str) -> Result<Self, Problem> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|error| Problem::broken(&error))?;
        let width = code.width();
        let mut path = String::new();
        for (at, _) in code.to_colors().into_iter().enumerate().filter(|(_, module)| *module == Color::Dark) {
            let _ = write!(path, "M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET);
        }
        Ok(Self { side: width + 2 * QUIET, path })
    }
}
