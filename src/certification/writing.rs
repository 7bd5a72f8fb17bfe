//! Signing, drawing and sealing, without a database: one thread, given work in, finished papers out.

use super::Unwritten;
use crate::credentials::Refusal as Unsigned;
use crate::credentials::{Achievement, Badge, BadgeFacts, Issuer, QrFacts, Recipient, StatusPlace};
use crate::kernel::{EmailAddress, Instant};
use crate::links::Links;
use crate::locale::{numbers, stockholm};
use crate::paper::{CertificateFacts, Kind, Layouts, Refusal, Seal, Sheet};
use crate::seals::{KeyKind, KeyRing, PaperSeal};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// A certificate of the register whose paper is to be written.
#[derive(Debug)]
pub struct ToWrite {
    /// The layout it is drawn with.
    pub layout: String,
    /// What it prints, frozen.
    pub facts: CertificateFacts,
    /// When it was issued.
    pub issued_at: Instant,
    /// Its place in a status list.
    pub place: StatusPlace,
    /// The holder's address, of which the credential carries a salted hash.
    pub address: Option<EmailAddress>,
    /// Whether what machines read must not name the holder.
    pub is_protected: bool,
}

/// What is kept of a paper.
#[derive(Debug)]
pub struct Written {
    /// What it prints.
    pub facts: CertificateFacts,
    /// The sealed bytes.
    pub pdf: Vec<u8>,
    /// Their SHA-256, in hexadecimal digits.
    pub sha256: String,
    /// The credential as it is attached and offered alone.
    pub credential: String,
    /// What stands behind the `#` in the QR code.
    pub payload: String,
    /// The signing key.
    pub key_id: String,
    /// The paper seal.
    pub seal_id: String,
}

/// A paper that is signed and not yet drawn.
struct Signed {
    one: ToWrite,
    credential: String,
    qr: String,
}

/// Signs, draws and seals papers, each by itself: what is wrong with one stops no other.
///
/// The answers stand in the order of the work.
pub fn write_all(
    layouts: &Layouts,
    keys: &KeyRing,
    links: &Links,
    work: Vec<ToWrite>,
    now: Instant,
) -> Vec<Result<Written, Unwritten>> {
    let mut answers: Vec<Option<Result<Written, Unwritten>>> = work.iter().map(|_| None).collect();
    let mut by_layout: BTreeMap<String, Vec<(usize, Signed)>> = BTreeMap::new();
    for (index, one) in work.into_iter().enumerate() {
        let host = host_of(&one.facts, links);
        let signed = Issuer::new(&host, &one.facts.issuer, links.public())
            .and_then(|issuer| sign(&issuer, &host, keys, one, now));
        match signed {
            Ok(signed) => by_layout.entry(signed.one.layout.clone()).or_default().push((index, signed)),
            Err(why) => answers[index] = Some(Err(why.into())),
        }
    }
    let sealing_since = sealing_since(keys);
    for (layout, all) in by_layout {
        let sheets: Vec<Sheet<'_>> = all
            .iter()
            .map(|(_, signed)| Sheet {
                facts: &signed.one.facts,
                qr: &signed.qr,
                credential: &signed.credential,
                // A key that was made after the number was given sealed nothing before there was one.
                sealed_at: signed.one.issued_at.max(sealing_since),
            })
            .collect();
        let drawn = layouts.draw_batch(&layout, &sheets, &Sealing(keys.seal()));
        for ((index, signed), drawn) in all.into_iter().zip(drawn) {
            answers[index] = Some(kept(signed, drawn, keys));
        }
    }
    answers.into_iter().map(|answer| answer.unwrap_or(Err(Unwritten::LeftOut))).collect()
}

/// The first of `all` that could not be drawn, by its place, and why.
///
/// Everything is put in its place, with a QR code as fine as it can become, and nothing is drawn, signed for good or sealed:
/// asked for everybody before a single number is given.
pub fn first_refused(
    layouts: &Layouts,
    keys: &KeyRing,
    links: &Links,
    (layout, all): (&str, &[CertificateFacts]),
) -> Option<(usize, Refusal)> {
    // The place that takes most room in a code.
    let place = StatusPlace { list: 9_999, index: 131_071 };
    let refused = |facts: &CertificateFacts| {
        let qr = qr_of(facts, Some(&facts.holder), place).qr_text(&host_of(facts, links), &facts.code, keys.signing());
        qr.map_err(|_| Refusal::Code).and_then(|qr| layouts.lay_out(layout, facts, &qr)).err()
    };
    all.iter().enumerate().find_map(|(index, facts)| Some((index, refused(facts)?)))
}

/// The host frozen with the facts, on which the place in a status list is, whatever the settings say by now.
fn host_of(facts: &CertificateFacts, links: &Links) -> String {
    let host = facts.verify_address.split_once("/V/").map(|(host, _)| host.to_lowercase());
    host.unwrap_or_else(|| links.verification().to_owned())
}

/// When the key that seals was made, or 1970 if the ring does not say.
fn sealing_since(keys: &KeyRing) -> Instant {
    let id = keys.seal().id().to_string();
    let made = keys.published().into_iter().find(|one| one.kind == KeyKind::Seal && one.id == id);
    made.map_or(Instant::from_millis(0), |made| made.created_at)
}

