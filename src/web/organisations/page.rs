//! "My organisation": open offers with the own applications and proposals, the participants, the rollout plan to read.

use super::participants::{self, Line};
use crate::applications::{Application, ApplicationState, owned};
use crate::kernel::{Instant, Lang, OfferId, OrganisationId, PersonId};
use crate::locale::dates;
use crate::offers::{self, Offer};
use crate::organisations::{self, Organisation};
use crate::people::{self, Delegate, Person};
use crate::rollouts::{self, Milestone};
use crate::seats::vacancies;
use crate::web::chips;
use crate::web::parts::{Chip, Chrome, Notice, Tone};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::rollouts::map;
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, routes};
use sea_orm::ConnectionTrait;

/// What a delegate follows.
#[derive(Template)]
#[template(path = "organisations/page.html")]
struct OrganisationPage {
    lang: Lang,
    chrome: Chrome,
    homes: Vec<Home>,
}

/// One of the delegate's organisations.
struct Home {
    organisation: Organisation,
    offers: Vec<OpenOffer>,
    participants: Vec<Line>,
    /// Those whose cohort is closed.
    former: Vec<Line>,
    plan: Option<Plan>,
}

/// An offer that takes applications from the organisation.
struct OpenOffer {
    title: String,
    deadline: String,
    propose: String,
    /// Name, state, rank.
    applications: Vec<(String, Chip, i64)>,
    /// Who has been proposed and has not sent the application: name, since when.
    proposed: Vec<(String, String)>,
}

/// The rollout plan, to be read.
struct Plan {
    state: Chip,
    /// Milestones reached, each with its day.
    reached: Vec<(&'static str, String)>,
}

/// What all homes are told from, read once.
struct Facts {
    offers: Vec<(Offer, u64)>,
    addressed: Vec<(OfferId, OrganisationId)>,
    applications: Vec<Application>,
    persons: Vec<Person>,
    proposals: Vec<crate::applications::Draft>,
}

#[get("/organisation?<done>")]
async fn show(who: Delegate, done: Option<&str>, mut scene: Scene<'_>) -> Answer<OrganisationPage> {
    let (db, lang, now) = (scene.house.db.read(), scene.lang, scene.now);
    let ids = people::queries::organisations_of(db, who.account).await?;
    let facts = facts(db, &ids, now).await?;
    let mut lines = participants::of(db, &ids, now, lang).await?;
    let mut plans = plans(db, &ids, lang).await?;
    let mut homes = Vec::with_capacity(ids.len());
    for organisation in organisations::queries::among(db, &ids).await? {
        let (own, rest): (Vec<Line>, _) = lines.into_iter().partition(|line| line.organisation == organisation.id);
        lines = rest;
        let (former, participants) = own.into_iter().partition(|line| line.ended.is_some());
        let plan = plans.iter().position(|(id, _)| *id == organisation.id).map(|at| plans.remove(at).1);
        let offers = facts.offers.iter().filter_map(|offer| open_offer(&facts, offer, &organisation, &scene)).collect();
        homes.push(Home { organisation, offers, participants, former, plan });
    }
    if done == Some("proposed") {
        let text = lang.say("Förslaget är skickat.", "The proposal has been sent.").to_owned();
        scene.chrome.notice = Some(Notice { tone: Tone::Done, text });
    }
    Ok(Reply::Page(OrganisationPage { lang, homes, chrome: scene.chrome }))
}

async fn facts(db: &impl ConnectionTrait, ids: &[OrganisationId], now: Instant) -> Result<Facts, Problem> {
    let open = offers::queries::open(db, now).await?.into_iter().map(|offer| (offer, 0));
    let offers: Vec<(Offer, u64)> = open.chain(vacancies::offers_with_vacant_seats(db, now).await?).collect();
    let offer_ids: Vec<OfferId> = offers.iter().map(|(offer, _)| offer.id).collect();
    let applications = owned::from_organisations(db, ids, &offer_ids).await?;
    let persons: Vec<PersonId> = applications.iter().map(|one| one.person_id).collect();
    // Nothing is asked for nobody: no organisation would mean all of them.
    let proposals = owned::proposals(db, Some(ids), now).await?;
    Ok(Facts {
        addressed: offers::queries::addressees_of(db, &offer_ids).await?,
        persons: people::queries::persons_among(db, &persons).await?,
        offers,
        applications,
        proposals,
    })
}

/// The offer as one organisation sees it; `None` when it is addressed to others only.
fn open_offer(
    facts: &Facts,
    (offer, _): &(Offer, u64),
    organisation: &Organisation,
    scene: &Scene<'_>,
) -> Option<OpenOffer> {
    let lang = scene.lang;
    let mut to = facts.addressed.iter().filter(|(id, _)| *id == offer.id).peekable();
    let is_for_all = to.peek().is_none();
    (is_for_all || to.any(|(_, id)| *id == organisation.id)).then_some(())?;
    let own = facts.applications.iter().filter(|one| {
        one.offer_id == offer.id && one.organisation_id == organisation.id && one.state != ApplicationState::Withdrawn
    });
    let name = |one: &Application| {
        let person = facts.persons.iter().find(|person| person.id == one.person_id);
        person.map(|person| person.shown_name(lang)).unwrap_or_default()
    };
    let proposed = facts
        .proposals
        .iter()
        .filter(|one| one.offer_id == offer.id && one.organisation_id == Some(organisation.id))
        .map(|one| (owned::proposed(one).0, dates::moment(lang, one.created_at)));
    Some(OpenOffer {
        title: offer.title.clone(),
        deadline: dates::deadline(lang, offer.deadline_at, scene.now),
        propose: scene.chrome.to(&format!("/organisation/{}/offers/{}/propose", organisation.id, offer.id)),
        applications: own.map(|one| (name(one), chips::application(one.state, lang), one.rank)).collect(),
        proposed: proposed.collect(),
    })
}

async fn plans(
    db: &impl ConnectionTrait,
    ids: &[OrganisationId],
    lang: Lang,
) -> Result<Vec<(OrganisationId, Plan)>, Problem> {
    let mut found = rollouts::queries::plans(db).await?;
    found.retain(|plan| ids.contains(&plan.organisation_id));
    let mut told = Vec::with_capacity(found.len());
    for plan in found {
        // One plan per organisation, and a delegate speaks for one or two.
        let reached = rollouts::queries::milestones_of(db, &plan).await?;
        let day = |milestone: Milestone| {
            let one = reached.iter().find(|one| one.milestone == milestone)?;
            Some((milestone.word(lang), dates::day_in_words(lang, one.on)))
        };
        let reached = Milestone::ALL.into_iter().filter_map(day).collect();
        told.push((plan.organisation_id, Plan { state: map::chip(Some(plan.state), lang), reached }));
    }
    Ok(told)
}

/// The routes of this folder.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show]
}
