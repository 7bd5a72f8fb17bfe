//! The allocation before it is made, and the button that makes it.

use super::chips;
use super::desk::{DeskPage, after, open_mandates_said};
use crate::allocation::Method;
use crate::applications::{self, ApplicationState};
use crate::house::House;
use crate::kernel::{Failure, Lang, OfferId, PersonId, Refusal as _};
use crate::locale::{dates, text};
use crate::offers::{Offer, OfferState};
use crate::organisations;
use crate::people::{self, Coordinator};
use crate::seats::OfferedCourse;
use crate::seats::actions::{self, Order};
use crate::seats::draw::{Drawn, Told};
use crate::web::form::{Submitted, new_key};
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::Either;
use rocket::{Route, get, post, routes};
use std::collections::HashMap;

const LONGEST_PUBLIC_VALUE: usize = 200;

/// What the allocation would do.
#[derive(Template)]
#[template(path = "seats/allocate.html")]
pub struct AllocationPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    /// Whether the outcome that was agreed to no longer holds.
    has_changed: bool,
    offer: Offer,
    base: String,
    key: String,
    public_value: String,
    open_mandates: usize,
    mandate_deadline: String,
    effect: Option<Effect>,
}

impl AllocationPage {
    /// A page or an action of this offer.
    fn at(&self, rest: &str) -> String {
        self.chrome.to(&format!("{}{rest}", self.base))
    }

    fn open_mandates_said(&self) -> String {
        let said = open_mandates_said(self.open_mandates, self.lang);
        format!(
            "{said} {}: {}.",
            self.lang.say("Chefernas svarsfrist", "The managers' deadline"),
            self.mandate_deadline
        )
    }
}

struct Effect {
    /// Which draw this is.
    fingerprint: String,
    everybody_fits: bool,
    cohorts: Vec<(String, usize, u64)>,
    awards: Vec<Line>,
    reserves: Vec<Line>,
}

struct Line {
    place: String,
    reference: String,
    name: String,
    organisation: String,
    why: String,
}

#[get("/desk/offers/<offer>/allocate?<public_value>")]
async fn preview(
    _by: Coordinator,
    offer: OfferId,
    public_value: Option<&str>,
    scene: Scene<'_>,
) -> Answer<AllocationPage> {
    let back = scene.chrome.to(&format!("/desk/offers/{offer}"));
    let shown = page(scene, offer, (public_value, FormErrors::none())).await?;
    Ok(shown
        .map_or(Reply::See(back), |page| if page.errors.is_empty() { Reply::Page(page) } else { Reply::Again(page) }))
}

/// The preview, if the offer is closed and its seats are not given yet.
async fn page(
    Scene { house, now, chrome, lang, .. }: Scene<'_>,
    offer: OfferId,
    (public_value, mut errors): (Option<&str>, FormErrors),
) -> Result<Option<AllocationPage>, Problem> {
    let db = house.db.read();
    let course = OfferedCourse::read(db, offer).await?.ok_or(Problem::Missing)?;
    if course.offer.state != OfferState::Closed {
        return Ok(None);
    }
    let typed = cleaned(public_value.unwrap_or_default());
    let is_named = !course.offer.public_value_name.is_empty();
    if is_named && public_value.is_some() && typed.is_empty() {
        errors.add("public_value", crate::seats::Refusal::PublicValueMissing.sentence(lang));
    }
    let effect = if is_named && typed.is_empty() {
        None
    } else {
        match Drawn::from(db, &course, &typed, now).await {
            Ok(drawn) => Some(effect(house, &course, &drawn, lang).await?),
            Err(Failure::Refused(refusal)) => {
                errors.add("", refusal.sentence(lang));
                None
            }
            Err(other) => return Err(other.into()),
        }
    };
    let applications = applications::queries::of_offer(db, offer).await?;
    Ok(Some(AllocationPage {
        lang,
        errors,
        has_changed: false,
        base: format!("/desk/offers/{offer}"),
        key: new_key()?,
        public_value: typed,
        open_mandates: applications.iter().filter(|one| one.state == ApplicationState::AwaitingManager).count(),
        mandate_deadline: dates::deadline(lang, course.offer.mandate_deadline_at, now),
        effect,
        offer: course.offer,
        chrome,
    }))
}

