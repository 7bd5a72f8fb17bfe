//! What both sides can do on a plan's page: tell, take away, write, move, tick.

use super::page::{PlanPage, Visit};
use super::reading;
use crate::kernel::Refusal as _;
use crate::locale::stockholm;
use crate::rollouts::actions::{self, Sending};
use crate::rollouts::{Milestone, NewsKind, PlanState, Refusal, Told};
use crate::web::form::{Reading, Submitted};
use crate::web::problem::Problem;
use crate::web::reply::Answer;

/// Takes the box *Berätta vad som hänt*.
pub async fn tell(visit: Visit<'_>, form: Submitted) -> Answer<PlanPage> {
    let kind = NewsKind::from_code(form.get("kind")).ok_or(Problem::Unreadable)?;
    let news = match reading::news(kind, &form, visit.chrome.lang) {
        Ok(news) => news,
        Err(errors) => return visit.again(form, errors).await,
    };
    let (key, receipt) = (form.key()?, visit.receipt("told"));
    let sending = Sending { key: &key, receipt: &receipt };
    let outcome = actions::tell(&visit.house.db, &visit.hand, (visit.plan.id, &news), sending, visit.now).await;
    visit.answer(form, outcome, "told").await
}

/// Takes away what was told by mistake.
pub async fn remove(visit: Visit<'_>, form: Submitted) -> Answer<PlanPage> {
    let told = Told::from_code(form.get("told")).ok_or(Problem::Unreadable)?;
    let outcome = actions::remove(&visit.house.db, &visit.hand, (visit.plan.id, told), visit.now).await;
    visit.answer(form, outcome, "removed").await
}

/// Saves the plan's own words.
pub async fn write(visit: Visit<'_>, form: Submitted) -> Answer<PlanPage> {
    let words = match reading::situation(&form, visit.chrome.lang) {
        Ok(words) => words,
        Err(errors) => return visit.again(form, errors).await,
    };
    let plan = (visit.plan.id, form.version()?);
    let outcome = actions::write_situation(&visit.house.db, &visit.hand, plan, &words, visit.now).await;
    visit.answer(form, outcome, "written").await
}

/// Moves the plan to the state its button names.
pub async fn change_state(visit: Visit<'_>, form: Submitted) -> Answer<PlanPage> {
    let to = PlanState::from_code(form.get("state")).ok_or(Problem::Unreadable)?;
    let plan = (visit.plan.id, form.version()?);
    let outcome = actions::change_state(&visit.house.db, &visit.hand, plan, to, visit.now).await;
    visit.answer(form, outcome, "moved").await
}

/// Ticks a milestone by hand.
pub async fn reach(visit: Visit<'_>, form: Submitted) -> Answer<PlanPage> {
    let lang = visit.chrome.lang;
    let mut reading = Reading::new(&form, lang);
    let missing = lang.say("Välj en milstolpe.", "Choose a milestone.");
    let milestone = reading.choice("milestone", missing, Milestone::from_code);
    let day = reading.day("reached_on");
    let missing =
        lang.say("Skriv vad som visar det, till exempel ett dokument.", "Write what shows it, such as a document.");
    let evidence = reading.line("evidence", 300, missing);
    if day.is_some_and(|day| day > stockholm::today(visit.now)) {
        reading.wrong("reached_on", Refusal::InTheFuture.sentence(lang));
    }
    let (Some(milestone), Some(day), Some(evidence), true) = (milestone, day, evidence, reading.is_sound()) else {
        let errors = reading.errors();
        return visit.again(form, errors).await;
    };
    let what = (visit.plan.id, milestone);
    let outcome = actions::reach(&visit.house.db, &visit.hand, what, (day, &evidence), visit.now).await;
    visit.answer(form, outcome, "reached").await
}
