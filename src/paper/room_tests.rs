//! Nothing runs off the sheet, nothing is too small to read, nothing stands over something else; what cannot be is refused.

use super::certificate::place;
use super::face::PT_PER_MM;
use super::fit::LEAST;
use super::language::Piece;
use super::look_tests::facts;
use super::page::{Shape, Style};
use super::sheet::Purpose;
use super::*;
use crate::kernel::Lang;

const BOTH: [&str; 2] = [FORMAL_LANDSCAPE, QUIET_PORTRAIT];

/// Every choice of languages.
fn languages() -> [Vec<Lang>; 4] {
    [vec![Lang::Sv, Lang::En], vec![Lang::En, Lang::Sv], vec![Lang::Sv], vec![Lang::En]]
}

/// A line of text on a page.
struct Line {
    style: Style,
    left: f32,
    right: f32,
    y: f32,
    text: String,
}

/// The upright lines of a paper, after it was seen that everything lies within the sheet.
fn lines(layouts: &Layouts, key: &str, facts: &CertificateFacts) -> Result<Vec<Line>, Refusal> {
    let layout = layouts.find(key)?;
    let drawn = place(layout, facts, &facts.verify_address, Purpose::Issue)?.drawn;
    let page = &layout.plan.page;
    let inside = |x: f32, y: f32| {
        assert!((0.0..=page.width).contains(&x) && (0.0..=page.height).contains(&y), "({x}, {y}) is off the sheet");
    };
    let mut lines = Vec::new();
    for mark in &drawn.marks {
        match &mark.shape {
            Shape::Text { style, x, y, pieces, .. } => {
                let of = |(_, text): &Piece| layout.faces.get(style.face).width(text.trim_end(), style.size);
                let text: String = pieces.iter().map(|(_, text)| text.as_str()).collect();
                let right = x + pieces.iter().map(of).sum::<f32>();
                lines.push(Line { style: *style, left: *x, right, y: *y, text });
            }
            Shape::Box { x, y, width, height, .. } | Shape::Stamp { x, y, width, height, .. } => {
                inside(*x, *y);
                inside(x + width, y + height);
            }
            // The artwork of a layout may run off its sheet.
            Shape::Path { .. } => {}
            Shape::Qr { x, y, side, .. } => {
                inside(*x, *y);
                inside(x + side, y + side);
            }
        }
    }
    Ok(lines)
}

/// Lays a paper out and sees that it is one that can be read, if it can be printed.
fn sound(layouts: &Layouts, key: &str, facts: &CertificateFacts) -> Result<Vec<Line>, Refusal> {
    let lines = lines(layouts, key, facts)?;
    let page = &layouts.find(key)?.plan.page;
    for line in &lines {
        let text = &line.text;
        assert!(line.left >= page.left - 0.01 && line.right <= page.right + 0.01, "{key}: beyond the margin: {text}");
        assert!(line.y > 0.0 && line.y < page.height - 5.0, "{key}: beyond the sheet: {text}");
        assert!(line.style.size >= LEAST - 0.01, "{key}: {} pt: {text}", line.style.size);
    }
    for (index, one) in lines.iter().enumerate() {
        for other in &lines[index + 1..] {
            let (upper, lower) = if one.y <= other.y { (one, other) } else { (other, one) };
            let beside = one.right <= other.left + 0.01 || other.right <= one.left + 0.01;
            let clear = lower.y - upper.y >= 0.85 * lower.style.size / PT_PER_MM;
            assert!(beside || clear, "{key}: “{}” stands over “{}”", upper.text, lower.text);
        }
    }
    Ok(lines)
}

/// A text of `length` characters in words of usual lengths.
fn text(length: usize) -> String {
    let words = "där vi har arbetat med barnkonventionen, delaktighet och genomförande i kommunen ";
    words.chars().cycle().take(length).collect::<String>().trim().to_owned()
}

