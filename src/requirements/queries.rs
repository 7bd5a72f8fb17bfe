//! Numbered rules, kept and found.

use super::entity;
use super::model::CompletionRule;
use crate::kernel::{Instant, RuleId};
use crate::storage::WriteTx;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// One numbered rule as it is kept; read it with [`CompletionRule::parse`].
///
/// # Errors
/// When the database does not answer.
pub async fn rule(db: &impl ConnectionTrait, id: RuleId) -> Result<Option<entity::Model>, DbErr> {
    entity::Entity::find_by_id(id).one(db).await
}

/// The rules among `ids`, by number.
///
/// # Errors
/// When the database does not answer.
pub async fn rules_among(db: &impl ConnectionTrait, ids: &[RuleId]) -> Result<Vec<entity::Model>, DbErr> {
    let chosen = entity::Entity::find().filter(entity::Column::Id.is_in(ids.iter().copied()));
    chosen.order_by_asc(entity::Column::Number).all(db).await
}

/// Keeps a rule under the next number.
///
/// Rules never change, so the same rule is the same row: its hash decides. The first rule's row is held while a number is
/// taken, so that two who add different rules at once get two numbers; where there is none yet, the loser's unique violation
/// ends its transaction.
///
/// # Errors
/// When the database refuses.
pub async fn add_rule(tx: &WriteTx, rule: &CompletionRule, now: Instant) -> Result<RuleId, DbErr> {
    let hash = rule.hash();
    entity::Entity::find().order_by_asc(entity::Column::Id).lock_exclusive().one(tx).await?;
    let known = entity::Entity::find().filter(entity::Column::Hash.eq(hash.as_str())).one(tx).await?;
    if let Some(known) = known {
        return Ok(known.id);
    }
    let last = entity::Entity::find().order_by_desc(entity::Column::Number).one(tx).await?;
    let row = entity::ActiveModel {
        number: Set(last.map_or(1, |last| last.number + 1)),
        hash: Set(hash),
        rule: Set(rule.canonical_json()),
        created_at: Set(now),
        ..entity::ActiveModel::default()
    };
    Ok(entity::Entity::insert(row).exec(tx).await?.last_insert_id)
}
