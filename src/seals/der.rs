//! Distinguished Encoding Rules (ITU-T X.690), as much of it as certificates and seals need.
//!
//! Written small instead of taken from a crate: what we write is a handful of fixed shapes, and what we read is held against
//! what we would have written, so that one meaning has one form.

/// INTEGER.
pub const INTEGER: u8 = 0x02;
/// BIT STRING.
pub const BIT_STRING: u8 = 0x03;
/// OCTET STRING.
pub const OCTETS: u8 = 0x04;
/// NULL.
pub const NULL: u8 = 0x05;
/// OBJECT IDENTIFIER.
pub const OID: u8 = 0x06;
/// `UTF8String`.
pub const UTF8: u8 = 0x0C;
/// SEQUENCE.
pub const SEQUENCE: u8 = 0x30;
/// SET.
pub const SET: u8 = 0x31;
/// The first context-specific constructed tag.
pub const CONTEXT_0: u8 = 0xA0;

/// One element: tag, length in its shortest form, content.
pub fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() + 6);
    out.push(tag);
    push_length(&mut out, content.len());
    out.extend_from_slice(content);
    out
}

/// One element around several parts.
pub fn group(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length = parts.iter().map(|part| part.len()).sum();
    let mut out = Vec::with_capacity(length + 6);
    out.push(tag);
    push_length(&mut out, length);
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

/// A SET OF with its members in the order DER demands.
pub fn set_of(tag: u8, mut members: Vec<Vec<u8>>) -> Vec<u8> {
    members.sort();
    element(tag, &members.concat())
}

/// A positive INTEGER of these bytes, highest first.
pub fn positive(bytes: &[u8]) -> Vec<u8> {
    let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len().saturating_sub(1));
    let digits = &bytes[start.min(bytes.len())..];
    match digits.first() {
        Some(first) if *first < 0x80 => element(INTEGER, digits),
        Some(_) => group(INTEGER, &[&[0], digits]),
        None => element(INTEGER, &[0]),
    }
}

fn push_length(out: &mut Vec<u8>, length: usize) {
    if let Ok(short) = u8::try_from(length)
        && short < 0x80
    {
        out.push(short);
        return;
    }
    let bytes = length.to_be_bytes();
    let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len() - 1);
    out.push(0x80 | u8::try_from(bytes.len() - start).unwrap_or_default());
    out.extend_from_slice(&bytes[start..]);
}

/// Reads elements one after the other; `None` as soon as something is not DER.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// Whether all has been read.
    pub fn is_done(&self) -> bool {
        self.0.is_empty()
    }

    /// The next element's tag.
    pub fn tag(&self) -> Option<u8> {
        self.0.first().copied()
    }

    /// The next element's content; its tag must be `tag`.
    pub fn expect(&mut self, tag: u8) -> Option<&'a [u8]> {
        let (found, content, _) = self.any()?;
        (found == tag).then_some(content)
    }

    /// The next element with tag and length; its tag must be `tag`.
    pub fn whole(&mut self, tag: u8) -> Option<&'a [u8]> {
        let (found, _, whole) = self.any()?;
        (found == tag).then_some(whole)
    }

    /// A reader of what stands inside the next element.
    pub fn inside(&mut self, tag: u8) -> Option<Reader<'a>> {
        self.expect(tag).map(Reader)
    }

    /// The next element: tag, content, and all of it.
    pub fn any(&mut self) -> Option<(u8, &'a [u8], &'a [u8])> {
        let (tag, rest) = self.0.split_first()?;
        if tag & 0x1F == 0x1F {
            return None;
        }
        let (first, rest) = rest.split_first()?;
        let (length, header) = if *first < 0x80 {
            (usize::from(*first), 2)
        } else {
            let count = usize::from(first & 0x7F);
            let bytes = rest.get(..count).filter(|_| (1..=4).contains(&count))?;
            let length = bytes.iter().fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
            if bytes[0] == 0 || length < 0x80 {
                return None;
            }
            (length, 2 + count)
        };
        let end = header.checked_add(length)?;
        let whole = self.0.get(..end)?;
        self.0 = &self.0[end..];
        Some((*tag, &whole[header..], whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        for length in [0, 1, 127, 128, 255, 256, 70_000] {
            let written = element(OCTETS, &vec![5; length]);

            let mut reader = Reader(&written);

            assert_eq!(reader.expect(OCTETS).map(<[u8]>::len), Some(length));
            assert!(reader.is_done());
        }
    }

    #[test]
    fn a_length_that_could_be_shorter_or_runs_over_is_refused() {
        let broken: [&[u8]; 5] =
            [&[4, 0x81, 5, 1, 2, 3, 4, 5], &[4, 0x82, 0, 0x80], &[4, 3, 1, 2], &[4, 0x80, 0, 0], &[4]];

        let read = broken.map(|bytes| Reader(bytes).any());

        assert_eq!(read, [None; 5]);
    }

    #[test]
    fn an_integer_has_no_needless_zero_and_no_sign() {
        let written = [positive(&[0, 0, 5]), positive(&[0x80]), positive(&[0])];

        assert_eq!(written, [vec![2, 1, 5], vec![2, 2, 0, 0x80], vec![2, 1, 0]]);
    }
}
