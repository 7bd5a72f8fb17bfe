//! What a programme's certificates look like and how long they hold.

use crate::house::House;
use crate::kernel::{Failure, Lang, ProgrammeId};
use crate::programmes::{self, CertificateLook, PrintedLanguages, Programme, ProgrammeVersion, actions};
use crate::web::both::{Difference, differences};
use crate::web::form::{Reading, Submitted};
use crate::web::guards::AtDesk;
use crate::web::parts::{Choice, Chrome, FormErrors, Notice, Tone};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, post, routes};

/// The form.
#[derive(Template)]
#[template(path = "programmes/certificate.html")]
pub struct CertificatePage {
    lang: Lang,
    chrome: Chrome,
    programme: Programme,
    form: Submitted,
    errors: FormErrors,
    layouts: Vec<Choice>,
    languages: Vec<Choice>,
    stale: Option<Vec<Difference>>,
}

impl CertificatePage {
    fn new(chrome: Chrome, programme: Programme, form: Submitted, layouts: Vec<Choice>) -> Self {
        let (lang, errors) = (chrome.lang, FormErrors::none());
        Self { lang, chrome, programme, form, errors, layouts, languages: languages(lang), stale: None }
    }

    fn path(&self) -> String {
        format!("/desk/programmes/{}/certificate", self.programme.id)
    }
}

fn layouts(house: &House, lang: Lang) -> Vec<Choice> {
    house.layouts.names().map(|(key, name)| Choice::new(key, name.in_lang(lang))).collect()
}

fn languages(lang: Lang) -> Vec<Choice> {
    let said = |one: PrintedLanguages| match one {
        PrintedLanguages::Both => lang.say("Svenska och engelska", "Swedish and English"),
        PrintedLanguages::Only(Lang::Sv) => lang.say("Bara svenska", "Only Swedish"),
        PrintedLanguages::Only(Lang::En) => lang.say("Bara engelska", "Only English"),
    };
    PrintedLanguages::ALL.map(|one| Choice::new(one.key(), said(one))).to_vec()
}

async fn find(house: &House, id: ProgrammeId) -> Result<(Programme, ProgrammeVersion), Problem> {
    let latest = programmes::queries::latest_versions(house.db.read()).await?;
    latest.into_iter().find(|(one, _)| one.id == id).ok_or(Problem::Missing)
}

fn filled(version: &ProgrammeVersion) -> Submitted {
    fields(version.look()).with("version", version.version.to_string())
}

fn fields(look: CertificateLook<'_>) -> Submitted {
    let months = look.valid_months.map(|months| months.to_string()).unwrap_or_default();
    let languages = look.languages.key().to_owned();
    Submitted::of([("layout", look.layout.to_owned()), ("languages", languages), ("valid_months", months)])
}

#[get("/desk/programmes/<id>/certificate?<saved>")]
async fn show(desk: AtDesk, id: ProgrammeId, saved: Option<&str>, house: &State<House>) -> Answer<CertificatePage> {
    let AtDesk { mut chrome, .. } = desk;
    let lang = chrome.lang;
    if saved.is_some() {
        let text = lang.say("Det är sparat och gäller nästa intyg.", "It is saved and holds for the next certificate.");
        chrome.notice = Some(Notice { tone: Tone::Done, text: text.to_owned() });
    }
    let (programme, version) = find(house, id).await?;
    Ok(Reply::Page(CertificatePage::new(chrome, programme, filled(&version), layouts(house, lang))))
}

#[post("/desk/programmes/<id>/certificate", data = "<form>")]
async fn save(desk: AtDesk, id: ProgrammeId, form: Submitted, house: &State<House>) -> Answer<CertificatePage> {
    let AtDesk { who, chrome, now } = desk;
    let (lang, version) = (chrome.lang, form.version()?);
    let (programme, _) = find(house, id).await?;
    let mut reading = Reading::new(&form, lang);
    let missing = lang.say("Välj hur intygen ska se ut.", "Choose what the certificates should look like.");
    let layout =
        reading.choice("layout", missing, |key| house.layouts.names().map(|(key, _)| key).find(|one| *one == key));
    let missing = lang.say("Välj intygens språk.", "Choose the languages of the certificates.");
    let languages = reading.choice("languages", missing, PrintedLanguages::from_key);
    let months = reading.number_or_zero("valid_months", 1..=600).map(|months| (months > 0).then_some(months));
    let (Some(layout), Some(languages), Some(valid_months)) = (layout, languages, months) else {
        let errors = reading.errors();
        return Ok(Reply::Again(CertificatePage {
            errors,
            ..CertificatePage::new(chrome, programme, form, layouts(house, lang))
        }));
    };
    let look = CertificateLook { layout, languages, valid_months };
    match actions::set_certificate(&house.db, &who, (id, version), look, now).await {
        Ok(()) => Ok(Reply::See(chrome.to(&format!("/desk/programmes/{id}/certificate?saved=yes")))),
        Err(Failure::Stale) => {
            let (programme, version) = find(house, id).await?;
            let (choices, offered) = (layouts(house, lang), self::languages(lang));
            let saved = filled(&version);
            let told = differences(&labels(lang), &fields(look), &saved, |field, value| {
                let known = if field == "layout" { &choices } else { &offered };
                let named = known.iter().find(|choice| field != "valid_months" && choice.value == value);
                named.map_or_else(|| value.to_owned(), |choice| choice.label.clone())
            });
            let form = form.over_saved().with("version", saved.get("version"));
            let page = CertificatePage::new(chrome, programme, form, choices);
            Ok(Reply::Stale(CertificatePage { stale: Some(told), ..page }))
        }
        Err(other) => Err(Problem::from(other)),
    }
}

/// What the fields are called, for the second saver.
fn labels(lang: Lang) -> Vec<(String, String)> {
    let labels = [
        ("layout", lang.say("Utseende", "Look")),
        ("languages", lang.say("Språk", "Languages")),
        ("valid_months", lang.say("Giltigt i månader", "Valid for months")),
    ];
    labels.map(|(name, label)| (name.to_owned(), label.to_owned())).to_vec()
}

pub(super) fn routes() -> Vec<Route> {
    routes![show, save]
}
