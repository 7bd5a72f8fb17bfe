//! Layouts, names, artwork and editions, looked at in the drawn document.

use chrono::NaiveDate;
use lopdf::{Document, Object, Stream};
use unicode_normalization::UnicodeNormalization;

use super::artwork::Artwork;
use super::layout::FaceKey;
use super::*;
use crate::kernel::Lang;

const BOTH: [&str; 2] = [FORMAL_LANDSCAPE, QUIET_PORTRAIT];

const LOGO: &str = r#"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">
    <title>A ring beside a leaf</title>
    <g fill="currentColor"><path fill-rule="evenodd" d="M10 0a10 10 0 1 1 0 20a10 10 0 1 1 0-20zm0 4a6 6 0 1 0 0 12a6 6 0 1 0 0-12z"/></g>
    <path style="fill:#B7410E;stroke:none" transform="translate(20 0)" d="M0 20C0 8 8 0 20 0 20 12 12 20 0 20Z"/></svg>"#;

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2012, month, day).unwrap()
}

pub(super) fn facts() -> CertificateFacts {
    let dates = [date(10, 4), date(10, 5), date(11, 1), date(11, 2), date(12, 4), date(12, 5)];
    let days = dates.into_iter().zip(1..).map(|(date, number)| DayFact {
        number,
        date,
        topic: Bilingual::new(format!("Ämne {number}"), format!("Topic {number}")),
        state: DayState::Present,
    });
    let json = serde_json::json!({
        "kind": "certificate", "number": "BRF-2012-0001", "code": "K7QF1A2B3C4D5E6FX", "holder": "Åsa Östanå",
        "award_key": 1,
        "award": { "sv": "Barnrättsstrateg", "en": "Child Rights Strategist" },
        "programme": { "sv": "Sex dagar", "en": "Six days" },
        "days": days.collect::<Vec<_>>(), "attended_days": 5, "total_days": 6, "minutes_total": 1800,
        "place": "Hässleholm", "from": date(10, 4), "to": date(12, 5),
        "learning_goals": [{ "sv": "pröva barnets bästa", "en": "assess best interests" }],
        "rule_in_words": { "sv": "Minst fem av sex dagar.", "en": "At least five of six days." },
        "trainers": ["Ture Lärarsson"], "issuer": "Forum Exempel", "signatory_name": "Gerda Ordförandesson",
        "signatory_title": "Ordförande", "issued_on": date(12, 13),
        "verify_address": "HTTPS://INTYG.EXAMPLE.SE/V/K7QF1A2B3C4D5E6FX", "verify_address_shown": "intyg.example.se/v",
        "languages": ["sv", "en"],
    });
    serde_json::from_value(json).unwrap()
}

