//! The table `applications`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::{ApplicationState, Channel};
use crate::kernel::{AccountId, ApplicationId, Instant, Lang, OfferId, OrganisationId, PersonId};
use crate::people::Person;
use sea_orm::entity::prelude::*;

/// An application.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "applications")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ApplicationId,
    pub offer_id: OfferId,
    pub reference: String,
    pub person_id: PersonId,
    pub organisation_id: OrganisationId,
    pub unit: String,
    pub role: String,
    pub mandate_words: String,
    pub email: String,
    pub language: String,
    pub rank: i64,
    pub state: ApplicationState,
    pub arrived_by: Channel,
    pub registered_by: Option<AccountId>,
    pub duplicate_of: Option<ApplicationId>,
    pub submitted_at: Instant,
    pub letter_held_at: Option<Instant>,
    pub version: i64,
}

impl Model {
    /// The application as everybody but its applicant sees it: what points at a protected person is covered.
    #[must_use]
    pub fn shown(&self, person: &Person, lang: Lang) -> Self {
        Self {
            email: person.shown(lang, &self.email),
            unit: person.shown(lang, &self.unit),
            role: person.shown(lang, &self.role),
            mandate_words: person.shown(lang, &self.mandate_words),
            ..self.clone()
        }
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
