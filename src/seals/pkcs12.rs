//! The operator's own seal: a PKCS#12 file (RFC 7292) as today's tools write it.
//!
//! Read are files protected by PBES2 with PBKDF2 (HMAC-SHA-256) and AES-256-CBC, which is what OpenSSL 3 and current Windows
//! and Java write; older ciphers are refused with advice. The MAC over the file is not checked: a wrong password and a damaged
//! file both show when the key does not fit the certificate.

use super::cms::fingerprint;
use super::der::{INTEGER, NULL, OCTETS, OID, Reader, SEQUENCE, SET};
use super::model::Fault;
use aes::Aes256;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use ring::pbkdf2;
use std::num::NonZeroU32;

const DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
const ENCRYPTED_DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x06];
const PBES2: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0D];
const PBKDF2: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0C];
const HMAC_SHA256: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x02, 0x09];
const AES_256_CBC: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2A];
const KEY_BAG: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x0A, 0x01, 0x01];
const SHROUDED_KEY_BAG: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x0A, 0x01, 0x02];
const CERTIFICATE_BAG: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x0A, 0x01, 0x03];
const X509: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x16, 0x01];
const LOCAL_KEY_ID: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x15];
/// More rounds than this only keep the start waiting.
const MOST_ROUNDS: u32 = 10_000_000;

/// What was in the file.
pub struct Opened {
    /// The private key, PKCS#8.
    pub private: Vec<u8>,
    /// Its certificate.
    pub certificate: Vec<u8>,
    /// Certificates of those who issued it.
    pub chain: Vec<Vec<u8>>,
}

/// Opens a PKCS#12 file.
///
/// # Errors
/// When it is none, its protection is of a kind we do not read, the password is wrong, or it does not hold one key with its
/// certificate.
pub fn open(bytes: &[u8], password: &str) -> Result<Opened, Fault> {
    let not_one = || Fault::new("this is not a PKCS#12 file in DER");
    let mut bags = Bags::default();
    let mut contents = contents(bytes).ok_or_else(not_one)?;
    while !contents.is_done() {
        let mut content = contents.inside(SEQUENCE).ok_or_else(not_one)?;
        let kind = content.expect(OID).ok_or_else(not_one)?;
        let mut inside = content.inside(0xA0).ok_or_else(not_one)?;
        match kind {
            DATA => bags.read(inside.expect(OCTETS).ok_or_else(not_one)?, password)?,
            ENCRYPTED_DATA => {
                let mut body = inside.inside(SEQUENCE).ok_or_else(not_one)?;
                body.expect(INTEGER).ok_or_else(not_one)?;
                let mut sealed = body.inside(SEQUENCE).ok_or_else(not_one)?;
                sealed.expect(OID).ok_or_else(not_one)?;
                let algorithm = sealed.inside(SEQUENCE).ok_or_else(not_one)?;
                let plain = decrypt(algorithm, sealed.expect(0x80).ok_or_else(not_one)?, password)?;
                bags.read(&plain, password)?;
            }
            _ => return Err(not_one()),
        }
    }
    bags.whole()
}

/// The list of safe contents.
fn contents(bytes: &[u8]) -> Option<Reader<'_>> {
    let mut outer = Reader(bytes).inside(SEQUENCE)?;
    outer.expect(INTEGER).filter(|version| *version == [3])?;
    let mut safe = outer.inside(SEQUENCE)?;
    safe.expect(OID).filter(|kind| *kind == DATA)?;
    Reader(safe.inside(0xA0)?.expect(OCTETS)?).inside(SEQUENCE)
}

#[derive(Default)]
struct Bags {
    keys: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    certificates: Vec<(Vec<u8>, Option<Vec<u8>>)>,
}

