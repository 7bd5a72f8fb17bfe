//! The selection desk of one offer: who applies, what is decided, what comes next.

use super::chips;
use crate::applications::entity::mandate;
use crate::applications::{Application, ApplicationState, MandateState};
use crate::house::House;
use crate::kernel::{ApplicationId, Failure, Instant, Lang, OfferId, OrganisationId, PersonId, Refusal as _};
use crate::locale::{dates, sorting, stockholm};
use crate::offers::entity::offer_organisation;
use crate::offers::{Offer, OfferState};
use crate::organisations::{self, Organisation};
use crate::people::{self, Coordinator};
use crate::seats::draw::{self, Drawn};
use crate::seats::upstream::{self, OfferedCourse};
use crate::seats::{Refusal, SeatOfferState, queries};
use crate::storage::ReadHandle;
use crate::web::form::new_key;
use crate::web::guards::Now;
use crate::web::parts::{Chip, Choice, Chrome, FormErrors, StripDay};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::strip;
use askama::Template;
use rocket::{Route, State, get, routes};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use std::collections::{HashMap, HashSet};

/// The desk.
#[derive(Template)]
#[template(path = "seats/desk.html")]
pub struct DeskPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
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
    everybody_fits: bool,
    silent: Vec<Silent>,
    late: Vec<Late>,
}

