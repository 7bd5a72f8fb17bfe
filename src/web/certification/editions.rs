//! Where the operator gives certificates their own look, and sees the real paper before it counts.

use crate::certification::{Refusal, actions, editions, sample};
use crate::house::House;
use crate::kernel::{Failure, Lang};
use crate::locale::stockholm;
use crate::organisations;
use crate::paper::{Bilingual, Edition, EditionFault, EditionPart, Kind, Placeholder, edition_name};
use crate::people::Coordinator;
use crate::web::both::{Difference, differences};
use crate::web::form::{Reading, Submitted};
use crate::web::parts::{Chrome, FormErrors, Notice, Tone};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Download, Reply, Shown};
use crate::web::scene::Scene;
use askama::Template;
use rocket::http::ContentType;
use rocket::tokio::task::spawn_blocking;
use rocket::{Route, get, post, routes};

/// Most characters read of a sentence; the room says how many may stand.
const LONGEST: usize = 1_000;

/// Which layouts there are.
#[derive(Template)]
#[template(path = "certification/editions.html")]
pub struct EditionsPage {
    lang: Lang,
    chrome: Chrome,
    /// Address, name, number of the newest edition.
    rows: Vec<(String, String, i64)>,
}

/// The form of one.
#[derive(Template)]
#[template(path = "certification/edition.html")]
pub struct EditionPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    stale: Option<Vec<Difference>>,
    at: String,
    name: String,
    placeholders: String,
    form: Submitted,
}

#[get("/setup/certificates")]
async fn list(_who: Coordinator, scene: Scene<'_>) -> Answer<EditionsPage> {
    let Scene { house, chrome, lang, .. } = scene;
    let numbers = editions::numbers(house.db.read()).await?;
    let rows = house.layouts.names().map(|(key, name)| {
        let newest = numbers.get(key).copied().unwrap_or_default();
        (chrome.to(&format!("/setup/certificates/{key}")), name.in_lang(lang).to_owned(), newest)
    });
    Ok(Reply::Page(EditionsPage { lang, rows: rows.collect(), chrome }))
}

#[get("/setup/certificates/<layout>?<saved>")]
async fn show(_who: Coordinator, layout: &str, saved: Option<&str>, scene: Scene<'_>) -> Answer<EditionPage> {
    let Scene { house, mut chrome, lang, .. } = scene;
    let name = name_of(house, layout, lang)?;
    if saved.is_some() {
        let text = lang.say(
            "Det är sparat. Nästa intyg får det nya utseendet.",
            "It is saved. The next certificate gets the new look.",
        );
        chrome.notice = Some(Notice { tone: Tone::Done, text: text.to_owned() });
    }
    let form = filled(house, layout).await?;
    Ok(Reply::Page(page(chrome, (layout, name), form)))
}

#[post("/setup/certificates/<layout>", data = "<form>")]
async fn save(who: Coordinator, layout: &str, form: Submitted, scene: Scene<'_>) -> Answer<EditionPage> {
    let Scene { house, now, chrome, lang, .. } = scene;
    let name = name_of(house, layout, lang)?;
    let version = form.version()?;
    let edition = match read(&form, house, lang) {
        Ok(edition) => edition,
        Err(errors) => return Ok(Reply::Again(EditionPage { errors, ..page(chrome, (layout, name), form) })),
    };
    let done = chrome.to(&format!("/setup/certificates/{layout}?saved=yes"));
    match actions::save_edition(&house.db, &who, (layout, version), &edition, now).await {
        Ok(()) => Ok(Reply::See(done)),
        Err(Failure::Stale) => {
            let saved = filled(house, layout).await?;
            let told = differences(&labels(lang), &fields(&edition), &saved, |_, value| shortened(value));
            if told.is_empty() {
                // The same form sent twice: nothing is left to disagree on.
                return Ok(Reply::See(done));
            }
            let form = form.over_saved().with("version", saved.get("version"));
            Ok(Reply::Stale(EditionPage { stale: Some(told), ..page(chrome, (layout, name), form) }))
        }
        Err(other) => Err(other.into()),
    }
}

/// How a certificate would look with what stands in the form; saves nothing.
#[post("/setup/certificates/<layout>/draft", data = "<form>")]
async fn draft(
    _who: Coordinator,
    layout: &str,
    form: Submitted,
    scene: Scene<'_>,
) -> Result<Result<Shown, Reply<EditionPage>>, Problem> {
    let Scene { house, now, chrome, lang, .. } = scene;
    let name = name_of(house, layout, lang)?;
    let edition = match read(&form, house, lang) {
        Ok(edition) => edition,
        Err(errors) => return Ok(Err(Reply::Again(EditionPage { errors, ..page(chrome, (layout, name), form) }))),
    };
    let platform = organisations::queries::platform(house.db.read()).await?;
    let kind = if form.get("shown") == "attendance" { Kind::AttendanceCertificate } else { Kind::Certificate };
    let facts = sample::facts(platform.as_ref(), kind, lang, stockholm::today(now));
    let layouts = house.layouts.with([(layout, 0, &edition)]);
    let drawn_with = edition_name(layout, 0);
    let drawn = spawn_blocking(move || layouts.draw_preview(&drawn_with, &facts)).await;
    let bytes = drawn
        .map_err(|error| Problem::broken(&error))?
        .map_err(|why| Problem::Refused(Box::new(Refusal::Unprintable(why))))?;
    let name = format!("{}-{layout}.pdf", lang.say("utkast", "draft"));
    Ok(Ok(Shown(Download { bytes, kind: ContentType::PDF, name })))
}