impl Bags {
    fn read(&mut self, bytes: &[u8], password: &str) -> Result<(), Fault> {
        let wrong = || Fault::new("the password is wrong, or the file is damaged");
        let mut bags = Reader(bytes).inside(SEQUENCE).ok_or_else(wrong)?;
        while !bags.is_done() {
            let mut bag = bags.inside(SEQUENCE).ok_or_else(wrong)?;
            let kind = bag.expect(OID).ok_or_else(wrong)?;
            let mut value = bag.inside(0xA0).ok_or_else(wrong)?;
            let id = bag.inside(SET).and_then(local_key_id);
            match kind {
                KEY_BAG => self.keys.push((value.whole(SEQUENCE).ok_or_else(wrong)?.to_vec(), id)),
                SHROUDED_KEY_BAG => {
                    let mut shrouded = value.inside(SEQUENCE).ok_or_else(wrong)?;
                    let algorithm = shrouded.inside(SEQUENCE).ok_or_else(wrong)?;
                    let plain = decrypt(algorithm, shrouded.expect(OCTETS).ok_or_else(wrong)?, password)?;
                    self.keys.push((plain, id));
                }
                CERTIFICATE_BAG => {
                    let mut certificate = value.inside(SEQUENCE).ok_or_else(wrong)?;
                    if certificate.expect(OID) == Some(X509) {
                        let octets = certificate.inside(0xA0).and_then(|mut inside| inside.expect(OCTETS));
                        self.certificates.push((octets.ok_or_else(wrong)?.to_vec(), id));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn whole(mut self) -> Result<Opened, Fault> {
        if self.keys.len() != 1 {
            return Err(Fault::new(format!("it must hold one private key; it holds {}", self.keys.len())));
        }
        let (private, id) = self.keys.swap_remove(0);
        let own = self.certificates.iter().position(|(_, of)| id.is_some() && *of == id).unwrap_or(0);
        if self.certificates.is_empty() {
            return Err(Fault::new("it holds no certificate"));
        }
        let (certificate, _) = self.certificates.remove(own);
        let mut chain: Vec<Vec<u8>> = self.certificates.into_iter().map(|(one, _)| one).collect();
        chain.dedup_by_key(|one| fingerprint(one));
        Ok(Opened { private, certificate, chain })
    }
}

fn local_key_id(mut attributes: Reader<'_>) -> Option<Vec<u8>> {
    while !attributes.is_done() {
        let mut attribute = attributes.inside(SEQUENCE)?;
        if attribute.expect(OID)? == LOCAL_KEY_ID {
            return attribute.inside(SET)?.expect(OCTETS).map(<[u8]>::to_vec);
        }
    }
    None
}

/// Opens what PBES2 closed (RFC 8018).
fn decrypt(algorithm: Reader<'_>, sealed: &[u8], password: &str) -> Result<Vec<u8>, Fault> {
    let protection = Protection::read(algorithm).ok_or_else(|| {
        Fault::new(
            "it is protected by an older or unusual cipher; write it anew with AES-256 and HMAC-SHA-256 (openssl pkcs12 \
             -export does so since version 3)",
        )
    })?;
    let mut key = [0; 32];
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, protection.rounds, protection.salt, password.as_bytes(), &mut key);
    let wrong = || Fault::new("the password is wrong, or the file is damaged");
    let cipher = cbc::Decryptor::<Aes256>::new_from_slices(&key, protection.start).map_err(|_| wrong())?;
    cipher.decrypt_padded_vec::<Pkcs7>(sealed).map_err(|_| wrong())
}

struct Protection<'a> {
    salt: &'a [u8],
    rounds: NonZeroU32,
    start: &'a [u8],
}

impl<'a> Protection<'a> {
    fn read(mut algorithm: Reader<'a>) -> Option<Self> {
        algorithm.expect(OID).filter(|kind| *kind == PBES2)?;
        let mut parameters = algorithm.inside(SEQUENCE)?;
        let mut derivation = parameters.inside(SEQUENCE)?;
        derivation.expect(OID).filter(|kind| *kind == PBKDF2)?;
        let mut inside = derivation.inside(SEQUENCE)?;
        let salt = inside.expect(OCTETS)?;
        let rounds = inside.expect(INTEGER).filter(|digits| digits.len() <= 4)?;
        let rounds = rounds.iter().fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte));
        if inside.tag() == Some(INTEGER) {
            inside.expect(INTEGER).filter(|length| *length == [32])?;
        }
        let mut function = inside.inside(SEQUENCE)?;
        function.expect(OID).filter(|kind| *kind == HMAC_SHA256)?;
        if function.tag() == Some(NULL) {
            function.expect(NULL)?;
        }
        let mut cipher = parameters.inside(SEQUENCE)?;
        cipher.expect(OID).filter(|kind| *kind == AES_256_CBC)?;
        let start = cipher.expect(OCTETS)?;
        Some(Self { salt, rounds: NonZeroU32::new(rounds).filter(|rounds| rounds.get() <= MOST_ROUNDS)?, start })
    }
}

#[cfg(test)]
mod tests {
    use super::super::cms::verify_cms;
    use super::super::paper_seal::PaperSeal;
    use super::*;

    /// Made by `openssl pkcs12 -export` (3.0), a P-256 key and a self-signed certificate that serve nothing else.
    const FILE: &[u8] = include_bytes!("samples/p256.p12");
    /// The same for an RSA key of 2048 bits with the certificate of who issued it.
    const RSA: &[u8] = include_bytes!("samples/rsa.p12");

    #[test]
    fn an_operators_own_seal_seals() {
        for (file, name) in [(FILE, "Provets sigill"), (RSA, "Provets RSA-sigill")] {
            let opened = open(file, "hemligt åäö").expect("opens");
            let seal = PaperSeal::new(&opened.private, opened.certificate, &opened.chain).expect("a seal");

            let signed = seal.sign(&[3; 32]).expect("signed");

            assert_eq!(verify_cms(&signed, &[3; 32]).map(|sealed| sealed.name), Ok(name.to_owned()));
            assert!(signed.len() <= seal.longest());
        }
    }

    #[test]
    fn a_wrong_password_and_a_damaged_file_are_told() {
        let wrong = open(FILE, "gissning").err();
        let cut = open(&FILE[..FILE.len() / 2], "hemligt åäö").err();

        assert_eq!(wrong, Some(Fault::new("the password is wrong, or the file is damaged")));
        assert_eq!(cut, Some(Fault::new("this is not a PKCS#12 file in DER")));
    }
}
