//! Drafting, changing and publishing offers; closing comes later, where the applications are known (`seats`).

use super::entity::offer;
use super::model::{Amendment, OfferState, Refusal, Terms};
use super::{queries, rules};
use crate::access::{SubmissionKey, submissions};
use crate::cohorts::{self, Cohort, CohortState, CourseDay};
use crate::journal::{self, Event};
use crate::kernel::{Actor, CohortId, Failure, Instant, OfferId, OrganisationId, RuleId};
use crate::locale::dates;
use crate::organisations;
use crate::people::Coordinator;
use crate::programmes;
use crate::storage::{Db, WriteTx, is_taken};
use data_encoding::HEXLOWER;
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Drafts an offer and draws the secret of its lot.
///
/// # Errors
/// Refused when the terms have a flaw, the code is taken or a cohort is offered elsewhere.
pub async fn draft(
    db: &Db,
    by: &Coordinator,
    terms: &Terms,
    key: &SubmissionKey,
    now: Instant,
) -> Result<OfferId, Failure<Refusal>> {
    let tx = db.begin_write().await?;
    submissions::spend(&tx, key, "/desk/offers", now).await?;
    refuse_first(rules::flaws(terms))?;
    only_drafts(&tx, &terms.cohorts).await?;
    only_known(&tx, &terms.organisations).await?;
    let mut secret = [0_u8; 32];
    getrandom::fill(&mut secret).map_err(|error| Failure::Storage(DbErr::Custom(error.to_string())))?;
    let row = offer::ActiveModel {
        state: Set(OfferState::Draft),
        lot_secret: Set(HEXLOWER.encode(&secret)),
        lot_commitment: Set(HEXLOWER.encode(&Sha256::digest(secret))),
        created_at: Set(now),
        version: Set(1),
        ..columns(terms)
    };
    let made = offer::Entity::insert(row).exec(&tx).await.map_err(|error| taken(error, Refusal::CodeTaken))?;
    let id = made.last_insert_id;
    queries::set_reach(&tx, id, terms).await.map_err(|error| taken(error, Refusal::CohortElsewhere))?;
    submissions::set_receipt(&tx, key, &format!("/desk/offers/{id}/publish")).await?;
    let event = Event::new("offer.drafted", "offer", id.0).with("code", terms.code.as_str());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a draft to `terms`.
///
/// # Errors
/// Refused as for [`draft`], and when the offer is published; stale when somebody saved after version `version`.
pub async fn change(
    db: &Db,
    by: &Coordinator,
    (id, version): (OfferId, i64),
    terms: &Terms,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let was = hold(&tx, (id, version), OfferState::Draft, Refusal::Published).await?;
    refuse_first(rules::flaws(terms))?;
    only_drafts(&tx, &terms.cohorts).await?;
    only_known(&tx, &terms.organisations).await?;
    let row = offer::ActiveModel { version: Set(version + 1), ..columns(terms) };
    let changed = queries::write(&tx, (id, version), row).await;
    changed.map_err(|failure| match failure {
        Failure::Storage(error) => taken(error, Refusal::CodeTaken),
        other => other,
    })?;
    queries::set_reach(&tx, id, terms).await.map_err(|error| taken(error, Refusal::CohortElsewhere))?;
    let event = Event::new("offer.changed", "offer", id.0)
        .changed("code", was.code, terms.code.as_str())
        .changed("title", was.title, terms.title.as_str())
        .changed("guarantee", was.guarantee, terms.guarantee)
        .changed("cap", was.cap, terms.cap)
        .changed("deadline", dates::iso_moment(was.deadline_at), dates::iso_moment(terms.deadline_at));
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes the offer and its cohorts known to everybody; each cohort pins the rule of its programme's version.
///
/// # Errors
/// Refused when something stands in the way ([`rules::obstacles`]); stale when somebody saved after version `version`.
pub async fn publish(
    db: &Db,
    by: &Coordinator,
    (id, version): (OfferId, i64),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let offer = queries::lock(&tx, id).await?.ok_or(Failure::Missing("offer"))?;
    if offer.state != OfferState::Draft {
        return Err(Failure::Refused(Refusal::Published));
    }
    let offered = queries::cohorts_with_days(&tx, id).await?;
    refuse_first(rules::obstacles(offer.deadline_at, &offered, now))?;
    if queries::addressed(&tx, id).await?.is_empty() {
        return Err(Failure::Refused(Refusal::NobodyAddressed));
    }
    let row = offer::ActiveModel {
        state: Set(OfferState::Published),
        published_at: Set(Some(now)),
        version: Set(version + 1),
        ..offer::ActiveModel::default()
    };
    queries::write(&tx, (id, version), row).await?;
    pin_rules(&tx, &offered).await?;
    let event = Event::new("offer.published", "offer", id.0).with("commitment", offer.lot_commitment.as_str());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Changes the words and deadlines of a published offer; the journal keeps what each was before (rule O8).
///
/// What the lot stands on, its commitment, guarantee and cap, who is addressed and the code, stays as it was published.
///
/// # Errors
/// Refused when the offer is not published or a deadline would come earlier; stale when somebody saved after `version`.
pub async fn amend(
    db: &Db,
    by: &Coordinator,
    (id, version): (OfferId, i64),
    amendment: &Amendment,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let offer = hold(&tx, (id, version), OfferState::Published, Refusal::NotAmendable).await?;
    let offered = queries::cohorts_with_days(&tx, id).await?;
    let before = (offer.deadline_at, offer.mandate_deadline_at);
    refuse_first(rules::amendment_flaws(before, amendment, &offered, now))?;
    let row = offer::ActiveModel {
        title: Set(amendment.title.clone()),
        audience_sv: Set(amendment.audience.0.clone()),
        audience_en: Set(amendment.audience.1.clone()),
        cost_sv: Set(amendment.cost.0.clone()),
        cost_en: Set(amendment.cost.1.clone()),
        duty_sv: Set(amendment.duty.0.clone()),
        duty_en: Set(amendment.duty.1.clone()),
        deadline_at: Set(amendment.deadline_at),
        mandate_deadline_at: Set(amendment.mandate_deadline_at),
        version: Set(version + 1),
        ..offer::ActiveModel::default()
    };
    queries::write(&tx, (id, version), row).await?;
    journal::record(&tx, &by.actor(), as_event(&offer, amendment), now).await?;
    tx.commit().await?;
    Ok(())
}

/// The offer as the form showed it, held until the transaction ends; `otherwise` when it is in another state by now.
async fn hold(
    tx: &WriteTx,
    (id, version): (OfferId, i64),
    state: OfferState,
    otherwise: Refusal,
) -> Result<offer::Model, Failure<Refusal>> {
    let offer = queries::lock(tx, id).await?.ok_or(Failure::Missing("offer"))?;
    if offer.state != state {
        return Err(Failure::Refused(otherwise));
    }
    if offer.version == version { Ok(offer) } else { Err(Failure::Stale) }
}

/// What differs, each as it was and as it is.
fn as_event(offer: &offer::Model, amendment: &Amendment) -> Event {
    let moments = [
        ("deadline", offer.deadline_at, amendment.deadline_at),
        ("mandate_deadline", offer.mandate_deadline_at, amendment.mandate_deadline_at),
    ];
    let moments = moments.map(|(name, was, is)| (name, dates::iso_moment(was), dates::iso_moment(is)));
    let words = [
        ("title", &offer.title, &amendment.title),
        ("audience_sv", &offer.audience_sv, &amendment.audience.0),
        ("audience_en", &offer.audience_en, &amendment.audience.1),
        ("cost_sv", &offer.cost_sv, &amendment.cost.0),
        ("cost_en", &offer.cost_en, &amendment.cost.1),
        ("duty_sv", &offer.duty_sv, &amendment.duty.0),
        ("duty_en", &offer.duty_en, &amendment.duty.1),
    ];
    let words = words.map(|(name, was, is)| (name, was.clone(), is.clone()));
    let all = words.into_iter().chain(moments);
    all.fold(Event::new("offer.amended", "offer", offer.id.0), |event, (name, was, is)| event.changed(name, was, is))
}

/// Ends every offer whose seats were given and whose cohorts are all closed or cancelled. Says how many that was.
///
/// # Errors
/// When the database does not answer; what was ended before stays so.
pub async fn end_due(db: &Db, now: Instant) -> Result<usize, DbErr> {
    let mut ended = 0;
    for offer in queries::in_state(db.read(), OfferState::Allocated).await? {
        if rules::is_over(&queries::cohorts_of(db.read(), offer.id).await?) && end(db, offer.id, now).await? {
            ended += 1;
        }
    }
    Ok(ended)
}

async fn end(db: &Db, id: OfferId, now: Instant) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    let Some(offer) = queries::lock(&tx, id).await? else { return Ok(false) };
    if offer.state != OfferState::Allocated || !rules::is_over(&queries::cohorts_of(&tx, id).await?) {
        return Ok(false);
    }
    queries::set_state(&tx, &offer, OfferState::Ended).await?;
    journal::record(&tx, &Actor::House, Event::new("offer.ended", "offer", id.0), now).await?;
    tx.commit().await?;
    Ok(true)
}

async fn only_known(tx: &WriteTx, addressed: &[OrganisationId]) -> Result<(), Failure<Refusal>> {
    let known = organisations::queries::among(tx, addressed).await?;
    let is_known = addressed.iter().all(|id| known.iter().any(|one| one.id == *id));
    if is_known { Ok(()) } else { Err(Failure::Refused(Refusal::UnknownOrganisation)) }
}

fn columns(terms: &Terms) -> offer::ActiveModel {
    offer::ActiveModel {
        code: Set(terms.code.clone()),
        title: Set(terms.title.clone()),
        audience_sv: Set(terms.audience.0.clone()),
        audience_en: Set(terms.audience.1.clone()),
        cost_sv: Set(terms.cost.0.clone()),
        cost_en: Set(terms.cost.1.clone()),
        duty_sv: Set(terms.duty.0.clone()),
        duty_en: Set(terms.duty.1.clone()),
        guarantee: Set(terms.guarantee),
        cap: Set(terms.cap),
        deadline_at: Set(terms.deadline_at),
        mandate_deadline_at: Set(terms.mandate_deadline_at),
        reply_days: Set(terms.reply_days),
        public_value_name: Set(terms.public_value_name.clone()),
        ..offer::ActiveModel::default()
    }
}

fn taken(error: DbErr, refusal: Refusal) -> Failure<Refusal> {
    if is_taken(&error) { Failure::Refused(refusal) } else { Failure::Storage(error) }
}

fn refuse_first(flaws: Vec<Refusal>) -> Result<(), Failure<Refusal>> {
    flaws.into_iter().next().map_or(Ok(()), |flaw| Err(Failure::Refused(flaw)))
}

/// Only what nobody has been promised yet can be offered.
async fn only_drafts(tx: &WriteTx, ids: &[CohortId]) -> Result<(), Failure<Refusal>> {
    let found = cohorts::queries::among(tx, ids).await?;
    let all_drafts = found.len() == ids.len() && found.iter().all(|cohort| cohort.state == CohortState::Draft);
    if all_drafts { Ok(()) } else { Err(Failure::Refused(Refusal::CohortElsewhere)) }
}

async fn pin_rules(tx: &WriteTx, offered: &[(Cohort, Vec<CourseDay>)]) -> Result<(), Failure<Refusal>> {
    let ids: Vec<_> = offered.iter().map(|(cohort, _)| cohort.programme_version_id).collect();
    let versions = programmes::queries::versions_among(tx, &ids).await?;
    let mut by_rule: BTreeMap<RuleId, Vec<CohortId>> = BTreeMap::new();
    for (cohort, _) in offered {
        let version = versions.iter().find(|version| version.id == cohort.programme_version_id);
        let rule = version.ok_or(Failure::Missing("programme version"))?.rule_id;
        by_rule.entry(rule).or_default().push(cohort.id);
    }
    for (rule, cohorts) in by_rule {
        cohorts::queries::publish(tx, &cohorts, rule).await?;
    }
    Ok(())
}
