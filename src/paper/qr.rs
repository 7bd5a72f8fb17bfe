//! The QR code as squares.

use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::ec::construct_codewords;
use qrcode::{Color, EcLevel};

use super::{Refusal, segments};

/// Modules of clear space the standard demands on every side (ISO/IEC 18004).
pub const QUIET_MODULES: u16 = 4;

/// The dark modules of a QR code, row by row from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrModules {
    /// Modules on each side, quiet zone not counted.
    pub side: u16,
    /// Horizontal runs of dark modules: column, row, length.
    pub runs: Vec<(u16, u16, u16)>,
}

/// Encodes `address` at level M.
///
/// The mask is fixed: searching the best of eight costs fifty times the rest and no reader needs it. Lower
/// case is refused, because it would leave the alphanumeric mode and make the code a third finer.
///
/// # Errors
/// [`Refusal::Code`] if the address is empty, too long or has lower-case letters.
pub fn encode(address: &str) -> Result<QrModules, Refusal> {
    if address.is_empty() || address.chars().any(|c| c.is_lowercase() || !c.is_ascii_graphic()) {
        return Err(Refusal::Code);
    }
    let bits = segments::bits(address).map_err(|_| Refusal::Code)?;
    let version = bits.version();
    let (data, correction) = construct_codewords(&bits.into_bytes(), version, EcLevel::M).map_err(|_| Refusal::Code)?;
    let mut canvas = Canvas::new(version, EcLevel::M);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &correction);
    canvas.apply_mask(MaskPattern::Checkerboard);
    let side = u16::try_from(version.width()).map_err(|_| Refusal::Code)?;
    Ok(QrModules { side, runs: runs(&canvas.into_colors(), side) })
}

fn runs(modules: &[Color], side: u16) -> Vec<(u16, u16, u16)> {
    let mut runs: Vec<(u16, u16, u16)> = Vec::new();
    for (row, cells) in (0..side).zip(modules.chunks(usize::from(side))) {
        for (column, _) in (0..side).zip(cells).filter(|(_, module)| **module == Color::Dark) {
            match runs.last_mut() {
                Some((start, same_row, length)) if *same_row == row && *start + *length == column => *length += 1,
                _ => runs.push((column, row, 1)),
            }
        }
    }
    runs
}
