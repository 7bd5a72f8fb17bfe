//! An invented certificate, to see what a layout looks like before anybody has one.

use crate::kernel::{Day, Lang};
use crate::organisations::Platform;
use crate::paper::{Bilingual, CertificateFacts, DayFact, DayState, Kind};
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
