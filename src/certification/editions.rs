//! Editions of the layouts: what a certificate issued now is drawn with, and what older ones were drawn with.

use super::entity::layout_edition;
use crate::paper::{Edition, Layouts, edition_name, edition_of};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The newest edition of a layout and its number; none while the layout is as it came.
///
/// # Errors
/// When the database does not answer, or what it holds is no edition.
pub async fn newest(db: &impl ConnectionTrait, layout: &str) -> Result<Option<(i64, Edition)>, DbErr> {
    let found = layout_edition::Entity::find()
        .filter(layout_edition::Column::Layout.eq(layout))
        .order_by_desc(layout_edition::Column::Number)
        .one(db)
        .await?;
    found.map(|row| Ok((row.number, read(&row)?))).transpose()
}

/// The number of the newest edition of each layout that has one.
///
/// # Errors
/// When the database does not answer.
pub async fn numbers(db: &impl ConnectionTrait) -> Result<HashMap<String, i64>, DbErr> {
    let rows: Vec<(String, i64)> = layout_edition::Entity::find()
        .select_only()
        .column(layout_edition::Column::Layout)
        .column_as(layout_edition::Column::Number.max(), "newest")
        .group_by(layout_edition::Column::Layout)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// What a certificate issued now keeps of the layout of its programme: the layout with its newest edition.
///
/// # Errors
/// As [`newest`].
pub async fn name_for(db: &impl ConnectionTrait, layout: &str) -> Result<String, DbErr> {
    let newest = newest(db, layout).await?;
    Ok(newest.map_or_else(|| layout.to_owned(), |(number, _)| edition_name(layout, number)))
}

/// The layouts together with the editions that `names` ask for, ready to draw with.
///
/// An edition that is not there is left out, and drawing with it is refused.
///
/// # Errors
/// As [`newest`].
pub async fn equipped(
    db: &impl ConnectionTrait,
    layouts: &Arc<Layouts>,
    names: &[&str],
) -> Result<Arc<Layouts>, DbErr> {
    let mut editions = Vec::new();
    for name in names {
        let (layout, Some(number)) = edition_of(name) else { continue };
        if editions.iter().any(|(other, of, _)| *other == layout && *of == number) {
            continue;
        }
        if let Some(row) = layout_edition::Entity::find_by_id((layout.to_owned(), number)).one(db).await? {
            editions.push((layout, number, read(&row)?));
        }
    }
    if editions.is_empty() {
        return Ok(Arc::clone(layouts));
    }
    Ok(Arc::new(layouts.with(editions.iter().map(|(layout, number, edition)| (*layout, *number, edition)))))
}

/// The words of editions that were asked for once. An edition is never changed, so they are kept for good: whoever looks a
/// certificate up shall not wait for what the last one asked, too.
#[derive(Debug, Default)]
pub struct Shelf(Mutex<HashMap<String, Arc<Edition>>>);

impl Shelf {
    /// The edition that `name` asks for, without its logo; `None` for a layout as it came, for which nothing is asked.
    ///
    /// # Errors
    /// As [`newest`].
    pub async fn find(&self, db: &impl ConnectionTrait, name: &str) -> Result<Option<Arc<Edition>>, DbErr> {
        let (layout, Some(number)) = edition_of(name) else { return Ok(None) };
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        if kept.is_some() {
            return Ok(kept);
        }
        let Some(row) = layout_edition::Entity::find_by_id((layout.to_owned(), number)).one(db).await? else {
            return Ok(None);
        };
        let edition = Arc::new(Edition { logo: String::new(), ..read(&row)? });
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), Arc::clone(&edition));
        Ok(Some(edition))
    }
}

fn read(row: &layout_edition::Model) -> Result<Edition, DbErr> {
    serde_json::from_str(&row.design)
        .map_err(|error| DbErr::Custom(format!("edition {} of {}: {error}", row.number, row.layout)))
}
