//! Where the operator gives certificates their own look, and sees the real paper before it counts.

use super::with_logo::LookForm;
use crate::certification::{actions, editions, sample};
use crate::house::House;
use crate::kernel::{Failure, Instant, Lang};
use crate::locale::stockholm;
use crate::organisations;
use crate::paper::{self, Bilingual, Edition, EditionFault, EditionPart, Kind, Part, Placeholder, edition_name};
use crate::people::Coordinator;
use crate::web::both::{Difference, differences};
use crate::web::form::{Reading, Submitted};
use crate::web::parts::{Chrome, FormErrors, Notice, Tone};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Download, Framed, Reply, Shown};
use crate::web::scene::Scene;
use askama::Template;
use data_encoding::BASE64;
use rocket::http::ContentType;
use rocket::tokio::task::spawn_blocking;
use rocket::{Route, get, post, routes};
use std::sync::Arc;

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

/// What is wrong with the form, where the paper would stand.
#[derive(Template)]
#[template(path = "certification/wrong_look.html")]
pub struct WrongLook {
    lang: Lang,
    errors: FormErrors,
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
    draft_at: String,
    name: String,
    placeholders: String,
    /// The address of the logo itself, for the page to show.
    logo: Option<String>,
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

#[post("/setup/certificates/<layout>", data = "<sent>")]
async fn save(who: Coordinator, layout: &str, sent: LookForm, scene: Scene<'_>) -> Answer<EditionPage> {
    let Scene { house, now, chrome, lang, .. } = scene;
    let name = name_of(house, layout, lang)?;
    let read = read(&sent, house, lang);
    let form = sent.form;
    let version = form.version()?;
    let edition = match read {
        Ok(edition) => edition,
        Err(errors) => return Ok(Reply::Again(EditionPage { errors, ..page(chrome, (layout, name), form) })),
    };
    if let Some(errors) = unprintable(house, (layout, &edition), lang, now).await? {
        return Ok(Reply::Again(EditionPage { errors, ..page(chrome, (layout, name), form) }));
    }
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

/// How a certificate would look with what stands in the form; saves nothing. It is drawn into a frame of the form's page.
#[post("/setup/certificates/<layout>/draft", data = "<sent>")]
async fn draft(
    _who: Coordinator,
    layout: &str,
    sent: LookForm,
    scene: Scene<'_>,
) -> Result<Result<Shown, Framed<WrongLook>>, Problem> {
    let Scene { house, now, lang, .. } = scene;
    name_of(house, layout, lang)?;
    let edition = match read(&sent, house, lang) {
        Ok(edition) => edition,
        Err(errors) => return Ok(Err(Framed(WrongLook { lang, errors }))),
    };
    let platform = organisations::queries::platform(house.db.read()).await?;
    let kind = if sent.form.get("shown") == "attendance" { Kind::AttendanceCertificate } else { Kind::Certificate };
    let facts = sample::facts(platform.as_ref(), kind, lang, stockholm::today(now));
    let layouts = house.layouts.with([(layout, 0, &edition)]);
    let drawn_with = edition_name(layout, 0);
    let drawn = spawn_blocking(move || layouts.draw_preview(&drawn_with, &facts)).await;
    let bytes = match drawn.map_err(|error| Problem::broken(&error))? {
        Ok(bytes) => bytes,
        Err(why) => return Ok(Err(Framed(WrongLook { lang, errors: blamed(&edition, (kind, &why), lang) }))),
    };
    let name = format!("{}-{layout}.pdf", lang.say("utkast", "draft"));
    Ok(Ok(Shown(Download { bytes, kind: ContentType::PDF, name })))
}

/// What is wrong with a look of which not every paper of the sample can be printed; none if all can.
async fn unprintable(
    house: &House,
    (layout, edition): (&str, &Edition),
    lang: Lang,
    now: Instant,
) -> Result<Option<FormErrors>, Problem> {
    let platform = organisations::queries::platform(house.db.read()).await?;
    let (layouts, links, today) = (Arc::clone(&house.layouts), house.links.clone(), stockholm::today(now));
    let (key, look) = (layout.to_owned(), edition.clone());
    let tried =
        spawn_blocking(move || sample::refused(&layouts, (&key, &look), platform.as_ref(), (&links, today))).await;
    let refused = tried.map_err(|error| Problem::broken(&error))?;
    Ok(refused.map(|(kind, why)| blamed(edition, (kind, &why), lang)))
}

/// Why a paper of `kind` cannot be printed, beside the field that says too much: of two languages the longer one.
fn blamed(edition: &Edition, (kind, why): (Kind, &paper::Refusal), lang: Lang) -> FormErrors {
    let (part, text): (fn(Lang) -> EditionPart, &Bilingual) = match (why, kind) {
        (paper::Refusal::DoesNotFit(Part::Lead), _) => (EditionPart::Lead, &edition.lead),
        (paper::Refusal::DoesNotFit(Part::Sentence), Kind::Certificate) => (EditionPart::Sentence, &edition.sentence),
        (paper::Refusal::DoesNotFit(Part::Sentence), Kind::AttendanceCertificate) => {
            (EditionPart::Attendance, &edition.attendance)
        }
        (paper::Refusal::DoesNotFit(Part::Issuer), _) if !edition.logo.is_empty() => {
            (|_| EditionPart::Logo, &edition.lead)
        }
        _ => {
            let mut errors = FormErrors::none();
            errors.add("", why.say(lang));
            return errors;
        }
    };
    let longer = if text.en.chars().count() > text.sv.chars().count() { Lang::En } else { Lang::Sv };
    let mut errors = FormErrors::none();
    errors.add(field_of(part(longer)), why.say(lang));
    errors
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
    let draft_at = chrome.to(&format!("/setup/certificates/{layout}/draft"));
    let placeholders = Placeholder::ALL.iter().map(|one| format!("{{{}}}", one.word())).collect::<Vec<_>>().join(" ");
    let logo = shown_logo(form.get("logo"));
    EditionPage {
        lang: chrome.lang,
        errors: FormErrors::none(),
        stale: None,
        at,
        draft_at,
        name,
        placeholders,
        logo,
        form,
        chrome,
    }
}

/// A logo as a picture in the page; a drawing that browsers show is not run there.
fn shown_logo(logo: &str) -> Option<String> {
    match logo {
        "" => None,
        picture if picture.starts_with("data:image/png;") => Some(picture.to_owned()),
        drawing => Some(format!("data:image/svg+xml;base64,{}", BASE64.encode(drawing.as_bytes()))),
    }
}

fn read(LookForm { form, unclear }: &LookForm, house: &House, lang: Lang) -> Result<Edition, FormErrors> {
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
    faults.extend(unclear.clone().map(|why| (EditionPart::Logo, EditionFault::Logo(why))));
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
        EditionPart::Logo => "logo_file",
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
