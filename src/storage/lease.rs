//! Leases: of several nodes, one does a job.

use super::{Db, WriteTx};
use crate::kernel::Instant;
use sea_orm::sea_query::{self, Expr, ExprTrait, Iden, OnConflict, Query};
use sea_orm::{ConnectionTrait, DbErr};

#[derive(Iden)]
enum Leases {
    Table,
    Name,
    Holder,
    HeldUntil,
}

/// Takes or renews the lease `name` for `holder` until `until`; `false` when another node holds it.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(db: &Db, name: &str, holder: &str, now: Instant, until: Instant) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    let mine_or_over =
        Expr::col((Leases::Table, Leases::Holder))
            .eq(holder)
            .or(Expr::col((Leases::Table, Leases::HeldUntil)).lt(now.millis()));
    let statement = Query::insert()
        .into_table(Leases::Table)
        .columns([Leases::Name, Leases::Holder, Leases::HeldUntil])
        .values_panic([name.into(), holder.into(), until.millis().into()])
        .on_conflict(
            OnConflict::column(Leases::Name)
                .update_columns([Leases::Holder, Leases::HeldUntil])
                .action_and_where(mine_or_over)
                .to_owned(),
        )
        .to_owned();
    let changed = tx.execute(&statement).await?.rows_affected();
    tx.commit().await?;
    Ok(changed == 1)
}

/// Gives the lease back before it runs out.
///
/// # Errors
/// When the database does not answer.
pub async fn release(tx: &WriteTx, name: &str, holder: &str) -> Result<(), DbErr> {
    let statement = Query::delete()
        .from_table(Leases::Table)
        .and_where(Expr::col(Leases::Name).eq(name))
        .and_where(Expr::col(Leases::Holder).eq(holder))
        .to_owned();
    tx.execute(&statement).await.map(|_| ())
}
