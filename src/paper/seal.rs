//! The seal: room for it in the file, and setting it (PAdES-B, ETSI EN 319 142-1).

use ring::digest::{Context, SHA256};

use super::Refusal;
use super::syntax::{literal, text};

/// Who seals papers. The private key stays there; a paper knows only what comes back.
pub trait Seal: Sync {
    /// The seal over bytes with this SHA-256: CMS signed data in DER, detached.
    ///
    /// # Errors
    /// Why there is none, for whoever reads the log.
    fn sign(&self, digest: &[u8; 32]) -> Result<Vec<u8>, String>;

    /// The most bytes a seal of this kind can have: so many are left free in every file.
    fn longest(&self) -> usize;
}

/// The signature's dictionary up to the numbers of the range it covers.
pub const SIGNATURE_HEAD: &[u8] = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 ";
/// Digits of each of these numbers.
pub const DIGITS: usize = 10;
/// What stands between range and seal.
pub const BEFORE_SEAL: &[u8] = b"]/Contents";
/// The dictionary of the attached credential up to its size.
pub const CREDENTIAL_HEAD: &[u8] = b"/Type/EmbeddedFile/Subtype/application#2Fjson/Params<</Size ";

/// Where the seal and the range it covers go.
pub struct Room {
    range: usize,
    begin: usize,
    end: usize,
}

/// Writes the signature's dictionary with its seal left open.
pub fn make_room(out: &mut Vec<u8>, longest: usize, moment: &str, issuer: &str) -> Room {
    out.extend_from_slice(SIGNATURE_HEAD);
    let range = out.len();
    out.resize(range + 3 * DIGITS + 2, b' ');
    out.extend_from_slice(BEFORE_SEAL);
    let begin = out.len();
    out.push(b'<');
    out.resize(out.len() + 2 * longest, b'0');
    out.push(b'>');
    let end = out.len();
    out.extend_from_slice(b"/M");
    literal(out, moment.as_bytes());
    out.extend_from_slice(b"/Name");
    text(out, issuer);
    out.extend_from_slice(b">>");
    Room { range, begin, end }
}

/// Seals the finished file: all of it is covered but the seal itself.
///
/// # Errors
/// [`Refusal::Document`] if there is no seal, or it is longer than was said.
pub fn set(mut file: Vec<u8>, room: Room, seal: &dyn Seal) -> Result<Vec<u8>, Refusal> {
    let Room { range, begin, end } = room;
    let numbers = format!("{begin:0DIGITS$} {end:0DIGITS$} {:0DIGITS$}", file.len() - end);
    file[range..range + numbers.len()].copy_from_slice(numbers.as_bytes());
    let signed = seal.sign(&digest(&file[..begin], &file[end..])).map_err(Refusal::Document)?;
    if 2 * signed.len() > end - begin - 2 {
        return Err(Refusal::Document(format!("the seal has {} bytes, more than it promised", signed.len())));
    }
    let room = &mut file[begin + 1..begin + 1 + 2 * signed.len()];
    data_encoding::HEXLOWER.encode_mut(&signed, room);
    Ok(file)
}

/// SHA-256 of what stands before and behind the seal.
pub fn digest(before: &[u8], behind: &[u8]) -> [u8; 32] {
    let mut hash = Context::new(&SHA256);
    hash.update(before);
    hash.update(behind);
    let mut digest = [0; 32];
    digest.copy_from_slice(hash.finish().as_ref());
    digest
}
