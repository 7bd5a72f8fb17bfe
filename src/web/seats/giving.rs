//! What the buttons of the selection desk do.

use super::desk::{DeskPage, after, page};
use crate::applications;
use crate::kernel::{ApplicationId, CohortId, OfferId, OrganisationId};
use crate::people::Coordinator;
use crate::seats::Closing;
use crate::seats::actions::{self, Gift};
use crate::web::form::{Reading, Submitted};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use rocket::{Route, post, routes};

#[post("/desk/offers/<offer>/close", data = "<form>")]
async fn close(by: Coordinator, offer: OfferId, form: Submitted, scene: Scene<'_>) -> Answer<DeskPage> {
    let closing = if form.has("early") { Closing::Early } else { Closing::WhenDue };
    let outcome = actions::close(&scene.house.db, &by, (offer, form.version()?), closing, scene.now).await;
    after(outcome, scene, offer).await
}

#[post("/desk/offers/<offer>/remind", data = "<form>")]
async fn remind(by: Coordinator, offer: OfferId, form: Submitted, scene: Scene<'_>) -> Answer<DeskPage> {
    let organisation: OrganisationId = form.get("organisation").parse().map_err(|_| Problem::Unreadable)?;
    let outcome = actions::remind(&scene.house.db, &by, offer, organisation, scene.now).await;
    after(outcome, scene, offer).await
}

#[post("/desk/offers/<offer>/give-seat", data = "<form>")]
async fn give_seat(by: Coordinator, offer: OfferId, form: Submitted, scene: Scene<'_>) -> Answer<DeskPage> {
    let application: ApplicationId = form.get("application").parse().map_err(|_| Problem::Unreadable)?;
    let cohort: CohortId = form.get("cohort").parse().map_err(|_| Problem::Unreadable)?;
    let found = applications::queries::find(scene.house.db.read(), application).await?;
    if found.is_none_or(|found| found.offer_id != offer) {
        return Err(Problem::Missing);
    }
    let key = form.key()?;
    let mut reading = Reading::new(&form, scene.lang);
    let Some(reason) = reading.optional_words("reason", 500) else {
        return page(scene, offer, (None, reading.errors())).await.map(Reply::Again);
    };
    let gift = Gift { application, cohort, reason: reason.as_str(), key: Some(&key) };
    let outcome = actions::give_seat(&scene.house.db, &scene.house.letterhead(), &by, &gift, scene.now).await;
    after(outcome, scene, offer).await
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![close, remind, give_seat]
}
