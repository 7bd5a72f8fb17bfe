//! The certificate read back: its text, its QR code, its size, and names of every shape.

use chrono::NaiveDate;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use super::*;
use crate::kernel::Lang;

mod sealed;

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2012, month, day).unwrap()
}

fn facts() -> CertificateFacts {
    let dates = [date(10, 4), date(10, 5), date(11, 1), date(11, 2), date(12, 4), date(12, 5)];
    let topics =
        ["Historia och tolkning", "Barnsyn", "Barnets bästa", "Delaktighet", "Strategi", "Från ord till handling"];
    let days = dates.into_iter().zip(topics).zip(1..).map(|((date, topic), number)| DayFact {
        number,
        date,
        topic: Bilingual::new(topic, format!("Topic {number}")),
        state: DayState::Present,
    });
    CertificateFacts {
        kind: Kind::Certificate,
        number: "BRF-2012-0001".to_owned(),
        code: "K7QF1A2B3C4D5E6FX".to_owned(),
        holder: "Đặng Thị Ngọc Åkerö".to_owned(),
        award: Bilingual::new("Barnrättsstrateg", "Child Rights Strategist"),
        award_key: 1,
        programme: Bilingual::new("Sex dagar för barnets rättigheter", "Six days for children’s rights"),
        days: days.collect(),
        attended_days: 5,
        total_days: 6,
        minutes_total: 1830,
        place: "Hässleholm".to_owned(),
        from: date(10, 4),
        to: date(12, 5),
        learning_goals: vec![Bilingual::new("pröva barnets bästa", "assess best interests")],
        rule_in_words: Bilingual::new("Minst fem av sex dagar.", "At least five of six days."),
        trainers: vec!["Ture Lärarsson".to_owned()],
        issuer: "Barnrättsforum Exempel".to_owned(),
        signatory_name: "Gerda Ordförandesson".to_owned(),
        signatory_title: "Ordförande".to_owned(),
        issued_on: date(12, 13),
        expires_on: None,
        verify_address: "HTTPS://INTYG.EXAMPLE.SE/V/K7QF1A2B3C4D5E6FX".to_owned(),
        verify_address_shown: "intyg.example.se/v".to_owned(),
        languages: vec![Lang::Sv, Lang::En],
    }
}

fn draw(facts: &CertificateFacts) -> Vec<u8> {
    Layouts::load().unwrap().draw(FORMAL_LANDSCAPE, facts).unwrap()
}

/// The text of the page, with runs of white space made one space.
fn text_of(pdf: &[u8]) -> String {
    let text = lopdf::Document::load_mem(pdf).unwrap().extract_text(&[1]).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the QR codes say on the page printed at 150 dpi.
fn scanned(pdf: &[u8]) -> Vec<String> {
    let (width, height, pixels) = rendered(pdf, 150.0);
    decoded(width, height, &pixels)
}

/// The page in shades of grey: width, height and pixels.
fn rendered(pdf: &[u8], dpi: f32) -> (usize, usize, Vec<u8>) {
    let pdf = Pdf::new(pdf.to_vec()).unwrap();
    let scale = dpi / 72.0;
    let pixmap = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let (cache, interpreter) = (RenderCache::new(), InterpreterSettings::default());
    let image = render(&pdf.pages()[0], &cache, &interpreter, &RenderSettings::default(), &pixmap);
    let grey = |pixel: &[u8]| u8::try_from(pixel[..3].iter().map(|part| u16::from(*part)).sum::<u16>() / 3).unwrap();
    let pixels = image.data_as_u8_slice().chunks(4).map(grey).collect();
    (usize::from(image.width()), usize::from(image.height()), pixels)
}

fn decoded(width: usize, height: usize, pixels: &[u8]) -> Vec<String> {
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    image.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, content)| content).collect()
}

