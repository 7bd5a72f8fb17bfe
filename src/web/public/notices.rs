//! The privacy notice, the accessibility statement, and what is said of the one cookie.

use super::markup::{Block, blocks};
use crate::access::sessions::{ABSOLUTE_MINUTES, COOKIE, IDLE_MINUTES};
use crate::house::House;
use crate::kernel::Lang;
use crate::locale::{dates, stockholm};
use crate::organisations;
use crate::privacy::{Part, queries};
use crate::web::parts::Chrome;
use crate::web::privacy::{Activity, activities};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, routes};

/// A text of the operator's or the house's.
#[derive(Template)]
#[template(path = "public/notice.html")]
pub struct NoticePage {
    lang: Lang,
    chrome: Chrome,
    title: &'static str,
    blocks: Vec<Block>,
    changed: Option<String>,
    /// What the privacy notice says of each activity; empty elsewhere.
    activities: Vec<Activity>,
}

/// What is said of the cookie.
#[derive(Template)]
#[template(path = "public/cookies.html")]
pub struct CookiesPage {
    lang: Lang,
    chrome: Chrome,
    name: &'static str,
    idle_minutes: i64,
    hours: i64,
}

/// The house's own words of `part`, Swedish and English, in the name of the platform.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn own_words(house: &House, part: Part) -> Result<(String, String), Problem> {
    let platform = organisations::queries::platform(house.db.read()).await?;
    let (name, contact) = platform
        .map_or_else(|| ("Stafett".to_owned(), String::new()), |platform| (platform.name, platform.contact_email));
    let filled = |text: &str| text.replace("{platform}", &name).replace("{contact}", &contact);
    let (sv, en) = match part {
        Part::Privacy => (
            include_str!("../../../templates/public/privacy.sv.txt"),
            include_str!("../../../templates/public/privacy.en.txt"),
        ),
        Part::Accessibility => (
            include_str!("../../../templates/public/accessibility.sv.txt"),
            include_str!("../../../templates/public/accessibility.en.txt"),
        ),
    };
    Ok((filled(sv), filled(en)))
}

async fn notice(house: &House, chrome: Chrome, part: Part) -> Answer<NoticePage> {
    let (lang, db) = (chrome.lang, house.db.read());
    let saved = queries::text(db, part).await?;
    let changed = saved.as_ref().map(|text| dates::day_in_words(lang, stockholm::today(text.changed_at)));
    let (sv, en) = if let Some(text) = saved { (text.text_sv, text.text_en) } else { own_words(house, part).await? };
    let text = lang.say(sv, en);
    let activities = match part {
        Part::Privacy => activities(&queries::rules(db).await?, lang),
        Part::Accessibility => Vec::new(),
    };
    let title = part.title(lang);
    Ok(Reply::Page(NoticePage { lang, chrome, title, blocks: blocks(&text), changed, activities }))
}

#[get("/privacy")]
async fn privacy(chrome: Chrome, house: &State<House>) -> Answer<NoticePage> {
    notice(house, chrome, Part::Privacy).await
}

#[get("/accessibility")]
async fn accessibility(chrome: Chrome, house: &State<House>) -> Answer<NoticePage> {
    notice(house, chrome, Part::Accessibility).await
}

#[get("/cookies")]
fn cookies(chrome: Chrome) -> Reply<CookiesPage> {
    let (lang, hours) = (chrome.lang, ABSOLUTE_MINUTES / 60);
    Reply::Page(CookiesPage { lang, chrome, name: COOKIE, idle_minutes: IDLE_MINUTES, hours })
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![privacy, accessibility, cookies]
}
