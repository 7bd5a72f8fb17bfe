//! What may be handed in.

use super::model::{FileKind, Refusal};

/// The largest file that is taken, in bytes.
pub const LARGEST: usize = 5 * 1024 * 1024;

/// How often one participant may hand in within a day, whatever it is.
const TIMES_A_DAY: u64 = 10;

/// How often one assignment may be handed in.
const TIMES_IN_ALL: u64 = 20;

/// How often a participant has handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// Within a day, whatever it was.
    pub today: u64,
    /// For one assignment, ever.
    pub in_all: u64,
}

/// Whether somebody who has handed in so often may do so again: files are kept, and whoever holds a link could fill the disk.
///
/// # Errors
/// When it has been often enough.
pub fn may_hand_in(times: Times) -> Result<(), Refusal> {
    if times.in_all >= TIMES_IN_ALL {
        return Err(Refusal::EnoughInAll);
    }
    if times.today >= TIMES_A_DAY { Err(Refusal::EnoughToday) } else { Ok(()) }
}

/// Where the mimetype of an `OpenDocument` begins: it is the first entry of the archive, not compressed, without extra field
/// (ODF 1.3, part 2, 3.3).
const ODT: (usize, &[u8]) = (30, b"mimetypeapplication/vnd.oasis.opendocument.text");

/// What a file is by its bytes.
///
/// Its name and the kind the browser says are never looked at. A Word text with macros is refused; what is taken is only ever
/// served as a file to keep.
///
/// # Errors
/// When it is empty, larger than [`LARGEST`], or none of the kinds.
pub fn kind_of(bytes: &[u8]) -> Result<FileKind, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::NoFile);
    }
    if bytes.len() > LARGEST {
        return Err(Refusal::TooLarge);
    }
    let has = |name: &[u8]| bytes.windows(name.len()).any(|part| part == name);
    if bytes.starts_with(b"%PDF-") {
        return Ok(FileKind::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let is_odt =
            bytes.get(ODT.0..).is_some_and(|rest| rest.starts_with(ODT.1) && !rest[ODT.1.len()..].starts_with(b"-"));
        if is_odt {
            return Ok(FileKind::Odt);
        }
        // Word calls the main part `word/document.xml`, Word Online `word/document2.xml`: the name stands in the entry's
        // header and in the directory at the end, neither compressed.
        let is_docx = has(b"[Content_Types].xml") && has(b"word/document") && !has(b"vbaProject");
        return if is_docx { Ok(FileKind::Docx) } else { Err(Refusal::NotAFile) };
    }
    let is_plain = |text: &str| !text.chars().any(|one| one.is_control() && !"\n\r\t\u{c}".contains(one));
    match std::str::from_utf8(bytes) {
        Ok(text) if is_plain(text) => Ok(FileKind::Txt),
        _ => Err(Refusal::NotAFile),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zip(first: &[u8], rest: &[u8]) -> Vec<u8> {
        [b"PK\x03\x04".as_slice(), &[0; 26], first, rest].concat()
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let odt = zip(b"mimetypeapplication/vnd.oasis.opendocument.text", b"PK\x03\x04content.xml");
        let docx = zip(b"[Content_Types].xml", b"...word/document.xml...");
        let online = zip(b"[Content_Types].xml", b"...word/document2.xml...");

        let told =
            [b"%PDF-1.7\n...".as_slice(), &odt, &docx, &online, "Vår plan:\r\n\tåret runt".as_bytes()].map(kind_of);

        let docx = FileKind::Docx;
        assert_eq!(told, [FileKind::Pdf, FileKind::Odt, docx, docx, FileKind::Txt].map(Ok));
    }

    #[test]
    fn nobody_hands_in_without_end() {
        let times = [(0, 0), (9, 19), (10, 10), (0, 20)];

        let told = times.map(|(today, in_all)| may_hand_in(Times { today, in_all }));

        assert_eq!(told, [Ok(()), Ok(()), Err(Refusal::EnoughToday), Err(Refusal::EnoughInAll)]);
    }

    #[test]
    fn what_is_none_of_them_is_refused() {
        let macros = zip(b"[Content_Types].xml", b"...word/document.xml...word/vbaProject.bin");
        let template = zip(b"mimetypeapplication/vnd.oasis.opendocument.text-template", b"");
        let sheet = zip(b"[Content_Types].xml", b"...xl/workbook.xml");

        let told = [b"MZ\x90\x00".as_slice(), &macros, &template, &sheet, b"\xff\xfea\x00", b"a\x00b"].map(kind_of);

        assert_eq!(told, [Err(Refusal::NotAFile); 6]);
        assert_eq!(kind_of(b""), Err(Refusal::NoFile));
        assert_eq!(kind_of(&vec![b'a'; LARGEST + 1]), Err(Refusal::TooLarge));
        assert_eq!(kind_of(&vec![b'a'; LARGEST]), Ok(FileKind::Txt));
    }
}
