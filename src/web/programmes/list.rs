//! The programmes, and what each asks for.

use crate::house::House;
use crate::kernel::{Lang, RuleId};
use crate::people::Coordinator;
use crate::programmes;
use crate::requirements::{self, CompletionRule, DayNumber, sentence};
use crate::web::parts::Chrome;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, routes};
use std::collections::HashMap;

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
    days: i64,
    rule: String,
    href: String,
    certificate: String,
    layout: String,
    months: Option<i64>,
}

#[get("/desk/programmes")]
async fn list(_who: Coordinator, chrome: Chrome, house: &State<House>) -> Answer<ListPage> {
    let (lang, db) = (chrome.lang, house.db.read());
    let layouts: HashMap<&str, String> =
        house.layouts.names().map(|(key, name)| (key, name.in_lang(lang).to_owned())).collect();
    let all = programmes::queries::latest_versions(db).await?;
    let days = programmes::queries::day_counts(db).await?;
    let rules: Vec<RuleId> = all.iter().map(|(_, version)| version.rule_id).collect();
    let rules = requirements::queries::rules_among(db, &rules).await?;
    let mut rows = Vec::new();
    for (programme, version) in all {
        let days = days.get(&version.id).copied().unwrap_or_default();
        let kept = rules.iter().find(|kept| kept.id == version.rule_id);
        let rule = kept.and_then(|kept| CompletionRule::parse(&kept.rule).ok());
        let titles = programmes::queries::titles_of(db, version.id, lang).await?;
        rows.push(Row {
            name: programme.name(lang).to_owned(),
            days,
            rule: rule
                .map(|rule| sentence(&rule.titled(&titles), DayNumber::try_from(days).ok(), lang))
                .unwrap_or_default(),
            href: chrome.to(&format!("/desk/programmes/{}/rule", programme.id)),
            certificate: chrome.to(&format!("/desk/programmes/{}/certificate", programme.id)),
            layout: layouts.get(version.layout.as_str()).cloned().unwrap_or_default(),
            months: version.valid_months,
        });
    }
    Ok(Reply::Page(ListPage { lang, chrome, rows }))
}

pub(super) fn routes() -> Vec<Route> {
    routes![list]
}
