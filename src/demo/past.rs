//! The founding years: conferences, the offer of 2012, its two cohorts, and the later graduates of the former register.

use super::cast::{Cast, Somebody};
use super::facts::{History, PastOffer};
use super::stage::{CohortPlan, CohortRows, Stage};
use super::{Ids, Incomplete};
use crate::applications::ApplicationState;
use crate::attendance::MarkKind;
use crate::cohorts::CohortState;
use crate::graduates::Source;
use crate::graduates::entity::graduate;
use crate::kernel::{ApplicationId, CohortId, Instant, OfferId, OrganisationId, PersonId};
use crate::locale::stockholm;
use crate::network::entity::{conference, conference_place};
use crate::offers::OfferState;
use crate::offers::entity::{offer, offer_cohort, offer_organisation};
use sea_orm::{ActiveValue::Set, EntityTrait};

/// What later parts of the demo build on.
pub(super) struct Founding {
    pub offer: OfferId,
    pub cohorts: Vec<CohortRows>,
    pub graduates: Vec<(PersonId, OrganisationId)>,
    pub first_application: Option<ApplicationId>,
}

/// Writes the two conferences.
pub(super) async fn conferences(stage: &Stage<'_>, history: &History, ids: &Ids) -> Result<(), Incomplete> {
    for held in &history.conferences {
        let row = conference::ActiveModel {
            title: Set(held.title.clone()),
            day: Set(held.day),
            place: Set(held.place.clone()),
            ..Default::default()
        };
        let id = conference::Entity::insert(row).exec(stage.tx).await?.last_insert_id;
        let mut places = Vec::with_capacity(held.attended.len());
        for heads in &held.attended {
            places.push(conference_place::ActiveModel {
                conference_id: Set(id),
                organisation_id: Set(ids.of(&heads.organisation)?),
                heads: Set(heads.heads),
            });
        }
        conference_place::Entity::insert_many(places).exec_without_returning(stage.tx).await?;
    }
    Ok(())
}

/// Writes the offer of 2012 with everybody who applied, took part and completed (but for the decisions themselves).
pub(super) async fn founding_year(
    stage: &Stage<'_>,
    history: &History,
    ids: &Ids,
    cast: &mut Cast<'_>,
) -> Result<Founding, Incomplete> {
    let past = &history.offer;
    let published = stockholm::start_of_day(past.published_on).plus_minutes(9 * 60);
    let mut cohorts = Vec::with_capacity(past.cohorts.len());
    for planned in &past.cohorts {
        let plan = CohortPlan {
            code: planned.code.clone(),
            name: planned.name.sv.clone(),
            term: planned.term.clone(),
            place: planned.place.clone(),
            room: planned.room.clone(),
            capacity: planned.capacity,
            state: CohortState::Closed,
            days: planned.days.clone(),
        };
        cohorts.push(stage.cohort(&plan, published).await?);
    }
    let offer = past_offer(stage, past, &cohorts, ids, published).await?;
    let mut play = Founding { offer, cohorts, graduates: Vec::new(), first_application: None };
    let mut seats = vec![0; play.cohorts.len()];
    for row in &history.outcome.by_municipality {
        for (cohort, heads) in [row.cohort_a, row.cohort_b].into_iter().enumerate() {
            for _ in 0..heads {
                seats[cohort] += 1;
                let n = seats[cohort];
                let who = (cast.next(), ids.of(&row.municipality)?);
                play.enrol(stage, who, (cohort, n), record_of_one_who_completes(n)).await?;
            }
        }
    }
    for row in &history.outcome.not_completed {
        let cohort = past.cohorts.iter().position(|cohort| cohort.code == row.cohort).unwrap_or_default();
        for _ in 0..row.heads {
            seats[cohort] += 1;
            let who = (cast.next(), ids.of(&row.organisation)?);
            play.enrol(stage, who, (cohort, seats[cohort]), DROPPED_OUT).await?;
        }
    }
    play.turned_away(stage, ids, cast).await?;
    Ok(play)
}

type Record = [Option<MarkKind>; 6];

const DROPPED_OUT: Record = [
    Some(MarkKind::Present),
    Some(MarkKind::Present),
    Some(MarkKind::Notified),
    Some(MarkKind::Absent),
    Some(MarkKind::Absent),
    Some(MarkKind::Notified),
];

/// Most were there every day; some missed one of the middle days, came for part of it, or made it up.
fn record_of_one_who_completes(n: i64) -> Record {
    let mut record = [Some(MarkKind::Present); 6];
    match n % 9 {
        2 => record[2] = Some(MarkKind::Notified),
        4 => record[3] = Some(MarkKind::Partial),
        6 => record[1] = Some(MarkKind::Absent),
        8 => record[4] = Some(MarkKind::MadeUp),
        _ => {}
    }
    record
}

impl Founding {
    async fn enrol(
        &mut self,
        stage: &Stage<'_>,
        (who, organisation): (Somebody, OrganisationId),
        (cohort, seat): (usize, i64),
        record: Record,
    ) -> Result<(), Incomplete> {
        let wishes: Vec<CohortId> = self.cohorts.iter().map(|cohort| cohort.id).collect();
        let Some(rows) = self.cohorts.get(cohort) else { return Ok(()) };
        let applied = moment(2012, 5, 2)?.plus_minutes(seat * 397 + i64::from(cohort == 1) * 61);
        let (application, person) = stage
            .application((self.offer, &wishes), (&who, organisation), ApplicationState::Participant, applied)
            .await?;
        let accepted = moment(2012, 6, 8)?.plus_minutes(seat * 53);
        let name = Some(who.name.as_str());
        let seated =
            stage.seat((self.offer, rows.id, seat), (application, person, organisation), name, accepted).await?;
        stage.marks(seated, &rows.days, &record).await?;
        if record != DROPPED_OUT {
            self.graduates.push((person, organisation));
        }
        self.first_application.get_or_insert(application);
        Ok(())
    }

