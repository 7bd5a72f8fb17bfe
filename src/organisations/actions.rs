//! Setting the platform up, and adding organisations.

use super::entity::{membership, organisation, platform};
use super::model::OrganisationKind;
use super::queries;
use crate::journal::{self, Event};
use crate::kernel::{Actor, Day, Failure, Instant, NoRefusal, OrganisationId};
use crate::storage::{Db, WriteTx, is_taken};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};

/// The platform as its form says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformWords {
    /// What it is called.
    pub name: String,
    /// The region it works in.
    pub region: String,
    /// What its certificate numbers begin with.
    pub issuer_code: String,
    /// Who issues its certificates.
    pub issuer_name: String,
    /// Who signs them.
    pub signatory_name: String,
    /// As what.
    pub signatory_title: String,
    /// Where people can write.
    pub contact_email: String,
}

/// Sets the platform up, or changes it.
///
/// `version` is 0 for an installation that was not set up when the form was opened. The actor is an account; `people` is a
/// later room, whose proof the caller holds.
///
/// # Errors
/// Stale when somebody saved after version `version`.
pub async fn set_up(
    db: &Db,
    by: &Actor,
    words: &PlatformWords,
    version: i64,
    now: Instant,
) -> Result<(), Failure<NoRefusal>> {
    let tx = db.begin_write().await?;
    let was = queries::platform(&tx).await?;
    write_platform(&tx, words, version).await?;
    let before = |read: fn(&platform::Model) -> &String| was.as_ref().map(|was| read(was).clone());
    let event = Event::new("platform.set_up", "platform", 1)
        .changed("name", before(|was| &was.name), words.name.as_str())
        .changed("region", before(|was| &was.region), words.region.as_str())
        .changed("issuer_code", before(|was| &was.issuer_code), words.issuer_code.as_str())
        .changed("issuer_name", before(|was| &was.issuer_name), words.issuer_name.as_str())
        .changed_personal("signatory_name", before(|was| &was.signatory_name), words.signatory_name.as_str());
    journal::record(&tx, by, event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Writes the platform's row, in the transaction of whoever sets up.
///
/// # Errors
/// Stale when somebody saved after version `version`.
pub async fn write_platform(tx: &WriteTx, words: &PlatformWords, version: i64) -> Result<(), Failure<NoRefusal>> {
    let row = platform::ActiveModel {
        name: Set(words.name.clone()),
        region: Set(words.region.clone()),
        issuer_code: Set(words.issuer_code.clone()),
        issuer_name: Set(words.issuer_name.clone()),
        signatory_name: Set(words.signatory_name.clone()),
        signatory_title: Set(words.signatory_title.clone()),
        contact_email: Set(words.contact_email.clone()),
        version: Set(version + 1),
        ..platform::ActiveModel::default()
    };
    if version == 0 {
        let row = platform::ActiveModel { id: Set(1), is_demo: Set(false), ..row };
        let made = platform::Entity::insert(row).exec_without_returning(tx).await;
        let stale = |error| if is_taken(&error) { Failure::Stale } else { Failure::Storage(error) };
        return made.map(|_| ()).map_err(stale);
    }
    let same = platform::Entity::update_many().set(row).filter(platform::Column::Id.eq(1));
    let changed = same.filter(platform::Column::Version.eq(version)).exec(tx).await?;
    if changed.rows_affected == 0 { Err(Failure::Stale) } else { Ok(()) }
}

/// An organisation to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrganisation {
    /// A municipality's four digits, or a code of our own.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: OrganisationKind,
    /// Its weight when seats are filled: the population of a municipality, else 0.
    pub weight: i64,
    /// The part of the region it lies in.
    pub area: Option<String>,
    /// Column and row of its tile on the map.
    pub tile: Option<(i64, i64)>,
    /// When it was a member of the forum; `None` as the end: still is.
    pub memberships: Vec<(Day, Option<Day>)>,
}

/// Adds those of `new` whose codes are not there yet and tells how many that were.
///
/// # Errors
/// When the database refuses.
pub async fn add_missing(tx: &WriteTx, new: &[NewOrganisation], now: Instant) -> Result<usize, DbErr> {
    let known = queries::all(tx).await?;
    let missing: Vec<&NewOrganisation> =
        new.iter().filter(|new| known.iter().all(|known| known.code != new.code)).collect();
    if missing.is_empty() {
        return Ok(0);
    }
    let rows = missing.iter().map(|new| organisation::ActiveModel {
        code: Set(new.code.clone()),
        name: Set(new.name.clone()),
        kind: Set(new.kind),
        parent_id: Set(None),
        weight: Set(new.weight),
        area: Set(new.area.clone()),
        tile_column: Set(new.tile.map(|(column, _)| column)),
        tile_row: Set(new.tile.map(|(_, row)| row)),
        is_pilot: Set(false),
        created_at: Set(now),
        version: Set(1),
        ..organisation::ActiveModel::default()
    });
    organisation::Entity::insert_many(rows).exec_without_returning(tx).await?;
    add_memberships(tx, &missing).await?;
    Ok(missing.len())
}

async fn add_memberships(tx: &WriteTx, added: &[&NewOrganisation]) -> Result<(), DbErr> {
    let ids: Vec<(String, OrganisationId)> =
        queries::all(tx).await?.into_iter().map(|known| (known.code, known.id)).collect();
    let mut rows = Vec::new();
    for new in added {
        let Some((_, id)) = ids.iter().find(|(code, _)| *code == new.code) else { continue };
        rows.extend(new.memberships.iter().map(|(from, to)| membership::ActiveModel {
            organisation_id: Set(*id),
            from_day: Set(*from),
            to_day: Set(*to),
            ..membership::ActiveModel::default()
        }));
    }
    if rows.is_empty() {
        return Ok(());
    }
    membership::Entity::insert_many(rows).exec_without_returning(tx).await.map(|_| ())
}
