//! Closing an offer, giving its seats, reminding who has not applied.

use super::super::course::OfferedCourse;
use super::super::draw::Drawn;
use super::super::letters::{self, News, Reader};
use super::super::model::{Closing, Refusal};
use super::super::offering::{Grant, names_of, offer_seats};
use super::super::queries;
use crate::access::{Letterhead, SubmissionKey, submissions};
use crate::allocation::{self, Method, list_hash};
use crate::applications::{self, Application, ApplicationState, Outcome};
use crate::journal::{self, Event};
use crate::kernel::{CohortId, Failure, Instant, OfferId, OrganisationId};
use crate::offers::{self, OfferState};
use crate::people::Coordinator;
use crate::storage::{Db, WriteTx};
use sea_orm::DbErr;
use std::collections::HashMap;

/// Closes an offer: from here on its list of references is fixed, and so is the hash of it.
///
/// All references stand on the list, ineligible ones too; only who withdrew before is not on it.
///
/// # Errors
/// `NotDue` before the deadline unless it is done on purpose, `Stale` when the offer was changed since `version`.
pub async fn close(
    db: &Db,
    by: &Coordinator,
    (offer, version): (OfferId, i64),
    closing: Closing,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let course = OfferedCourse::locked(&tx, offer).await?.ok_or(Failure::Missing("offer"))?;
    if course.offer.state != OfferState::Published {
        return Err(Failure::Refused(Refusal::NotOpen));
    }
    if course.offer.version != version {
        return Err(Failure::Stale);
    }
    if closing == Closing::WhenDue && now <= course.offer.deadline_at {
        return Err(Failure::Refused(Refusal::NotDue));
    }
    let mut references: Vec<String> = applications::queries::of_offer(&tx, offer)
        .await?
        .into_iter()
        .filter(|application| application.state != ApplicationState::Withdrawn)
        .map(|application| application.reference)
        .collect();
    references.sort_unstable();
    let hash = list_hash(references.iter().map(String::as_str));
    offers::queries::freeze(&tx, &course.offer, &references, hash.clone(), now).await?;
    let event = Event::new("offer.closed", "offer", offer.0).with("applications", references.len()).with("hash", hash);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// How the seats of an offer are to be given.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// The offer.
    pub offer: OfferId,
    /// Its version as the coordinator saw it.
    pub version: i64,
    /// By the rule, or to everybody.
    pub method: Method,
    /// What the public value named in advance turned out to be; empty when none was named.
    pub public_value: &'a str,
    /// The fingerprint of the draw that was previewed; none when nobody looked at one first.
    pub expected: Option<&'a str>,
    /// The form's key.
    pub key: &'a SubmissionKey,
}