/// The public value as it enters the seed: one line without stray blanks, so that it can be typed again.
fn cleaned(typed: &str) -> String {
    text::line(typed).map(|line| text::truncate(&line, LONGEST_PUBLIC_VALUE)).unwrap_or_default()
}

async fn effect(house: &House, course: &OfferedCourse, drawn: &Drawn, lang: Lang) -> Result<Effect, Problem> {
    let db = house.db.read();
    let everybody_fits = drawn.reserves().is_empty();
    let told = drawn.told(if everybody_fits { Method::Everybody } else { Method::Draw });
    let persons: Vec<PersonId> =
        told.iter().filter_map(|one| drawn.application(&one.reference)).map(|one| one.person_id).collect();
    let persons: HashMap<_, _> =
        people::queries::persons_among(db, &persons).await?.into_iter().map(|one| (one.id, one)).collect();
    let organisations: HashMap<String, String> =
        organisations::queries::all(db).await?.into_iter().map(|one| (one.code, one.name)).collect();
    let cohorts: HashMap<&str, &str> =
        course.cohorts.iter().map(|cohort| (cohort.code.as_str(), cohort.name.as_str())).collect();
    let line = |told: &Told| {
        let person = drawn.application(&told.reference).and_then(|one| persons.get(&one.person_id));
        let cohort = told.cohort.as_deref().and_then(|code| cohorts.get(code)).map(|name| (*name).to_owned());
        Line {
            place: cohort.unwrap_or_else(|| told.reserve.unwrap_or_default().to_string()),
            reference: told.reference.clone(),
            name: chips::shown_name(person, lang),
            organisation: organisations.get(&told.organisation).unwrap_or(&told.organisation).clone(),
            why: lang.say(&told.sv, &told.en).clone(),
        }
    };
    let per_cohort = course.cohorts.iter().map(|cohort| {
        let given = told.iter().filter(|one| one.cohort.as_ref() == Some(&cohort.code)).count();
        let free = drawn.free.get(&cohort.id).map_or(0, |seats| seats.len() as u64);
        (cohort.name.clone(), given, free)
    });
    Ok(Effect {
        fingerprint: drawn.fingerprint(),
        everybody_fits,
        cohorts: per_cohort.collect(),
        awards: told.iter().filter(|one| one.reserve.is_none()).map(line).collect(),
        reserves: told.iter().filter(|one| one.reserve.is_some()).map(line).collect(),
    })
}

/// The new preview when the one that was seen no longer holds, else what the desk answers.
type Given = Result<Either<Reply<AllocationPage>, Reply<DeskPage>>, Problem>;

#[post("/desk/offers/<offer>/allocate", data = "<form>")]
async fn allocate(by: Coordinator, offer: OfferId, form: Submitted, scene: Scene<'_>) -> Given {
    give(scene, &by, (offer, Method::Draw), &form).await
}

#[post("/desk/offers/<offer>/offer-all", data = "<form>")]
async fn offer_all(by: Coordinator, offer: OfferId, form: Submitted, scene: Scene<'_>) -> Given {
    give(scene, &by, (offer, Method::Everybody), &form).await
}

async fn give(scene: Scene<'_>, by: &Coordinator, (offer, method): (OfferId, Method), form: &Submitted) -> Given {
    let key = form.key()?;
    let public_value = cleaned(form.get("public_value"));
    let expected = Some(form.get("expected")).filter(|seen| !seen.is_empty()).ok_or(Problem::Unreadable)?;
    let version = form.version()?;
    let order = Order { offer, version, method, public_value: &public_value, expected: Some(expected), key: &key };
    let outcome = actions::allocate(&scene.house.db, &scene.house.letterhead(), by, &order, scene.now).await;
    if matches!(outcome, Err(Failure::Stale)) {
        let back = scene.chrome.to(&format!("/desk/offers/{offer}"));
        let typed = Some(public_value.as_str()).filter(|typed| !typed.is_empty());
        let shown = page(scene, offer, (typed, FormErrors::none())).await?;
        let stale = |page| Reply::Stale(AllocationPage { has_changed: true, ..page });
        return Ok(Either::Left(shown.map_or(Reply::See(back), stale)));
    }
    after(outcome, scene, offer).await.map(Either::Right)
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![preview, allocate, offer_all]
}
