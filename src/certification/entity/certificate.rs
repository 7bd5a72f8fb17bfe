//! The table `certificates`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::{CertificateKind, CertificateState, EditionCause, Validity};
use crate::credentials::StatusPlace;
use crate::kernel::{AccountId, CertificateId, CohortId, Day, Instant, ParticipantId, PersonId};
use sea_orm::entity::prelude::*;

/// A certificate.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificates")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CertificateId,
    pub number: String,
    pub code: String,
    pub kind: CertificateKind,
    pub participant_id: ParticipantId,
    pub person_id: PersonId,
    pub cohort_id: CohortId,
    pub edition: i64,
    pub layout: String,
    pub facts: String,
    pub holder_key: String,
    pub status_list: i64,
    pub status_index: i64,
    pub state: CertificateState,
    pub issued_on: Day,
    pub expires_on: Option<Day>,
    pub issued_at: Instant,
    pub issued_by: AccountId,
    pub released_at: Option<Instant>,
    pub draw_attempts: i64,
    pub draw_after: Option<Instant>,
    pub draw_error: Option<String>,
    pub cause: EditionCause,
    pub replaced_by: Option<CertificateId>,
    pub revoked_on: Option<Day>,
    pub revoked_reason: Option<String>,
    pub revoked_by: Option<AccountId>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl Model {
    /// Its place in a status list; `None` only if the database has been tampered with.
    #[must_use]
    pub fn place(&self) -> Option<StatusPlace> {
        Some(StatusPlace { list: self.status_list, index: u32::try_from(self.status_index).ok()? })
    }

    /// What the certificate amounts to on `today`.
    #[must_use]
    pub fn validity(&self, today: Day) -> Validity {
        Validity::on(today, self.state, self.expires_on)
    }
}

impl ActiveModelBehavior for ActiveModel {}
