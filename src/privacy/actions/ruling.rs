//! The operator's own retention rules.

use crate::journal::{self, Event};
use crate::kernel::{Failure, Instant};
use crate::people::{self, Administrator};
use crate::privacy::entity::retention_rule;
use crate::privacy::model::{Action, Refusal};
use crate::privacy::queries;
use crate::privacy::rules::What;
use crate::storage::{Db, is_taken};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

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
/// Two stay needed until a second person has agreed that one is enough ([`let_one_suffice`]); asking for two again takes
/// that wish back.
///
/// # Errors
/// Stale when somebody saved in between; refused when the rule is fixed.
pub async fn set_rule(db: &Db, by: &Administrator, new: &NewRule, now: Instant) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let before = queries::lock_rule(&tx, new.what).await?;
    if before.is_fixed() {
        return Err(Failure::Refused(Refusal::Fixed));
    }
    let is_loosened = before.needs_second && new.needs_second == Second::NotNeeded;
    let needs_second = is_loosened || new.needs_second == Second::Needed;
    let row = retention_rule::ActiveModel {
        what: Set(new.what.key().to_owned()),
        action: Set(new.action),
        days: Set(new.days),
        basis: Set(new.basis.clone()),
        needs_second: Set(needs_second),
        one_asked_by: Set(is_loosened.then(|| before.one_asked_by.unwrap_or(by.account))),
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
        .with("one_asked_for", is_loosened)
        .with_personal("basis", new.basis.as_str());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Agrees that one administrator is enough for what has needed two; whoever asked for it cannot, by whichever account.
///
/// # Errors
/// Stale when somebody saved in between; refused for who asked, and when nobody has.
pub async fn let_one_suffice(
    db: &Db,
    by: &Administrator,
    (what, version): (What, i64),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let rule = queries::lock_rule(&tx, what).await?;
    if rule.version != version {
        return Err(Failure::Stale);
    }
    let asked_by = rule.one_asked_by.ok_or(Failure::Refused(Refusal::NotOpen))?;
    if people::queries::accounts_of_same(&tx, by.account).await?.contains(&asked_by) {
        return Err(Failure::Refused(Refusal::SecondPerson));
    }
    let row = retention_rule::ActiveModel {
        what: Set(what.key().to_owned()),
        needs_second: Set(false),
        one_asked_by: Set(None),
        changed_at: Set(now),
        version: Set(version + 1),
        ..Default::default()
    };
    row.update(&tx).await?;
    let event = Event::new("retention.one_is_enough", "retention", 0).with("what", what.key());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}
