//! The set-up page.

use crate::example::{self, ExampleProgramme, Region};
use crate::house::House;
use crate::kernel::{Failure, Lang};
use crate::organisations::actions::PlatformWords;
use crate::organisations::{self, Platform};
use crate::people::Coordinator;
use crate::programmes;
use crate::requirements;
use crate::web::both::{Difference, differences};
use crate::web::form::{Reading, Submitted};
use crate::web::guards::Now;
use crate::web::parts::{Chrome, FormErrors, Notice, Tone};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, post, routes};

/// The set-up page.
#[derive(Template)]
#[template(path = "setup/page.html")]
pub struct SetupPage {
    lang: Lang,
    chrome: Chrome,
    form: Submitted,
    errors: FormErrors,
    stale: Option<Vec<Difference>>,
    is_set_up: bool,
    programmes: Vec<String>,
    organisations: usize,
    example: Example,
}

/// What the example would make.
struct Example {
    name: String,
    days: usize,
    rule: String,
    municipalities: usize,
    others: usize,
    is_loaded: bool,
}

impl SetupPage {
    async fn open(house: &House, chrome: Chrome, form: Option<Submitted>, errors: FormErrors) -> Result<Self, Problem> {
        let (lang, db) = (chrome.lang, house.db.read());
        let platform = organisations::queries::platform(db).await?;
        let latest = programmes::queries::latest_versions(db).await?;
        let (programme, region) = (example::programme()?, example::region()?);
        let known = organisations::queries::all(db).await?.len();
        let names: Vec<&str> = latest.iter().map(|(programme, _)| programme.name_sv.as_str()).collect();
        let is_loaded = names.contains(&programme.name().sv.as_str());
        Ok(Self {
            is_set_up: platform.is_some(),
            form: form.unwrap_or_else(|| filled(platform.as_ref())),
            errors,
            stale: None,
            programmes: latest.iter().map(|(programme, _)| programme.name(lang).to_owned()).collect(),
            organisations: known,
            example: example_of(&programme, &region, is_loaded, lang)?,
            lang,
            chrome,
        })
    }
}

fn example_of(programme: &ExampleProgramme, region: &Region, is_loaded: bool, lang: Lang) -> Result<Example, Problem> {
    let (municipalities, others) = region.counts();
    let of_days = u16::try_from(programme.days()).ok();
    Ok(Example {
        name: programme.name().say(lang).to_owned(),
        days: programme.days(),
        rule: requirements::sentence(&programme.rule()?, of_days, lang),
        municipalities,
        others,
        is_loaded,
    })
}

/// The form filled with what is saved; version 0 means that nothing is.
fn filled(platform: Option<&Platform>) -> Submitted {
    let Some(platform) = platform else { return Submitted::of([("version", "0")]) };
    Submitted::of([
        ("version", platform.version.to_string()),
        ("name", platform.name.clone()),
        ("region", platform.region.clone()),
        ("issuer_code", platform.issuer_code.clone()),
        ("issuer_name", platform.issuer_name.clone()),
        ("signatory_name", platform.signatory_name.clone()),
        ("signatory_title", platform.signatory_title.clone()),
        ("contact_email", platform.contact_email.clone()),
    ])
}

#[get("/setup?<saved>")]
async fn show(_who: Coordinator, saved: Option<&str>, mut chrome: Chrome, house: &State<House>) -> Answer<SetupPage> {
    if saved.is_some() {
        let text = chrome.lang.say("Det är sparat.", "It is saved.").to_owned();
        chrome.notice = Some(Notice { tone: Tone::Done, text });
    }
    Ok(Reply::Page(SetupPage::open(house, chrome, None, FormErrors::none()).await?))
}

#[post("/setup/platform", data = "<form>")]
async fn platform(
    who: Coordinator,
    form: Submitted,
    chrome: Chrome,
    now: Now,
    house: &State<House>,
) -> Answer<SetupPage> {
    let (version, lang) = (form.version()?, chrome.lang);
    let words = match read(&form, lang) {
        Ok(words) => words,
        Err(errors) => return Ok(Reply::Again(SetupPage::open(house, chrome, Some(form), errors).await?)),
    };
    match organisations::actions::set_up(&house.db, &who.actor(), &words, version, now.0).await {
        Ok(()) => Ok(Reply::See(chrome.to("/setup?saved=platform"))),
        Err(Failure::Stale) => {
            let saved = filled(organisations::queries::platform(house.db.read()).await?.as_ref());
            let told = differences(&labels(lang), &form, &saved, |_, value| value.to_owned());
            if told.is_empty() {
                // The same form sent twice: nothing is left to disagree on.
                return Ok(Reply::See(chrome.to("/setup?saved=platform")));
            }
            let form = form.over_saved().with("version", saved.get("version"));
            let page = SetupPage::open(house, chrome, Some(form), FormErrors::none()).await?;
            Ok(Reply::Stale(SetupPage { stale: Some(told), ..page }))
        }
        Err(other) => Err(other.into()),
    }
}

/// Loads the example; sent twice it finds everything there and adds nothing.
#[post("/setup/example")]
async fn load_example(who: Coordinator, chrome: Chrome, now: Now, house: &State<House>) -> Answer<SetupPage> {
    example::begin_with_example(&house.db, &who, now.0).await?;
    Ok(Reply::See(chrome.to("/setup?saved=example")))
}

fn read(form: &Submitted, lang: Lang) -> Result<PlatformWords, FormErrors> {
    let mut reading = Reading::new(form, lang);
    let name =
        reading.line("name", 100, lang.say("Skriv vad plattformen heter.", "Write what the platform is called."));
    let region = reading.line("region", 100, lang.say("Skriv regionens namn.", "Write the name of the region."));
    let issuer_name = reading.line("issuer_name", 100, lang.say("Skriv vem som utfärdar.", "Write who issues."));
    let code = form.get("issuer_code").trim().to_owned();
    let letters = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let is_code = (1..=10).contains(&code.len()) && code.bytes().all(letters);
    if !is_code {
        let sentence = lang.say(
            "Skriv 1 till 10 versaler eller siffror, som BRF.",
            "Write 1 to 10 capital letters or digits, such as BRF.",
        );
        reading.wrong("issuer_code", sentence);
    }
    let signatory_name = reading.name("signatory_name");
    let missing = lang.say("Skriv titeln, som ordförande.", "Write the title, such as chair.");
    let signatory_title = reading.line("signatory_title", 100, missing);
    let contact_email = reading.email("contact_email");
    let words = || {
        Some(PlatformWords {
            name: name?,
            region: region?,
            issuer_code: code,
            issuer_name: issuer_name?,
            signatory_name: signatory_name?.to_string(),
            signatory_title: signatory_title?,
            contact_email: contact_email?.to_string(),
        })
    };
    words().filter(|_| reading.is_sound()).ok_or_else(|| reading.errors())
}

/// What the fields are called, for the second saver.
fn labels(lang: Lang) -> Vec<(String, String)> {
    let labels = [
        ("name", lang.say("Plattformens namn", "Name of the platform")),
        ("region", lang.say("Region", "Region")),
        ("issuer_name", lang.say("Utfärdare", "Issuer")),
        ("issuer_code", lang.say("Utfärdarens kod", "Code of the issuer")),
        ("signatory_name", lang.say("Undertecknare", "Signatory")),
        ("signatory_title", lang.say("Undertecknarens titel", "Title of the signatory")),
        ("contact_email", lang.say("E-post för frågor", "E-mail for questions")),
    ];
    labels.into_iter().map(|(name, label)| (name.to_owned(), label.to_owned())).collect()
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, platform, load_example]
}