#[test]
fn every_fact_can_be_read_out_of_the_document() {
    let facts = facts();

    let text = text_of(&draw(&facts));

    for fact in [
        "Intyg",
        "Certificate",
        "BRF-2012-0001",
        "K7QF-1A2B-3C4D-5E6FX",
        "Đặng Thị Ngọc Åkerö",
        "Barnrättsstrateg",
        "Child Rights Strategist",
        "Sex dagar för barnets rättigheter",
        "Six days for children’s rights",
        "Dag 1 · tors 4 okt",
        "Dag 6 · ons 5 dec",
        "Historia och tolkning",
        "Från ord till handling",
        "Topic 6",
        "Närvarande · Present",
        "5 av 6 dagar, 30 timmar 30 minuter",
        "5 of 6 days, 30 hours 30 minutes",
        "Hässleholm, 4 oktober – 5 december 2012",
        "4 October – 5 December 2012",
        "pröva barnets bästa",
        "assess best interests",
        "Minst fem av sex dagar.",
        "At least five of six days.",
        "Ture Lärarsson",
        "Barnrättsforum Exempel",
        "Gerda Ordförandesson",
        "Ordförande",
        "Utfärdat 13 december 2012",
        "Issued 13 December 2012",
        "intyg.example.se/v",
    ] {
        assert!(text.contains(fact), "{fact} is not in: {text}");
    }
}

#[test]
fn an_attendance_certificate_names_the_days_and_gives_no_title() {
    let mut facts = CertificateFacts { kind: Kind::AttendanceCertificate, ..facts() };
    facts.award = Bilingual::new("Hedersstrateg", "Honorary Strategist");
    facts.days[1].state = DayState::Absent;
    facts.days[2].state = DayState::MadeUp;

    let text = text_of(&draw(&facts));

    assert!(text.contains("Närvarointyg") && text.contains("har deltagit 5 av 6 dagar"), "{text}");
    assert!(text.contains("Frånvarande · Absent") && text.contains("Tagit igen · Made up"), "{text}");
    assert!(!text.contains("Hedersstrateg") && !text.contains("Honorary"), "{text}");
}

#[test]
fn the_qr_code_reads_at_150_dpi() {
    let facts = facts();

    let scanned = scanned(&draw(&facts));

    assert_eq!(scanned, [facts.verify_address]);
}

#[test]
fn a_preview_carries_neither_code_nor_number() {
    let facts = facts();

    let pdf = Layouts::load().unwrap().draw_preview(FORMAL_LANDSCAPE, &facts).unwrap();

    let text = text_of(&pdf);
    assert!(text.contains("UTKAST") && text.contains(&facts.issuer), "{text}");
    assert!(!text.contains(&facts.number) && !text.contains("K7QF"), "{text}");
    assert!(scanned(&pdf).is_empty());
    let whole = String::from_utf8_lossy(&pdf);
    assert!(!whole.contains(&facts.number) && !whole.contains(&facts.code));
}

#[test]
fn the_same_facts_give_the_same_bytes_and_others_do_not() {
    let facts = facts();
    let mut next = facts.clone();
    next.number = "BRF-2012-0002".to_owned();

    let (first, again, other) = (draw(&facts), draw(&facts), draw(&next));

    assert_eq!(first, again);
    assert_ne!(first, other);
}

#[test]
fn frozen_facts_survive_the_database() {
    let facts = facts();

    let json = serde_json::to_string(&facts).unwrap();

    assert_eq!(serde_json::from_str::<CertificateFacts>(&json).unwrap(), facts);
}

