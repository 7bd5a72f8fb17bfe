//! The outer form of our papers: header, numbered objects, the table of where they are, the end.
//!
//! The form is fixed, and `inspect` reads no other: years later, under newer software, a paper must still be told
//! from an altered one. What changes it therefore adds a new first line beside [`HEADER`].

use super::syntax::{hexadecimal, whole};

/// The first lines; the third is a comment that says whose form this is.
pub const HEADER: &[u8] = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n%Stafett paper 1\n";
/// What stands before the table's place.
pub const START: &[u8] = b"startxref\n";
/// The last line.
pub const END: &[u8] = b"\n%%EOF\n";
/// Bytes of one entry of the table: kind, place, generation or place in a stream.
pub const ENTRY: usize = 1 + 3 + 2;
/// The beginning of the table, up to its size.
pub const TABLE: &[u8] = b" 0 obj\n<</Type/XRef/W[1 3 2]/Size ";

/// Object numbers that are the same in every paper.
pub const CATALOG: u32 = 1;
/// The signature.
pub const SIGNATURE: u32 = 2;
/// The attached credential.
pub const CREDENTIAL: u32 = 3;
/// The description of the attachment.
pub const ATTACHMENT: u32 = 4;
/// The list of pages.
pub const PAGES: u32 = 5;
/// The page.
pub const PAGE: u32 = 6;
/// The page's operators.
pub const CONTENT: u32 = 7;
/// Title and author as old readers look for them.
pub const INFO: u32 = 8;
/// The same as XMP.
pub const METADATA: u32 = 9;
/// The root of the structure tree.
pub const STRUCTURE: u32 = 10;
/// From a marked sequence to its place in the structure.
pub const PARENTS: u32 = 11;
/// The link to the page where the paper is verified.
pub const LINK: u32 = 12;
/// The field that holds the seal.
pub const FIELD: u32 = 13;
/// The colour profile.
pub const COLOURS: u32 = 14;
/// The stream that holds the structure.
pub const OUTLINE: u32 = 15;
/// The first number that is not spoken for.
pub const FIRST_FREE: u32 = 16;

/// Where an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Nowhere,
    At(usize),
    InOutline(usize),
}

/// A file being written.
#[derive(Clone)]
pub struct File {
    bytes: Vec<u8>,
    places: Vec<Place>,
}

impl File {
    /// A file with nothing but its first lines.
    pub fn new() -> Self {
        Self { bytes: HEADER.to_vec(), places: Vec::new() }
    }

    /// Writes object `number`: what `body` writes, between its first and its last line.
    pub fn object<T>(&mut self, number: u32, body: impl FnOnce(&mut Vec<u8>) -> T) -> T {
        self.place(number, Place::At(self.bytes.len()));
        whole(&mut self.bytes, number);
        self.bytes.extend_from_slice(b" 0 obj\n");
        let result = body(&mut self.bytes);
        self.bytes.extend_from_slice(b"\nendobj\n");
        result
    }

    /// Writes a stream: `entries` of its dictionary without its length.
    pub fn stream(&mut self, number: u32, entries: &[u8], content: &[u8]) {
        self.object(number, |out| stream(out, entries, content));
    }

    /// Says that `number` is the object with this index in the outline's stream.
    pub fn in_outline(&mut self, number: u32, index: usize) {
        self.place(number, Place::InOutline(index));
    }

    /// Writes the table and the end; the identity tells this file from others (ISO 32000-1, 14.4).
    pub fn finish(mut self, identity: &[u8]) -> Vec<u8> {
        let number = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        let begin = self.bytes.len();
        self.place(number, Place::At(begin));
        let mut table = Vec::with_capacity(self.places.len() * ENTRY);
        for place in &self.places {
            let (kind, at, last): (u8, usize, u16) = match place {
                Place::Nowhere => (0, 0, u16::MAX),
                Place::At(at) => (1, *at, 0),
                Place::InOutline(index) => (2, OUTLINE as usize, u16::try_from(*index).unwrap_or(u16::MAX)),
            };
            table.push(kind);
            table.extend_from_slice(&u32::try_from(at).unwrap_or(u32::MAX).to_be_bytes()[1..]);
            table.extend(last.to_be_bytes());
        }
        let out = &mut self.bytes;
        whole(out, number);
        out.extend_from_slice(TABLE);
        whole(out, number + 1);
        out.extend_from_slice(format!("/Root {CATALOG} 0 R/Info {INFO} 0 R/ID[").as_bytes());
        hexadecimal(out, identity);
        hexadecimal(out, identity);
        out.extend_from_slice(b"]/Length ");
        whole(out, u32::try_from(table.len()).unwrap_or(u32::MAX));
        out.extend_from_slice(b">>stream\n");
        out.extend_from_slice(&table);
        out.extend_from_slice(b"\nendstream\nendobj\n");
        out.extend_from_slice(START);
        whole(out, u32::try_from(begin).unwrap_or(u32::MAX));
        out.extend_from_slice(END);
        self.bytes
    }

    fn place(&mut self, number: u32, place: Place) {
        let at = number as usize;
        if self.places.len() <= at {
            self.places.resize(at + 1, Place::Nowhere);
        }
        self.places[at] = place;
    }
}

/// Writes a stream; `entries` stand in its dictionary before its length.
pub fn stream(out: &mut Vec<u8>, entries: &[u8], content: &[u8]) {
    out.extend_from_slice(b"<<");
    out.extend_from_slice(entries);
    out.extend_from_slice(b"/Length ");
    whole(out, u32::try_from(content.len()).unwrap_or(u32::MAX));
    out.extend_from_slice(b">>stream\n");
    out.extend_from_slice(content);
    out.extend_from_slice(b"\nendstream");
}
