//! What goes on around today: a cohort that is running, with a course day today, and an offer that is open.

use super::cast::Cast;
use super::past::join_rows;
use super::stage::{CohortPlan, CohortRows, Stage};
use super::{Ids, Incomplete};
use crate::applications::ApplicationState;
use crate::attendance::MarkKind;
use crate::cohorts::CohortState;
use crate::kernel::{ApplicationId, CohortId, CourseDayId, Day, Instant, OfferId};
use crate::locale::holidays::{self, Rhythm};
use crate::locale::stockholm;
use crate::offers::OfferState;
use crate::offers::entity::offer;
use chrono::{Datelike, Days};
use sea_orm::{ActiveValue::Set, EntityTrait};

/// What is worth opening first.
pub(super) struct Present {
    pub open_offer: String,
    pub application: Option<ApplicationId>,
    pub todays_day: Option<CourseDayId>,
    /// The cohort that is running.
    pub running: Option<CohortId>,
}

/// Writes the running cohort and the open offer.
pub(super) async fn around(
    stage: &Stage<'_>,
    today: Day,
    ids: &Ids,
    cast: &mut Cast<'_>,
) -> Result<Present, Incomplete> {
    let (running, todays_day) = running_cohort(stage, today, ids, cast).await?;
    let (open_offer, application) = open_offer(stage, today, ids, cast).await?;
    Ok(Present { open_offer, application, todays_day, running: Some(running) })
}

/// A cohort whose third day is today; the two before are marked, with one who may not miss another day.
async fn running_cohort(
    stage: &Stage<'_>,
    today: Day,
    ids: &Ids,
    cast: &mut Cast<'_>,
) -> Result<(CohortId, Option<CourseDayId>), Incomplete> {
    let year = today.year();
    let mut days: Vec<Day> = holidays::suggest_days(today - Days::new(35), 2, Rhythm::default());
    days.push(today);
    days.extend(holidays::suggest_days(today + Days::new(1), 1, Rhythm::default()));
    days.extend(holidays::suggest_days(today + Days::new(28), 2, Rhythm::default()));
    let plan = CohortPlan {
        code: format!("BRF-{year}-P"),
        name: "Pågående omgång".to_owned(),
        term: format!("HT {year}"),
        place: "Eslöv".to_owned(),
        room: "Sessionssalen".to_owned(),
        capacity: 24,
        state: CohortState::Running,
        days,
    };
    let started = stockholm::start_of_day(today - Days::new(120)).plus_minutes(9 * 60);
    let cohort = stage.cohort(&plan, started).await?;
    let code = format!("BRF-{year}-P");
    let offer =
        write_offer(stage, (&code, "Barnrättsstrateg, pågående"), OfferState::Ended, today - Days::new(90)).await?;
    join_rows(stage, offer, std::slice::from_ref(&cohort), ids).await?;
    for seat in 1..=22 {
        let organisation = ids.municipality(usize::try_from(seat * 3).unwrap_or_default())?;
        let who = cast.next();
        let sent = started.plus_minutes(seat * 501);
        let (application, person) =
            stage.application((offer, &[cohort.id]), (&who, organisation), ApplicationState::Participant, sent).await?;
        let accepted = started.plus_days(40).plus_minutes(seat * 71);
        let participant =
            stage.seat((offer, cohort.id, seat), (application, person, organisation), None, accepted).await?;
        let mut record = [Some(MarkKind::Present), Some(MarkKind::Present), None, None, None, None];
        match seat {
            5 => record[1] = Some(MarkKind::Notified),
            11 => record[1] = Some(MarkKind::Partial),
            17 => record[1] = Some(MarkKind::Absent),
            _ => {}
        }
        stage.marks(participant, &cohort.days, &record).await?;
    }
    Ok((cohort.id, cohort.days.get(2).map(|(id, _)| *id)))
}

