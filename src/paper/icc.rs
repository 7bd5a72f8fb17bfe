//! The colours of the page: a small profile of sRGB, computed here so that no foreign file is needed.
//!
//! Profile format: ICC.1:2001-04. Primaries (adapted to D50) and curve: IEC 61966-2-1.

/// Points of the curve; between them a reader interpolates, off by less than half of 1/65535.
const POINTS: u16 = 256;
const NAME: &str = "sRGB IEC61966-2.1";

/// Writes the profile.
pub fn srgb() -> Vec<u8> {
    let curve = curve();
    let tags = [
        (b"desc", description()),
        (b"cprt", [b"text\0\0\0\0".as_slice(), b"No copyright, use freely\0"].concat()),
        (b"wtpt", xyz([0.9642, 1.0, 0.8249])),
        (b"rXYZ", xyz([0.43607, 0.22249, 0.01392])),
        (b"gXYZ", xyz([0.38515, 0.71687, 0.09708])),
        (b"bXYZ", xyz([0.14307, 0.06061, 0.71410])),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut table = long(u32::try_from(tags.len()).unwrap_or(0)).to_vec();
    let mut contents: Vec<u8> = Vec::new();
    let begin = 128 + 4 + 12 * tags.len();
    let mut last: Option<(Vec<u8>, usize)> = None;
    for (signature, mut content) in tags {
        let length = content.len();
        content.resize(length.next_multiple_of(4), 0);
        // The three curves are one.
        let at = match &last {
            Some((same, at)) if *same == content => *at,
            _ => {
                contents.extend_from_slice(&content);
                begin + contents.len() - content.len()
            }
        };
        table.extend_from_slice(signature);
        table.extend(long(u32::try_from(at).unwrap_or(0)));
        table.extend(long(u32::try_from(length).unwrap_or(0)));
        last = Some((content, at));
    }
    let size = u32::try_from(begin + contents.len()).unwrap_or(0);
    [header(size), table, contents].concat()
}

fn header(size: u32) -> Vec<u8> {
    let mut header = Vec::with_capacity(128);
    header.extend(long(size));
    header.extend([0; 4]);
    header.extend([2, 0x10, 0, 0]);
    header.extend_from_slice(b"mntrRGB XYZ ");
    for part in [2026_u16, 1, 1, 0, 0, 0] {
        header.extend(part.to_be_bytes());
    }
    header.extend_from_slice(b"acsp");
    header.extend([0; 28]);
    header.extend_from_slice(&xyz([0.9642, 1.0, 0.8249])[8..]);
    header.resize(128, 0);
    header
}

fn description() -> Vec<u8> {
    let mut tag = b"desc\0\0\0\0".to_vec();
    tag.extend(long(u32::try_from(NAME.len() + 1).unwrap_or(0)));
    tag.extend_from_slice(NAME.as_bytes());
    // The end of the name, and no other spelling of it: an empty Unicode and an empty script text.
    tag.resize(tag.len() + 1 + 8 + 3 + 67, 0);
    tag
}

/// Three numbers with 16 bits before and 16 behind the point.
#[expect(clippy::cast_possible_truncation, reason = "all of them are below 2")]
fn xyz(values: [f64; 3]) -> Vec<u8> {
    let numbers = values.into_iter().flat_map(|value| ((value * 65536.0).round() as i32).to_be_bytes());
    b"XYZ \0\0\0\0".iter().copied().chain(numbers).collect()
}

/// From what is stored to light, as both run from 0 to 1.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 65535")]
fn curve() -> Vec<u8> {
    let light = |stored: f64| {
        if stored <= 0.04045 { stored / 12.92 } else { ((stored + 0.055) / 1.055).powf(2.4) }
    };
    let mut tag = b"curv\0\0\0\0".to_vec();
    tag.extend(long(u32::from(POINTS)));
    for point in 0..POINTS {
        let value = light(f64::from(point) / f64::from(POINTS - 1));
        tag.extend(((value * 65535.0).round() as u16).to_be_bytes());
    }
    tag
}

fn long(value: u32) -> [u8; 4] {
    value.to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_says_how_long_it_is_and_where_its_tags_are() {
        let profile = srgb();

        let long_at = |at: usize| u32::from_be_bytes(profile[at..at + 4].try_into().unwrap()) as usize;
        assert_eq!(long_at(0), profile.len());
        assert_eq!(&profile[36..40], b"acsp");
        for tag in 0..long_at(128) {
            let (at, length) = (long_at(136 + 12 * tag), long_at(140 + 12 * tag));
            assert!(at % 4 == 0 && at + length <= profile.len());
        }
    }
}