fn kept(signed: Signed, drawn: Result<Vec<u8>, Refusal>, keys: &KeyRing) -> Result<Written, Unwritten> {
    let pdf = drawn?;
    Ok(Written {
        facts: signed.one.facts,
        sha256: HEXLOWER.encode(&Sha256::digest(&pdf)),
        pdf,
        credential: signed.credential,
        payload: signed.qr.split_once('#').map_or_else(String::new, |(_, payload)| payload.to_owned()),
        key_id: keys.signing().id().to_string(),
        seal_id: keys.seal().id().to_string(),
    })
}

fn sign(issuer: &Issuer, verification: &str, keys: &KeyRing, one: ToWrite, now: Instant) -> Result<Signed, Unsigned> {
    let facts = &one.facts;
    let lang = facts.main_lang();
    let award = u64::try_from(facts.award_key).unwrap_or_default();
    let (what, title) = match facts.kind {
        Kind::Certificate => (lang.say("Intyg", "Certificate"), facts.award.in_lang(lang)),
        Kind::AttendanceCertificate => {
            let what = lang.say("Närvarointyg", "Certificate of attendance");
            (what, what)
        }
    };
    let name = format!("{what} {}", facts.number);
    let (days, held) = (facts.attended_days, facts.total_days);
    let hours = numbers::hours(lang, facts.minutes_total);
    let programme = facts.programme.in_lang(lang);
    let description = lang.say(
        format!("{programme}: {days} av {held} dagar, {hours}."),
        format!("{programme}: {days} of {held} days, {hours}."),
    );
    let salt = salt().map_err(|_| Unsigned::Form)?;
    let badge = BadgeFacts {
        code: &facts.code,
        name: &name,
        issued_at: one.issued_at,
        valid_until: facts.expires_on.map(stockholm::last_second_of),
        recipient: Recipient {
            name: (!one.is_protected).then_some(facts.holder.as_str()),
            email: one.address.as_ref().map(|address| (address, salt.as_str())),
        },
        achievement: Achievement {
            award,
            name: title,
            description: &description,
            criteria: facts.rule_in_words.in_lang(lang),
        },
        lang,
        status: one.place,
    };
    let credential = Badge::issue(issuer, &badge, keys.signing(), now)?.json();
    let name = (!one.is_protected).then_some(facts.holder.as_str());
    let qr = qr_of(facts, name, one.place).qr_text(verification, &facts.code, keys.signing())?;
    Ok(Signed { one, credential, qr })
}

/// What the QR code says of a paper, of the holder only what machines may read.
fn qr_of(facts: &CertificateFacts, name: Option<&str>, place: StatusPlace) -> QrFacts {
    QrFacts {
        number: facts.number.clone(),
        name: name.map(str::to_owned),
        award: u64::try_from(facts.award_key).unwrap_or_default(),
        first: facts.from,
        last: facts.to,
        days: u64::from(facts.attended_days),
        list: u64::try_from(place.list).unwrap_or_default(),
        index: place.index,
    }
}

/// The house's seal as the paper room asks for it.
pub struct Sealing<'a>(pub &'a PaperSeal);

impl Seal for Sealing<'_> {
    fn sign(&self, digest: &[u8; 32]) -> Result<Vec<u8>, String> {
        self.0.sign(digest).map_err(|why| why.to_string())
    }

    fn longest(&self) -> usize {
        self.0.longest()
    }
}

/// 16 random bytes in hexadecimal digits.
fn salt() -> Result<String, getrandom::Error> {
    let mut random = [0_u8; 16];
    getrandom::fill(&mut random)?;
    Ok(HEXLOWER.encode(&random))
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::kernel::Lang;
    use crate::paper::FORMAL_LANDSCAPE;

    #[test]
    fn no_paper_says_that_it_was_sealed_before_its_key_was_made() {
        let (issued_at, layouts) = (Instant::from_millis(1_355_389_267_000), Layouts::load().expect("layouts"));
        let links = Links::new("https://stafett.example.se".to_owned(), "https://intyg.example.se".to_owned());
        let today = stockholm::today(issued_at);
        let facts = CertificateFacts {
            number: "BRF-2012-0001".to_owned(),
            code: "K7QF1A2B3C4D5E6FX".to_owned(),
            verify_address: links.verify_in_qr("K7QF1A2B3C4D5E6FX"),
            ..sample::facts(None, Kind::Certificate, Lang::Sv, today)
        };
        let sealed_at = |made_at| {
            let keys = KeyRing::for_tests([7; 32], made_at).expect("keys");
            let place = StatusPlace { list: 1, index: 1 };
            let layout = FORMAL_LANDSCAPE.to_owned();
            let one = ToWrite { layout, facts: facts.clone(), issued_at, place, address: None, is_protected: false };
            let written = write_all(&layouts, &keys, &links, vec![one], issued_at).remove(0).expect("a paper");
            String::from_utf8_lossy(&written.pdf).into_owned()
        };

        let (before, after) = (sealed_at(issued_at.plus_days(-1)), sealed_at(issued_at.plus_minutes(1)));

        assert!(before.contains("/M(D:20121213090107Z)") && after.contains("/M(D:20121213090207Z)"));
    }
}
