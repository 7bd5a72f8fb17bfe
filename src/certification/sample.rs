//! An invented certificate, to see what a layout looks like before anybody has one.

use super::composing::Identity;
use crate::kernel::{Day, Lang};
use crate::links::Links;
use crate::organisations::Platform;
use crate::paper::{Bilingual, CertificateFacts, DayFact, DayState, Edition, Kind, Layouts, Refusal, edition_name};
use chrono::Days;

/// Topics of the six days.
const TOPICS: [(&str, &str); 6] = [
    ("Barnkonventionen: historia, grundprinciper och tolkning", "The Convention: history, principles, interpretation"),
    ("Barnsyn, barnperspektiv och barnets perspektiv", "Views of the child, child perspectives"),
    ("Prövning av barnets bästa i beslut", "Assessing the best interests of the child"),
    ("Barns delaktighet och inflytande i praktiken", "Children’s participation in practice"),
    ("Strategiskt arbete i kommun och region", "Strategic work in municipality and region"),
    ("Genomförandeplan: från ord till handling", "The rollout plan: from words to action"),
];

/// What of the sample could not be printed in a look, of both kinds and in every choice of languages: the first paper's kind,
/// and why. Asked before a look is saved, so that it is not found by whoever issues next.
#[must_use]
pub fn refused(
    layouts: &Layouts,
    (layout, edition): (&str, &Edition),
    platform: Option<&Platform>,
    (links, today): (&Links, Day),
) -> Option<(Kind, Refusal)> {
    let with = layouts.with([(layout, 0, edition)]);
    let identity = Identity::trial(platform.map_or("EX", |platform| &platform.issuer_code), today);
    let qr = links.verify_in_qr(&identity.code);
    let choices = [vec![Lang::Sv, Lang::En], vec![Lang::En, Lang::Sv], vec![Lang::Sv], vec![Lang::En]];
    [Kind::Certificate, Kind::AttendanceCertificate].into_iter().find_map(|kind| {
        choices.iter().find_map(|languages| {
            let facts = CertificateFacts {
                number: identity.number.clone(),
                code: identity.code.clone(),
                verify_address: qr.clone(),
                verify_address_shown: links.verify_shown(),
                languages: languages.clone(),
                ..facts(platform, kind, languages[0], today)
            };
            with.lay_out(&edition_name(layout, 0), &facts, &qr).err().map(|why| (kind, why))
        })
    })
}

/// The facts of nobody's certificate, with the issuer and signatory the platform has.
///
/// Drawn as a proof only: number and code are empty.
#[must_use]
pub fn facts(platform: Option<&Platform>, kind: Kind, main: Lang, today: Day) -> CertificateFacts {
    let date = |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(today);
    let dates = [70, 69, 42, 41, 10, 9].map(date);
    let days = dates.into_iter().zip(TOPICS).zip(1..).map(|((date, (sv, en)), number)| DayFact {
        number,
        date,
        topic: Bilingual::new(sv, en),
        state: if kind == Kind::AttendanceCertificate && number > 4 { DayState::Absent } else { DayState::Present },
    });
    let attended_days = if kind == Kind::AttendanceCertificate { 4 } else { 6 };
    let of = |value: fn(&Platform) -> &String, otherwise: &str| {
        platform.map_or_else(|| otherwise.to_owned(), |platform| value(platform).clone())
    };
    CertificateFacts {
        kind,
        number: String::new(),
        code: String::new(),
        holder: "Maja Exempelsson Åkerlöf".to_owned(),
        award: Bilingual::new("Barnrättsstrateg", "Child Rights Strategist"),
        award_key: 0,
        programme: Bilingual::new("Barnrättsstrateg, sex dagar", "Child Rights Strategist, six days"),
        days: days.collect(),
        attended_days,
        total_days: 6,
        minutes_total: u32::from(attended_days) * 360,
        place: "Exempelstad".to_owned(),
        from: dates[0],
        to: dates[5],
        learning_goals: vec![
            Bilingual::new(
                "pröva barnets bästa i beslut som rör barn",
                "assess the best interests of the child in decisions",
            ),
            Bilingual::new("planera och leda barns delaktighet", "plan and lead children’s participation"),
            Bilingual::new("utbilda politiker och tjänstemän på hemmaplan", "train politicians and officials at home"),
        ],
        rule_in_words: Bilingual::new(
            "Minst fem av sex dagar, där dag 1 och dag 6 ska ingå.",
            "At least five of six days, including days 1 and 6.",
        ),
        trainers: vec!["Ture Lärarsson".to_owned()],
        issuer: of(|platform| &platform.issuer_name, "Exempelforum"),
        signatory_name: of(|platform| &platform.signatory_name, "Gerda Ordförandesson"),
        signatory_title: of(|platform| &platform.signatory_title, "Ordförande"),
        issued_on: today,
        expires_on: None,
        verify_address: String::new(),
        verify_address_shown: "intyg.example.se/v".to_owned(),
        languages: vec![main, main.say(Lang::En, Lang::Sv)],
    }
}
