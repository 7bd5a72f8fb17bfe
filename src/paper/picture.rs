//! Logos as pictures: PNG files made small enough to stand on every paper.

use std::collections::HashMap;
use std::io::Cursor;

use data_encoding::BASE64;
use png::{BitDepth, ColorType, Decoder, Encoder, Limits, Transformations};

use super::deflate::Deflater;
use super::file::File;
use super::unclear::Unclear;

/// Most bytes a logo may add to a paper.
pub const MOST_BYTES: usize = 6_000;
/// How a picture begins that is kept as text (RFC 2397).
const PREFIX: &str = "data:image/png;base64,";
/// Most dots across and down: three hundred to the inch in the largest room a layout has for a logo.
const MOST_DOTS: (usize, usize) = (640, 240);
/// Most dots of the file it is made from.
const MOST_PIXELS: u64 = 8_000_000;
/// Bits of red, green and blue that tell two colours apart, finest first; solid areas keep their exact colour in all of them.
const SHADES: [u8; 3] = [8, 5, 4];

/// A picture of at most 256 colours, without holes: what was transparent is white, as the paper is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    width: usize,
    height: usize,
    /// Red, green, blue; at most 256 of them.
    palette: Vec<[u8; 3]>,
    /// For every dot, row by row, its place in the palette.
    dots: Vec<u8>,
}

impl Picture {
    /// Whether a file begins as PNG files do.
    pub fn is_png(file: &[u8]) -> bool {
        file.starts_with(b"\x89PNG\r\n\x1a\n")
    }

    /// Reads a PNG file and makes it small.
    ///
    /// # Errors
    /// [`Unclear::NoPicture`] if it cannot be read, [`Unclear::TooColourful`] if too much would be lost.
    pub fn read(file: &[u8]) -> Result<Self, Unclear> {
        let (width, colours) = decoded(file).ok_or(Unclear::NoPicture)?;
        let (width, colours) = reduced(width, colours);
        let height = colours.len() / width;
        let (palette, dots) = SHADES.iter().find_map(|bits| indexed(&colours, *bits)).ok_or(Unclear::TooColourful)?;
        let picture = Self { width, height, palette, dots };
        let weight = Deflater::new().thoroughly(&picture.dots).len() + 3 * picture.palette.len();
        if weight > MOST_BYTES { Err(Unclear::TooColourful) } else { Ok(picture) }
    }

    /// The picture in a text of [`Picture::text`]; `None` if the text is none.
    pub fn of_text(text: &str) -> Option<Result<Self, Unclear>> {
        let file = text.strip_prefix(PREFIX)?;
        Some(BASE64.decode(file.as_bytes()).map_err(|_| Unclear::NoPicture).and_then(|file| Self::read(&file)))
    }

    /// The picture as text, which browsers show, too; `None` only if it could not be written.
    pub fn text(&self) -> Option<String> {
        let mut file = Vec::new();
        let size = (u32::try_from(self.width).ok()?, u32::try_from(self.height).ok()?);
        let mut encoder = Encoder::new(&mut file, size.0, size.1);
        encoder.set_color(ColorType::Indexed);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_palette(self.palette.concat());
        encoder.write_header().ok()?.write_image_data(&self.dots).ok()?;
        Some(format!("{PREFIX}{}", BASE64.encode(&file)))
    }

    /// Width and height in dots.
    #[expect(clippy::cast_precision_loss, reason = "a few hundred dots")]
    pub fn size(&self) -> (f32, f32) {
        (self.width as f32, self.height as f32)
    }

    /// Writes it as object `number` (ISO 32000-1, 8.9.5 and 8.6.6.3).
    pub fn write(&self, file: &mut File, number: u32, deflater: &mut Deflater) {
        let colours = data_encoding::HEXLOWER.encode(&self.palette.concat());
        let entries = format!(
            "/Type/XObject/Subtype/Image/Width {}/Height {}/BitsPerComponent 8/ColorSpace[/Indexed/DeviceRGB {}<{colours}>]\
             /Filter/FlateDecode",
            self.width,
            self.height,
            self.palette.len() - 1,
        );
        file.stream(number, entries.as_bytes(), &deflater.thoroughly(&self.dots));
    }
}

