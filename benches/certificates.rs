//! How fast complete certificates are made (drawn, tagged, attached, sealed, with a QR code), and how heavy they are.
//!
//! `cargo bench --bench certificates` prints three lines: a cohort of 200 with names of their own, the credential and the QR
//! code's text given; the same with the credential's proof and the QR code's signature made; and one single certificate with
//! everything, fonts cut and all. One thread; the seal is ECDSA P-256 in CMS, the rest Ed25519.

use std::hint::black_box;
use std::time::Instant;

use chrono::NaiveDate;
use stafett::certification::writing::{Sealing, ToWrite, Written, write_all};
use stafett::credentials::StatusPlace;
use stafett::kernel::{EmailAddress, Instant as Moment};
use stafett::links::Links;
use stafett::paper::{Bilingual, CertificateFacts, DayFact, DayState, FORMAL_LANDSCAPE, Kind, Layouts, Sheet, inspect};
use stafett::seals::KeyRing;

/// Runs of which the fastest and the middle one are told.
const RUNS: usize = 15;
const COHORT: u16 = 200;
/// Noon of 13 December 2012 in UTC.
const NOW: Moment = Moment::from_millis(1_355_400_000_000);

fn main() {
    let layouts = Layouts::load().expect("the layouts are compiled in");
    let keys = KeyRing::for_tests([7; 32], NOW).expect("a ring of keys");
    let links = Links::new("https://stafett.example.se".to_owned(), "https://intyg.example.se".to_owned());
    let all: Vec<CertificateFacts> = (1..=COHORT).map(facts).collect();
    let signed = write(&layouts, &keys, &links, &all);
    let qrs: Vec<String> = signed.iter().map(|one| format!("{}#{}", one.facts.verify_address, one.payload)).collect();
    let sheets: Vec<Sheet<'_>> = (signed.iter().zip(&qrs))
        .map(|(one, qr)| Sheet { facts: &one.facts, qr, credential: &one.credential, sealed_at: NOW })
        .collect();

    tell("batch of 200, credential given", all.len(), || {
        let papers = layouts.draw_batch(FORMAL_LANDSCAPE, black_box(&sheets), &Sealing(keys.seal()));
        papers.into_iter().map(|paper| paper.expect("drawn and sealed")).collect()
    });
    tell("batch of 200, proof and payload signed", all.len(), || {
        write(&layouts, &keys, &links, black_box(&all)).into_iter().map(|one| one.pdf).collect()
    });
    tell("single, proof and payload signed", 1, || {
        write(&layouts, &keys, &links, black_box(&all[..1])).into_iter().map(|one| one.pdf).collect()
    });
}

/// Runs `work`, which makes `count` papers, and prints how fast it went.
fn tell(name: &str, count: usize, mut work: impl FnMut() -> Vec<Vec<u8>>) {
    let mut times = Vec::new();
    let mut bytes = 0;
    for _ in 0..RUNS {
        let begun = Instant::now();
        let papers = work();
        times.push(begun.elapsed().as_secs_f64());
        assert!(papers.iter().all(|paper| inspect(paper).is_ok()), "every paper is sealed");
        bytes = papers.iter().map(Vec::len).max().unwrap_or(0);
    }
    times.sort_by(f64::total_cmp);
    let count = u32::try_from(count).map_or(1.0, f64::from);
    let (best, middle) = (times[0], times[RUNS / 2]);
    println!(
        "{name}: {:.0} certificates per second (fastest run {:.0}), {:.2} ms each, the heaviest {bytes} bytes",
        count / middle,
        count / best,
        middle / count * 1000.0,
    );
}

fn write(layouts: &Layouts, keys: &KeyRing, links: &Links, all: &[CertificateFacts]) -> Vec<Written> {
    let work = (1..).zip(all).map(|(index, facts)| ToWrite {
        layout: FORMAL_LANDSCAPE.to_owned(),
        facts: facts.clone(),
        issued_at: NOW,
        place: StatusPlace { list: 1, index },
        address: EmailAddress::parse("maja@example.org"),
        is_protected: false,
    });
    let written = write_all(layouts, keys, links, work.collect(), NOW);
    written.into_iter().map(|one| one.expect("written")).collect()
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