/// An offer of two cohorts that closes in twelve days, with applications in every state an open offer knows.
async fn open_offer(
    stage: &Stage<'_>,
    today: Day,
    ids: &Ids,
    cast: &mut Cast<'_>,
) -> Result<(String, Option<ApplicationId>), Incomplete> {
    let first = holidays::suggest_days(today + Days::new(60), 6, Rhythm::default());
    let second = holidays::suggest_days(today + Days::new(67), 6, Rhythm::default());
    let year = first.first().map_or(today.year(), Datelike::year);
    let term = if first.first().is_some_and(|day| day.month() < 7) { "VT" } else { "HT" };
    let code = format!("BRF-{year}-{}", &term[..1]);
    let mut cohorts: Vec<CohortRows> = Vec::new();
    let created = stockholm::start_of_day(today - Days::new(16)).plus_minutes(9 * 60);
    for (letter, days, place) in [("A", first, "Lund"), ("B", second, "Hässleholm")] {
        let plan = CohortPlan {
            code: format!("{code}-{letter}"),
            name: format!("Omgång {letter}"),
            term: format!("{term} {year}"),
            place: place.to_owned(),
            room: "Stora salen".to_owned(),
            capacity: 40,
            state: CohortState::Published,
            days,
        };
        cohorts.push(stage.cohort(&plan, created).await?);
    }
    let time_of_year = if term == "VT" { "våren" } else { "hösten" };
    let title = format!("Barnrättsstrateg {time_of_year} {year}");
    let offer = write_offer(stage, (&code, &title), OfferState::Published, today + Days::new(12)).await?;
    join_rows(stage, offer, &cohorts, ids).await?;
    let wishes: Vec<CohortId> = cohorts.iter().map(|cohort| cohort.id).collect();
    let mut first_application = None;
    for n in 0_i64..34 {
        let organisation = ids.municipality(usize::try_from(n * 5 % 27).unwrap_or_default())?;
        let reached = match n % 7 {
            2 | 5 => ApplicationState::AwaitingManager,
            6 if n % 2 == 0 => ApplicationState::NotEligible,
            _ => ApplicationState::Eligible,
        };
        let sent = created.plus_days(n / 3).plus_minutes(n * 37);
        let reversed: Vec<CohortId> = wishes.iter().rev().copied().collect();
        let order = if n % 3 == 0 { &reversed } else { &wishes };
        let order = if n % 5 == 4 { &order[..1] } else { order };
        let (application, _) = stage.application((offer, order), (&cast.next(), organisation), reached, sent).await?;
        first_application.get_or_insert(application);
    }
    Ok((code, first_application))
}

async fn write_offer(
    stage: &Stage<'_>,
    (code, title): (&str, &str),
    phase: OfferState,
    deadline: Day,
) -> Result<OfferId, Incomplete> {
    let deadline_at = stockholm::last_second_of(deadline);
    let published: Instant = stockholm::start_of_day(deadline - Days::new(28)).plus_minutes(9 * 60);
    let row = offer::ActiveModel {
        code: Set(code.to_owned()),
        title: Set(title.to_owned()),
        audience_sv: Set(
            "För dig som har din chefs uppdrag att driva arbetet med barnets rättigheter hemma.".to_owned()
        ),
        audience_en: Set(
            "For you who have your manager's assignment to lead the work on child rights at home.".to_owned()
        ),
        cost_sv: Set("Utbildningen är kostnadsfri. Din organisation betalar resor och vikarie.".to_owned()),
        cost_en: Set("The course is free of charge. Your organisation pays for travel and a substitute.".to_owned()),
        duty_sv: Set(super::DUTY.0.to_owned()),
        duty_en: Set(super::DUTY.1.to_owned()),
        guarantee: Set(2),
        cap: Set(4),
        deadline_at: Set(deadline_at),
        mandate_deadline_at: Set(stockholm::last_second_of(holidays::add_working_days(deadline, 5))),
        reply_days: Set(10),
        state: Set(phase),
        lot_secret: Set(super::EXAMPLE_SECRET.to_owned()),
        lot_commitment: Set(super::EXAMPLE_COMMITMENT.to_owned()),
        public_value_name: Set(String::new()),
        published_at: Set(Some(published)),
        closed_at: Set((phase == OfferState::Ended).then_some(deadline_at)),
        created_at: Set(published),
        version: Set(1),
        ..Default::default()
    };
    Ok(offer::Entity::insert(row).exec(stage.tx).await?.last_insert_id)
}
