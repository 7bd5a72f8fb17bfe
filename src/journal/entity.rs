//! The journal's table.

use crate::kernel::Instant;
use sea_orm::entity::prelude::*;

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "journal")]
pub struct Model {
    /// Grows with every entry.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// When.
    pub at: Instant,
    /// The kind of actor, see `kernel::Actor`.
    pub actor: String,
    /// The actor's row.
    pub actor_id: Option<i64>,
    /// The actor's name at the time.
    pub actor_name: String,
    /// What happened, in one word.
    pub event: String,
    /// To what kind of thing.
    pub object: String,
    /// To which one.
    pub object_id: i64,
    /// Facts worth keeping, as a JSON object.
    pub details: String,
}

/// None: the journal names things by word and number, so that it outlives them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