#[test]
fn the_document_is_light_and_inert_and_says_what_it_is() {
    let pdf = draw(&facts());

    let file = lopdf::Document::load_mem(&pdf).unwrap();

    assert!(pdf.len() < 45_000, "{} bytes", pdf.len());
    let catalog = file.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"sv-SE");
    for active in [b"OpenAction".as_slice(), b"AA", b"AcroForm", b"Names"] {
        assert!(!catalog.has(active));
    }
    let info = file.trailer.get(b"Info").unwrap().as_reference().unwrap();
    let info = file.get_dictionary(info).unwrap();
    assert!(!info.has(b"GTS_PDFXVersion") && !info.has(b"Identifier") && info.has(b"Title"));
    let xmp = String::from_utf8_lossy(&pdf).into_owned();
    assert!(xmp.contains("Intyg BRF-2012-0001: Đặng Thị Ngọc Åkerö"));
}

#[test]
fn what_a_name_could_smuggle_in_stays_text() {
    let mut facts = facts();
    facts.holder = ") /JS (app.alert(1)) <script>&".to_owned();

    let pdf = draw(&facts);

    assert!(text_of(&pdf).contains(&facts.holder));
    assert!(String::from_utf8_lossy(&pdf).contains("&lt;script&gt;&amp;"));
}

#[test]
fn characters_without_a_shape_are_named_before_anything_is_drawn() {
    let layouts = Layouts::load().unwrap();
    let mut facts = facts();
    facts.holder = "李明 Åsa محمد".to_owned();

    let refusal = layouts.draw(FORMAL_LANDSCAPE, &facts).unwrap_err();

    assert_eq!(layouts.undrawable("李明"), ['明', '李']);
    assert_eq!(layouts.undrawable("a\u{200B}b\u{202E}\n"), ['\n', '\u{200B}', '\u{202E}']);
    assert!(layouts.undrawable("A\u{30A}sa, Ngọc, Łukasz Ćirić, Ελένη, Їжакевич, Ọ̀ṣun, O’Brien-'x'").is_empty());
    let Refusal::Undrawable(chars) = &refusal else { panic!("{refusal:?}") };
    assert_eq!(chars.len(), 5, "each once: {chars:?}");
    assert!(refusal.say(Lang::Sv).contains("李 (U+674E)"), "{}", refusal.say(Lang::Sv));
}

#[test]
fn line_breaks_in_long_texts_become_spaces() {
    let mut facts = facts();
    facts.rule_in_words = Bilingual::new("Minst fem dagar.\r\nDag 1\u{A0}ingår.", "At least\tfive.");

    let text = text_of(&draw(&facts));

    assert!(text.contains("Minst fem dagar. Dag 1 ingår.") && text.contains("At least five."), "{text}");
}

#[test]
fn decomposed_letters_are_composed() {
    let mut facts = facts();
    facts.holder = "A\u{30A}sa O\u{308}stana\u{30A}".to_owned();

    let text = text_of(&draw(&facts));

    assert!(text.contains("Åsa Östanå"), "{text}");
}

#[test]
fn letters_without_a_character_of_their_own_keep_their_marks() {
    let mut facts = facts();
    facts.holder = "Adébáyọ̀".to_owned();

    let text = text_of(&draw(&facts));

    // The mark is moved onto its letter, which a reader of text may see as a gap.
    assert!(text.replace(' ', "").contains("Adébáyọ̀"), "{text}");
}

/// Names in the shapes real ones have, put together from parts; nobody's.
fn names() -> Vec<String> {
    let first = [
        "Åsa",
        "Øyvind",
        "Đặng",
        "Łukasz",
        "Zoë",
        "Ελένη",
        "Людмила",
        "Їван",
        "Guðrún",
        "Iñaki",
        "Ştefan",
        "Çağla",
        "Þór",
        "Ọlá",
        "W",
        "Maria-Magdalena",
        "Thị Phương",
        "Nguyễn",
        "Ħanna",
        "Šárka",
    ];
    let last = [
        "Ćirić",
        "von Åkerhielm af Östanbäck",
        "Ngọc",
        "O’Brien",
        "Παπαδοπούλου",
        "Щербаченко-Їжакевич",
        "Jónsdóttir",
        "Wwwwwwwwwwwwwwwwwwww",
        "de la Fuente y Ibáñez",
        "Żółć",
    ];
    let mut names: Vec<String> =
        first.iter().flat_map(|first| last.iter().map(move |last| format!("{first} {last}"))).collect();
    names[0] = "W".repeat(200);
    names[1] = "Anna ".repeat(40);
    names[2] = format!("{} {}", "Ệ".repeat(99), "Щ".repeat(100));
    names[3] = "I".to_owned();
    names
}

