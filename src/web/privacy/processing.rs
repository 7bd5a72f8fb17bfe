//! *Behandlingar*: the register of processing (GDPR, article 30), written from the catalogue of columns and the rules in force.

use crate::house::House;
use crate::kernel::Lang;
use crate::privacy::columns::tables;
use crate::privacy::model::{Basis, Category, Purpose};
use crate::privacy::queries;
use crate::privacy::rules::Rule;
use crate::web::guards::AtDesk;
use crate::web::parts::Chrome;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, routes};
use std::collections::BTreeSet;

/// One activity of processing, in words.
#[derive(Debug, Clone)]
pub struct Activity {
    /// What it is called.
    pub name: &'static str,
    /// Why it is done.
    pub why: &'static str,
    /// Whom it concerns.
    pub persons: &'static str,
    /// Kinds of values.
    pub categories: String,
    /// Grounds of the law.
    pub basis: String,
    /// Who is given them.
    pub recipients: &'static str,
    /// Each rule: what, how long.
    pub kept: Vec<(&'static str, String)>,
    /// How it is guarded.
    pub guarded_by: &'static str,
    /// The tables it uses.
    pub tables: String,
}

/// Every activity, as the catalogue and `rules` say.
#[must_use]
pub fn activities(rules: &[Rule], lang: Lang) -> Vec<Activity> {
    Purpose::ALL.into_iter().map(|purpose| activity(purpose, rules, lang)).collect()
}

fn activity(purpose: Purpose, rules: &[Rule], lang: Lang) -> Activity {
    let of_purpose = || tables().filter(move |table| table.purpose == purpose && table.personal().next().is_some());
    let categories: BTreeSet<Category> =
        of_purpose().flat_map(|table| table.personal().filter_map(|group| group.holds.category())).collect();
    let whats: BTreeSet<_> =
        of_purpose().flat_map(|table| table.personal().filter_map(|group| group.holds.kept())).collect();
    let mut basis = vec![purpose.basis().word(lang)];
    if categories.contains(&Category::Needs) {
        basis.push(Basis::Consent.word(lang));
    }
    Activity {
        name: purpose.name(lang),
        why: purpose.why(lang),
        persons: purpose.persons(lang),
        categories: categories.into_iter().map(|category| category.word(lang)).collect::<Vec<_>>().join("; "),
        basis: basis.join("; "),
        recipients: purpose.recipients(lang),
        kept: rules
            .iter()
            .filter(|rule| whats.contains(&rule.what()))
            .map(|rule| (rule.default.name(lang), rule.period(lang)))
            .collect(),
        guarded_by: purpose.guarded_by(lang),
        tables: of_purpose().map(|table| table.title(lang)).collect::<Vec<_>>().join(", "),
    }
}

/// The register.
#[derive(Template)]
#[template(path = "privacy/processing.html")]
pub struct ProcessingPage {
    lang: Lang,
    chrome: Chrome,
    contact: String,
    activities: Vec<Activity>,
}

#[get("/processing")]
async fn show(desk: AtDesk, house: &State<House>) -> Answer<ProcessingPage> {
    let (lang, db) = (desk.chrome.lang, house.db.read());
    let platform = crate::organisations::queries::platform(db).await?;
    Ok(Reply::Page(ProcessingPage {
        lang,
        contact: platform.map(|platform| platform.contact_email).unwrap_or_default(),
        activities: activities(&queries::rules(db).await?, lang),
        chrome: desk.chrome,
    }))
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show]
}
