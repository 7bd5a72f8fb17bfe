//! The operator's words on public pages.

use crate::journal::{self, Event};
use crate::kernel::{Failure, Instant, NoRefusal};
use crate::people::Administrator;
use crate::privacy::entity::public_text;
use crate::privacy::model::Part;
use crate::storage::{Db, is_taken};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// A text as its form says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewText {
    /// Which page it is for.
    pub part: Part,
    /// In Swedish.
    pub sv: String,
    /// In English.
    pub en: String,
    /// The version that was seen; 0 while the house's own words stand there.
    pub version: i64,
}

/// Saves the words.
///
/// # Errors
/// Stale when somebody saved in between.
pub async fn set_text(db: &Db, by: &Administrator, new: &NewText, now: Instant) -> Result<(), Failure<NoRefusal>> {
    let tx = db.begin_write().await?;
    let row = public_text::ActiveModel {
        part: Set(new.part.key().to_owned()),
        text_sv: Set(new.sv.clone()),
        text_en: Set(new.en.clone()),
        changed_at: Set(now),
        version: Set(new.version + 1),
    };
    if new.version == 0 {
        let made = public_text::Entity::insert(row).exec_without_returning(&tx).await;
        made.map_err(|error| if is_taken(&error) { Failure::Stale } else { Failure::Storage(error) })?;
    } else {
        let changed = public_text::Entity::update_many()
            .set(row)
            .filter(public_text::Column::Part.eq(new.part.key()))
            .filter(public_text::Column::Version.eq(new.version))
            .exec(&tx)
            .await?;
        if changed.rows_affected == 0 {
            return Err(Failure::Stale);
        }
    }
    let event = Event::new("text.written", "text", 0).with("part", new.part.key()).with("version", new.version + 1);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}
