//! Writes sample papers to a folder, for the eye and for `tests/paper/run`.
//!
//! `cargo run --example sample_certificate -- FOLDER` writes a `preview.pdf` and papers of both kinds and both layouts, signed
//! and sealed with keys made for the occasion, each with a `.txt` beside it that lists what the paper prints, one fact a line,
//! a `.address` with what the QR code says and a `.json` with what is attached; `seal.crt` is the seal's certificate (DER).

use std::error::Error;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use stafett::certification::writing::{ToWrite, Written, write_all};
use stafett::credentials::StatusPlace;
use stafett::kernel::{Instant, Lang};
use stafett::links::Links;
use stafett::paper::{Bilingual, CertificateFacts, DayFact, DayState, FORMAL_LANDSCAPE, Kind, Layouts, QUIET_PORTRAIT};
use stafett::seals::KeyRing;

/// Noon of 13 December 2012 in UTC.
const ISSUED_AT: Instant = Instant::from_millis(1_355_400_000_000);
/// A year earlier: a key seals nothing before it is made.
const KEYS_MADE_AT: Instant = ISSUED_AT.plus_days(-365);

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/sample".to_owned());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    let layouts = Layouts::load()?;
    let now = ISSUED_AT;
    let keys = KeyRing::for_tests([7; 32], KEYS_MADE_AT)?;
    let certificate = certificate();
    let preview = layouts.draw_preview(FORMAL_LANDSCAPE, &certificate);
    let preview = preview.map_err(|refusal| refusal.say(certificate.main_lang()))?;
    fs::write(folder.join("preview.pdf"), preview)?;

    let others = OTHER_NAMES.map(|(name, holder)| {
        (name, FORMAL_LANDSCAPE, CertificateFacts { holder: holder.to_owned(), ..certificate.clone() })
    });
    let all: Vec<_> = [
        ("certificate", FORMAL_LANDSCAPE, certificate.clone()),
        ("attendance", FORMAL_LANDSCAPE, attendance()),
        ("portrait", QUIET_PORTRAIT, certificate.clone()),
        ("portrait-attendance", QUIET_PORTRAIT, attendance()),
    ]
    .into_iter()
    .chain(others)
    .collect();
    let work = all.iter().map(|(_, layout, facts)| to_write(layout, facts)).collect();
    let links = Links::new("https://stafett.example.se".to_owned(), "https://intyg.example.se".to_owned());
    for ((name, ..), written) in all.iter().zip(write_all(&layouts, &keys, &links, work, now)) {
        write(&folder.join(name), &written.map_err(|why| why.say(Lang::En))?)?;
    }
    fs::write(folder.join("seal.crt"), keys.seal().certificate())?;
    Ok(())
}

fn to_write(layout: &str, facts: &CertificateFacts) -> ToWrite {
    ToWrite {
        layout: layout.to_owned(),
        facts: facts.clone(),
        issued_at: ISSUED_AT,
        place: StatusPlace { list: 1, index: 4_711 },
        address: None,
        is_protected: false,
    }
}

fn write(stem: &Path, written: &Written) -> Result<(), Box<dyn Error>> {
    fs::write(stem.with_extension("pdf"), &written.pdf)?;
    fs::write(stem.with_extension("txt"), printed(&written.facts).join("\n") + "\n")?;
    fs::write(stem.with_extension("address"), format!("{}#{}", written.facts.verify_address, written.payload))?;
    fs::write(stem.with_extension("json"), &written.credential)?;
    Ok(())
}

/// Invented names in the shapes that real names have.
const OTHER_NAMES: [(&str, &str); 6] = [
    ("name-vietnamese", "Đặng Thị Ngọc"),
    ("name-polish", "Łukasz Ćirić"),
    ("name-greek", "Ελένη Παπαδοπούλου-Ξενάκη"),
    ("name-cyrillic", "Людмила Їжакевич-Щербина"),
    ("name-yoruba", "Adébáyọ̀ Ọlátúnjí"),
    ("name-long", "Anna-Karolina Margareta Elisabeth von Åkerhielm af Östanbäck och Öfverbyholm de la Gardenstierna"),
];