    /// Three who declined their seat, two whose manager said no, one who took the application back.
    async fn turned_away(&self, stage: &Stage<'_>, ids: &Ids, cast: &mut Cast<'_>) -> Result<(), Incomplete> {
        use ApplicationState::{Declined, NotEligible, Withdrawn};
        let wishes: Vec<CohortId> = self.cohorts.iter().map(|cohort| cohort.id).collect();
        let outcomes = [Declined, Declined, Declined, NotEligible, NotEligible, Withdrawn];
        let from = ["1280", "1290", "1283", "1233", "1262", "1286"];
        for (n, (state, code)) in (0_i64..).zip(outcomes.into_iter().zip(from)) {
            let sent = moment(2012, 5, 20)?.plus_minutes(n * 701);
            stage.application((self.offer, &wishes), (&cast.next(), ids.of(code)?), state, sent).await?;
        }
        Ok(())
    }
}

async fn past_offer(
    stage: &Stage<'_>,
    past: &PastOffer,
    cohorts: &[CohortRows],
    ids: &Ids,
    published: Instant,
) -> Result<OfferId, Incomplete> {
    let deadline = stockholm::last_second_of(past.deadline_on);
    let row = offer::ActiveModel {
        code: Set(past.code.clone()),
        title: Set("Barnrättsstrateg hösten 2012".to_owned()),
        audience_sv: Set(
            "För dig som har din chefs uppdrag att driva arbetet med barnets rättigheter hemma.".to_owned()
        ),
        audience_en: Set(
            "For you who have your manager's assignment to lead the work on child rights at home.".to_owned()
        ),
        cost_sv: Set(past.cost.sv.clone()),
        cost_en: Set(past.cost.en.clone()),
        duty_sv: Set(super::DUTY.0.to_owned()),
        duty_en: Set(super::DUTY.1.to_owned()),
        guarantee: Set(past.guarantee),
        cap: Set(past.cap),
        deadline_at: Set(deadline),
        mandate_deadline_at: Set(deadline.plus_days(7)),
        reply_days: Set(10),
        state: Set(OfferState::Ended),
        lot_secret: Set(super::EXAMPLE_SECRET.to_owned()),
        lot_commitment: Set(super::EXAMPLE_COMMITMENT.to_owned()),
        public_value_name: Set(String::new()),
        published_at: Set(Some(published)),
        closed_at: Set(Some(deadline)),
        created_at: Set(published),
        version: Set(1),
        ..Default::default()
    };
    let id = offer::Entity::insert(row).exec(stage.tx).await?.last_insert_id;
    join_rows(stage, id, cohorts, ids).await?;
    Ok(id)
}

/// Writes the graduates of the years after, of whom only name and organisation are known.
pub(super) async fn later_graduates(
    stage: &Stage<'_>,
    history: &History,
    ids: &Ids,
    cast: &mut Cast<'_>,
) -> Result<Vec<(PersonId, OrganisationId)>, Incomplete> {
    let mut graduates = Vec::new();
    for cohort in &history.later_cohorts {
        let at = stockholm::start_of_day(cohort.completed_on).plus_minutes(15 * 60);
        for row in &cohort.by_municipality {
            let organisation = ids.of(&row.municipality)?;
            for _ in 0..row.trained {
                let person = stage.person(&cast.next(), organisation, at).await?;
                let row = graduate::ActiveModel {
                    person_id: Set(person),
                    programme_id: Set(ids.programme),
                    organisation_id: Set(organisation),
                    course: Set(cohort.course.clone()),
                    completed_on: Set(cohort.completed_on),
                    source: Set(Source::FormerRegister),
                    created_at: Set(at),
                    ..Default::default()
                };
                graduate::Entity::insert(row).exec_without_returning(stage.tx).await?;
                graduates.push((person, organisation));
            }
        }
    }
    Ok(graduates)
}

/// Nine in the morning in Stockholm on a day of the past.
fn moment(year: i32, month: u32, day: u32) -> Result<Instant, Incomplete> {
    let day = crate::kernel::Day::from_ymd_opt(year, month, day).ok_or(Incomplete::Day)?;
    Ok(stockholm::start_of_day(day).plus_minutes(9 * 60))
}

/// Writes which cohorts an offer covers and which organisations it is addressed to.
pub(super) async fn join_rows(
    stage: &Stage<'_>,
    offer: OfferId,
    cohorts: &[CohortRows],
    ids: &Ids,
) -> Result<(), Incomplete> {
    let covered = (1..).zip(cohorts).map(|(position, cohort)| offer_cohort::ActiveModel {
        cohort_id: Set(cohort.id),
        offer_id: Set(offer),
        position: Set(position),
    });
    offer_cohort::Entity::insert_many(covered).exec_without_returning(stage.tx).await?;
    let addressed = ids.addressed().map(|organisation| offer_organisation::ActiveModel {
        offer_id: Set(offer),
        organisation_id: Set(organisation),
        reminded_at: Set(None),
    });
    offer_organisation::Entity::insert_many(addressed).exec_without_returning(stage.tx).await?;
    Ok(())
}
