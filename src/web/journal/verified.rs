//! The journal looked through from its first entry to its last.

use crate::journal::{self, Verified};
use crate::kernel::Lang;
use crate::people::Administrator;
use crate::web::parts::Chrome;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, routes};

/// How many flaws the page lists; the command lists more.
const MOST_SHOWN: usize = 50;

/// What looking at the whole chain has shown.
#[derive(Template)]
#[template(path = "journal/verified.html")]
pub struct VerifiedPage {
    lang: Lang,
    chrome: Chrome,
    seen: Verified,
    flaws: Vec<String>,
}

#[get("/journal/verified")]
async fn show(_who: Administrator, scene: Scene<'_>) -> Answer<VerifiedPage> {
    let seen = journal::verify(scene.house.db.read(), &scene.house.chain, None).await?;
    let flaws = seen.flaws.iter().take(MOST_SHOWN).map(|flaw| flaw.sentence(scene.lang)).collect();
    Ok(Reply::Page(VerifiedPage { lang: scene.lang, chrome: scene.chrome, seen, flaws }))
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show]
}
