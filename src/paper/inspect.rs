//! Reading a sealed paper back: what its seal covers, the seal, and the attached credential.
//!
//! Nothing here knows keys; whether the seal is genuine is asked with what this gives. Only our own form is read, byte for byte
//! as `file`, `seal` and `document` write it: everything else is not one of our papers, or no longer.

use super::deflate::inflate;
use super::file::{CREDENTIAL, END, ENTRY, HEADER, SIGNATURE, START, TABLE};
use super::seal::{BEFORE_SEAL, CREDENTIAL_HEAD, DIGITS, SIGNATURE_HEAD, digest};

/// The largest file looked at; ours have less than a tenth of a mebibyte.
const LARGEST: usize = 8 << 20;
/// The largest credential taken apart.
const LARGEST_CREDENTIAL: usize = 1 << 20;

/// What a sealed paper carries, still to be verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspected {
    /// SHA-256 of all bytes but the seal.
    pub digest: [u8; 32],
    /// The seal: CMS signed data in DER, over this digest.
    pub seal: Vec<u8>,
    /// The attached `credential.json`.
    pub credential: String,
}

/// Why a file is not taken for a sealed paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistrust {
    /// It was not made here, or not as a sealed paper.
    Foreign,
    /// It was made here, and then shortened, lengthened, saved again or changed where the seal does not reach.
    Altered,
}

/// Reads a sealed paper.
///
/// A seal is only found if it covers the whole file but itself: a second signature, something appended, an unfilled gap or a
/// table that leads elsewhere are refused. Any bytes may be given.
///
/// # Errors
/// [`Mistrust::Foreign`] if it does not even begin like one of ours, else [`Mistrust::Altered`].
pub fn inspect(pdf: &[u8]) -> Result<Inspected, Mistrust> {
    if !pdf.starts_with(HEADER) || pdf.len() > LARGEST {
        return Err(Mistrust::Foreign);
    }
    let table = Table::find(pdf).ok_or(Mistrust::Altered)?;
    // A preview has the form of a paper and no seal.
    let signature = table.object(SIGNATURE).ok_or(Mistrust::Foreign)?;
    sealed(pdf, signature, table.object(CREDENTIAL)).ok_or(Mistrust::Altered)
}

fn sealed(pdf: &[u8], mut signature: Cursor<'_>, credential: Option<Cursor<'_>>) -> Option<Inspected> {
    signature.literal(SIGNATURE_HEAD)?;
    let begin = signature.fixed()?;
    signature.literal(b" ")?;
    let end = signature.fixed()?;
    signature.literal(b" ")?;
    let behind = signature.fixed()?;
    signature.literal(BEFORE_SEAL)?;
    let is_whole = begin == signature.at && begin < end && end.checked_add(behind) == Some(pdf.len());
    let room = pdf.get(begin..end).filter(|_| is_whole)?;
    let room = room.strip_prefix(b"<")?.strip_suffix(b">")?;
    let seal = unpadded(data_encoding::HEXLOWER.decode(room).ok()?)?;
    signature.at = end;
    signature.literal(b"/M(D:")?;
    let credential = attached(credential?)?;
    Some(Inspected { digest: digest(&pdf[..begin], &pdf[end..]), seal, credential })
}

/// The DER value at the beginning, if nothing but zeros follow.
fn unpadded(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let length = match *bytes.get(..4)? {
        [0x30, length @ 0..=0x7F, ..] => 2 + usize::from(length),
        [0x30, 0x81, length, _] => 3 + usize::from(length),
        [0x30, 0x82, high, low] => 4 + usize::from(u16::from_be_bytes([high, low])),
        _ => return None,
    };
    bytes.get(length..)?.iter().all(|byte| *byte == 0).then(|| bytes.truncate(length))?;
    Some(bytes)
}

fn attached(mut object: Cursor<'_>) -> Option<String> {
    object.literal(b"<<")?;
    object.literal(CREDENTIAL_HEAD)?;
    let size = object.number().filter(|size| *size <= LARGEST_CREDENTIAL)?;
    object.literal(b"/ModDate(D:")?;
    object.at += b"20121213120000Z".len();
    object.literal(b")>>/Filter/FlateDecode/Length ")?;
    let length = object.number()?;
    object.literal(b">>stream\n")?;
    let content = object.bytes.get(object.at..object.at.checked_add(length)?)?;
    object.at += length;
    object.literal(b"\nendstream\nendobj\n")?;
    String::from_utf8(inflate(content, size)?).ok()
}

/// The table of objects at the end of the file.
struct Table<'a> {
    pdf: &'a [u8],
    entries: &'a [u8],
}

impl<'a> Table<'a> {
    fn find(pdf: &'a [u8]) -> Option<Self> {
        let body = pdf.strip_suffix(END)?;
        let digits = body.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let (before, place) = body.split_at(body.len() - digits);
        let before = before.strip_suffix(START)?;
        let mut cursor = Cursor { bytes: pdf, at: 0 };
        cursor.at = number(place)?;
        let own = cursor.number()?;
        cursor.literal(TABLE)?;
        let size = cursor.number().filter(|size| *size == own + 1)?;
        cursor.literal(b"/Root 1 0 R/Info 8 0 R/ID[<")?;
        cursor.at = cursor.at.checked_add(32 + 2 + 32)?;
        cursor.literal(b">]/Length ")?;
        let length = cursor.number().filter(|length| *length == size * ENTRY)?;
        cursor.literal(b">>stream\n")?;
        let entries = pdf.get(cursor.at..cursor.at.checked_add(length)?)?;
        cursor.at += length;
        cursor.literal(b"\nendstream\nendobj\n")?;
        (cursor.at == before.len()).then_some(Self { pdf, entries })
    }

    /// Just behind the first line of an object that stands in the file by itself.
    fn object(&self, number: u32) -> Option<Cursor<'a>> {
        let entry = self.entries.get(number as usize * ENTRY..)?.get(..ENTRY)?;
        let [1, high, middle, low, 0, 0] = *entry else { return None };
        let at = u32::from_be_bytes([0, high, middle, low]) as usize;
        let mut cursor = Cursor { bytes: self.pdf, at };
        (cursor.number()? == number as usize).then_some(())?;
        cursor.literal(b" 0 obj\n")?;
        Some(cursor)
    }
}

/// Where one reads.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    /// Goes past `expected`, if that is what stands here.
    fn literal(&mut self, expected: &[u8]) -> Option<()> {
        self.bytes.get(self.at..)?.starts_with(expected).then(|| self.at += expected.len())
    }

    /// Reads digits without leading zeros.
    fn number(&mut self) -> Option<usize> {
        let rest = self.bytes.get(self.at..)?;
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += digits;
        number(&rest[..digits])
    }

    /// Reads a number with leading zeros.
    fn fixed(&mut self) -> Option<usize> {
        let digits = self.bytes.get(self.at..self.at.checked_add(DIGITS)?)?;
        self.at += DIGITS;
        digits.iter().all(u8::is_ascii_digit).then(|| str::from_utf8(digits).ok()?.parse().ok())?
    }
}

fn number(digits: &[u8]) -> Option<usize> {
    let plain = digits.len() < 2 || digits[0] != b'0';
    str::from_utf8(digits).ok().filter(|_| plain && digits.len() <= DIGITS)?.parse().ok()
}