fn name_of(house: &House, layout: &str, lang: Lang) -> Result<String, Problem> {
    let found = house.layouts.names().find(|(key, _)| *key == layout);
    found.map(|(_, name)| name.in_lang(lang).to_owned()).ok_or(Problem::Missing)
}

/// The form filled with the newest edition; version 0 means that there is none.
async fn filled(house: &House, layout: &str) -> Result<Submitted, Problem> {
    let newest = editions::newest(house.db.read(), layout).await?;
    let (number, edition) = newest.unwrap_or_default();
    Ok(fields(&edition).with("version", number.to_string()))
}

fn page(chrome: Chrome, (layout, name): (&str, String), form: Submitted) -> EditionPage {
    let at = chrome.to(&format!("/setup/certificates/{layout}"));
    let placeholders = Placeholder::ALL.iter().map(|one| format!("{{{}}}", one.word())).collect::<Vec<_>>().join(" ");
    EditionPage { lang: chrome.lang, errors: FormErrors::none(), stale: None, at, name, placeholders, form, chrome }
}

fn read(form: &Submitted, house: &House, lang: Lang) -> Result<Edition, FormErrors> {
    let mut reading = Reading::new(form, lang);
    let mut line = |field: &str| reading.optional_line(field, LONGEST).unwrap_or_default();
    let mut both = |sv: &str, en: &str| Bilingual { sv: line(sv), en: line(en) };
    let edition = Edition {
        lead: both("lead_sv", "lead_en"),
        sentence: both("sentence_sv", "sentence_en"),
        attendance: both("attendance_sv", "attendance_en"),
        accent: form.get("accent").trim().to_owned(),
        ink: form.get("ink").trim().to_owned(),
        logo: form.get("logo").trim().to_owned(),
    };
    let mut faults = edition.faults();
    let texts = [
        (EditionPart::Lead as fn(Lang) -> EditionPart, &edition.lead),
        (EditionPart::Sentence, &edition.sentence),
        (EditionPart::Attendance, &edition.attendance),
    ];
    for (part, text) in texts {
        for lang in [Lang::Sv, Lang::En] {
            let missing = house.layouts.undrawable(text.in_lang(lang));
            faults.extend((!missing.is_empty()).then(|| (part(lang), EditionFault::Undrawable(missing))));
        }
    }
    for (part, fault) in faults {
        reading.wrong(field_of(part), fault.say(lang));
    }
    if reading.is_sound() { Ok(edition) } else { Err(reading.errors()) }
}

fn field_of(part: EditionPart) -> &'static str {
    match part {
        EditionPart::Accent => "accent",
        EditionPart::Ink => "ink",
        EditionPart::Lead(lang) => lang.say("lead_sv", "lead_en"),
        EditionPart::Sentence(lang) => lang.say("sentence_sv", "sentence_en"),
        EditionPart::Attendance(lang) => lang.say("attendance_sv", "attendance_en"),
        EditionPart::Logo => "logo",
    }
}

fn fields(edition: &Edition) -> Submitted {
    Submitted::of([
        ("accent", &edition.accent),
        ("ink", &edition.ink),
        ("lead_sv", &edition.lead.sv),
        ("lead_en", &edition.lead.en),
        ("sentence_sv", &edition.sentence.sv),
        ("sentence_en", &edition.sentence.en),
        ("attendance_sv", &edition.attendance.sv),
        ("attendance_en", &edition.attendance.en),
        ("logo", &edition.logo),
    ])
}

/// What the fields are called, for the second saver.
fn labels(lang: Lang) -> Vec<(String, String)> {
    let labels = [
        ("accent", lang.say("Färg", "Colour")),
        ("ink", lang.say("Textens färg", "Colour of the text")),
        ("lead_sv", lang.say("Före namnet, svenska", "Before the name, Swedish")),
        ("lead_en", lang.say("Före namnet, engelska", "Before the name, English")),
        ("sentence_sv", lang.say("Efter namnet, svenska", "After the name, Swedish")),
        ("sentence_en", lang.say("Efter namnet, engelska", "After the name, English")),
        ("attendance_sv", lang.say("Närvarointyg, svenska", "Attendance, Swedish")),
        ("attendance_en", lang.say("Närvarointyg, engelska", "Attendance, English")),
        ("logo", lang.say("Logotyp", "Logo")),
    ];
    labels.map(|(name, label)| (name.to_owned(), label.to_owned())).to_vec()
}

/// Enough of a drawing to tell two apart.
fn shortened(value: &str) -> String {
    let short: String = value.chars().take(200).collect();
    if short.len() < value.len() { short + "…" } else { short }
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![list, show, save, draft]
}
