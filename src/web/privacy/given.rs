//! The access extract, for the staff on somebody's request and for people themselves; as a page and as JSON.

use super::person::find;
use super::words;
use crate::applications::Applicant;
use crate::kernel::{Actor, Lang, PersonId};
use crate::locale::dates;
use crate::people::{self, Coordinator, Person};
use crate::privacy::extract::{Extract, by_hand, gather};
use crate::privacy::rules::Rule;
use crate::privacy::{actions, queries};
use crate::web::bearer;
use crate::web::parts::Chrome;
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Download, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::http::ContentType;
use rocket::{Route, post, routes};

/// Everything that is kept about somebody.
#[derive(Template)]
#[template(path = "privacy/extract.html")]
pub struct ExtractPage {
    lang: Lang,
    chrome: Chrome,
    back: String,
    name: String,
    made_at: String,
    sections: Vec<Shown>,
    secrets: Vec<String>,
    unread: Vec<String>,
}

/// One table's rows, in words.
struct Shown {
    title: &'static str,
    why: &'static str,
    kept: String,
    rows: Vec<Vec<(String, String)>>,
}

async fn given(scene: &Scene<'_>, by: &Actor, person: &Person) -> Result<Extract, Problem> {
    let house = scene.house;
    // Noted first: what is given out without a trace would be worse than a trace of what was not.
    actions::note_extract(&house.db, by, person, scene.now).await?;
    let mut extract = gather(house.db.read(), &house.vault, person, scene.now).await?;
    if matches!(by, Actor::Account(..)) {
        // Needs are opened one name at a time (rule P6); all of them together only by the person.
        extract.sections.retain(|section| section.table.name != "needs");
    }
    Ok(extract)
}

async fn page(scene: Scene<'_>, by: &Actor, (person, name, back): (&Person, String, String)) -> Answer<ExtractPage> {
    let extract = given(&scene, by, person).await?;
    let rules = queries::rules(scene.house.db.read()).await?;
    let lang = scene.lang;
    let sections = extract.sections.iter().map(|section| Shown {
        title: section.table.title(lang),
        why: section.table.purpose.why(lang),
        kept: kept(section.table, &rules, lang),
        rows: section
            .rows
            .iter()
            .map(|row| row.iter().map(|(column, value)| (words::column(column, lang), value.clone())).collect())
            .collect(),
    });
    let place = |table: &'static crate::privacy::columns::Table, column: &str| {
        format!("{}: {}", table.title(lang), words::column(column, lang))
    };
    Ok(Reply::Page(ExtractPage {
        lang,
        back,
        name,
        made_at: dates::moment(lang, extract.at),
        sections: sections.collect(),
        secrets: extract.secrets.iter().map(|(table, column, _)| place(table, column)).collect(),
        unread: by_hand().map(|(table, column)| place(table, column)).collect(),
        chrome: scene.chrome,
    }))
}

/// How long the table's values are kept, each rule once.
fn kept(table: &crate::privacy::columns::Table, rules: &[Rule], lang: Lang) -> String {
    let mut periods: Vec<String> = Vec::new();
    for what in table.personal().filter_map(|group| group.holds.kept()) {
        let Some(rule) = rules.iter().find(|rule| rule.what() == what) else { continue };
        let period = rule.period(lang);
        if !periods.contains(&period) {
            periods.push(period);
        }
    }
    periods.join("; ")
}

fn download(extract: &Extract) -> Result<Download, Problem> {
    let bytes = serde_json::to_vec_pretty(&extract.as_json()).map_err(|error| Problem::broken(&error))?;
    Ok(Download { bytes, kind: ContentType::JSON, name: format!("extract-{}.json", extract.person) })
}

#[post("/desk/persons/<id>/extract")]
async fn by_staff(who: Coordinator, id: PersonId, scene: Scene<'_>) -> Answer<ExtractPage> {
    let person = find(scene.house, &who, id).await?;
    let (name, back) = (person.shown_name(scene.lang), scene.chrome.to(&format!("/desk/persons/{id}")));
    page(scene, &who.actor(), (&person, name, back)).await
}

#[post("/desk/persons/<id>/extract.json")]
async fn by_staff_as_json(who: Coordinator, id: PersonId, scene: Scene<'_>) -> Result<Download, Problem> {
    let person = find(scene.house, &who, id).await?;
    download(&given(&scene, &who.actor(), &person).await?)
}

async fn themself(scene: &Scene<'_>, token: &str) -> Result<(Applicant, Person), Problem> {
    let db = scene.house.db.read();
    let who = bearer::applicant(scene.house, scene.person, token, scene.now).await?;
    let person = people::queries::find_person(db, who.application.person_id).await?.ok_or(Problem::Missing)?;
    Ok((who, person))
}

#[post("/my/<token>/extract")]
async fn own(token: &str, scene: Scene<'_>) -> Answer<ExtractPage> {
    let (who, person) = themself(&scene, token).await?;
    let (name, back) = (person.true_name.clone(), scene.chrome.to(&format!("/my/{token}")));
    page(scene, &who.actor(), (&person, name, back)).await
}

#[post("/my/<token>/extract.json")]
async fn own_as_json(token: &str, scene: Scene<'_>) -> Result<Download, Problem> {
    let (who, person) = themself(&scene, token).await?;
    download(&given(&scene, &who.actor(), &person).await?)
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![by_staff, by_staff_as_json, own, own_as_json]
}
