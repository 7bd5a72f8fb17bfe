//! The QR code as squares.

use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::ec::construct_codewords;
use qrcode::{Color, EcLevel, Version};

use super::{Refusal, segments};

/// Modules of clear space the standard demands on every side (ISO/IEC 18004).
pub const QUIET_MODULES: u16 = 4;

/// The largest version that a phone still reads from a 30 mm code on a copied paper.
const LARGEST: i16 = 12;

/// The dark modules of a QR code, from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrModules {
    /// Modules on each side, quiet zone not counted.
    pub side: u16,
    /// Dark rectangles that do not overlap: column, row, width, height.
    pub blocks: Vec<Block>,
}

/// Column, row, width and height in modules.
pub type Block = (u16, u16, u16, u16);

/// Encodes `address` at level M.
///
/// The mask is fixed: searching the best of eight costs fifty times the rest and no reader needs it. Lower
/// case is refused, because it would leave the alphanumeric mode and make the code a third finer, and so is a code of
/// more modules than version 12.
///
/// # Errors
/// [`Refusal::Code`] if the address is empty, too long or has lower-case letters.
pub fn encode(address: &str) -> Result<QrModules, Refusal> {
    if address.is_empty() || address.chars().any(|c| c.is_lowercase() || !c.is_ascii_graphic()) {
        return Err(Refusal::Code);
    }
    let bits = segments::bits(address).map_err(|_| Refusal::Code)?;
    let version = bits.version();
    if !matches!(version, Version::Normal(version) if version <= LARGEST) {
        return Err(Refusal::Code);
    }
    let (data, correction) = construct_codewords(&bits.into_bytes(), version, EcLevel::M).map_err(|_| Refusal::Code)?;
    let mut canvas = Canvas::new(version, EcLevel::M);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &correction);
    canvas.apply_mask(MaskPattern::Checkerboard);
    let side = u16::try_from(version.width()).map_err(|_| Refusal::Code)?;
    Ok(QrModules { side, blocks: blocks(&canvas.into_colors(), side) })
}

/// Runs of dark modules, each grown downwards as far as the rows beneath repeat it.
fn blocks(modules: &[Color], side: u16) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    // Blocks that reach the row above, from left to right.
    let mut above: Vec<usize> = Vec::new();
    for (row, cells) in (0..side).zip(modules.chunks(usize::from(side))) {
        let mut candidates = std::mem::take(&mut above).into_iter().peekable();
        let mut column = 0;
        for run in cells.chunk_by(|one, next| one == next) {
            let length = u16::try_from(run.len()).unwrap_or(side);
            if run[0] == Color::Dark {
                while candidates.next_if(|block| blocks[*block].0 < column).is_some() {}
                let grown = candidates.next_if(|block| blocks[*block].0 == column && blocks[*block].2 == length);
                let block = grown.unwrap_or_else(|| {
                    blocks.push((column, row, length, 0));
                    blocks.len() - 1
                });
                blocks[block].3 += 1;
                above.push(block);
            }
            column += length;
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rectangles_cover_every_dark_module_once_and_nothing_else() {
        let (d, l) = (Color::Dark, Color::Light);
        let modules = [d, d, l, d, d, d, l, d, l, d, d, d, d, d, l, l];

        let blocks = blocks(&modules, 4);

        let mut covered = [0; 16];
        for (column, row, width, height) in blocks {
            for y in row..row + height {
                (column..column + width).for_each(|x| covered[usize::from(y * 4 + x)] += 1);
            }
        }
        assert_eq!(covered.map(|times| if times == 1 { d } else { l }), modules);
        assert!(covered.iter().all(|times| *times < 2));
    }

    #[test]
    fn a_code_finer_than_version_12_is_refused() {
        let of = |length: usize| encode(&format!("HTTPS://INTYG.EXAMPLE.SE/V/CODE#{}", "A".repeat(length)));

        assert!(of(370).is_ok() && of(460) == Err(Refusal::Code));
    }
}