#[test]
fn two_hundred_names_fit_and_none_lacks_a_glyph() {
    let layouts = Layouts::load().unwrap();
    let layout = layouts.find(FORMAL_LANDSCAPE).unwrap();
    let (face, holder) = (layout.faces.get(layout::FaceKey::Display), &layout.plan.holder);
    let width = layout.plan.page.right - layout.plan.page.left;

    let names = names();

    assert_eq!(names.len(), 200);
    for name in names {
        assert!(layouts.undrawable(&name).is_empty(), "{name}: {:?}", layouts.undrawable(&name));
        let fitted = fit::fit(face, &name, width, &holder.sizes).unwrap_or_else(|| panic!("{name} does not fit"));
        assert!(fitted.lines.iter().all(|line| face.width(line, fitted.size) <= width), "{name} overflows: {fitted:?}");
        assert_eq!(fitted.lines.concat().replace(' ', ""), name.replace(' ', ""), "nothing is cut off");
        assert!(
            layouts.draw(FORMAL_LANDSCAPE, &CertificateFacts { holder: name.clone(), ..facts() }).is_ok(),
            "{name}"
        );
    }
}

#[test]
fn any_number_of_days_is_drawn_or_refused_in_words() {
    let layouts = Layouts::load().unwrap();
    let with_days = |count: usize| {
        let mut facts = facts();
        facts.days = facts.days.iter().cycle().take(count).cloned().collect();
        layouts.draw(FORMAL_LANDSCAPE, &facts)
    };

    let drawn = [0, 1, 4, 6, 7, 12].map(with_days);
    let crowded = with_days(200);

    assert!(drawn.iter().all(Result::is_ok));
    let refusal = crowded.unwrap_err();
    assert!(matches!(refusal, Refusal::DoesNotFit(_)));
    assert!(refusal.say(Lang::En).starts_with("The text is too long"));
}

#[test]
fn a_text_too_long_for_its_place_is_refused_not_cut() {
    let mut facts = facts();
    facts.learning_goals = vec![Bilingual::new("ett mål som är långt ".repeat(200), "a long goal")];

    let refusal = Layouts::load().unwrap().draw(FORMAL_LANDSCAPE, &facts).unwrap_err();

    assert!(matches!(refusal, Refusal::DoesNotFit(_)), "{refusal:?}");
}

#[test]
fn a_paper_in_english_speaks_english_first() {
    let facts = CertificateFacts { languages: vec![Lang::En], ..facts() };

    let text = text_of(&draw(&facts));

    assert!(text.contains("This is to certify that") && text.contains("Day 1 · Thu 4 Oct"), "{text}");
    assert!(!text.contains("Härmed") && !text.contains("Barnrättsstrateg"), "{text}");
}

#[test]
fn wrong_facts_are_refused_in_words() {
    let layouts = Layouts::load().unwrap();
    let nameless = CertificateFacts { holder: " ".to_owned(), ..facts() };
    let lower_case = CertificateFacts { verify_address: "https://x".to_owned(), ..facts() };

    let refusals = [
        layouts.draw("baroque", &facts()),
        layouts.draw(FORMAL_LANDSCAPE, &nameless),
        layouts.draw(FORMAL_LANDSCAPE, &lower_case),
    ];

    let refusals = refusals.map(Result::unwrap_err);
    assert_eq!(refusals, [Refusal::UnknownLayout("baroque".to_owned()), Refusal::NoHolder, Refusal::Code]);
}
