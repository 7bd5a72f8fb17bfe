//! A seal's public key as a JSON Web Key (RFC 7517), with its certificate, for lists of keys that others read.

use super::cms::fingerprint;
use super::der::{INTEGER, Reader, SEQUENCE};
use super::model::SealId;
use super::x509::{Certificate, CertifiedKey};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use serde_json::{Value, json};

/// The public key in `certificate` (DER), with the certificate itself as `x5c`; `None` if it is none we seal with.
#[must_use]
pub fn public_jwk(certificate: &[u8]) -> Option<Value> {
    let chain = [BASE64.encode(certificate)];
    match Certificate::read(certificate)?.key {
        CertifiedKey::P256(point) => {
            // After the byte that says so, an uncompressed point is x and y.
            let (x, y) = point.get(1..)?.split_at_checked(32)?;
            let [x, y] = [x, y].map(|part| BASE64URL_NOPAD.encode(part));
            Some(json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y, "x5c": chain }))
        }
        CertifiedKey::Rsa(key) => {
            let mut pair = Reader(key).inside(SEQUENCE)?;
            let [n, e] = [pair.expect(INTEGER)?, pair.expect(INTEGER)?].map(unsigned);
            Some(json!({ "kty": "RSA", "n": n, "e": e, "x5c": chain }))
        }
    }
}

/// The seal whose certificate a key carries; `None` for one without a certificate.
///
/// Its name is worked out from the certificate: what else is said of the key is not believed.
#[must_use]
pub fn seal_of_jwk(jwk: &Value) -> Option<SealId> {
    let certificate = BASE64.decode(jwk.get("x5c")?.get(0)?.as_str()?.as_bytes()).ok()?;
    Certificate::read(&certificate)?;
    Some(fingerprint(&certificate))
}

/// A positive INTEGER without the zero that keeps it positive.
fn unsigned(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes.strip_prefix(&[0]).unwrap_or(bytes))
}

#[cfg(test)]
mod tests {
    use super::super::KeyRing;
    use super::*;
    use crate::kernel::Instant;

    #[test]
    fn a_seal_of_our_own_making_reads_back_from_its_key() {
        let ring = KeyRing::for_tests([3; 32], Instant::from_millis(0)).expect("a ring");
        let seal = ring.published().into_iter().find(|one| one.id == ring.seal().id().to_string()).expect("a seal");

        let jwk = public_jwk(&seal.public).expect("a key");

        assert_eq!(seal_of_jwk(&jwk), Some(ring.seal().id()));
        assert_eq!((&jwk["kty"], &jwk["crv"]), (&"EC".into(), &"P-256".into()));
        assert_eq!(jwk["x"].as_str().map(str::len), Some(43));
    }

    #[test]
    fn what_carries_no_certificate_names_no_seal() {
        let others = [json!({}), json!({ "x5c": [] }), json!({ "x5c": ["AAAA"] }), json!({ "x5c": "AAAA" })];

        assert_eq!(others.map(|jwk| seal_of_jwk(&jwk)), [None; 4]);
        assert_eq!(public_jwk(b"no certificate"), None);
    }
}
