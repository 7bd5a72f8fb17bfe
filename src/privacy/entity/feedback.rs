//! What visitors said about a page.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::{AccountId, FeedbackId, Instant};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "feedback")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: FeedbackId,
    pub about: String,
    pub words: String,
    pub reply_to: Option<String>,
    pub given_at: Instant,
    pub answered_at: Option<Instant>,
    pub answered_by: Option<AccountId>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