#[test]
fn every_text_of_an_edition_fits_at_any_length_or_is_refused_by_its_part() {
    let layouts = Layouts::load().unwrap();
    let mut refused = Vec::new();
    for length in [1, 60, 140, 220, 300] {
        for (words, both) in
            [(text(length), text(length)), (text(length), String::new()), ("W".repeat(length), String::new())]
        {
            let own = Bilingual::new(words, both);
            let looks = [
                (Part::Lead, Edition { lead: own.clone(), ..Edition::default() }),
                (Part::Sentence, Edition { sentence: own.clone(), attendance: own, ..Edition::default() }),
            ];
            for (part, edition) in looks {
                for kind in [Kind::Certificate, Kind::AttendanceCertificate] {
                    for languages in languages() {
                        let facts = CertificateFacts { kind, languages, ..facts() };
                        for key in BOTH {
                            let with = layouts.with([(key, 1, &edition)]);
                            match sound(&with, &edition_name(key, 1), &facts) {
                                Ok(lines) => assert!(lines.len() > 20),
                                Err(why) => {
                                    assert_eq!(why, Refusal::DoesNotFit(part), "{length} characters in {key}");
                                    refused.push((part, length));
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    assert!(refused.contains(&(Part::Lead, 300)), "{refused:?}");
    assert!(refused.iter().all(|(_, length)| *length > 60), "{refused:?}");
}

#[test]
fn both_languages_of_a_long_sentence_shrink_together() {
    let layouts = Layouts::load().unwrap();
    let edition = Edition { sentence: Bilingual::new(text(280), "has attended"), ..Edition::default() };
    let with = layouts.with([(FORMAL_LANDSCAPE, 1, &edition)]);

    let lines = sound(&with, &edition_name(FORMAL_LANDSCAPE, 1), &facts()).unwrap();

    let size = |begun: &str| lines.iter().find(|line| line.text.starts_with(begun)).unwrap().style.size;
    assert!(size("där vi har") >= size("has attended"), "{} and {}", size("där vi har"), size("has attended"));
}

#[test]
fn a_long_title_of_the_signatory_and_a_long_issuer_take_two_lines() {
    let layouts = Layouts::load().unwrap();
    let facts = CertificateFacts {
        signatory_title:
            "Ordförande i styrelsen och sammankallande i arbetsgruppen för barnets rättigheter i kommun och region"
                .to_owned(),
        issuer: "Barnrättsforum i södra Exempelbygden i samverkan".to_owned(),
        ..facts()
    };

    for key in BOTH {
        let lines = sound(&layouts, key, &facts).unwrap();
        assert!(lines.iter().any(|line| line.text.starts_with("Ordförande i styrelsen") && line.style.size > 6.9));
    }
    let endless = CertificateFacts { signatory_title: "Ordförande ".repeat(30), ..facts };
    let refusal = sound(&layouts, FORMAL_LANDSCAPE, &endless).err().unwrap();
    assert_eq!(refusal, Refusal::DoesNotFit(Part::SignatoryTitle));
    assert!(refusal.say(Lang::Sv).contains("undertecknarens titel") && !refusal.say(Lang::Sv).contains('/'));
}

/// A year of days, in words as they are used.
const YEAR: [[&str; 4]; 12] = [
    [
        "Barnkonventionen: historia, grundprinciper och tolkning",
        "The Convention: history, principles, interpretation",
        "redogöra för barnkonventionen och dess ställning i svensk rätt",
        "explain the Convention and its standing in Swedish law",
    ],
    [
        "Barnsyn, barnperspektiv och barnets perspektiv",
        "Views of the child, child perspectives",
        "skilja mellan barnperspektiv och barnets perspektiv",
        "tell a child perspective from the child’s perspective",
    ],
    [
        "Prövning av barnets bästa i beslut",
        "Assessing the best interests of the child",
        "pröva barnets bästa i beslut som rör barn",
        "assess the best interests of the child in decisions",
    ],
    [
        "Barns delaktighet och inflytande i praktiken",
        "Children’s participation in practice",
        "planera och leda barns delaktighet i den egna verksamheten",
        "plan and lead children’s participation at work",
    ],
    [
        "Strategiskt arbete i kommun och region",
        "Strategic work in municipality and region",
        "driva strategiskt barnrättsarbete över förvaltningsgränser",
        "lead strategic work across departments",
    ],
    [
        "Genomförandeplan: från ord till handling",
        "The rollout plan: from words to action",
        "utbilda politiker och tjänstemän på hemmaplan",
        "train politicians and officials at home",
    ],
    [
        "Våld mot barn: upptäcka, fråga och anmäla",
        "Violence against children: to notice, ask and report",
        "upptäcka tecken på våld och göra en orosanmälan",
        "notice signs of violence and report a concern",
    ],
    [
        "Barn med funktionsnedsättning",
        "Children with disabilities",
        "anpassa delaktighet för barn med funktionsnedsättning",
        "adapt participation to children with disabilities",
    ],
    [
        "Digitala miljöer och barns integritet",
        "Digital surroundings and children’s privacy",
        "bedöma barns integritet i digitala miljöer",
        "assess children’s privacy in digital surroundings",
    ],
    [
        "Barnbudget och barnkonsekvensanalys",
        "Child budgeting and impact analysis",
        "genomföra barnkonsekvensanalyser i nämndens ärenden",
        "make child impact analyses in the committee’s cases",
    ],
    [
        "Samverkan med skola, socialtjänst och hälso- och sjukvård",
        "Working with schools, social services and health care",
        "samverka med skola, socialtjänst och hälso- och sjukvård",
        "work with schools, social services and health care",
    ],
    [
        "Uppföljning, indikatorer och redovisning",
        "Follow-up, indicators and reporting",
        "följa upp arbetet med indikatorer och redovisa det",
        "follow the work up by indicators and report it",
    ],
];

fn with_days(count: u16) -> CertificateFacts {
    let states = [DayState::Present, DayState::Credited, DayState::MadeUp, DayState::Absent, DayState::Cancelled];
    let begun = chrono::NaiveDate::from_ymd_opt(2012, 9, 19).unwrap();
    let days = (1..=count).zip(YEAR).map(|(number, [sv, en, ..])| DayFact {
        number,
        date: begun + chrono::TimeDelta::days(7 * i64::from(number)),
        topic: Bilingual::new(sv, en),
        state: states[usize::from(number) % states.len()],
    });
    CertificateFacts {
        days: days.collect(),
        learning_goals: YEAR.iter().take(count.into()).map(|[.., sv, en]| Bilingual::new(*sv, *en)).collect(),
        rule_in_words: Bilingual::new(
            "Minst fyra av fem dagar, där den första och den sista dagen ska ingå, och en godkänd plan för genomförande i den egna kommunen.",
            "At least four of five days, including the first and the last day, and an approved plan for work in one’s own municipality.",
        ),
        trainers: ["Ture Lärarsson", "Siri Handledarsdotter", "Ali Kunnig"].map(str::to_owned).to_vec(),
        ..facts()
    }
}

#[test]
fn programmes_of_one_to_twelve_days_are_printed_in_type_one_can_read() {
    let layouts = Layouts::load().unwrap();
    let mut refused = Vec::new();
    for count in 1..=12 {
        for kind in [Kind::Certificate, Kind::AttendanceCertificate] {
            for languages in languages() {
                let facts = CertificateFacts { kind, languages, ..with_days(count) };
                for key in BOTH {
                    let lines = match sound(&layouts, key, &facts) {
                        Ok(lines) => lines,
                        Err(why) => {
                            refused.push((count, key, kind, facts.languages.clone(), why));
                            continue;
                        }
                    };
                    let dated =
                        lines.iter().filter(|line| line.text.starts_with("Dag ") || line.text.starts_with("Day "));
                    assert_eq!(dated.count(), usize::from(count));
                    let topics = lines.iter().any(|line| {
                        line.text.starts_with("Barnkonventionen") || line.text.starts_with("The Convention")
                    });
                    assert!(topics || count > 6, "{count} days in {key}");
                }
            }
        }
    }

    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn whose_text_cannot_be_drawn_is_said_by_its_part() {
    let facts = CertificateFacts { trainers: vec!["李 Lärarsson".to_owned()], ..facts() };

    let refusal = Layouts::load().unwrap().draw(FORMAL_LANDSCAPE, &facts).unwrap_err();

    assert_eq!(refusal, Refusal::UndrawableIn(Part::Trainers, vec!['李']));
    assert!(refusal.say(Lang::Sv).contains("utbildarnas namn") && !refusal.is_about_the_name());
}
