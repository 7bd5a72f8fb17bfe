//! A new row of the register: the intent, before anything is signed or drawn.

use super::super::entity::certificate;
use super::super::model::{CertificateKind, CertificateState, EditionCause};
use crate::credentials::StatusPlace;
use crate::kernel::{AccountId, CohortId, Instant, ParticipantId, PersonId};
use crate::locale::sorting;
use crate::paper::CertificateFacts;
use sea_orm::{ActiveValue::Set, DbErr};

/// Whose certificate it is, and which of theirs.
#[derive(Debug, Clone)]
pub(super) struct Holding {
    pub participant: ParticipantId,
    pub person: PersonId,
    pub cohort: CohortId,
    pub kind: CertificateKind,
    pub edition: i64,
    pub layout: String,
    /// Why there is this edition.
    pub cause: EditionCause,
}

/// The row of a certificate that prints `facts`, with its place in a status list; its paper is written later.
pub(super) fn row(
    holding: Holding,
    facts: &CertificateFacts,
    place: StatusPlace,
    (by, now): (AccountId, Instant),
) -> Result<certificate::ActiveModel, DbErr> {
    Ok(certificate::ActiveModel {
        number: Set(facts.number.clone()),
        code: Set(facts.code.clone()),
        kind: Set(holding.kind),
        participant_id: Set(holding.participant),
        person_id: Set(holding.person),
        cohort_id: Set(holding.cohort),
        edition: Set(holding.edition),
        layout: Set(holding.layout),
        cause: Set(holding.cause),
        facts: Set(frozen(facts)?),
        holder_key: Set(sorting::sort_key(&facts.holder)),
        status_list: Set(place.list),
        status_index: Set(i64::from(place.index)),
        state: Set(CertificateState::Current),
        issued_on: Set(facts.issued_on),
        expires_on: Set(facts.expires_on),
        issued_at: Set(now),
        issued_by: Set(by),
        draw_attempts: Set(0),
        version: Set(1),
        ..certificate::ActiveModel::default()
    })
}

/// The facts as they are kept.
fn frozen(facts: &CertificateFacts) -> Result<String, DbErr> {
    serde_json::to_string(facts).map_err(|error| DbErr::Custom(error.to_string()))
}

/// The facts as they were kept.
pub(super) fn thawed(of: &certificate::Model) -> Result<CertificateFacts, DbErr> {
    serde_json::from_str(&of.facts).map_err(|error| DbErr::Custom(error.to_string()))
}
