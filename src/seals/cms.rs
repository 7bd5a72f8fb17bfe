//! The seal in a PDF: CMS signed data (RFC 5652) as PAdES-B asks for (ETSI EN 319 142-1), detached.
//!
//! Signed attributes are content-type, message-digest and signing-certificate-v2 (RFC 5035), which names every certificate
//! that travels along, and no others; the claimed time stands in the PDF's own signature dictionary. What is verified must be
//! byte for byte what we would have written, so that nothing can be added or rearranged.

use super::der::{self, CONTEXT_0, NULL, OCTETS, OID, Reader, SEQUENCE, SET};
use super::model::{Fault, SealId};
use super::x509::{Certificate, CertifiedKey, ECDSA_WITH_SHA256, RSA_ENCRYPTION};
use ring::digest::{SHA256, digest};
use ring::signature::{ECDSA_P256_SHA256_ASN1, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

const DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
const SIGNED_DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
const CONTENT_TYPE: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03];
const MESSAGE_DIGEST: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04];
const SIGNING_CERTIFICATE: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, 0x2F];
const SHA_256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
/// Half the order of P-256: of the two values that would do for s, the lower one is taken.
const HALF_ORDER: [u8; 32] = [
    0x7F, 0xFF, 0xFF, 0xFF, 0x80, 0x00, 0x00, 0x00, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xDE, 0x73, 0x7D,
    0x56, 0xD3, 0x8B, 0xCF, 0x42, 0x79, 0xDC, 0xE5, 0x61, 0x7E, 0x31, 0x92, 0xA8,
];
const ORDER: [u8; 32] = [
    0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xBC, 0xE6, 0xFA,
    0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
];

/// All of a seal that does not change from paper to paper.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    /// The attributes content-type and signing-certificate-v2.
    constant: [Vec<u8>; 2],
    /// Version, digest algorithms, what is signed, certificates.
    front: Vec<u8>,
    /// Version, whose certificate, digest algorithm.
    signer: Vec<u8>,
    algorithm: Vec<u8>,
}

impl Shape {
    /// The shape of seals by the first of `certificates`; the others travel along.
    pub fn of(certificates: &[Vec<u8>]) -> Option<Self> {
        let own = Certificate::read(certificates.first()?)?;
        let sha256 = der::group(SEQUENCE, &[&der::element(OID, SHA_256)]);
        let algorithm = match own.key {
            CertifiedKey::P256(_) => der::group(SEQUENCE, &[&der::element(OID, ECDSA_WITH_SHA256)]),
            CertifiedKey::Rsa(_) => {
                der::group(SEQUENCE, &[&der::element(OID, RSA_ENCRYPTION), &der::element(NULL, &[])])
            }
        };
        let named: Vec<Vec<u8>> = certificates
            .iter()
            .map(|one| der::element(SEQUENCE, &der::element(OCTETS, digest(&SHA256, one).as_ref())))
            .collect();
        let named = der::element(SEQUENCE, &der::element(SEQUENCE, &named.concat()));
        let content = der::group(SEQUENCE, &[&der::element(OID, DATA)]);
        let one = der::positive(&[1]);
        let front = [one.clone(), der::element(SET, &sha256), content, der::set_of(CONTEXT_0, certificates.to_vec())];
        let whose = der::group(SEQUENCE, &[own.issuer, own.serial]);
        Some(Self {
            constant: [attribute(CONTENT_TYPE, &der::element(OID, DATA)), attribute(SIGNING_CERTIFICATE, &named)],
            front: front.concat(),
            signer: [one, whose, sha256].concat(),
            algorithm,
        })
    }

    /// What is signed for a paper whose SHA-256 is `digest`.
    pub fn to_be_signed(&self, digest: &[u8; 32]) -> Vec<u8> {
        let [kind, named] = self.constant.clone();
        der::set_of(SET, vec![kind, named, attribute(MESSAGE_DIGEST, &der::element(OCTETS, digest))])
    }

    /// The finished seal.
    pub fn sealed(&self, to_be_signed: &[u8], signature: &[u8]) -> Vec<u8> {
        // In its place the set is tagged [0]; what was signed is tagged SET (RFC 5652, 5.4).
        let attributes = [&[CONTEXT_0], to_be_signed.get(1..).unwrap_or_default()].concat();
        let signer =
            der::group(SEQUENCE, &[&self.signer, &attributes, &self.algorithm, &der::element(OCTETS, signature)]);
        let body = der::group(SEQUENCE, &[&self.front, &der::element(SET, &signer)]);
        der::group(SEQUENCE, &[&der::element(OID, SIGNED_DATA), &der::element(CONTEXT_0, &body)])
    }
}

