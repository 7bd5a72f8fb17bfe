//! The selection desk of one offer: who applies, what is decided, what comes next.

use super::chips;
use super::rows::{Row, rows};
use super::waiting::{Late, Silent, late, silent};
use crate::applications::{self, Application, ApplicationState};
use crate::cohorts::{Cohort, CohortState};
use crate::kernel::{ApplicationId, CohortId, Failure, Instant, Lang, OfferId, Refusal as _};
use crate::locale::{dates, numbers, stockholm};
use crate::offers::{Offer, OfferState};
use crate::people::Coordinator;
use crate::seats::draw::{self, Drawn};
use crate::seats::{OfferedCourse, Refusal, queries, vacancies};
use crate::storage::ReadHandle;
use crate::web::form::new_key;
use crate::web::parts::{Chrome, FormErrors, StripDay};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use crate::web::strip;
use askama::Template;
use rocket::{Route, get, routes};
use sea_orm::DbErr;
use std::collections::{HashMap, HashSet};

/// The desk.
#[derive(Template)]
#[template(path = "seats/desk.html")]
pub struct DeskPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    /// Whether somebody else changed the offer while the page was open.
    has_changed: bool,
    offer: Offer,
    base: String,
    deadline: String,
    is_due: bool,
    key: String,
    cohorts: Vec<CohortShown>,
    filters: Vec<Filter>,
    rows: Vec<Row>,
    total: usize,
    eligible: usize,
    free: u64,
    open_mandates: usize,
    everybody_fits: Option<String>,
    silent: Vec<Silent>,
    late: Vec<Late>,
    /// How many seats late applications can get; `None` before the seats have been given.
    vacant: Option<u64>,
}

impl DeskPage {
    /// A page or an action of this offer.
    fn at(&self, rest: &str) -> String {
        self.chrome.to(&format!("{}{rest}", self.base))
    }

    /// Are the seats still to be given, so that a call to those who have not applied makes sense?
    fn is_before_allocation(&self) -> bool {
        matches!(self.offer.state, OfferState::Published | OfferState::Closed)
    }

    /// Is there anybody whose answer could be recorded?
    fn takes_answers(&self) -> bool {
        self.rows.iter().any(|row| row.can_answer)
    }

    /// Applications, eligible ones and free seats in a line.
    fn in_short(&self) -> String {
        let lang = self.lang;
        let all = numbers::counted(lang, self.total, ("ansökan", "ansökningar"), ("application", "applications"));
        let waiting = ("behörig väntar på plats", "behöriga väntar på plats");
        let eligible =
            numbers::counted(lang, self.eligible, waiting, ("eligible waits for a seat", "eligible wait for a seat"));
        let free = numbers::counted(lang, self.free, ("ledig plats", "lediga platser"), ("free seat", "free seats"));
        format!("{all}, {eligible}. {free}.")
    }

    fn open_mandates_said(&self) -> String {
        open_mandates_said(self.open_mandates, self.lang)
    }

    fn protocol_at(&self) -> String {
        self.chrome.to(&format!("/offers/{}/protocol", self.offer.code))
    }

    fn application_at(&self, id: ApplicationId) -> String {
        self.chrome.to(&format!("/desk/applications/{id}"))
    }

    fn answer_to(&self, id: ApplicationId) -> String {
        self.at(&format!("/answer/{id}"))
    }
}

struct CohortShown {
    name: String,
    place: String,
    strip: Vec<StripDay>,
    seats: u64,
    taken: u64,
    href: String,
}

impl CohortShown {
    fn days(&self) -> &[StripDay] {
        &self.strip
    }
}

struct Filter {
    word: String,
    count: usize,
    href: String,
    is_current: bool,
}

#[get("/desk/offers/<offer>?<state>")]
async fn show(_by: Coordinator, offer: OfferId, state: Option<&str>, scene: Scene<'_>) -> Answer<DeskPage> {
    page(scene, offer, (state, FormErrors::none())).await.map(Reply::Page)
}

