//! A *närvarointyg* gives way to the *intyg* of the same person and cohort: nobody carries both.

use super::super::entity::certificate;
use super::super::gathering::Prospect;
use super::super::model::{CertificateKind, CertificateState};
use crate::journal::{self, Event};
use crate::kernel::{CertificateId, Instant, ParticipantId};
use crate::people::Coordinator;
use crate::storage::WriteTx;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// The *närvarointyg* that these people hold, locked until the transaction ends, in the order of their numbers.
pub(super) async fn of(tx: &WriteTx, people: &[&Prospect]) -> Result<Vec<certificate::Model>, DbErr> {
    let holders: Vec<ParticipantId> = people
        .iter()
        .filter(|one| one.current(CertificateKind::Attendance).is_some())
        .map(|one| one.participant.id)
        .collect();
    if holders.is_empty() {
        return Ok(Vec::new());
    }
    certificate::Entity::find()
        .filter(certificate::Column::ParticipantId.is_in(holders))
        .filter(certificate::Column::Kind.eq(CertificateKind::Attendance))
        .filter(certificate::Column::State.eq(CertificateState::Current))
        .order_by_asc(certificate::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await
}

/// Makes each of them replaced by the *intyg* its holder now has; their places are marked by the caller, before it takes
/// new ones.
pub(super) async fn replace(
    tx: &WriteTx,
    by: &Coordinator,
    outdated: &[certificate::Model],
    now: Instant,
) -> Result<(), DbErr> {
    if outdated.is_empty() {
        return Ok(());
    }
    let new: Vec<(ParticipantId, CertificateId, String)> = certificate::Entity::find()
        .select_only()
        .column(certificate::Column::ParticipantId)
        .column(certificate::Column::Id)
        .column(certificate::Column::Number)
        .filter(certificate::Column::ParticipantId.is_in(outdated.iter().map(|old| old.participant_id)))
        .filter(certificate::Column::Kind.eq(CertificateKind::Certificate))
        .filter(certificate::Column::State.eq(CertificateState::Current))
        .into_tuple()
        .all(tx)
        .await?;
    let new: HashMap<_, _> = new.into_iter().map(|(participant, id, number)| (participant, (id, number))).collect();
    for old in outdated {
        let Some((id, number)) = new.get(&old.participant_id) else { continue };
        certificate::Entity::update_many()
            .col_expr(certificate::Column::State, Expr::value(CertificateState::Replaced))
            .col_expr(certificate::Column::ReplacedBy, Expr::value(*id))
            .col_expr(certificate::Column::Version, Expr::col(certificate::Column::Version).add(1))
            .filter(certificate::Column::Id.eq(old.id))
            .exec(tx)
            .await?;
        let event = Event::new("certificate.replaced", "certificate", old.id.0)
            .with("number", old.number.clone())
            .with("replaced_by", number.clone())
            .with("why", "completed");
        journal::record(tx, &by.actor(), event, now).await?;
    }
    Ok(())
}
