//! Revoking.

use super::super::entity::certificate;
use super::super::model::{CertificateKind, CertificateState, RevocationReason};
use super::super::{Press, Refusal, letters, places};
use super::stopping;
use crate::graduates;
use crate::journal::{self, Event};
use crate::kernel::{CertificateId, CohortId, Failure, Instant, PersonId};
use crate::locale::stockholm;
use crate::outbox;
use crate::people::Coordinator;
use crate::storage::Db;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// What is revoked and why.
#[derive(Debug, Clone)]
pub struct Revocation {
    /// The certificates, each with the version its page was opened with.
    pub certificates: Vec<(CertificateId, i64)>,
    /// Why, the same for all.
    pub reason: RevocationReason,
}

/// Revokes certificates, all or none; they stay visible as revoked, with the day.
///
/// Their bits are set in the same transaction, so that offline readers learn it with their next list. A revoked *intyg* no longer counts its person as trained. The holder is told by letter.
///
/// # Errors
/// Refused when one of them no longer holds, and while the key that signs lists is retired; stale when somebody changed one in between.
pub async fn revoke(
    db: &Db,
    by: &Coordinator,
    what: &Revocation,
    press: &Press<'_>,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    stopping::refuse_to_mark(&tx, press).await?;
    let ids: Vec<CertificateId> = what.certificates.iter().map(|(id, _)| *id).collect();
    // In the order of their numbers, so that two batches cannot wait for each other.
    let rows = certificate::Entity::find()
        .filter(certificate::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(certificate::Column::Id)
        .lock_exclusive()
        .all(&tx)
        .await?;
    if rows.is_empty() || rows.len() != ids.len() {
        return Err(Failure::Missing("certificate"));
    }
    if rows.iter().any(|row| row.state != CertificateState::Current) {
        return Err(Failure::Refused(Refusal::NotCurrent));
    }
    if rows.iter().any(|row| !what.certificates.contains(&(row.id, row.version))) {
        return Err(Failure::Stale);
    }
    certificate::Entity::update_many()
        .col_expr(certificate::Column::State, Expr::value(CertificateState::Revoked))
        .col_expr(certificate::Column::RevokedOn, Expr::value(stockholm::today(now)))
        .col_expr(certificate::Column::RevokedReason, Expr::value(what.reason.key()))
        .col_expr(certificate::Column::RevokedBy, Expr::value(by.account))
        .col_expr(certificate::Column::Version, Expr::col(certificate::Column::Version).add(1))
        .filter(certificate::Column::Id.is_in(ids))
        .exec(&tx)
        .await?;
    let places = rows.iter().filter_map(certificate::Model::place);
    places::mark(&tx, places, press, now).await?;
    let mut holders: HashMap<CohortId, Vec<PersonId>> = HashMap::new();
    for row in rows.iter().filter(|row| row.kind == CertificateKind::Certificate) {
        holders.entry(row.cohort_id).or_default().push(row.person_id);
    }
    // One statement a cohort: those of one press are seldom of more than one.
    for (cohort, persons) in holders {
        graduates::queries::revoke(&tx, &persons, cohort, now).await?;
    }
    for row in &rows {
        let event = Event::new("certificate.revoked", "certificate", row.id.0)
            .with("number", row.number.clone())
            .with("reason", what.reason.key());
        journal::record(&tx, &by.actor(), event, now).await?;
    }
    let told = letters::addressees(&tx, &rows).await?;
    let letters = rows.iter().filter_map(|row| letters::revoked(row, told.get(&row.id), what.reason)).collect();
    outbox::put_all(&tx, letters, now).await?;
    tx.commit().await?;
    Ok(())
}
