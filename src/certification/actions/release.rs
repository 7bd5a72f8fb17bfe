//! Issuing: the paper, its release and its letters.

use super::super::entity::{certificate, certificate_paper};
use super::super::model::CertificateState;
use super::super::{Press, letters, queries};
use crate::journal::{self, Event};
use crate::kernel::{Actor, Instant};
use crate::outbox;
use crate::paper::CertificateFacts;
use crate::storage::Db;
use data_encoding::HEXLOWER;
use rocket::tokio::task::spawn_blocking;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Papers written in one run; whoever runs this asks again while there are more.
const AT_ONCE: u64 = 25;
/// Minutes before a paper that cannot be drawn is tried again; twice as many after each attempt, at most ten hours.
const FIRST_PAUSE: i64 = 2;

/// Writes the papers that were promised and not yet written, and says how many it released.
///
/// Each is drawn outside any transaction from its frozen facts; bytes, release and letters then become true together.
/// Interrupted anywhere, the next run goes on where this one stopped; two runs at once may draw a page twice but
/// release it once. A page that cannot be drawn is logged and stops no other.
///
/// # Errors
/// When the database does not answer for one of them; the others are released all the same.
pub async fn finish_unreleased(db: &Db, press: &Press<'_>, now: Instant) -> Result<usize, DbErr> {
    let due = queries::unreleased(db.read(), now, AT_ONCE).await?;
    let addressees = letters::addressees(db.read(), &due).await?;
    let (mut released, mut trouble) = (0, None);
    for one in due {
        match write(db, press, (&one, addressees.get(&one.id)), now).await {
            Ok(is_released) => released += usize::from(is_released),
            Err(error) => trouble = Some(error),
        }
    }
    trouble.map_or(Ok(released), Err)
}

/// Draws one paper and makes it true; one that cannot be drawn waits longer each time, and the desk shows why.
async fn write(
    db: &Db,
    press: &Press<'_>,
    (one, to): (&certificate::Model, Option<&letters::Told>),
    now: Instant,
) -> Result<bool, DbErr> {
    match draw(one, press).await {
        Ok((pdf, facts)) => release(db, press, &letters::About { certificate: one, facts: &facts, to }, pdf, now).await,
        Err(why) => {
            rocket::warn!("certificate {} cannot be drawn: {why}", one.number);
            let tx = db.begin_write().await?;
            queries::note_undrawn(&tx, one.id, &why, now.plus_minutes(FIRST_PAUSE << one.draw_attempts.clamp(0, 8)))
                .await?;
            tx.commit().await?;
            Ok(false)
        }
    }
}

async fn draw(one: &certificate::Model, press: &Press<'_>) -> Result<(Vec<u8>, CertificateFacts), String> {
    let facts: CertificateFacts = serde_json::from_str(&one.facts).map_err(|error| error.to_string())?;
    let (layouts, layout) = (Arc::clone(press.layouts), one.layout.clone());
    let drawn = spawn_blocking(move || layouts.draw(&layout, &facts).map(|pdf| (pdf, facts))).await;
    drawn.map_err(|error| error.to_string())?.map_err(|why| why.say(crate::kernel::Lang::En))
}

/// Makes one paper true; `false` when it was already, or when the certificate was revoked meanwhile.
async fn release(
    db: &Db,
    press: &Press<'_>,
    about: &letters::About<'_>,
    pdf: Vec<u8>,
    now: Instant,
) -> Result<bool, DbErr> {
    let id = about.certificate.id;
    let sha256 = HEXLOWER.encode(&Sha256::digest(&pdf));
    let tx = db.begin_write().await?;
    let locked = certificate::Entity::find_by_id(id).lock_exclusive().one(&tx).await?;
    if locked.is_none_or(|row| row.released_at.is_some() || row.state != CertificateState::Current) {
        return Ok(false);
    }
    let paper = certificate_paper::ActiveModel {
        certificate_id: Set(id),
        pdf: Set(pdf),
        sha256: Set(sha256.clone()),
        drawn_at: Set(now),
    };
    certificate_paper::Entity::insert(paper).exec_without_returning(&tx).await?;
    certificate::Entity::update_many()
        .col_expr(certificate::Column::ReleasedAt, Expr::value(now))
        .filter(certificate::Column::Id.eq(id))
        .exec(&tx)
        .await?;
    let event = Event::new("certificate.released", "certificate", id.0)
        .with("number", about.certificate.number.clone())
        .with("sha256", sha256);
    journal::record(&tx, &Actor::House, event, now).await?;
    for letter in letters::released(&tx, about, &press.letterhead, now).await? {
        outbox::put(&tx, letter, now).await?;
    }
    tx.commit().await?;
    Ok(true)
}
