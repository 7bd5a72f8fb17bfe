//! Giving a layout the operator's own look.

use super::super::editions;
use super::super::entity::layout_edition;
use crate::journal::{self, Event};
use crate::kernel::{Failure, Instant, NoRefusal};
use crate::paper::Edition;
use crate::people::Coordinator;
use crate::storage::{Db, is_taken};
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait};

/// Saves the next edition of a layout; certificates issued from now on are drawn with it, older ones stay as they are.
///
/// `seen` is the number of the edition the form was opened with, 0 while there is none. What is wrong with the edition itself
/// the caller has asked [`Edition::faults`].
///
/// # Errors
/// Stale when somebody saved in between.
pub async fn save_edition(
    db: &Db,
    by: &Coordinator,
    (layout, seen): (&str, i64),
    edition: &Edition,
    now: Instant,
) -> Result<(), Failure<NoRefusal>> {
    let tx = db.begin_write().await?;
    let newest = editions::newest(&tx, layout).await?.map_or(0, |(number, _)| number);
    if newest != seen {
        return Err(Failure::Stale);
    }
    let number = newest + 1;
    let design = serde_json::to_string(edition).map_err(|error| DbErr::Custom(error.to_string()))?;
    let row = layout_edition::ActiveModel {
        layout: Set(layout.to_owned()),
        number: Set(number),
        design: Set(design),
        created_by: Set(by.account),
        created_at: Set(now),
    };
    let made = layout_edition::Entity::insert(row).exec_without_returning(&tx).await;
    made.map_err(|error| if is_taken(&error) { Failure::Stale } else { Failure::Storage(error) })?;
    let event = Event::new("layout.edited", "layout", 0).with("layout", layout).with("edition", number);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}
