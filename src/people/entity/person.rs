//! The table `persons`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::{Instant, Lang, OrganisationId, PersonId};
use crate::people::model::{masked_name, masked_value};
use sea_orm::entity::prelude::*;

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "persons")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PersonId,
    #[sea_orm(column_name = "name")]
    pub true_name: String,
    pub email: Option<String>,
    pub organisation_id: Option<OrganisationId>,
    pub language: String,
    pub is_protected: bool,
    pub created_at: Instant,
    pub version: i64,
}

impl Model {
    /// The name as every page, list, file and letter to others shows it.
    ///
    /// For a protected person stand words and the person's number: the same everywhere, so that two can be told apart,
    /// and nothing to find anybody by. `true_name` is for the person's own pages, letters and papers, and for the page
    /// that shows it once; a house rule lists the files that may say it.
    #[must_use]
    pub fn shown_name(&self, lang: Lang) -> String {
        if self.is_protected { format!("{} {}", masked_name(lang), self.id) } else { self.true_name.clone() }
    }

    /// A text that points at the person (an address, a unit, a role, words), as everybody else may see it.
    #[must_use]
    pub fn shown(&self, lang: Lang, text: &str) -> String {
        if self.is_protected && !text.is_empty() { masked_value(lang).to_owned() } else { text.to_owned() }
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