fn attribute(kind: &[u8], value: &[u8]) -> Vec<u8> {
    der::group(SEQUENCE, &[&der::element(OID, kind), &der::element(SET, value)])
}

/// Writes an ECDSA signature (r and s, 32 bytes each) in DER, with the lower of the two values that would do for s.
pub(super) fn ecdsa_in_der(fixed: &[u8]) -> Option<Vec<u8>> {
    let (r, s) = fixed.split_at_checked(32)?;
    let s: [u8; 32] = s.try_into().ok()?;
    let s = if s > HALF_ORDER { order_minus(&s) } else { s };
    Some(der::group(SEQUENCE, &[&der::positive(r), &der::positive(&s)]))
}

fn order_minus(s: &[u8; 32]) -> [u8; 32] {
    let mut out = [0; 32];
    let mut borrow = false;
    for place in (0..32).rev() {
        let (first, under) = ORDER[place].overflowing_sub(s[place]);
        let (second, again) = first.overflowing_sub(u8::from(borrow));
        out[place] = second;
        borrow = under || again;
    }
    out
}

/// Whether an ECDSA signature has the lower s: the other one would be a second form of the same seal.
fn has_lower_s(signature: &[u8]) -> Option<bool> {
    let s = {
        let mut pair = Reader(signature).inside(SEQUENCE)?;
        pair.expect(der::INTEGER)?;
        pair.expect(der::INTEGER)?
    };
    let start = s.iter().position(|byte| *byte != 0)?;
    let mut padded = [0; 32];
    padded.get_mut(32_usize.checked_sub(s.len() - start)?..)?.copy_from_slice(&s[start..]);
    Some(padded <= HALF_ORDER)
}

/// A seal that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Whose certificate sealed; whether it is one of ours, its caller looks up.
    pub by: SealId,
    /// The name in that certificate, which anybody may have written there.
    pub name: String,
}

/// Looks whether `cms` is a seal over a paper whose SHA-256 is `digest`.
///
/// Strict: only the form we write ourselves is accepted, to the byte, without anything behind it. That the certificate is
/// one of ours is not looked at here.
///
/// # Errors
/// One sentence on what does not hold.
pub fn verify_cms(cms: &[u8], digest_of_paper: &[u8; 32]) -> Result<Sealed, Fault> {
    let (certificates, signature) = take_apart(cms).ok_or_else(|| Fault::new("The seal is not of our form."))?;
    // Its certificates are in the order of a set, so that which is the signer's is found by trying.
    for first in 0..certificates.len() {
        let mut order = certificates.clone();
        order.swap(0, first);
        order[1..].sort();
        let Some(shape) = Shape::of(&order) else { continue };
        let to_be_signed = shape.to_be_signed(digest_of_paper);
        if shape.sealed(&to_be_signed, signature) != cms {
            continue;
        }
        let own = Certificate::read(&order[0]).ok_or_else(|| Fault::new("The seal's certificate cannot be read."))?;
        let holds = match own.key {
            CertifiedKey::P256(point) => {
                has_lower_s(signature) == Some(true)
                    && UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(&to_be_signed, signature).is_ok()
            }
            CertifiedKey::Rsa(key) => {
                UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key).verify(&to_be_signed, signature).is_ok()
            }
        };
        if !holds {
            return Err(Fault::new("The seal's signature does not hold."));
        }
        return Ok(Sealed { by: fingerprint(&order[0]), name: own.name.to_owned() });
    }
    Err(Fault::new("The paper was changed after it was sealed, or the seal is another paper's."))
}

/// SHA-256 of a certificate.
pub(super) fn fingerprint(certificate: &[u8]) -> SealId {
    let mut id = [0; 32];
    id.copy_from_slice(digest(&SHA256, certificate).as_ref());
    SealId(id)
}

/// The certificates and the signature in a seal.
fn take_apart(cms: &[u8]) -> Option<(Vec<Vec<u8>>, &[u8])> {
    let mut outer = Reader(cms).inside(SEQUENCE)?;
    outer.expect(OID)?;
    let mut body = outer.inside(CONTEXT_0)?.inside(SEQUENCE)?;
    body.any()?;
    body.any()?;
    body.any()?;
    let mut inside = body.inside(CONTEXT_0)?;
    let mut certificates = Vec::new();
    while !inside.is_done() && certificates.len() < 8 {
        certificates.push(inside.whole(SEQUENCE)?.to_vec());
    }
    let mut signer = body.inside(SET)?.inside(SEQUENCE)?;
    for _ in 0..5 {
        signer.any()?;
    }
    Some((certificates, signer.expect(OCTETS)?))
}
