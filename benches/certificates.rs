//! How fast certificates are drawn, and how heavy they are.
//!
//! `cargo bench --bench certificates` prints a line for one certificate drawn again and again and one for a cohort of
//! 200 with names of their own.

use std::hint::black_box;
use std::time::Instant;

use chrono::NaiveDate;
use stafett::paper::{Bilingual, CertificateFacts, DayFact, DayState, FORMAL_LANDSCAPE, Kind, Layouts};

fn main() {
    let layouts = Layouts::load().expect("the layouts are compiled in");
    let single: Vec<CertificateFacts> = std::iter::repeat_n(facts(1), 50).collect();
    let batch: Vec<CertificateFacts> = (1..=200).map(facts).collect();
    for (name, all) in [("single", single), ("batch of 200", batch)] {
        let begun = Instant::now();
        let bytes: usize = all
            .iter()
            .map(|facts| layouts.draw(FORMAL_LANDSCAPE, black_box(facts)).map_or(0, |bytes| bytes.len()))
            .sum();
        let seconds = begun.elapsed().as_secs_f64();
        let count = u32::try_from(all.len()).map_or(1.0, f64::from);
        println!("{name}: {:.0} certificates per second, {} bytes each", count / seconds, bytes / all.len());
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
