//! What a cohort needs: counts for the kitchen; access one name at a time, each opening written down.

use crate::cohorts;
use crate::kernel::{CohortId, Lang, ParticipantId};
use crate::locale::numbers;
use crate::needs::{Kitchen, SealedNeeds, actions, queries};
use crate::people::Coordinator;
use crate::seats;
use crate::web::attendance::faces::{Face, with_names};
use crate::web::parts::Chrome;
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, post, routes};

/// The page.
#[derive(Template)]
#[template(path = "needs/kitchen.html")]
struct KitchenPage {
    lang: Lang,
    chrome: Chrome,
    cohort: CohortId,
    name: String,
    expected: String,
    foods: Vec<(&'static str, usize)>,
    kitchen: Kitchen,
    /// Who has left words about access: where they are opened, and the name as it may be shown.
    access: Vec<(String, String)>,
}

impl KitchenPage {
    fn back(&self) -> String {
        self.chrome.to(&format!("/desk/cohorts/{}", self.cohort))
    }

    fn access_said(&self) -> String {
        let given = ("deltagare har lämnat behov", "deltagare har lämnat behov");
        let in_english = ("participant has left needs", "participants have left needs");
        numbers::counted(self.lang, self.access.len(), given, in_english)
    }
}

/// One participant's words.
#[derive(Template)]
#[template(path = "needs/opened.html")]
struct OpenedPage {
    lang: Lang,
    chrome: Chrome,
    cohort: CohortId,
    name: String,
    words: String,
}

impl OpenedPage {
    fn back(&self) -> String {
        self.chrome.to(&format!("/desk/cohorts/{}/needs", self.cohort))
    }
}

#[get("/desk/cohorts/<id>/needs")]
async fn show(_who: Coordinator, id: CohortId, scene: Scene<'_>) -> Answer<KitchenPage> {
    let (db, lang) = (scene.house.db.read(), scene.lang);
    let cohort = cohorts::queries::find(db, id).await?.ok_or(Problem::Missing)?;
    let (participants, rows) = queries::of_cohort(db, id).await?;
    let sealed: Vec<SealedNeeds> = rows.values().cloned().collect();
    let kitchen = Kitchen::of(&scene.house.vault, &sealed);
    let expected =
        numbers::counted(lang, participants.len(), ("deltagare", "deltagare"), ("participant", "participants"));
    let has_words = |application| rows.get(&application).is_some_and(|row| !row.access.is_empty());
    let with_access = participants.into_iter().filter(|one| one.application_id.is_some_and(has_words)).collect();
    let faces = with_names(db, with_access, lang).await?;
    let at = |face: &Face| scene.chrome.to(&format!("/desk/cohorts/{id}/needs/{}/open", face.participant.id));
    Ok(Reply::Page(KitchenPage {
        lang,
        cohort: id,
        name: cohort.name,
        expected,
        foods: kitchen.counts.iter().map(|(food, count)| (food.word(lang), *count)).collect(),
        kitchen,
        access: faces.into_iter().map(|face| (at(&face), face.name)).collect(),
        chrome: scene.chrome,
    }))
}

/// The page itself is the answer, so that the address shows nothing when it is opened again.
#[post("/desk/cohorts/<id>/needs/<participant>/open")]
async fn open(who: Coordinator, id: CohortId, participant: ParticipantId, scene: Scene<'_>) -> Answer<OpenedPage> {
    let db = scene.house.db.read();
    let found = seats::queries::find_participant(db, participant).await?;
    let found = found.filter(|found| found.cohort_id == id).ok_or(Problem::Missing)?;
    let application = found.application_id.ok_or(Problem::Missing)?;
    let safe = (&scene.house.db, &scene.house.vault);
    let words = actions::open(safe, &who, application, scene.now).await?;
    let face = with_names(db, vec![found], scene.lang).await?.into_iter().next().ok_or(Problem::Missing)?;
    Ok(Reply::Page(OpenedPage { lang: scene.lang, cohort: id, name: face.name, words, chrome: scene.chrome }))
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show, open]
}
