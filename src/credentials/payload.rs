//! What stands behind the `#` in the QR code: the certificate's facts, signed. The format byte by byte: `docs/qr.md`.

use super::cbor::{Reader, Writer};
use super::fitting::{cut, payload_bytes};
use super::refusal::Refusal;
use crate::kernel::Day;
use crate::seals::{KeyId, PublicKey, SigningKey};
use data_encoding::BASE32_NOPAD;

/// The format's own number, first in the list.
const FORMAT: u64 = 1;
/// Items in the list.
const ITEMS: u64 = 9;
/// Days from the year 0 to 1970.
const BEFORE_1970: i64 = 719_163;
/// Of which the places in a status list are fewer.
const PLACES: u64 = 131_072;

/// What the QR code says by itself, without any network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrFacts {
    /// The certificate number.
    pub number: String,
    /// The holder's name, cut to fit; `None` for protected persons.
    pub name: Option<String>,
    /// The number of the award title, 0 for taking part.
    pub award: u64,
    /// The first course day.
    pub first: Day,
    /// The last course day.
    pub last: Day,
    /// Days that count as attended.
    pub days: u64,
    /// The number of the status list.
    pub list: u64,
    /// The place in it.
    pub index: u32,
}

/// A payload that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// What it says.
    pub facts: QrFacts,
    /// The key it is signed with.
    pub key: KeyId,
}

impl QrFacts {
    /// The complete text of the QR code, `HTTPS://HOST/V/CODE#PAYLOAD`; `address` is scheme and host of verification.
    ///
    /// A name that is too long is cut between two letters and ends in "…", so that the code has version 10 at most for hosts of
    /// up to 24 characters, and 12 for longer ones.
    ///
    /// # Errors
    /// When even without a name there is no room, or a day lies before 1970.
    pub fn qr_text(&self, address: &str, code: &str, key: &SigningKey) -> Result<String, Refusal> {
        let room = payload_bytes(address, code);
        let whole = self.signed(key)?;
        let signed = match &self.name {
            Some(name) if whole.len() > room => {
                // A shorter name may have a shorter length in front, which only leaves a byte or two unused.
                let cut = cut(name, name.len().saturating_sub(whole.len() - room));
                Self { name: Some(cut), ..self.clone() }.signed(key)?
            }
            _ => whole,
        };
        if signed.len() > room {
            return Err(Refusal::TooLong);
        }
        let payload = BASE32_NOPAD.encode(&signed);
        Ok(format!("{}/V/{}#{payload}", address.to_uppercase(), code.to_uppercase()))
    }

    /// The payload alone, whatever its length.
    ///
    /// # Errors
    /// When a day lies before 1970 or the place is beyond a list.
    pub fn payload(&self, key: &SigningKey) -> Result<String, Refusal> {
        self.signed(key).map(|bytes| BASE32_NOPAD.encode(&bytes))
    }

    fn signed(&self, key: &SigningKey) -> Result<Vec<u8>, Refusal> {
        let facts = self.cbor()?;
        let protected = protected(key.id());
        let signature = key.sign(&to_be_signed(&protected, &facts));
        Ok(cose(&protected, &facts, &signature))
    }

    fn cbor(&self) -> Result<Vec<u8>, Refusal> {
        if u64::from(self.index) >= PLACES {
            return Err(Refusal::OutOfRange);
        }
        let list = Writer::default().array(ITEMS).unsigned(FORMAT).text(&self.number);
        let list = match &self.name {
            Some(name) => list.text(name),
            None => list.null(),
        };
        let list = list.unsigned(self.award).unsigned(since_1970(self.first)?).unsigned(since_1970(self.last)?);
        Ok(list.unsigned(self.days).unsigned(self.list).unsigned(u64::from(self.index)).done())
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let mut list = Reader(bytes);
        list.array(ITEMS)?;
        list.unsigned().filter(|format| *format == FORMAT)?;
        let facts = Self {
            number: list.text()?.to_owned(),
            name: if list.is_null() { None } else { Some(list.text()?.to_owned()) },
            award: list.unsigned()?,
            first: day(list.unsigned()?)?,
            last: day(list.unsigned()?)?,
            days: list.unsigned()?,
            list: list.unsigned()?,
            index: u32::try_from(list.unsigned()?).ok()?,
        };
        list.is_done().then_some(facts)
    }
}