impl DeskPage {
    /// A page or an action of this offer.
    fn at(&self, rest: &str) -> String {
        self.chrome.to(&format!("{}{rest}", self.base))
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

/// One application in the table.
pub(super) struct Row {
    pub id: ApplicationId,
    pub reference: String,
    pub name: String,
    pub organisation: String,
    pub role: String,
    pub mandate: Chip,
    pub wishes: String,
    pub state: Chip,
    pub note: String,
    pub arrival: String,
    pub arrived_at: Instant,
    pub can_answer: bool,
}

/// An addressed organisation that has not applied.
struct Silent {
    id: OrganisationId,
    name: String,
    reminded: Option<String>,
}

/// An eligible application that arrived after the list was frozen, and the cohorts with a seat for it.
struct Late {
    id: ApplicationId,
    reference: String,
    name: String,
    organisation: String,
    arrival: String,
    cohorts: Vec<Choice>,
}

#[get("/desk/offers/<offer>?<state>")]
async fn show(
    _by: Coordinator,
    offer: OfferId,
    state: Option<&str>,
    chrome: Chrome,
    now: Now,
    house: &State<House>,
) -> Answer<DeskPage> {
    page(house, chrome, offer, (state, FormErrors::none()), now.0).await.map(Reply::Page)
}

/// The desk again after something was asked of it: there when it worked, with the sentence when it did not.
pub(super) async fn after(
    outcome: Result<(), Failure<Refusal>>,
    (house, chrome): (&House, Chrome),
    offer: OfferId,
    now: Instant,
) -> Answer<DeskPage> {
    let lang = chrome.lang;
    match outcome {
        Ok(()) => Ok(Reply::See(chrome.to(&format!("/desk/offers/{offer}")))),
        Err(Failure::Refused(refusal)) => {
            let errors = [(refusal.field().unwrap_or_default(), refusal.sentence(lang))].into_iter().collect();
            page(house, chrome, offer, (None, errors), now).await.map(Reply::Again)
        }
        Err(Failure::Stale) => {
            let sentence = lang.say(
                "Någon annan ändrade erbjudandet medan du hade sidan öppen. Så här ser det ut nu: gör om det du ville.",
                "Somebody else changed the offer while you had the page open. This is how it is now: do it again.",
            );
            let errors = [("", sentence)].into_iter().collect();
            page(house, chrome, offer, (None, errors), now).await.map(Reply::Stale)
        }
        Err(other) => Err(other.into()),
    }
}

async fn page(
    house: &House,
    chrome: Chrome,
    offer: OfferId,
    (state, errors): (Option<&str>, FormErrors),
    now: Instant,
) -> Result<DeskPage, Problem> {
    let (db, lang) = (house.db.read(), chrome.lang);
    let course = OfferedCourse::read(db, offer).await?.ok_or(Problem::Missing)?;
    let applications = upstream::applications_of(db, offer).await?;
    let mut rows = rows(db, &course, &applications, lang).await?;
    let chosen = chips::STATES.into_iter().find(|one| Some(chips::key(*one).as_str()) == state);
    let filters = filters(&chrome, offer, &applications, chosen);
    let occupancy = queries::occupancy(db, &course.cohort_ids(), now).await?;
    let today = stockholm::today(now);
    let cohorts: Vec<CohortShown> = course
        .cohorts
        .iter()
        .map(|cohort| {
            let (seats, taken) = occupancy.get(&cohort.id).copied().unwrap_or_default();
            CohortShown {
                name: cohort.name.clone(),
                place: cohort.place.clone(),
                strip: strip::of_cohort(lang, &course.days_of(cohort.id), today),
                seats,
                taken,
                href: chrome.to(&format!("/desk/cohorts/{}", cohort.id)),
            }
        })
        .collect();
    let late = if course.offer.state == OfferState::Allocated {
        late(db, (&course, &applications), &rows, &cohorts).await?
    } else {
        Vec::new()
    };
    let everybody_fits = course.offer.state == OfferState::Closed
        && course.offer.public_value_name.is_empty()
        && match Drawn::from(db, &course, "", now).await {
            Ok(drawn) => drawn.reserves().is_empty(),
            Err(Failure::Storage(error)) => return Err(error.into()),
            Err(_) => false,
        };
    if let Some(chosen) = chosen {
        let kept: HashSet<_> = applications.iter().filter(|one| one.state == chosen).map(|one| one.id).collect();
        rows.retain(|row| kept.contains(&row.id));
    }
    Ok(DeskPage {
        lang,
        errors,
        base: format!("/desk/offers/{offer}"),
        deadline: dates::deadline(lang, course.offer.deadline_at, now),
        is_due: now > course.offer.deadline_at,
        key: new_key()?,
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

/// The rows of the table, in order of arrival.
pub(super) async fn rows(
    db: &ReadHandle,
    course: &OfferedCourse,
    applications: &[Application],
    lang: Lang,
) -> Result<Vec<Row>, DbErr> {
    let wishes = upstream::wishes_of(db, course.offer.id).await?;
    let persons: Vec<PersonId> = applications.iter().map(|one| one.person_id).collect();
    let persons: HashMap<_, _> =
        people::queries::persons_among(db, &persons).await?.into_iter().map(|one| (one.id, one)).collect();
    let organisations = organisations_of(db, applications).await?;
    let mandates = mandates_of(db, applications).await?;
    let seats: HashMap<ApplicationId, _> = queries::seat_offers_under(db, course.offer.id)
        .await?
        .into_iter()
        .map(|seat| (seat.application_id, seat))
        .collect();
    let reserves: HashMap<ApplicationId, i64> = queries::reserves_of(db, course.offer.id)
        .await?
        .into_iter()
        .map(|reserve| (reserve.application_id, reserve.number))
        .collect();
    let name_of = |id| course.cohort(id).map_or("", |cohort| cohort.name.as_str());
    let rows = applications.iter().map(|one| {
        let seat = seats.get(&one.id);
        let note = match (one.state, seat) {
            (ApplicationState::Offered | ApplicationState::Participant, Some(seat)) => {
                name_of(seat.cohort_id).to_owned()
            }
            (ApplicationState::Reserve, _) => reserves
                .get(&one.id)
                .map(|number| lang.say(format!("nr {number}"), format!("no. {number}")))
                .unwrap_or_default(),
            _ => String::new(),
        };
        Row {
            id: one.id,
            reference: one.reference.clone(),
            name: chips::shown_name(persons.get(&one.person_id), lang),
            organisation: organisations.get(&one.organisation_id).map(|one| one.name.clone()).unwrap_or_default(),
            role: one.role.clone(),
            mandate: chips::mandate(mandates.get(&one.id).copied(), lang),
            wishes: wishes.of(one.id).map_or_else(
                || lang.say("alla", "all").to_owned(),
                |wished| wished.iter().map(|id| name_of(*id)).collect::<Vec<_>>().join(", "),
            ),
            state: chips::application(one.state, lang),
            note,
            arrival: dates::iso_moment(one.submitted_at),
            arrived_at: one.submitted_at,
            can_answer: seat
                .is_some_and(|seat| matches!(seat.state, SeatOfferState::Offered | SeatOfferState::Accepted)),
        }
    });
    Ok(rows.collect())
}

async fn organisations_of(
    db: &ReadHandle,
    applications: &[Application],
) -> Result<HashMap<OrganisationId, Organisation>, DbErr> {
    let ids: Vec<OrganisationId> = applications.iter().map(|one| one.organisation_id).collect();
    let rows = organisations::queries::among(db, &ids).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The mandate that counts for each application: the one that is asked or confirmed, else the latest.
async fn mandates_of(
    db: &ReadHandle,
    applications: &[Application],
) -> Result<HashMap<ApplicationId, MandateState>, DbErr> {
    let ids = applications.iter().map(|one| one.id);
    let mut rows = mandate::Entity::find().filter(mandate::Column::ApplicationId.is_in(ids)).all(db).await?;
    rows.sort_by_key(|row| (matches!(row.state, MandateState::Asked | MandateState::Confirmed), row.id));
    Ok(rows.into_iter().map(|row| (row.application_id, row.state)).collect())
}

fn filters(
    chrome: &Chrome,
    offer: OfferId,
    applications: &[Application],
    chosen: Option<ApplicationState>,
) -> Vec<Filter> {
    let lang = chrome.lang;
    let all = Filter {
        word: lang.say("alla", "all").to_owned(),
        count: applications.len(),
        href: chrome.to(&format!("/desk/offers/{offer}#applications")),
        is_current: chosen.is_none(),
    };
    let each = chips::STATES.into_iter().map(|state| Filter {
        word: chips::application(state, lang).word,
        count: applications.iter().filter(|one| one.state == state).count(),
        href: chrome.to(&format!("/desk/offers/{offer}?state={}#applications", chips::key(state))),
        is_current: chosen == Some(state),
    });
    std::iter::once(all).chain(each.filter(|filter| filter.count > 0 || filter.is_current)).collect()
}

async fn silent(
    db: &ReadHandle,
    offer: OfferId,
    applications: &[Application],
    lang: Lang,
) -> Result<Vec<Silent>, DbErr> {
    let applied: HashSet<OrganisationId> = applications
        .iter()
        .filter(|one| one.state != ApplicationState::Withdrawn)
        .map(|one| one.organisation_id)
        .collect();
    let mut addressed =
        offer_organisation::Entity::find().filter(offer_organisation::Column::OfferId.eq(offer)).all(db).await?;
    addressed.retain(|row| !applied.contains(&row.organisation_id));
    let ids: Vec<OrganisationId> = addressed.iter().map(|row| row.organisation_id).collect();
    let names: HashMap<OrganisationId, String> =
        organisations::queries::among(db, &ids).await?.into_iter().map(|row| (row.id, row.name)).collect();
    let mut silent: Vec<Silent> = addressed
        .into_iter()
        .map(|row| Silent {
            id: row.organisation_id,
            name: names.get(&row.organisation_id).cloned().unwrap_or_default(),
            reminded: row.reminded_at.map(|at| dates::day_and_month(lang, stockholm::today(at))),
        })
        .collect();
    silent.sort_by(|one, other| sorting::compare(&one.name, &other.name));
    Ok(silent)
}

async fn late(
    db: &ReadHandle,
    (course, applications): (&OfferedCourse, &[Application]),
    rows: &[Row],
    cohorts: &[CohortShown],
) -> Result<Vec<Late>, DbErr> {
    let wishes = upstream::wishes_of(db, course.offer.id).await?;
    let has_seats: HashSet<_> = course
        .cohorts
        .iter()
        .zip(cohorts)
        .filter(|(_, shown)| shown.taken < shown.seats)
        .map(|(cohort, _)| cohort.id)
        .collect();
    let late = draw::late(course, applications).into_iter().filter_map(|one| {
        let row = rows.iter().find(|row| row.id == one.id)?;
        let fits = |id| has_seats.contains(&id) && wishes.allow(one.id, id);
        let mut open: Vec<_> = course.cohorts.iter().filter(|cohort| fits(cohort.id)).collect();
        let wished = wishes.of(one.id).unwrap_or_default();
        open.sort_by_key(|cohort| wished.iter().position(|id| *id == cohort.id));
        Some(Late {
            id: one.id,
            reference: row.reference.clone(),
            name: row.name.clone(),
            organisation: row.organisation.clone(),
            arrival: row.arrival.clone(),
            cohorts: open.iter().map(|cohort| Choice::new(cohort.id, cohort.name.clone())).collect(),
        })
    });
    Ok(late.collect())
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show]
}
