//! The table `mandates`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::{MandateChannel, MandateState};
use crate::kernel::{AccountId, ApplicationId, Instant, Lang, MandateId};
use crate::people::Person;
use sea_orm::entity::prelude::*;

/// A mandate.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mandates")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MandateId,
    pub application_id: ApplicationId,
    pub manager_name: String,
    pub manager_email: String,
    pub state: MandateState,
    pub asked_at: Instant,
    pub deadline_at: Instant,
    pub answered_at: Option<Instant>,
    pub reminded_at: Option<Instant>,
    pub reason: String,
    pub received_by: MandateChannel,
    pub recorded_by: Option<AccountId>,
    pub version: i64,
}

impl Model {
    /// The mandate as everybody but its applicant and its manager sees it: a protected person's manager is covered, too.
    #[must_use]
    pub fn shown(&self, person: &Person, lang: Lang) -> Self {
        Self {
            manager_name: person.shown(lang, &self.manager_name),
            manager_email: person.shown(lang, &self.manager_email),
            reason: person.shown(lang, &self.reason),
            ..self.clone()
        }
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