/// Gives the seats of a closed offer: draws, files the protocol, offers the seats, numbers the reserves, writes to all.
///
/// Happens once per offer: the second of two coordinators reads that it has been done.
///
/// # Errors
/// `NotEverybodyFits` when everybody was to be seated and cannot, `PublicValueMissing` when one was named in advance.
pub async fn allocate(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Coordinator,
    order: &Order<'_>,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    submissions::spend(&tx, order.key, &format!("/desk/offers/{}", order.offer), now).await?;
    let course = OfferedCourse::locked(&tx, order.offer).await?.ok_or(Failure::Missing("offer"))?;
    match course.offer.state {
        OfferState::Closed => {}
        OfferState::Allocated | OfferState::Ended => return Err(Failure::Refused(Refusal::AlreadyAllocated)),
        OfferState::Draft | OfferState::Published => return Err(Failure::Refused(Refusal::NotClosed)),
    }
    if course.offer.version != order.version {
        return Err(Failure::Stale);
    }
    if !course.offer.public_value_name.is_empty() && order.public_value.is_empty() {
        return Err(Failure::Refused(Refusal::PublicValueMissing));
    }
    let drawn = Drawn::from(&tx, &course, order.public_value, now).await?;
    if order.expected.is_some_and(|expected| expected != drawn.fingerprint()) {
        return Err(Failure::Stale);
    }
    if order.method == Method::Everybody && !drawn.reserves().is_empty() {
        return Err(Failure::Refused(Refusal::NotEverybodyFits));
    }
    file(&tx, by, (order, &drawn), now).await?;
    offers::queries::set_allocated(&tx, &course.offer).await?;
    let grants = grants(&course, &drawn, order.method)?;
    offer_seats(&tx, head, &course, (&by.actor(), grants), now).await?;
    place_reserves(&tx, head, &course, &drawn, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Files the protocol as it will be published.
async fn file(
    tx: &WriteTx,
    by: &Coordinator,
    (order, drawn): (&Order<'_>, &Drawn),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let told = serde_json::to_string(&drawn.told(order.method)).map_err(|error| DbErr::Custom(error.to_string()))?;
    let filed = allocation::queries::Filing {
        offer: order.offer,
        method: order.method,
        public_value: order.public_value,
        seed: drawn.draw.input().seed.hex(),
        protocol: &drawn.file,
        explanation: told,
        decided_by: by.account,
    };
    if !allocation::queries::insert(tx, filed, now).await? {
        return Err(Failure::Refused(Refusal::AlreadyAllocated));
    }
    let event = Event::new("offer.allocated", "offer", order.offer.0)
        .with("seats", drawn.awards().len())
        .with("reserves", drawn.reserves().len());
    journal::record(tx, &by.actor(), event, now).await?;
    Ok(())
}

fn grants(course: &OfferedCourse, drawn: &Drawn, method: Method) -> Result<Vec<Grant>, Failure<Refusal>> {
    let cohorts: HashMap<&str, CohortId> =
        course.cohorts.iter().map(|cohort| (cohort.code.as_str(), cohort.id)).collect();
    let mut seats: HashMap<CohortId, _> =
        drawn.free.iter().map(|(cohort, seats)| (*cohort, seats.iter().copied())).collect();
    let told = drawn.told(method).into_iter();
    told.filter_map(|told| {
        let cohort = cohorts.get(told.cohort.as_deref()?).copied()?;
        let application = drawn.application(&told.reference)?.clone();
        Some((told, cohort, application))
    })
    .map(|(told, cohort, application)| {
        let seat_number = seats.get_mut(&cohort).and_then(Iterator::next).ok_or(Failure::Refused(Refusal::NoSeat))?;
        let name = course.cohort(cohort).map_or("", |cohort| cohort.name.as_str());
        let reason = (format!("Plats i {name}. {}", told.sv), format!("A seat in {name}. {}", told.en));
        Ok(Grant { application, cohort, seat_number, reason })
    })
    .collect()
}

async fn place_reserves(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    course: &OfferedCourse,
    drawn: &Drawn,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    use crate::kernel::Lang::{En, Sv};
    let waiting: Vec<(&allocation::Waiting, &Application)> =
        drawn.reserves().iter().filter_map(|place| Some((place, drawn.application(&place.reference)?))).collect();
    let ids: Vec<_> = waiting.iter().map(|(_, application)| application.id).collect();
    queries::insert_reserves(tx, course.offer.id, &ids).await?;
    let names = names_of(tx, waiting.iter().map(|(_, application)| *application)).await?;
    for (number, (place, application)) in (1..).zip(waiting) {
        let reason = (
            format!("Reservplats {number}. {}", place.why.sentence(Sv)),
            format!("Reserve place {number}. {}", place.why.sentence(En)),
        );
        applications::queries::move_to(tx, application, ApplicationState::Reserve, reason, now).await?;
        let name = names.get(&application.person_id).map_or("", String::as_str);
        let reader = Reader { application, name, recorded: None };
        letters::tell(tx, head, course, (&reader, &News::Reserve(number)), now).await?;
        applications::actions::tell_manager(tx, application, Outcome::Reserve, now).await?;
    }
    Ok(())
}

/// Notes that an addressed organisation has been reminded, by telephone or e-mail: the house knows no address of it.
///
/// # Errors
/// `Missing` when the offer is not addressed to it.
pub async fn remind(
    db: &Db,
    by: &Coordinator,
    offer: OfferId,
    organisation: OrganisationId,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    if !offers::queries::set_reminded(&tx, offer, organisation, now).await? {
        return Err(Failure::Missing("organisation"));
    }
    let event = Event::new("organisation.reminded", "offer", offer.0).with("organisation", organisation.0);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}