fn text_of(pdf: &[u8]) -> String {
    let text = Document::load_mem(pdf).unwrap().extract_text(&[1]).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn both_layouts_print_every_fact() {
    let facts = CertificateFacts { expires_on: NaiveDate::from_ymd_opt(2017, 12, 13), ..facts() };
    let layouts = Layouts::load().unwrap();

    let texts = BOTH.map(|key| text_of(&layouts.draw(key, &facts).unwrap()));

    let printed = [
        "Intyg",
        "Certificate",
        "BRF-2012-0001",
        "K7QF-1A2B-3C4D-5E6FX",
        "Åsa Östanå",
        "Barnrättsstrateg",
        "Topic 6",
        "Child Rights Strategist",
        "Sex dagar",
        "5 av 6 dagar, 30 timmar",
        "Hässleholm, 4 oktober – 5 december 2012",
        "Gäller till och med",
        "13 december 2017",
        "pröva barnets bästa",
        "At least five of six days.",
        "Ture Lärarsson",
        "Utfärdat 13 december 2012 av Forum Exempel",
        "Gerda Ordförandesson",
        "Ordförande",
        "intyg.example.se/v",
    ];
    for text in texts {
        let lost: Vec<_> = printed.iter().filter(|fact| !text.contains(**fact)).collect();
        assert!(lost.is_empty(), "{lost:?} not in: {text}");
    }
}

/// Names in the shapes real ones have, put together from parts; nobody's.
fn names() -> Vec<String> {
    let first = [
        "Åsa",
        "Øyvind",
        "Đặng Thị",
        "Łukasz",
        "Zoë",
        "Ελένη",
        "Ὀδυσσεύς",
        "Людмила",
        "Ґалина",
        "Ђорђе",
        "Әсел",
        "Guðrún",
        "Ştefan",
        "Çağla",
        "Ọlábísí",
        "Ɔdɛnkyɛm",
        "Ŋmaa",
        "Kaʻiulani",
        "Ḥusayn",
        "Jean-Noël",
        "M\u{300}balá",
        "Nguyễn",
        "Ɓaƙo",
        "O\u{308}sten",
        "Ǩaasǩâs",
    ];
    let last = [
        "Ćirić",
        "von Åkerhielm af Östanbäck",
        "O’Brien",
        "Παπαδοπούλου-Ξενάκη",
        "Щербаченко-Їжакевич",
        "Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
        "de la Fuente y Ibáñez",
        "Żółć",
    ];
    first.iter().flat_map(|first| last.iter().map(move |last| format!("{first} {last}"))).collect()
}

#[test]
fn two_hundred_names_are_read_back_letter_by_letter() {
    let layouts = Layouts::load().unwrap();
    let squeezed = |text: &str| text.nfc().filter(|c| !c.is_whitespace()).collect::<String>();

    let names = names();

    assert_eq!(names.len(), 200);
    for (name, drawn_as) in names.into_iter().zip(BOTH.into_iter().cycle()) {
        assert!(layouts.undrawable(&name).is_empty(), "{name}");
        let text = text_of(&layouts.draw(drawn_as, &CertificateFacts { holder: name.clone(), ..facts() }).unwrap());
        assert!(squeezed(&text).contains(&squeezed(&name)), "{name} is not in: {text}");
        for key in BOTH {
            let layout = layouts.find(key).unwrap();
            let (face, plan) = (layout.faces.get(FaceKey::Display), &layout.plan);
            let (composed, width) = (name.nfc().collect::<String>(), plan.page.right - plan.page.left);
            let fitted = fit::fit(face, &composed, width, &plan.holder.sizes).unwrap();
            assert!(fitted.lines.iter().all(|line| face.width(line, fitted.size) <= width), "{name}: {fitted:?}");
        }
    }
}

#[test]
fn what_cannot_be_set_right_is_refused_before_it_is_drawn() {
    let layouts = Layouts::load().unwrap();
    let missing = |text| layouts.undrawable(text);

    assert_eq!(missing("明"), ['明']);
    assert_eq!(missing("مح"), ['ح', 'م']);
    assert_eq!(missing("X\u{304}\u{304}"), ['\u{304}'], "two marks in one place");
    assert_eq!(missing("\u{301}a"), ['\u{301}'], "a mark on nothing");
    assert_eq!(missing("O\u{34F}"), ['\u{34F}'], "an invisible character");
    assert!(missing("ɛ\u{330}\u{301}").is_empty(), "one mark above and one beneath");
}

#[test]
fn an_edition_prints_its_own_words_colour_and_logo_and_leaves_the_layout_as_it_was() {
    let layouts = Layouts::load().unwrap();
    let edition = Edition {
        accent: "#5F1D3A".to_owned(),
        sentence: Bilingual::new("har i {place} gått {days}, {hours}, och blir", ""),
        logo: LOGO.to_owned(),
        ..Edition::default()
    };
    assert!(edition.faults().is_empty(), "{:?}", edition.faults());
    let facts = facts();

    let with = layouts.with([(QUIET_PORTRAIT, 3, &edition)]);

    let own = with.draw("quiet-portrait@3", &facts).unwrap();
    let text = text_of(&own);
    assert!(text.contains("har i Hässleholm gått 5 av 6 dagar, 30 timmar, och blir"), "{text}");
    assert!(text.contains("has completed the programme Six days"), "the house’s English: {text}");
    assert_eq!(with.draw(QUIET_PORTRAIT, &facts).unwrap(), layouts.draw(QUIET_PORTRAIT, &facts).unwrap());
    assert_eq!(layouts.draw("quiet-portrait@3", &facts), Err(Refusal::UnknownLayout("quiet-portrait@3".to_owned())));
    assert_eq!(with.names().count(), 2);
}

#[test]
fn what_is_wrong_with_an_edition_is_said_by_its_part() {
    let edition = Edition {
        accent: "#F2B705".to_owned(),
        ink: "black".to_owned(),
        sentence: Bilingual::new("har gått {dagar}", "{"),
        attendance: Bilingual::new("å".repeat(301), ""),
        logo: "<svg viewBox='0 0 1 1'><image href='x'/></svg>".to_owned(),
        ..Edition::default()
    };

    let faults = edition.faults();

    let parts = [
        (EditionPart::Accent, EditionFault::Pale(18)),
        (EditionPart::Ink, EditionFault::Colour),
        (EditionPart::Sentence(Lang::Sv), EditionFault::Placeholder("{dagar}".to_owned())),
        (EditionPart::Attendance(Lang::Sv), EditionFault::Long),
        (EditionPart::Sentence(Lang::En), EditionFault::Placeholder("{".to_owned())),
        (EditionPart::Logo, EditionFault::Logo(Unclear::Attribute("image".to_owned(), "href".to_owned()))),
    ];
    assert_eq!(faults, parts);
    assert!(faults[2].1.say(Lang::Sv).contains("{holder}"));
}

#[test]
fn a_drawing_keeps_its_holes_and_its_colours() {
    let logo = Artwork::read(LOGO).unwrap();

    let areas: Vec<f32> = logo.shapes.iter().map(|shape| area(&shape.points)).collect();

    assert_eq!(logo.shapes.len(), 2);
    assert!((areas[0].abs() - 64.0 * std::f32::consts::PI).abs() < 1.0, "a ring: {areas:?}");
    let span = |axis: fn(&(f32, f32)) -> f32| {
        let values: Vec<f32> = logo.shapes[1].points.iter().map(axis).collect();
        (values.iter().copied().fold(f32::MAX, f32::min), values.iter().copied().fold(f32::MIN, f32::max))
    };
    assert_eq!((span(|point| point.0), span(|point| point.1)), ((20.0, 40.0), (0.0, 20.0)));
}

#[test]
fn a_logo_is_cut_to_its_room_and_stands_once_in_the_file() {
    let layouts = Layouts::load().unwrap();
    let logo = "<svg viewBox='0 0 60 20'><rect x='-500' y='-500' width='5000' height='5000' fill='#fff'/>\
                <path d='M0 0L60 20' stroke='#123456' stroke-linecap='round' stroke-linejoin='bevel'/></svg>";
    let edition = Edition { logo: logo.to_owned(), ..Edition::default() };
    assert!(edition.faults().is_empty(), "{:?}", edition.faults());

    let own = layouts.with([(QUIET_PORTRAIT, 1, &edition)]).draw("quiet-portrait@1", &facts()).unwrap();

    let document = Document::load_mem(&own).unwrap();
    let forms: Vec<_> = document
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok())
        .filter(|stream| stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form"))
        .collect();
    assert_eq!(forms.len(), 2, "the artwork and the logo");
    let content_of = |form: &Stream| String::from_utf8(form.decompressed_content().unwrap()).unwrap();
    let of_logo = forms.iter().find(|form| content_of(form).contains(" 1 J 2 j ")).unwrap();
    let content = content_of(of_logo);
    let box_of = of_logo.dict.get(b"BBox").unwrap().as_array().unwrap();
    let sides: Vec<i64> = box_of.iter().map(|side| side.as_i64().unwrap()).collect();
    assert_eq!(sides, [0, 0, 20_000, 6_667], "cut here, whatever lies outside");
    assert!(content.contains(" w 1 J 2 j 4 M\n0 6667 m\n20000 0 l\nS\n"), "{content}");
}

#[test]
fn a_logo_that_would_make_every_paper_heavy_is_refused() {
    let dots: String = (0..400_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 12, n.wrapping_mul(40_503) & 0xF_FFFF))
        .map(|(x, y)| {
            ["<circle cx='", &(x % 1000).to_string(), "' cy='", &(y % 997).to_string(), "' r='7.3'/>"].concat()
        })
        .collect();
    let drawing = |count: usize| {
        let end = dots.match_indices("<circle").nth(count).map_or(dots.len(), |(at, _)| at);
        Logo::read(&format!("<svg viewBox='0 0 1000 1000'>{}</svg>", &dots[..end]))
    };

    assert!(drawing(40).is_ok());
    assert_eq!(drawing(400), Err(Unclear::TooMuch));
}

