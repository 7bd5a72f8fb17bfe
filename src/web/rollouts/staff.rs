//! A plan's page for its coach and for coordinators.

use super::deeds;
use super::page::{PlanPage, Visit};
use crate::kernel::{AccountId, CouncilDecisionId, Failure, LocalTrainingId, PlanId};
use crate::people::{Coordinator, Trainer};
use crate::rollouts::actions::{self, Sending};
use crate::rollouts::{Hand, Refusal, queries};
use crate::web::form::{Reading, Submitted};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use rocket::{Route, get, post, routes};

/// Comes to a plan; one that this trainer does not coach looks like none.
async fn visit<'a>(scene: Scene<'a>, who: &Trainer, id: PlanId) -> Result<Visit<'a>, Problem> {
    let Scene { house, chrome, now, .. } = scene;
    let plan = queries::find(house.db.read(), id).await?.ok_or(Problem::Missing)?;
    let hand = Hand::Coach(who.clone());
    if !hand.reaches(&plan) {
        return Err(Problem::Missing);
    }
    Ok(Visit { house, hand, plan, base: format!("/plans/{id}"), chrome, now })
}

#[get("/plans/<id>?<tell>&<done>")]
async fn show(who: Trainer, id: PlanId, tell: Option<&str>, done: Option<&str>, scene: Scene<'_>) -> Answer<PlanPage> {
    visit(scene, &who, id).await?.open(tell, done).await
}

#[post("/plans/<id>/tell", data = "<form>")]
async fn tell(who: Trainer, id: PlanId, form: Submitted, scene: Scene<'_>) -> Answer<PlanPage> {
    deeds::tell(visit(scene, &who, id).await?, form).await
}

#[post("/plans/<id>/remove", data = "<form>")]
async fn remove(who: Trainer, id: PlanId, form: Submitted, scene: Scene<'_>) -> Answer<PlanPage> {
    deeds::remove(visit(scene, &who, id).await?, form).await
}

#[post("/plans/<id>/situation", data = "<form>")]
async fn write(who: Trainer, id: PlanId, form: Submitted, scene: Scene<'_>) -> Answer<PlanPage> {
    deeds::write(visit(scene, &who, id).await?, form).await
}

#[post("/plans/<id>/state", data = "<form>")]
async fn change_state(who: Trainer, id: PlanId, form: Submitted, scene: Scene<'_>) -> Answer<PlanPage> {
    deeds::change_state(visit(scene, &who, id).await?, form).await
}

#[post("/plans/<id>/milestones", data = "<form>")]
async fn reach(who: Trainer, id: PlanId, form: Submitted, scene: Scene<'_>) -> Answer<PlanPage> {
    deeds::reach(visit(scene, &who, id).await?, form).await
}

#[post("/plans/<id>/trainings/<training>/verify")]
async fn verify(who: Trainer, id: PlanId, training: LocalTrainingId, scene: Scene<'_>) -> Answer<PlanPage> {
    let visit = visit(scene, &who, id).await?;
    actions::verify_training(&visit.house.db, &who, (id, training), visit.now).await?;
    Ok(Reply::See(visit.receipt("verified")))
}

#[post("/plans/<id>/decisions/<decision>/evidence")]
async fn evidence(who: Trainer, id: PlanId, decision: CouncilDecisionId, scene: Scene<'_>) -> Answer<PlanPage> {
    let visit = visit(scene, &who, id).await?;
    actions::evidence_decision(&visit.house.db, &who, (id, decision), visit.now).await?;
    Ok(Reply::See(visit.receipt("evidenced")))
}

#[post("/plans/<id>/comments", data = "<form>")]
async fn comment(who: Trainer, id: PlanId, form: Submitted, scene: Scene<'_>) -> Answer<PlanPage> {
    let visit = visit(scene, &who, id).await?;
    let lang = visit.chrome.lang;
    let mut reading = Reading::new(&form, lang);
    let missing = lang.say("Skriv en kommentar.", "Write a comment.");
    let Some(words) = reading.words("comment", 4_000, missing) else {
        let errors = reading.errors();
        return visit.again(form, errors).await;
    };
    let (key, receipt) = (form.key()?, visit.receipt("commented"));
    let sending = Sending { key: &key, receipt: &receipt };
    let outcome = actions::comment(&visit.house.db, &who, (id, &words), sending, visit.now).await;
    visit.answer(form, outcome, "commented").await
}

#[post("/plans/<id>/coach", data = "<form>")]
async fn set_coach(who: Trainer, by: Coordinator, id: PlanId, form: Submitted, scene: Scene<'_>) -> Answer<PlanPage> {
    let visit = visit(scene, &who, id).await?;
    let chosen = form.get("coach");
    let coach = match chosen.parse::<AccountId>() {
        Ok(coach) => Some(coach),
        Err(_) if chosen.is_empty() => None,
        Err(_) => return visit.answer(form, Err(Failure::Refused(Refusal::NoSuchCoach)), "coached").await,
    };
    let plan = (id, form.version()?);
    let outcome = actions::set_coach(&visit.house.db, &by, plan, coach, visit.now).await;
    visit.answer(form, outcome, "coached").await
}

/// The routes of this file.
pub fn routes() -> Vec<Route> {
    routes![show, tell, remove, write, change_state, reach, verify, evidence, comment, set_coach]
}
