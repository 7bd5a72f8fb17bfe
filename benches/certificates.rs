//! How fast complete certificates are made (drawn, tagged, attached, sealed, with a QR code), and how heavy they are.
//!
//! `cargo bench --bench certificates` prints a line for a cohort of 200 with names of their own, the credential and the QR
//! code's payload given, and one for a single certificate, fonts cut and all. One thread; the seal is ECDSA P-256.

use std::hint::black_box;
use std::time::Instant;

use chrono::NaiveDate;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};
use stafett::paper::{
    Bilingual, CertificateFacts, DayFact, DayState, FORMAL_LANDSCAPE, Kind, Layouts, Seal, Sheet, inspect,
};

/// Runs of which the fastest and the middle one are told.
const RUNS: usize = 15;
const COHORT: u16 = 200;

fn main() {
    let layouts = Layouts::load().expect("the layouts are compiled in");
    let seal = P256::fresh();
    let all: Vec<(CertificateFacts, String, String)> = (1..=COHORT)
        .map(|number| {
            let facts = facts(number);
            let (qr, credential) = (format!("{}#{PAYLOAD}", facts.verify_address), credential(&facts));
            (facts, qr, credential)
        })
        .collect();
    let sheets: Vec<Sheet<'_>> = all.iter().map(|(facts, qr, credential)| Sheet { facts, qr, credential }).collect();
    for (name, sheets) in [("batch of 200", &sheets[..]), ("single", &sheets[..1])] {
        let mut times = Vec::new();
        let mut bytes = 0;
        for _ in 0..RUNS {
            let begun = Instant::now();
            let papers = layouts.draw_batch(FORMAL_LANDSCAPE, black_box(sheets), &seal);
            times.push(begun.elapsed().as_secs_f64());
            let papers: Vec<Vec<u8>> = papers.into_iter().map(|paper| paper.expect("drawn and sealed")).collect();
            assert!(papers.iter().all(|paper| inspect(paper).is_ok()), "every paper is sealed");
            bytes = papers.iter().map(Vec::len).sum::<usize>() / papers.len();
        }
        times.sort_by(f64::total_cmp);
        let count = f64::from(u32::try_from(sheets.len()).unwrap_or(1));
        let (best, middle) = (times[0], times[RUNS / 2]);
        println!(
            "{name}: {:.0} certificates per second (fastest run {:.0}), {:.2} ms each, {bytes} bytes each",
            count / middle,
            count / best,
            middle / count * 1000.0,
        );
    }
}

/// A payload of the length that one with a name has.
const PAYLOAD: &str = "2KCE3IQEXTV6KBGBSLYGN3VPQQ4SDZEYSZNXTWA4VR77NBLHQ2IIW7YD3FKEWM6ZS2KCE3IQEXTV6KBGBSLYGN3VPQQ4SDZEYSZNXTWA4VR77NBLHQ2IIW7YD3FKEWM6ZSAB4JUHN2XQ5EAAB4JU";

/// As long as an Open Badges credential of ours is.
fn credential(facts: &CertificateFacts) -> String {
    let filler: Vec<String> = (0..24).map(|line| format!("\"https://example.org/{line}/{}\"", facts.code)).collect();
    format!("{{\"holder\":\"{}\",\"number\":\"{}\",\"lines\":[{}]}}", facts.holder, facts.number, filler.join(","))
}

/// Signs, and puts the signature where CMS would have it: behind certificate and attributes of the usual length.
struct P256 {
    key: EcdsaKeyPair,
    random: SystemRandom,
}

impl P256 {
    fn fresh() -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random).expect("its own");
        Self { key, random }
    }
}

impl Seal for P256 {
    fn sign(&self, digest: &[u8; 32]) -> Result<Vec<u8>, String> {
        let signature = self.key.sign(&self.random, digest).map_err(|fault| fault.to_string())?;
        let content = [[5_u8; 860].as_slice(), signature.as_ref()].concat();
        let length = u16::try_from(content.len()).map_err(|fault| fault.to_string())?.to_be_bytes();
        Ok([[0x30, 0x82].as_slice(), length.as_slice(), &content].concat())
    }

    fn longest(&self) -> usize {
        940
    }
}

fn facts(number: u16) -> CertificateFacts {
    let day = |of_month| NaiveDate::from_ymd_opt(2012, 10, of_month).unwrap_or_default();
    let first = ["Maja", "Åke", "Đorđe", "Zoë", "Łukasz", "Ngọc"][usize::from(number % 6)];
    let last = ["Exempelsson", "Provbarn", "Ćirić", "Östanå"][usize::from(number % 4)];
    CertificateFacts {
        kind: Kind::Certificate,
        number: format!("BRF-2012-{number:04}"),
        code: format!("K7QF1A2B3C4D{number:04}X"),
        holder: format!("{first} {last}"),
        award: Bilingual::new("Barnrättsstrateg", "Child Rights Strategist"),
        award_key: 1,
        programme: Bilingual::new("Barnrättsstrateg, sex dagar", "Child Rights Strategist, six days"),
        days: (1..=6)
            .map(|number| DayFact {
                number,
                date: day(u32::from(number)),
                topic: Bilingual::new("Barnkonventionen: grundprinciper", "The Convention: principles"),
                state: DayState::Present,
            })
            .collect(),
        attended_days: 6,
        total_days: 6,
        minutes_total: 2160,
        place: "Lund".to_owned(),
        from: day(1),
        to: day(6),
        learning_goals: vec![Bilingual::new("pröva barnets bästa i beslut", "assess the best interests of the child")],
        rule_in_words: Bilingual::new("Minst fem av sex dagar.", "At least five of six days."),
        trainers: vec!["Ture Lärarsson".to_owned()],
        issuer: "Barnrättsforum Skåne".to_owned(),
        signatory_name: "Gerda Ordförandesson".to_owned(),
        signatory_title: "Ordförande".to_owned(),
        issued_on: day(13),
        expires_on: None,
        verify_address: format!("HTTPS://INTYG.EXAMPLE.SE/V/K7QF1A2B3C4D{number:04}X"),
        verify_address_shown: "intyg.example.se/v".to_owned(),
        languages: Vec::new(),
    }
}