/// The width, and all dots on white.
fn decoded(file: &[u8]) -> Option<(usize, Vec<[u8; 3]>)> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(file), Limits { bytes: 64 << 20 });
    decoder.set_transformations(Transformations::EXPAND | Transformations::ALPHA | Transformations::STRIP_16);
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = reader.info().size();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return None;
    }
    let mut bytes = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut bytes).ok()?;
    let on_white = |part: u8, alpha: u8| {
        let (part, alpha) = (u16::from(part), u16::from(alpha));
        u8::try_from((part * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
    };
    let bytes = &bytes[..frame.buffer_size()];
    let colours = match frame.color_type {
        ColorType::Rgba => {
            bytes.chunks_exact(4).map(|dot| [dot[0], dot[1], dot[2]].map(|part| on_white(part, dot[3]))).collect()
        }
        ColorType::GrayscaleAlpha => bytes.chunks_exact(2).map(|dot| [on_white(dot[0], dot[1]); 3]).collect(),
        _ => return None,
    };
    Some((usize::try_from(width).ok()?, colours))
}

/// The same in as many dots as are printed; every new dot is the mean of those it stands for.
fn reduced(width: usize, colours: Vec<[u8; 3]>) -> (usize, Vec<[u8; 3]>) {
    let height = colours.len() / width;
    let times = width.div_ceil(MOST_DOTS.0).max(height.div_ceil(MOST_DOTS.1));
    if times == 1 {
        return (width, colours);
    }
    let (across, down) = (width.div_ceil(times), height.div_ceil(times));
    let mean = |x: usize, y: usize| {
        let rows = y * times..((y + 1) * times).min(height);
        let columns = x * times..((x + 1) * times).min(width);
        let of = |part: usize| {
            let sum: usize = rows
                .clone()
                .flat_map(|row| &colours[row * width..][columns.clone()])
                .map(|dot| usize::from(dot[part]))
                .sum();
            let count = rows.len() * columns.len();
            u8::try_from((sum + count / 2) / count).unwrap_or(u8::MAX)
        };
        [of(0), of(1), of(2)]
    };
    (across, (0..down).flat_map(|y| (0..across).map(move |x| (x, y))).map(|(x, y)| mean(x, y)).collect())
}

/// Palette and dots when colours that agree in their first `bits` count as one; `None` if there are more than 256 then.
///
/// A colour is shown as the most frequent of those it is one with, so that areas keep theirs and only their edges change.
fn indexed(colours: &[[u8; 3]], bits: u8) -> Option<(Vec<[u8; 3]>, Vec<u8>)> {
    let coarse = |colour: [u8; 3]| colour.map(|part| part >> (8 - bits));
    let mut counted: HashMap<[u8; 3], usize> = HashMap::new();
    for colour in colours {
        *counted.entry(*colour).or_default() += 1;
    }
    // By count, and among equals by colour, so that the same file always gives the same paper.
    let mut exact: Vec<([u8; 3], usize)> = counted.into_iter().collect();
    exact.sort_by_key(|(colour, count)| (std::cmp::Reverse(*count), *colour));
    let (mut palette, mut places) = (Vec::new(), HashMap::new());
    for (colour, _) in exact {
        places.entry(coarse(colour)).or_insert_with(|| {
            palette.push(colour);
            palette.len() - 1
        });
        if palette.len() > 256 {
            return None;
        }
    }
    let dots = colours.iter().map(|colour| u8::try_from(places[&coarse(*colour)]).ok()).collect::<Option<_>>()?;
    Some((palette, dots))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of `width` × `height` dots, each four bytes of red, green, blue and how much it covers.
    fn png(width: u32, height: u32, dot: impl Fn(u32, u32) -> [u8; 4]) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, width, height);
        encoder.set_color(ColorType::Rgba);
        encoder.set_depth(BitDepth::Eight);
        let dots: Vec<u8> =
            (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(|(x, y)| dot(x, y)).collect();
        encoder.write_header().unwrap().write_image_data(&dots).unwrap();
        file
    }

    /// A disc with a soft edge on nothing.
    fn disc(x: u32, y: u32) -> [u8; 4] {
        let (dx, dy) = (f64::from(x) - 900.0, f64::from(y) - 300.0);
        let cover = (250.0 - dx.hypot(dy)).clamp(0.0, 1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
        let alpha = (cover * 255.0).round() as u8;
        [0x0B, 0x4F, 0x5C, alpha]
    }

    #[test]
    fn a_large_logo_becomes_small_and_keeps_the_exact_colour_of_its_areas() {
        let file = png(1800, 600, disc);

        let logo = Picture::read(&file).unwrap();

        assert_eq!(logo.size(), (600.0, 200.0));
        assert_eq!(logo.palette[usize::from(logo.dots[100 * 600 + 300])], [0x0B, 0x4F, 0x5C]);
        assert_eq!(logo.palette[usize::from(logo.dots[0])], [255; 3], "what is transparent is white");
        assert!(logo.text().unwrap().len() < 8_000, "{}", logo.text().unwrap().len());
    }

    #[test]
    fn what_is_kept_as_text_is_the_same_picture_for_ever() {
        let logo = Picture::read(&png(1800, 600, disc)).unwrap();

        let again = Picture::of_text(&logo.text().unwrap()).unwrap().unwrap();

        assert_eq!(again, logo);
        assert_eq!(again.text(), logo.text());
    }

    #[test]
    fn a_photograph_and_what_is_no_picture_are_refused() {
        let noise = |x: u32, y: u32| {
            let [a, b, c, _] =
                (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(x + 1).wrapping_mul(2_246_822_519)).to_be_bytes();
            [a, b, c, 255]
        };
        let photograph = png(300, 200, noise);

        assert_eq!(Picture::read(&photograph), Err(Unclear::TooColourful));
        assert_eq!(Picture::read(&photograph[..photograph.len() / 2]), Err(Unclear::NoPicture), "cut off");
        assert_eq!(Picture::read(b"\x89PNG\r\n\x1a\n"), Err(Unclear::NoPicture));
        assert_eq!(Picture::of_text("data:image/png;base64,%%"), Some(Err(Unclear::NoPicture)));
        assert_eq!(Picture::of_text("<svg/>"), None);
    }
}
