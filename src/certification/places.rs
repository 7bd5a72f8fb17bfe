//! Places in status lists: given at random when a certificate is issued, marked when it no longer holds.

use super::entity::{certificate, status_list};
use super::press::Press;
use crate::credentials::{StatusList, StatusPlace};
use crate::kernel::Instant;
use crate::storage::WriteTx;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::{BTreeMap, HashSet};

/// A list is full when half of its places are taken: a place found at random is then free every second time.
const FULL: usize = 65_536;

/// Gives `count` free places, at random within the newest list, opening new lists as they fill.
///
/// The newest list stays locked until the transaction ends, so that no place is given twice; a unique index stands
/// behind that. One statement reads the places taken, at most 65 536.
///
/// # Errors
/// When the database refuses, or the system gives no randomness.
pub(super) async fn take(
    tx: &WriteTx,
    count: usize,
    press: &Press<'_>,
    now: Instant,
) -> Result<Vec<StatusPlace>, DbErr> {
    let mut given = Vec::with_capacity(count);
    let mut number = newest(tx, press, now).await?;
    while given.len() < count {
        let mut taken = taken_of(tx, number).await?;
        while given.len() < count && taken.len() < FULL {
            let index = random_index()?;
            if taken.insert(i64::from(index)) {
                given.push(StatusPlace { list: number, index });
            }
        }
        note_taken(tx, number, taken.len()).await?;
        if given.len() < count {
            number = usable_from(tx, number + 1, press, now).await?;
        }
    }
    Ok(given)
}

/// Sets the bits of `places` and signs their lists anew.
///
/// # Errors
/// When the database refuses.
pub(super) async fn mark(
    tx: &WriteTx,
    places: impl IntoIterator<Item = StatusPlace>,
    press: &Press<'_>,
    now: Instant,
) -> Result<(), DbErr> {
    let mut by_list: BTreeMap<i64, Vec<u32>> = BTreeMap::new();
    for place in places {
        by_list.entry(place.list).or_default().push(place.index);
    }
    let lists = status_list::Entity::find()
        .filter(status_list::Column::Id.is_in(by_list.keys().copied()))
        .order_by_asc(status_list::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    for list in lists {
        let mut bits = StatusList::of(list.bits).ok_or_else(|| broken("a status list has another length"))?;
        for index in by_list.get(&list.id).into_iter().flatten() {
            bits.revoke(*index);
        }
        let signed = press.sign_list((list.id, &list.host), &bits, now)?;
        status_list::Entity::update_many()
            .col_expr(status_list::Column::Bits, Expr::value(bits.bytes().to_vec()))
            .col_expr(status_list::Column::Credential, Expr::value(signed))
            .col_expr(status_list::Column::SignedAt, Expr::value(now))
            .filter(status_list::Column::Id.eq(list.id))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// The list numbered `number`, signed as it stands.
///
/// # Errors
/// When the database does not answer.
pub async fn find(db: &impl ConnectionTrait, number: i64) -> Result<Option<status_list::Model>, DbErr> {
    status_list::Entity::find_by_id(number).one(db).await
}

/// The numbers of all lists, in order.
///
/// # Errors
/// When the database does not answer.
pub async fn numbers(db: &impl ConnectionTrait) -> Result<Vec<i64>, DbErr> {
    let ids = status_list::Entity::find().select_only().column(status_list::Column::Id);
    ids.order_by_asc(status_list::Column::Id).into_tuple().all(db).await
}

/// The newest list of the host that papers carry now, locked.
async fn newest(tx: &WriteTx, press: &Press<'_>, now: Instant) -> Result<i64, DbErr> {
    let ids = status_list::Entity::find().select_only().column(status_list::Column::Id);
    let last = ids.order_by_desc(status_list::Column::Id).limit(1).into_tuple::<i64>().one(tx).await?;
    usable_from(tx, last.unwrap_or(1), press, now).await
}

/// The first list from `number` on whose host is the one that papers carry now, locked; opened when it is not there.
///
/// A credential names its list by address, so those of different hosts never share one.
async fn usable_from(tx: &WriteTx, mut number: i64, press: &Press<'_>, now: Instant) -> Result<i64, DbErr> {
    let host = press.letterhead.links.verification();
    loop {
        match locked(tx, number).await? {
            Some(own) if own == host => return Ok(number),
            Some(_) => number += 1,
            None => open(tx, number, press, now).await?,
        }
    }
}

/// The host of a list, which stays locked until the transaction ends.
async fn locked(tx: &WriteTx, number: i64) -> Result<Option<String>, DbErr> {
    let hosts = status_list::Entity::find_by_id(number).select_only().column(status_list::Column::Host);
    hosts.lock_exclusive().into_tuple().one(tx).await
}

async fn open(tx: &WriteTx, number: i64, press: &Press<'_>, now: Instant) -> Result<(), DbErr> {
    let (bits, host) = (StatusList::empty(), press.letterhead.links.verification());
    let row = status_list::ActiveModel {
        id: Set(number),
        host: Set(host.to_owned()),
        credential: Set(press.sign_list((number, host), &bits, now)?),
        bits: Set(bits.bytes().to_vec()),
        taken: Set(0),
        signed_at: Set(now),
    };
    let unless_open = OnConflict::column(status_list::Column::Id).do_nothing().to_owned();
    match status_list::Entity::insert(row).on_conflict(unless_open).exec_without_returning(tx).await {
        Ok(_) | Err(DbErr::RecordNotInserted) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn taken_of(tx: &WriteTx, number: i64) -> Result<HashSet<i64>, DbErr> {
    let taken: Vec<i64> = certificate::Entity::find()
        .select_only()
        .column(certificate::Column::StatusIndex)
        .filter(certificate::Column::StatusList.eq(number))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(taken.into_iter().collect())
}

async fn note_taken(tx: &WriteTx, number: i64, taken: usize) -> Result<(), DbErr> {
    status_list::Entity::update_many()
        .col_expr(status_list::Column::Taken, Expr::value(i64::try_from(taken).map_err(broken)?))
        .filter(status_list::Column::Id.eq(number))
        .exec(tx)
        .await
        .map(|_| ())
}

/// 17 random bits: every number below 131 072 is as likely as any other.
fn random_index() -> Result<u32, DbErr> {
    let mut random = [0_u8; 4];
    getrandom::fill(&mut random).map_err(broken)?;
    Ok(u32::from_le_bytes(random) % (1 << 17))
}

fn broken(error: impl std::fmt::Display) -> DbErr {
    DbErr::Custom(error.to_string())
}
