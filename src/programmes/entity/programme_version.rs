//! The table `programme_versions`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::{CertificateLook, PrintedLanguages};
use crate::kernel::{Instant, ProgrammeId, ProgrammeVersionId, RuleId};
use sea_orm::entity::prelude::*;

/// A programme version.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme_versions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ProgrammeVersionId,
    pub programme_id: ProgrammeId,
    pub number: i64,
    pub summary_sv: String,
    pub summary_en: String,
    pub rule_id: RuleId,
    pub layout: String,
    pub valid_months: Option<i64>,
    pub created_at: Instant,
    pub version: i64,
    pub certificate_languages: String,
}

impl Model {
    /// What its certificates look like.
    #[must_use]
    pub fn look(&self) -> CertificateLook<'_> {
        let languages = self.printed_languages();
        CertificateLook { layout: &self.layout, languages, valid_months: self.valid_months }
    }

    /// The languages that its certificates are printed in.
    #[must_use]
    pub fn printed_languages(&self) -> PrintedLanguages {
        PrintedLanguages::from_key(&self.certificate_languages).unwrap_or_default()
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
