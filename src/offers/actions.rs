//! Drafting, changing and publishing offers; closing comes later, where the applications are known (`seats`).

use super::entity::offer;
use super::model::{OfferState, Refusal, Terms};
use super::{queries, rules};
use crate::access::{SubmissionKey, submissions};
use crate::cohorts::{self, Cohort, CohortState, CourseDay};
use crate::journal::{self, Event};
use crate::kernel::{CohortId, Failure, Instant, OfferId, RuleId};
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
    let offer = queries::lock(&tx, id).await?.ok_or(Failure::Missing("offer"))?;
    if offer.state != OfferState::Draft {
        return Err(Failure::Refused(Refusal::Published));
    }
    if offer.version != version {
        return Err(Failure::Stale);
    }
    refuse_first(rules::flaws(terms))?;
    only_drafts(&tx, &terms.cohorts).await?;
    let row = offer::ActiveModel { version: Set(version + 1), ..columns(terms) };
    let changed = queries::write(&tx, (id, version), row).await;
    changed.map_err(|failure| match failure {
        Failure::Storage(error) => taken(error, Refusal::CodeTaken),
        other => other,
    })?;
    queries::set_reach(&tx, id, terms).await.map_err(|error| taken(error, Refusal::CohortElsewhere))?;
    journal::record(&tx, &by.actor(), Event::new("offer.changed", "offer", id.0), now).await?;
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
