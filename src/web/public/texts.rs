//! Where the operator writes the privacy notice and the accessibility statement.

use super::markup::{Block, blocks, headings};
use super::notices::own_words;
use crate::house::House;
use crate::kernel::{Failure, Lang};
use crate::people::Administrator;
use crate::privacy::actions::{NewText, set_text};
use crate::privacy::{Part, PublicText, queries};
use crate::web::both::{Difference, differences};
use crate::web::form::{Reading, Submitted};
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, post, routes};

const LONGEST: usize = 20_000;
/// The parts a statement must have (the model of DIGG), each under a heading of its own.
const PARTS_OF_STATEMENT: usize = 10;

/// Which texts there are.
#[derive(Template)]
#[template(path = "public/texts.html")]
pub struct TextsPage {
    lang: Lang,
    chrome: Chrome,
    rows: Vec<(String, &'static str, bool)>,
}

/// The form of one.
#[derive(Template)]
#[template(path = "public/text.html")]
pub struct TextPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    stale: Option<Vec<Difference>>,
    at: String,
    title: &'static str,
    form: Submitted,
    /// Both languages as they would be shown.
    preview: Option<[Vec<Block>; 2]>,
}

#[get("/setup/texts")]
async fn list(_who: Administrator, scene: Scene<'_>) -> Answer<TextsPage> {
    let mut rows = Vec::new();
    for part in Part::ALL {
        let is_own = queries::text(scene.house.db.read(), part).await?.is_some();
        rows.push((scene.chrome.to(&format!("/setup/texts/{}", part.key())), part.title(scene.lang), is_own));
    }
    Ok(Reply::Page(TextsPage { lang: scene.lang, chrome: scene.chrome, rows }))
}

async fn filled(house: &House, part: Part, saved: Option<PublicText>) -> Result<Submitted, Problem> {
    let (sv, en, version) = if let Some(text) = saved {
        (text.text_sv, text.text_en, text.version)
    } else {
        let (sv, en) = own_words(house, part).await?;
        (sv, en, 0)
    };
    Ok(Submitted::of([("version", version.to_string()), ("text_sv", sv), ("text_en", en)]))
}

fn page(chrome: Chrome, part: Part, form: Submitted) -> TextPage {
    let lang = chrome.lang;
    let at = chrome.to(&format!("/setup/texts/{}", part.key()));
    let (title, errors) = (part.title(lang), FormErrors::none());
    TextPage { lang, chrome, errors, stale: None, at, title, form, preview: None }
}

#[get("/setup/texts/<part>")]
async fn show(_who: Administrator, part: &str, scene: Scene<'_>) -> Answer<TextPage> {
    let part = Part::parse(part).ok_or(Problem::Missing)?;
    let saved = queries::text(scene.house.db.read(), part).await?;
    let form = filled(scene.house, part, saved).await?;
    Ok(Reply::Page(page(scene.chrome, part, form)))
}

#[post("/setup/texts/<part>", data = "<form>")]
async fn save(who: Administrator, part: &str, form: Submitted, scene: Scene<'_>) -> Answer<TextPage> {
    let Scene { house, now, chrome, lang, .. } = scene;
    let part = Part::parse(part).ok_or(Problem::Missing)?;
    let version = form.version()?;
    let new = match read(&form, part, lang) {
        Ok((sv, en)) => NewText { part, sv, en, version },
        Err(errors) => return Ok(Reply::Again(TextPage { errors, ..page(chrome, part, form) })),
    };
    if form.has("preview") {
        let preview = Some([blocks(&new.sv), blocks(&new.en)]);
        return Ok(Reply::Page(TextPage { preview, ..page(chrome, part, form) }));
    }
    let done = chrome.to(&format!("/{}", part.key()));
    match set_text(&house.db, &who, &new, now).await {
        Ok(()) => Ok(Reply::See(done)),
        Err(Failure::Stale) => {
            let saved = filled(house, part, queries::text(house.db.read(), part).await?).await?;
            let typed = Submitted::of([("text_sv", new.sv), ("text_en", new.en)]);
            let told = differences(&labels(lang), &typed, &saved, |_, value| value.to_owned());
            if told.is_empty() {
                // The same form sent twice: nothing is left to disagree on.
                return Ok(Reply::See(done));
            }
            let form = form.over_saved().with("version", saved.get("version"));
            Ok(Reply::Stale(TextPage { stale: Some(told), ..page(chrome, part, form) }))
        }
        Err(other) => Err(other.into()),
    }
}

fn read(form: &Submitted, part: Part, lang: Lang) -> Result<(String, String), FormErrors> {
    let mut reading = Reading::new(form, lang);
    let missing = lang.say("Skriv texten på båda språken.", "Write the text in both languages.");
    let texts = ["text_sv", "text_en"].map(|field| (field, reading.words(field, LONGEST, missing)));
    for (field, text) in &texts {
        let has_tags = text.as_deref().is_some_and(|text| text.contains("</") || text.contains("/>"));
        if has_tags {
            let sentence = lang.say(
                "Ta bort HTML-koderna. Använd bara stycken, ”## ” för rubriker och ”- ” för listor.",
                "Remove the HTML. Use only paragraphs, “## ” for headings and “- ” for lists.",
            );
            reading.wrong(field, sentence);
        }
        let found = text.as_deref().map_or(PARTS_OF_STATEMENT, headings);
        if part == Part::Accessibility && found < PARTS_OF_STATEMENT {
            let sentence = lang.say(
                format!("Redogörelsen ska ha tio delar med var sin rubrik (”## ”). Nu har den {found}."),
                format!("The statement must have ten parts, each with a heading (“## ”). Now it has {found}."),
            );
            reading.wrong(field, sentence);
        }
    }
    let [(_, sv), (_, en)] = texts;
    sv.zip(en).filter(|_| reading.is_sound()).ok_or_else(|| reading.errors())
}

fn labels(lang: Lang) -> Vec<(String, String)> {
    let labels = [("text_sv", lang.say("Svenska", "Swedish")), ("text_en", lang.say("Engelska", "English"))];
    labels.map(|(name, label)| (name.to_owned(), label.to_owned())).to_vec()
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![list, show, save]
}
