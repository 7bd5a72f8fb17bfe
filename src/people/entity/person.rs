//! The table `persons`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::{Instant, Lang, OrganisationId, PersonId};
use crate::people::model::masked_name;
use sea_orm::entity::prelude::*;

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "persons")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PersonId,
    pub name: String,
    pub email: Option<String>,
    pub organisation_id: Option<OrganisationId>,
    pub language: String,
    pub is_protected: bool,
    pub created_at: Instant,
    pub version: i64,
}

impl Model {
    /// The name as lists and files may show it: a protected person's never stands there.
    #[must_use]
    pub fn shown_name(&self, lang: Lang) -> &str {
        if self.is_protected { masked_name(lang) } else { &self.name }
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
