//! The operator's own retention rules.

use crate::journal::{self, Event};
use crate::kernel::{Failure, Instant, NoRefusal};
use crate::people::Administrator;
use crate::privacy::entity::retention_rule;
use crate::privacy::model::Action;
use crate::privacy::queries;
use crate::privacy::rules::What;
use crate::storage::{Db, is_taken};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// A rule as its form says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRule {
    /// What it is about.
    pub what: What,
    /// What is done.
    pub action: Action,
    /// After how many whole days.
    pub days: i64,
    /// Why.
    pub basis: String,
    /// Whether a second administrator must carry a disposal out.
    pub needs_second: Second,
    /// The version that was seen; 0 for the default.
    pub version: i64,
}

/// Whether one administrator is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Second {
    /// One is enough.
    NotNeeded,
    /// A second one carries out.
    Needed,
}

/// Saves a rule, which makes it the operator's decision.
///
/// # Errors
/// Stale when somebody saved in between.
pub async fn set_rule(db: &Db, by: &Administrator, new: &NewRule, now: Instant) -> Result<(), Failure<NoRefusal>> {
    let tx = db.begin_write().await?;
    let before = queries::rule(&tx, new.what).await?;
    let needs_second = new.needs_second == Second::Needed;
    let row = retention_rule::ActiveModel {
        what: Set(new.what.key().to_owned()),
        action: Set(new.action),
        days: Set(new.days),
        basis: Set(new.basis.clone()),
        needs_second: Set(needs_second),
        changed_at: Set(now),
        version: Set(new.version + 1),
    };
    if new.version == 0 {
        let made = retention_rule::Entity::insert(row).exec_without_returning(&tx).await;
        made.map_err(|error| if is_taken(&error) { Failure::Stale } else { Failure::Storage(error) })?;
    } else {
        let changed = retention_rule::Entity::update_many()
            .set(row)
            .filter(retention_rule::Column::What.eq(new.what.key()))
            .filter(retention_rule::Column::Version.eq(new.version))
            .exec(&tx)
            .await?;
        if changed.rows_affected == 0 {
            return Err(Failure::Stale);
        }
    }
    let event = Event::new("retention.rule_set", "retention", 0)
        .with("what", new.what.key())
        .with("action_before", before.action.key())
        .with("action", new.action.key())
        .with("days_before", before.days)
        .with("days", new.days)
        .with("needs_second_before", before.needs_second)
        .with("needs_second", needs_second)
        .with_personal("basis", new.basis.as_str());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}
