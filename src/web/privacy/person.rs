//! Looking a person up, and where something is kept about them.

use crate::applications::entity::application;
use crate::certification::entity::certificate;
use crate::house::House;
use crate::kernel::{Lang, PersonId};
use crate::people::{self, Person, SignedIn};
use crate::privacy::extract;
use crate::privacy::model::REMOVED_NAME;
use crate::privacy::queries::{Protected, persons_like};
use crate::web::guards::AtDesk;
use crate::web::parts::{Chrome, FormErrors, Notice, Tone};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, routes};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

const MOST: u64 = 50;

/// The search.
#[derive(Template)]
#[template(path = "privacy/persons.html")]
pub struct PersonsPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    words: String,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    name: String,
    email: String,
}

/// One person.
#[derive(Template)]
#[template(path = "privacy/person.html")]
#[expect(clippy::struct_excessive_bools, reason = "each says whether a part of the page is there")]
pub struct PersonPage {
    lang: Lang,
    chrome: Chrome,
    at: String,
    name: String,
    email: String,
    is_protected: bool,
    /// Whether this visitor may give out, correct and erase.
    may_act: bool,
    may_unmask: bool,
    person: PersonId,
    is_erased: bool,
    appearances: Vec<(&'static str, u64)>,
    applications: Vec<(String, String)>,
    certificates: Vec<(String, String)>,
}

impl PersonPage {
    /// The address of the page below which this one stands, and of what lies beneath it.
    fn to(&self, tail: &str) -> String {
        self.chrome.to(&format!("{}{tail}", self.at))
    }
}

/// Whether `who` may act on this person's values: those of protected persons only with the permission for it.
pub(super) fn may_act(who: &SignedIn, person: &Person) -> bool {
    !person.is_protected || who.may_unmask
}

/// The person, if this visitor may act on the values; else as if there were nobody.
pub(super) async fn find(house: &House, who: &SignedIn, id: PersonId) -> Result<Person, Problem> {
    let person = people::queries::find_person(house.db.read(), id).await?.ok_or(Problem::Missing)?;
    if may_act(who, &person) { Ok(person) } else { Err(Problem::Missing) }
}

#[get("/desk/persons?<q>")]
async fn search(q: Option<&str>, desk: AtDesk, house: &State<House>) -> Answer<PersonsPage> {
    let AtDesk { who, chrome, .. } = desk;
    let lang = chrome.lang;
    let words: String = q.unwrap_or_default().chars().filter(|one| !one.is_control()).take(100).collect();
    let protected = if who.may_unmask { Protected::Found } else { Protected::Left };
    let found = match words.trim() {
        "" => Vec::new(),
        some => persons_like(house.db.read(), some, protected, MOST).await?,
    };
    let row = |person: &Person| Row {
        href: chrome.to(&format!("/desk/persons/{}", person.id)),
        name: person.shown_name(lang),
        email: person.email.clone().filter(|_| !person.is_protected).unwrap_or_default(),
    };
    let rows = found.iter().map(row).collect();
    Ok(Reply::Page(PersonsPage { lang, errors: FormErrors::none(), words, rows, chrome }))
}

#[get("/desk/persons/<id>?<saved>")]
async fn show(id: PersonId, saved: Option<&str>, desk: AtDesk, house: &State<House>) -> Answer<PersonPage> {
    let AtDesk { who, mut chrome, .. } = desk;
    let (lang, db) = (chrome.lang, house.db.read());
    let person = people::queries::find_person(db, id).await?.ok_or(Problem::Missing)?;
    if saved.is_some() {
        let text = lang.say("Det är sparat.", "It is saved.").to_owned();
        chrome.notice = Some(Notice { tone: Tone::Done, text });
    }
    let may_act = may_act(&who, &person);
    let applied = application::Entity::find()
        .filter(application::Column::PersonId.eq(id))
        .order_by_asc(application::Column::Id)
        .all(db)
        .await?;
    let certified = certificate::Entity::find()
        .filter(certificate::Column::PersonId.eq(id))
        .order_by_asc(certificate::Column::Id)
        .all(db)
        .await?;
    let appearances = extract::appearances(db, &person).await?;
    Ok(Reply::Page(PersonPage {
        lang,
        at: format!("/desk/persons/{id}"),
        name: person.shown_name(lang),
        email: person.email.clone().filter(|_| !person.is_protected).unwrap_or_default(),
        is_protected: person.is_protected,
        may_act,
        may_unmask: who.may_unmask,
        person: id,
        is_erased: person.true_name == REMOVED_NAME && person.email.is_none(),
        appearances: appearances.into_iter().map(|(table, rows)| (table.title(lang), rows)).collect(),
        applications: applied
            .into_iter()
            .map(|one| (chrome.to(&format!("/desk/applications/{}", one.id)), one.reference))
            .collect(),
        certificates: certified
            .into_iter()
            .map(|one| (chrome.to(&format!("/desk/certificates/{}", one.id)), one.number))
            .collect(),
        chrome,
    }))
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![search, show]
}
