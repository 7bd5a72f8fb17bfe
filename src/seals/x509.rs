//! Certificates of paper seals: making a self-signed one, and reading what a seal needs of any (RFC 5280).

use super::der::{self, BIT_STRING, CONTEXT_0, INTEGER, OCTETS, OID, Reader, SEQUENCE, SET, UTF8};
use super::model::{Fault, Lifetime};
use crate::kernel::Instant;
use chrono::{DateTime, Datelike, Months, NaiveDateTime, Utc};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

/// ecdsa-with-SHA256, 1.2.840.10045.4.3.2.
pub const ECDSA_WITH_SHA256: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];
/// rsaEncryption, 1.2.840.113549.1.1.1.
pub const RSA_ENCRYPTION: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];
const EC_PUBLIC_KEY: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];
const P256: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1D, 0x13];
const KEY_USAGE: &[u8] = &[0x55, 0x1D, 0x0F];
const SUBJECT_KEY: &[u8] = &[0x55, 0x1D, 0x0E];
const CRITICAL: &[u8] = &[0x01, 0x01, 0xFF];
const UTC_TIME: u8 = 0x17;
const GENERALISED_TIME: u8 = 0x18;
/// How long a certificate of our own making is valid: papers outlive any shorter time, and nobody renews it.
const MONTHS: u32 = 20 * 12;
/// The longest common name (RFC 5280, ub-common-name), in characters.
const LONGEST_NAME: usize = 64;

/// The key a certificate speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertifiedKey<'a> {
    /// A point on P-256, uncompressed: 65 bytes.
    P256(&'a [u8]),
    /// An RSA key as PKCS#1 writes it.
    Rsa(&'a [u8]),
}

/// What a seal needs to know of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certificate<'a> {
    /// Who issued it: the whole Name.
    pub issuer: &'a [u8],
    /// Its serial number: the whole INTEGER.
    pub serial: &'a [u8],
    /// The common name of whom it is about; empty if it has none.
    pub name: &'a str,
    /// Its key.
    pub key: CertifiedKey<'a>,
    /// How long it is valid; `None` if that is not written as RFC 5280 will have it.
    pub lifetime: Option<Lifetime>,
}

impl<'a> Certificate<'a> {
    /// Reads a certificate; `None` if it is none, or its key is of a kind we do not seal with.
    #[must_use]
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut all = Reader(bytes);
        let mut outer = all.inside(SEQUENCE)?;
        let mut body = outer.inside(SEQUENCE).filter(|_| all.is_done())?;
        if body.tag() == Some(CONTEXT_0) {
            body.any()?;
        }
        let serial = body.whole(INTEGER)?;
        body.whole(SEQUENCE)?;
        let issuer = body.whole(SEQUENCE)?;
        let lifetime = lifetime(body.inside(SEQUENCE)?);
        let name = common_name(body.inside(SEQUENCE)?)?;
        let key = public_key(body.inside(SEQUENCE)?)?;
        Some(Self { issuer, serial, name, key, lifetime })
    }
}

fn lifetime(mut validity: Reader<'_>) -> Option<Lifetime> {
    Some(Lifetime { from: read_time(&mut validity)?, until: read_time(&mut validity)? })
}

/// Two digits of a year are one of 1950 to 2049 (RFC 5280, 4.1.2.5.1).
fn read_time(validity: &mut Reader<'_>) -> Option<Instant> {
    let (tag, text, _) = validity.any()?;
    let text = std::str::from_utf8(text).ok()?;
    let century = match tag {
        UTC_TIME if text < "50" => "20",
        UTC_TIME => "19",
        GENERALISED_TIME => "",
        _ => return None,
    };
    let read = NaiveDateTime::parse_from_str(&format!("{century}{text}"), "%Y%m%d%H%M%SZ").ok()?;
    Some(Instant::from_millis(read.and_utc().timestamp_millis()))
}

fn common_name(mut subject: Reader<'_>) -> Option<&str> {
    let mut found = "";
    while !subject.is_done() {
        let mut set = subject.inside(SET)?;
        while !set.is_done() {
            let mut pair = set.inside(SEQUENCE)?;
            let kind = pair.expect(OID)?;
            let (_, value, _) = pair.any()?;
            if kind == COMMON_NAME {
                found = std::str::from_utf8(value).unwrap_or_default();
            }
        }
    }
    Some(found)
}

