//! What "my application" shows of the applicant's certificates.

use super::sheet;
use crate::applications::proof::Applicant;
use crate::certification::{Certificate, queries};
use crate::house::House;
use crate::kernel::{Day, Instant, Lang};
use crate::locale::{dates, stockholm};
use crate::seats;
use crate::web::parts::{Chip, Chrome};
use crate::web::problem::Problem;
use askama::Template;

#[derive(Template)]
#[template(path = "certification/my_section.html")]
struct Section {
    lang: Lang,
    papers: Vec<Own>,
}

struct Own {
    title: &'static str,
    number: String,
    issued: String,
    chip: Chip,
    is_released: bool,
    download: String,
    credential: String,
    verify: String,
}

/// Number, downloads and verification address of each paper that holds; `None` while there is none.
pub async fn section(house: &House, who: &Applicant, chrome: &Chrome, now: Instant) -> Result<Option<String>, Problem> {
    let db = house.db.read();
    let Some(found) = seats::queries::participant_of(db, who.application.id).await? else { return Ok(None) };
    let held = queries::current_of(db, found.id).await?;
    if held.is_empty() {
        return Ok(None);
    }
    let papers = held.iter().map(|one| own(one, (house, who), chrome, stockholm::today(now))).collect();
    let html = Section { lang: chrome.lang, papers }.render();
    html.map(Some).map_err(|error| Problem::broken(&error))
}

fn own(one: &Certificate, (house, who): (&House, &Applicant), chrome: &Chrome, today: Day) -> Own {
    let lang = chrome.lang;
    let kind = one.kind.key();
    Own {
        title: one.kind.title(lang),
        number: one.number.clone(),
        issued: dates::day_in_words(lang, one.issued_on),
        chip: sheet::chip(one, (lang, today)),
        is_released: one.released_at.is_some(),
        download: chrome.to(&format!("/my/{}/certificate.pdf?kind={kind}", who.token())),
        credential: chrome.to(&format!("/my/{}/certificate.json?kind={kind}", who.token())),
        verify: house.links.verify(&one.code),
    }
}