/// Reads and verifies a payload, or the complete text of a QR code, of which only what is behind the `#` is looked at.
///
/// Whether the address in front leads to the issuer is its caller's to say: it is not signed. Strict: a payload is accepted in the one form in which it is written. Whether the certificate has been revoked, the status
/// list says.
///
/// # Errors
/// Says what does not hold.
pub fn verify(text: &str, known: &[PublicKey]) -> Result<Passed, Refusal> {
    let payload = text.split_once('#').map_or(text, |(_, payload)| payload);
    // Refuses lower case, padding, and unused bits that are not zero.
    let bytes = BASE32_NOPAD.decode(payload.as_bytes()).map_err(|_| Refusal::Form)?;
    let (id, cbor, signature) = take_apart(&bytes).ok_or(Refusal::Form)?;
    let facts = QrFacts::read(cbor).ok_or(Refusal::Form)?;
    let protected = protected(id);
    let again = facts.cbor().map_err(|_| Refusal::Form)?;
    if cose(&protected, &again, signature) != bytes {
        return Err(Refusal::Form);
    }
    let mut candidates = known.iter().filter(|key| key.id() == id).peekable();
    candidates.peek().ok_or(Refusal::UnknownKey(id))?;
    let signed = to_be_signed(&protected, cbor);
    let holds = candidates.any(|key| key.verifies(&signed, signature));
    if holds { Ok(Passed { facts, key: id }) } else { Err(Refusal::Signature) }
}

/// The protected header: algorithm `EdDSA` (-8) and the key's short name (RFC 9052, 3.1).
fn protected(key: KeyId) -> Vec<u8> {
    Writer::default().map(2).unsigned(1).minus_one_minus(7).unsigned(4).bytes(&key.0).done()
}

/// What is signed (RFC 9052, 4.4).
fn to_be_signed(protected: &[u8], facts: &[u8]) -> Vec<u8> {
    Writer::default().array(4).text("Signature1").bytes(protected).bytes(&[]).bytes(facts).done()
}

/// `COSE_Sign1` without its tag: the address it stands behind tells what it is.
fn cose(protected: &[u8], facts: &[u8], signature: &[u8]) -> Vec<u8> {
    Writer::default().array(4).bytes(protected).map(0).bytes(facts).bytes(signature).done()
}

/// The key's name, the facts and the signature.
fn take_apart(bytes: &[u8]) -> Option<(KeyId, &[u8], &[u8])> {
    let mut whole = Reader(bytes);
    whole.array(4)?;
    let mut header = Reader(whole.bytes()?);
    header.exactly(&[0xA2, 0x01, 0x27, 0x04])?;
    let id = KeyId(header.bytes()?.try_into().ok()?);
    whole.exactly(&[0xA0])?;
    let (facts, signature) = (whole.bytes()?, whole.bytes()?);
    (header.is_done() && whole.is_done() && signature.len() == 64).then_some((id, facts, signature))
}

fn since_1970(day: Day) -> Result<u64, Refusal> {
    use chrono::Datelike;
    u64::try_from(i64::from(day.num_days_from_ce()) - BEFORE_1970).map_err(|_| Refusal::OutOfRange)
}

fn day(since_1970: u64) -> Option<Day> {
    let days = i64::try_from(since_1970).ok()?.checked_add(BEFORE_1970)?;
    Day::from_num_days_from_ce_opt(i32::try_from(days).ok()?)
}

#[cfg(test)]
mod tests;
