//! The programmes, and what each asks for.

use crate::house::House;
use crate::kernel::Lang;
use crate::people::Coordinator;
use crate::programmes;
use crate::requirements::{self, CompletionRule, DayNumber, sentence};
use crate::web::parts::Chrome;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, routes};

/// The list.
#[derive(Template)]
#[template(path = "programmes/list.html")]
pub struct ListPage {
    lang: Lang,
    chrome: Chrome,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    days: usize,
    rule: String,
    href: String,
}

#[get("/desk/programmes")]
async fn list(_who: Coordinator, chrome: Chrome, house: &State<House>) -> Answer<ListPage> {
    let (lang, db) = (chrome.lang, house.db.read());
    let mut rows = Vec::new();
    for (programme, version) in programmes::queries::latest_versions(db).await? {
        let days = programmes::queries::days_of(db, version.id).await?.len();
        let kept = requirements::queries::rule(db, version.rule_id).await?;
        let rule = kept.and_then(|kept| CompletionRule::parse(&kept.rule).ok());
        rows.push(Row {
            name: programme.name(lang).to_owned(),
            days,
            rule: rule.map(|rule| sentence(&rule, DayNumber::try_from(days).ok(), lang)).unwrap_or_default(),
            href: chrome.to(&format!("/desk/programmes/{}/rule", programme.id)),
        });
    }
    Ok(Reply::Page(ListPage { lang, chrome, rows }))
}

pub(super) fn routes() -> Vec<Route> {
    routes![list]
}