/// The desk again after something was asked of it: there when it worked, with the sentence when it did not.
pub(super) async fn after(outcome: Result<(), Failure<Refusal>>, scene: Scene<'_>, offer: OfferId) -> Answer<DeskPage> {
    let lang = scene.lang;
    match outcome {
        Ok(()) => Ok(Reply::See(scene.chrome.to(&format!("/desk/offers/{offer}")))),
        Err(Failure::Refused(refusal)) => {
            let errors = [(refusal.field().unwrap_or_default(), refusal.sentence(lang))].into_iter().collect();
            page(scene, offer, (None, errors)).await.map(Reply::Again)
        }
        Err(Failure::Stale) => {
            let page = page(scene, offer, (None, FormErrors::none())).await?;
            Ok(Reply::Stale(DeskPage { has_changed: true, ..page }))
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn page(
    Scene { house, now, chrome, lang, .. }: Scene<'_>,
    offer: OfferId,
    (state, errors): (Option<&str>, FormErrors),
) -> Result<DeskPage, Problem> {
    let db = house.db.read();
    let course = OfferedCourse::read(db, offer).await?.ok_or(Problem::Missing)?;
    let applications = applications::queries::of_offer(db, offer).await?;
    let mut rows = rows(db, &course, &applications, lang).await?;
    let chosen = chips::STATES.into_iter().find(|one| Some(chips::key(*one).as_str()) == state);
    let filters = filters(&chrome, offer, &applications, chosen);
    let occupancy = queries::occupancy(db, &course.cohort_ids(), now).await?;
    let cohorts: Vec<CohortShown> =
        course.cohorts.iter().map(|one| shown(&course, one, &occupancy, (&chrome, now))).collect();
    let vacant = vacancies::vacant_seats(db, &course, now).await?;
    let late = if course.offer.state == OfferState::Allocated {
        late(db, (&course, &applications), &rows, &vacant).await?
    } else {
        Vec::new()
    };
    let everybody_fits = everybody_fits(db, &course, now).await?;
    if let Some(chosen) = chosen {
        let kept: HashSet<_> = applications.iter().filter(|one| one.state == chosen).map(|one| one.id).collect();
        rows.retain(|row| kept.contains(&row.id));
    }
    Ok(DeskPage {
        has_changed: false,
        lang,
        errors,
        base: format!("/desk/offers/{offer}"),
        deadline: dates::deadline(lang, course.offer.deadline_at, now),
        is_due: now > course.offer.deadline_at,
        key: new_key()?,
        vacant: (course.offer.state == OfferState::Allocated).then(|| vacant.values().sum()),
        free: cohorts.iter().map(|cohort| cohort.seats.saturating_sub(cohort.taken)).sum(),
        cohorts,
        filters,
        rows,
        total: applications.iter().filter(|one| one.state != ApplicationState::Withdrawn).count(),
        eligible: draw::eligible(&applications).len(),
        open_mandates: applications.iter().filter(|one| one.state == ApplicationState::AwaitingManager).count(),
        everybody_fits,
        silent: silent(db, offer, &applications, lang).await?,
        late,
        offer: course.offer,
        chrome,
    })
}

/// A cohort as a card; a cancelled one has no seats any longer.
fn shown(
    course: &OfferedCourse,
    cohort: &Cohort,
    occupancy: &HashMap<CohortId, (u64, u64)>,
    (chrome, now): (&Chrome, Instant),
) -> CohortShown {
    let lang = chrome.lang;
    let is_off = cohort.state == CohortState::Cancelled;
    let off = lang.say("inställd", "cancelled");
    let (seats, taken) = occupancy.get(&cohort.id).copied().filter(|_| !is_off).unwrap_or_default();
    CohortShown {
        name: if is_off { format!("{} ({off})", cohort.name) } else { cohort.name.clone() },
        place: cohort.place.clone(),
        strip: strip::of_cohort(lang, &course.days_of(cohort.id), stockholm::today(now)),
        seats,
        taken,
        href: chrome.to(&format!("/desk/cohorts/{}", cohort.id)),
    }
}

/// The draw that one button makes when it seats all: the offer is closed, nobody would wait, and no public value has to be
/// typed first.
async fn everybody_fits(db: &ReadHandle, course: &OfferedCourse, now: Instant) -> Result<Option<String>, DbErr> {
    if course.offer.state != OfferState::Closed || !course.offer.public_value_name.is_empty() {
        return Ok(None);
    }
    match Drawn::from(db, course, "", now).await {
        Ok(drawn) => Ok(drawn.reserves().is_empty().then(|| drawn.fingerprint())),
        Err(Failure::Storage(error)) => Err(error),
        Err(_) => Ok(None),
    }
}

/// How many applications the allocation would leave out because their managers have not answered.
pub(super) fn open_mandates_said(count: usize, lang: Lang) -> String {
    let waiting = numbers::counted(
        lang,
        count,
        ("ansökan väntar fortfarande på svar från chef", "ansökningar väntar fortfarande på svar från chef"),
        ("application still awaits the manager", "applications still await the manager"),
    );
    lang.say(
        format!("{waiting} och är inte med i fördelningen förrän mandatet är godkänt."),
        format!("{waiting}: not part of the allocation until the mandate is confirmed."),
    )
}

fn filters(
    chrome: &Chrome,
    offer: OfferId,
    applications: &[Application],
    chosen: Option<ApplicationState>,
) -> Vec<Filter> {
    let lang = chrome.lang;
    let all = Filter {
        word: lang.say("Alla", "All").to_owned(),
        count: applications.len(),
        href: chrome.to(&format!("/desk/offers/{offer}#applications")),
        is_current: chosen.is_none(),
    };
    let each = chips::STATES.into_iter().map(|state| Filter {
        word: state.word(lang).to_owned(),
        count: applications.iter().filter(|one| one.state == state).count(),
        href: chrome.to(&format!("/desk/offers/{offer}?state={}#applications", chips::key(state))),
        is_current: chosen == Some(state),
    });
    std::iter::once(all).chain(each.filter(|filter| filter.count > 0 || filter.is_current)).collect()
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show]
}
