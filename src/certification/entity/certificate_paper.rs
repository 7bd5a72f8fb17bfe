//! The table `certificate_papers`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::{CertificateId, Instant};
use sea_orm::entity::prelude::*;

/// The bytes stand apart, so that reading the register never drags the papers along.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_papers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub certificate_id: CertificateId,
    pub pdf: Vec<u8>,
    pub sha256: String,
    pub credential: String,
    pub payload: String,
    pub key_id: String,
    pub seal_id: String,
    pub drawn_at: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