fn area(points: &[(f32, f32)]) -> f32 {
    points.windows(2).map(|pair| pair[0].0 * pair[1].1 - pair[1].0 * pair[0].1).sum::<f32>() / 2.0
}

#[test]
fn a_drawing_that_is_not_understood_whole_is_refused_by_name() {
    let refused = |inner: &str| {
        let svg =
            format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{inner}<path d='M0 0H9V9z'/></svg>");
        Artwork::read(&svg).unwrap_err()
    };
    let element = |name: &str| Unclear::Element(name.to_owned());

    assert_eq!(refused("<text>Hej</text>"), element("text"));
    assert_eq!(refused("<linearGradient/>"), element("linearGradient"));
    assert_eq!(refused("<script>alert(1)</script>"), element("script"));
    assert_eq!(refused("<path class='a' d='M0 0'/>"), Unclear::Attribute("path".to_owned(), "class".to_owned()));
    assert!(matches!(refused("<path d='M0 0X9'/>"), Unclear::Value(..)));
    assert!(matches!(refused("<rect fill='url(#a)' width='1' height='1'/>"), Unclear::Value(..)));
    assert_eq!(refused("<g>"), Unclear::NoSvg);
    assert_eq!(refused("&lol;<!DOCTYPE svg>"), Unclear::NoSvg);
    assert_eq!(refused(&"<path d='M0 0H1V1z'/>".repeat(2000)), Unclear::TooMuch);
    let rings = format!("<path fill-rule='evenodd' d='M0 0{}'/>", "q99 0 99 99zm1 1".repeat(9000));
    assert_eq!(refused(&rings), Unclear::TooMuch, "before its outlines are compared with each other");
    assert_eq!(refused("<svg viewBox='0 0 1 1'/>"), element("svg"));
    for endless in ["x='NaN'", "stroke-width='inf'", "width='1e99'"] {
        assert!(matches!(refused(&format!("<rect {endless} height='1'/>")), Unclear::Value(..)), "{endless}");
    }
    assert_eq!(refused("<rect x='901' width='1' height='1'/>"), Unclear::Far("rect".to_owned()));
    assert_eq!(
        refused("<g transform='scale(1e38) scale(1e38)'><rect width='1' height='1'/></g>"),
        Unclear::Far("rect".to_owned())
    );
    assert_eq!(Artwork::read(&" ".repeat(300_000)), Err(Unclear::TooMuch));
}