/// What stands on the paper, one fact a line; long texts are broken over lines there.
fn printed(facts: &CertificateFacts) -> Vec<String> {
    let mut lines = vec![facts.number.clone(), facts.holder.clone(), facts.programme.sv.clone(), facts.issuer.clone()];
    if facts.kind == Kind::Certificate {
        lines.extend([facts.award.sv.clone(), facts.award.en.clone()]);
    }
    lines.extend(facts.days.iter().flat_map(|day| [day.topic.sv.clone(), day.topic.en.clone()]));
    lines.extend(facts.learning_goals.iter().flat_map(|goal| [goal.sv.clone(), goal.en.clone()]));
    lines.extend([facts.rule_in_words.sv.clone(), facts.rule_in_words.en.clone(), facts.place.clone()]);
    lines.extend(facts.trainers.clone());
    lines.extend([facts.signatory_name.clone(), facts.signatory_title.clone(), facts.verify_address_shown.clone()]);
    lines.extend(["4 oktober – 5 december 2012", "4 October – 5 December 2012", "13 december 2012"].map(str::to_owned));
    let code = &facts.code;
    lines.push(format!("{}-{}-{}-{}", &code[..4], &code[4..8], &code[8..12], &code[12..]));
    lines
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

#[expect(clippy::too_many_lines, reason = "one value after the other; nothing is decided here")]
fn certificate() -> CertificateFacts {
    let topics = [
        (
            date(2012, 10, 4),
            "Barnkonventionen: historia, grundprinciper och tolkning",
            "The Convention: history, principles, interpretation",
        ),
        (date(2012, 10, 5), "Barnsyn, barnperspektiv och barnets perspektiv", "Views of the child, child perspectives"),
        (date(2012, 11, 1), "Prövning av barnets bästa i beslut", "Assessing the best interests of the child"),
        (date(2012, 11, 2), "Barns delaktighet och inflytande i praktiken", "Children’s participation in practice"),
        (date(2012, 12, 4), "Strategiskt arbete i kommun och region", "Strategic work in municipality and region"),
        (date(2012, 12, 5), "Genomförandeplan: från ord till handling", "The rollout plan: from words to action"),
    ];
    let days = topics.into_iter().zip(1..).map(|((date, sv, en), number)| DayFact {
        number,
        date,
        topic: Bilingual::new(sv, en),
        state: DayState::Present,
    });
    CertificateFacts {
        kind: Kind::Certificate,
        number: "BRF-2012-0001".to_owned(),
        code: "K7QF1A2B3C4D5E6FX".to_owned(),
        holder: "Maja Exempelsson Åkerlöf".to_owned(),
        award: Bilingual::new("Barnrättsstrateg", "Child Rights Strategist"),
        award_key: 1,
        programme: Bilingual::new("Barnrättsstrateg, sex dagar", "Child Rights Strategist, six days"),
        days: days.collect(),
        attended_days: 6,
        total_days: 6,
        minutes_total: 2160,
        place: "Lund".to_owned(),
        from: date(2012, 10, 4),
        to: date(2012, 12, 5),
        learning_goals: vec![
            Bilingual::new(
                "redogöra för barnkonventionen och dess ställning i svensk rätt",
                "explain the Convention and its standing in Swedish law",
            ),
            Bilingual::new(
                "pröva barnets bästa i beslut som rör barn",
                "assess the best interests of the child in decisions",
            ),
            Bilingual::new(
                "planera och leda barns delaktighet i den egna verksamheten",
                "plan and lead children’s participation at work",
            ),
            Bilingual::new("utbilda politiker och tjänstemän på hemmaplan", "train politicians and officials at home"),
        ],
        rule_in_words: Bilingual::new(
            "Minst fem av sex dagar, där dag 1 och dag 6 ska ingå, och en godkänd plan för genomförande i den egna kommunen.",
            "At least five of six days, including days 1 and 6, and an approved plan for work in one’s own municipality.",
        ),
        trainers: vec!["Ture Lärarsson".to_owned(), "Siri Handledarsdotter".to_owned()],
        issuer: "Barnrättsforum Skåne".to_owned(),
        signatory_name: "Gerda Ordförandesson".to_owned(),
        signatory_title: "Ordförande, Barnrättsforum Skåne".to_owned(),
        issued_on: date(2012, 12, 13),
        expires_on: None,
        verify_address: "HTTPS://INTYG.EXAMPLE.SE/V/K7QF1A2B3C4D5E6FX".to_owned(),
        verify_address_shown: "intyg.example.se/v".to_owned(),
        languages: Vec::new(),
    }
}

fn attendance() -> CertificateFacts {
    let mut facts = certificate();
    let states = [
        DayState::Present,
        DayState::Absent,
        DayState::Partial,
        DayState::MadeUp,
        DayState::Cancelled,
        DayState::Credited,
    ];
    for (day, state) in facts.days.iter_mut().zip(states) {
        day.state = state;
    }
    CertificateFacts {
        kind: Kind::AttendanceCertificate,
        number: "BRF-2012-0002".to_owned(),
        code: "M3TN8W0Q5RHJ2Z7YB".to_owned(),
        holder: "Olle Provbarn".to_owned(),
        attended_days: 4,
        total_days: 5,
        minutes_total: 1410,
        verify_address: "HTTPS://INTYG.EXAMPLE.SE/V/M3TN8W0Q5RHJ2Z7YB".to_owned(),
        ..facts
    }
}
