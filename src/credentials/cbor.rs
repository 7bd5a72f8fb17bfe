//! CBOR (RFC 8949) as strict as it gets: the one shortest form of numbers, texts, bytes, lists and null, and nothing else.
//!
//! Written small instead of taken from a crate, because readers of CBOR are made to be generous, and this one must refuse.

const UNSIGNED: u8 = 0;
const NEGATIVE: u8 = 1;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;
const NULL: u8 = 0xF6;

/// Writes items one after the other.
#[derive(Debug, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// A whole number from 0.
    #[must_use]
    pub fn unsigned(self, value: u64) -> Self {
        self.head(UNSIGNED, value)
    }

    /// The number `-1 - value`.
    #[must_use]
    pub fn minus_one_minus(self, value: u64) -> Self {
        self.head(NEGATIVE, value)
    }

    /// Bytes.
    #[must_use]
    pub fn bytes(self, bytes: &[u8]) -> Self {
        self.head(BYTES, bytes.len() as u64).raw(bytes)
    }

    /// A text.
    #[must_use]
    pub fn text(self, text: &str) -> Self {
        self.head(TEXT, text.len() as u64).raw(text.as_bytes())
    }

    /// The beginning of a list of so many items.
    #[must_use]
    pub fn array(self, items: u64) -> Self {
        self.head(ARRAY, items)
    }

    /// The beginning of a map of so many pairs; its keys must be written in order.
    #[must_use]
    pub fn map(self, pairs: u64) -> Self {
        self.head(MAP, pairs)
    }

    /// Nothing.
    #[must_use]
    pub fn null(self) -> Self {
        self.raw(&[NULL])
    }

    /// What was written.
    #[must_use]
    pub fn done(self) -> Vec<u8> {
        self.0
    }

    fn raw(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    fn head(self, kind: u8, value: u64) -> Self {
        let kind = kind << 5;
        let bytes = value.to_be_bytes();
        match value {
            0..=23 => self.raw(&[kind | bytes[7]]),
            24..=0xFF => self.raw(&[kind | 0x18, bytes[7]]),
            0x100..=0xFFFF => self.raw(&[kind | 0x19]).raw(&bytes[6..]),
            0x1_0000..=0xFFFF_FFFF => self.raw(&[kind | 0x1A]).raw(&bytes[4..]),
            _ => self.raw(&[kind | 0x1B]).raw(&bytes),
        }
    }
}

/// Reads items one after the other; `None` as soon as one is not the expected kind in its shortest form.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// Whether all has been read.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.0.is_empty()
    }

    /// A whole number from 0.
    pub fn unsigned(&mut self) -> Option<u64> {
        self.head(UNSIGNED)
    }

    /// Bytes.
    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.head(BYTES)?;
        self.take(length)
    }

    /// A text.
    pub fn text(&mut self) -> Option<&'a str> {
        let length = self.head(TEXT)?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    /// Whether the next item is null, which is then read.
    pub fn is_null(&mut self) -> bool {
        let is_null = self.0.first() == Some(&NULL);
        if is_null {
            self.0 = &self.0[1..];
        }
        is_null
    }

    /// The beginning of a list of `items`.
    pub fn array(&mut self, items: u64) -> Option<()> {
        (self.head(ARRAY)? == items).then_some(())
    }

    /// The very bytes `expected`.
    pub fn exactly(&mut self, expected: &[u8]) -> Option<()> {
        (self.take(expected.len() as u64)? == expected).then_some(())
    }

    fn take(&mut self, length: u64) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(usize::try_from(length).ok()?)?;
        self.0 = rest;
        Some(taken)
    }

    fn head(&mut self, kind: u8) -> Option<u64> {
        let first = *self.take(1)?.first()?;
        if first >> 5 != kind {
            return None;
        }
        let (width, least) = match first & 0x1F {
            small @ 0..=23 => return Some(u64::from(small)),
            24 => (1, 24),
            25 => (2, 0x100),
            26 => (4, 0x1_0000),
            27 => (8, 0x1_0000_0000),
            _ => return None,
        };
        let value = self.take(width)?.iter().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        (value >= least).then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_their_shortest_form_and_read_back() {
        let known: [(u64, &[u8]); 6] = [
            (23, &[0x17]),
            (24, &[0x18, 24]),
            (255, &[0x18, 255]),
            (256, &[0x19, 1, 0]),
            (65_536, &[0x1A, 0, 1, 0, 0]),
            (u64::MAX, &[0x1B, 255, 255, 255, 255, 255, 255, 255, 255]),
        ];

        for (value, bytes) in known {
            assert_eq!(Writer::default().unsigned(value).done(), bytes);
            assert_eq!(Reader(bytes).unsigned(), Some(value));
        }
    }

    #[test]
    fn longer_forms_endless_texts_and_broken_utf_8_are_refused() {
        let numbers: [&[u8]; 5] = [&[0x18, 23], &[0x19, 0, 255], &[0x1A, 0, 0, 255, 255], &[0x1C], &[0x18]];
        let texts: [&[u8]; 4] = [&[0x7F, 0x61, 0x61, 0xFF], &[0x62, 0x61], &[0x61, 0xFF], &[0x78, 1, 0x61]];

        assert_eq!(numbers.map(|bytes| Reader(bytes).unsigned()), [None; 5]);
        assert_eq!(texts.map(|bytes| Reader(bytes).text()), [None; 4]);
    }
}
