//! The journal's tables.

use crate::kernel::Instant;
use sea_orm::entity::prelude::*;

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "journal")]
pub struct Model {
    /// Its place in the chain: 1, 2, 3, … without a gap.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// When.
    pub at: Instant,
    /// The kind of actor, see `kernel::Actor`.
    pub actor: String,
    /// The actor's row.
    pub actor_id: Option<i64>,
    /// What happened, in one word.
    pub event: String,
    /// To what kind of thing.
    pub object: String,
    /// To which one.
    pub object_id: i64,
    /// Facts worth keeping that name nobody, as a JSON object.
    pub details: String,
    /// The salted digest of the values about persons.
    pub values_digest: String,
    /// The hash of this entry and, through it, of all before it.
    pub hash: String,
}

/// None: the journal names things by word and number, so that it outlives them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What an entry says about persons; erased on its own, the chain stays whole.
pub mod values {
    use sea_orm::entity::prelude::*;

    /// The values of one entry.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_values")]
    pub struct Model {
        /// The entry.
        #[sea_orm(primary_key, auto_increment = false)]
        pub journal_id: i64,
        /// Keeps the digest from being guessed: 16 random bytes in hex.
        pub salt: String,
        /// The actor's name at the time.
        pub actor_name: String,
        /// Values before and after, as a JSON object.
        pub details: String,
    }

    /// None.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The end of the chain.
pub mod head {
    use sea_orm::entity::prelude::*;

    /// The one row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_heads")]
    pub struct Model {
        /// 1.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        /// The place of the last entry; 0 before the first.
        pub position: i64,
        /// The hash of the last entry.
        pub hash: String,
        /// Place and hash under the key of the installation.
        pub seal: String,
    }

    /// None.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
