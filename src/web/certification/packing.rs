//! Files packed into a ZIP one by one as they are, so that a large archive is never held whole.
//!
//! After APPNOTE.TXT 6.3.10 of PKWARE, sections 4.3.7, 4.3.12 and 4.3.16: stored, not compressed, with sums and lengths before
//! each file, because readers that take a stream cannot do with less.

/// 1 January 1980, midnight: the first moment the format knows, so that the same files pack to the same bytes.
const DATE: u16 = 0x0021;
/// Version 1.0 of the format, which is all that stored files ask for.
const NEEDED: u16 = 10;

/// An archive being written.
#[derive(Debug, Default)]
pub struct Packing {
    directory: Vec<u8>,
    written: u32,
    files: u16,
}

impl Packing {
    /// What stands before the bytes of the next file; the caller sends it, and then the bytes themselves.
    ///
    /// `None` beyond 65 535 files or 4 GiB, which the plain format cannot count.
    pub fn before(&mut self, name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
        let (named, length) = (u16::try_from(name.len()).ok()?, u32::try_from(bytes.len()).ok()?);
        let mut entry = Vec::with_capacity(26);
        for field in [NEEDED, 0, 0, 0, DATE] {
            entry.extend(field.to_le_bytes());
        }
        for field in [checksum(bytes), length, length] {
            entry.extend(field.to_le_bytes());
        }
        entry.extend(named.to_le_bytes());
        entry.extend(0_u16.to_le_bytes());
        let header = [b"PK\x03\x04".as_slice(), &entry, name.as_bytes()].concat();
        let beyond = self.written.checked_add(u32::try_from(header.len()).ok()?)?.checked_add(length)?;
        self.files = self.files.checked_add(1)?;
        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(NEEDED.to_le_bytes());
        self.directory.extend(&entry);
        // No comment, disk 0, no attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(self.written.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.written = beyond;
        Some(header)
    }

    /// The directory that ends the archive; `None` when it would begin or end beyond 4 GiB.
    pub fn end(self) -> Option<Vec<u8>> {
        let length = u32::try_from(self.directory.len()).ok()?;
        let mut end = self.directory;
        end.extend(b"PK\x05\x06");
        end.extend([0; 4]);
        end.extend(self.files.to_le_bytes());
        end.extend(self.files.to_le_bytes());
        end.extend(length.to_le_bytes());
        end.extend(self.written.to_le_bytes());
        end.extend([0; 2]);
        Some(end)
    }
}

/// CRC-32 as in ISO 3309: reflected, polynomial `0xEDB88320`.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, byte| TABLE[usize::from(sum.to_le_bytes()[0] ^ byte)] ^ (sum >> 8))
}

const TABLE: [u32; 256] = {
    let (mut table, mut place, mut byte) = ([0; 256], 0, 0_u32);
    while place < 256 {
        let (mut sum, mut bit) = (byte, 0);
        while bit < 8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
            bit += 1;
        }
        table[place] = sum;
        place += 1;
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read};

    #[test]
    fn what_is_packed_is_read_by_others_as_it_was() {
        let files = [("A-1.pdf", b"%PDF-1.7 one".to_vec()), ("A-2.pdf", vec![7; 70_000]), ("A-3.pdf", Vec::new())];
        let mut packing = Packing::default();

        let mut whole = Vec::new();
        for (name, bytes) in &files {
            whole.extend(packing.before(name, bytes).expect("room"));
            whole.extend(bytes);
        }
        whole.extend(packing.end().expect("room"));

        let mut read = zip::ZipArchive::new(Cursor::new(&whole)).expect("a ZIP");
        assert_eq!(read.len(), 3);
        for (name, bytes) in files {
            let mut found = Vec::new();
            read.by_name(name).expect("a file").read_to_end(&mut found).expect("sound");
            assert_eq!(found, bytes);
        }
        let mut stream = Cursor::new(&whole);
        let first = zip::read::read_zipfile_from_stream(&mut stream).expect("readable").expect("a file");
        assert_eq!((first.name().expect("a name").as_ref(), first.size()), ("A-1.pdf", 12));
    }

    #[test]
    fn the_checksum_is_the_one_of_the_standard() {
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
    }
}