fn public_key(mut info: Reader<'_>) -> Option<CertifiedKey<'_>> {
    let mut algorithm = info.inside(SEQUENCE)?;
    let kind = algorithm.expect(OID)?;
    let bits = info.expect(BIT_STRING)?;
    let (unused, key) = bits.split_first()?;
    if *unused != 0 {
        return None;
    }
    match kind {
        EC_PUBLIC_KEY => (algorithm.expect(OID)? == P256 && key.len() == 65).then_some(CertifiedKey::P256(key)),
        RSA_ENCRYPTION => Some(CertifiedKey::Rsa(key)),
        _ => None,
    }
}

/// Makes a self-signed certificate for the P-256 key with this public `point`, valid for twenty years from `now`.
///
/// `sign` signs what it is given with ECDSA and SHA-256, and answers in DER. The name is cut at 64 characters, the most a
/// certificate allows.
///
/// # Errors
/// When the machine has no randomness, or `sign` fails.
pub fn self_signed(
    name: &str,
    point: &[u8],
    now: Instant,
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, Fault>,
) -> Result<Vec<u8>, Fault> {
    let mut serial = [0_u8; 16];
    getrandom::fill(&mut serial).map_err(|why| Fault::new(format!("seal: {why}")))?;
    // Never zero at the front, so that every certificate is equally long.
    serial[0] = (serial[0] & 0x3F) | 0x40;
    let name: String = name.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect();
    let algorithm = der::group(SEQUENCE, &[&der::element(OID, ECDSA_WITH_SHA256)]);
    let attribute = der::group(SEQUENCE, &[&der::element(OID, COMMON_NAME), &der::element(UTF8, name.as_bytes())]);
    let subject = der::group(SEQUENCE, &[&der::element(SET, &attribute)]);
    let from = DateTime::<Utc>::from_timestamp_millis(now.millis() - 300_000).unwrap_or_default();
    let until = from.checked_add_months(Months::new(MONTHS)).unwrap_or(from);
    let validity = der::group(SEQUENCE, &[&time(from), &time(until)]);
    let kind = der::group(SEQUENCE, &[&der::element(OID, EC_PUBLIC_KEY), &der::element(OID, P256)]);
    let key = der::group(SEQUENCE, &[&kind, &der::group(BIT_STRING, &[&[0], point])]);
    let subject_key = digest(&SHA1_FOR_LEGACY_USE_ONLY, point);
    let extensions = [
        extension(BASIC_CONSTRAINTS, CRITICAL, &der::element(SEQUENCE, &[])),
        // digitalSignature and contentCommitment.
        extension(KEY_USAGE, CRITICAL, &der::element(BIT_STRING, &[6, 0xC0])),
        extension(SUBJECT_KEY, &[], &der::element(OCTETS, subject_key.as_ref())),
    ];
    let extensions = der::element(CONTEXT_0 | 3, &der::element(SEQUENCE, &extensions.concat()));
    let version = der::element(CONTEXT_0, &der::positive(&[2]));
    let serial = der::positive(&serial);
    let body = der::group(SEQUENCE, &[&version, &serial, &algorithm, &subject, &validity, &subject, &key, &extensions]);
    let signature = sign(&body)?;
    Ok(der::group(SEQUENCE, &[&body, &algorithm, &der::group(BIT_STRING, &[&[0], &signature])]))
}

fn extension(kind: &[u8], critical: &[u8], value: &[u8]) -> Vec<u8> {
    der::group(SEQUENCE, &[&der::element(OID, kind), critical, &der::element(OCTETS, value)])
}

/// Until 2049 two digits of the year, from 2050 four: RFC 5280 will have it so.
fn time(moment: DateTime<Utc>) -> Vec<u8> {
    if moment.year() < 2050 {
        der::element(UTC_TIME, moment.format("%y%m%d%H%M%SZ").to_string().as_bytes())
    } else {
        der::element(GENERALISED_TIME, moment.format("%Y%m%d%H%M%SZ").to_string().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_back_in_either_century_and_in_no_other_form() {
        let written = ["20491231235959", "20500101000000", "19991231000000"].map(|text| {
            let moment = NaiveDateTime::parse_from_str(text, "%Y%m%d%H%M%S").expect("a moment").and_utc();
            (time(moment), Instant::from_millis(moment.timestamp_millis()))
        });

        for (bytes, moment) in &written {
            assert_eq!(read_time(&mut Reader(bytes)), Some(*moment));
        }
        for other in [der::element(UTC_TIME, b"2601010000Z"), der::element(UTF8, b"20260101000000Z")] {
            assert_eq!(read_time(&mut Reader(&other)), None);
        }
    }
}
