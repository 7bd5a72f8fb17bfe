//! Issuing: the papers, their release and their letters.

use super::super::entity::{certificate, certificate_paper};
use super::super::model::CertificateState;
use super::super::press::Press;
use super::super::writing::{ToWrite, Written};
use super::super::{editions, letters, queries};
use super::stopping;
use crate::journal::{self, Event};
use crate::kernel::{Actor, CertificateId, Failure, Instant};
use crate::outbox;
use crate::people::queries as people;
use crate::storage::Db;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};

/// Papers written in one run; whoever runs this asks again while there are more. Together some 8 MB.
const AT_ONCE: u64 = 200;
/// Minutes before a paper that cannot be drawn is tried again; twice as many after each attempt, at most ten hours.
const FIRST_PAUSE: i64 = 2;

/// Writes the papers that were promised and not yet written, and says how many it released.
///
/// They are signed, drawn and sealed outside any transaction from their frozen facts; bytes, release, journal and letters
/// then become true together, for all of the run. Interrupted anywhere, the next run goes on where this one stopped; two
/// runs at once may draw a page twice but release it once. A page that cannot be drawn is noted and stops no other.
///
/// # Errors
/// When the database does not answer.
pub async fn finish_unreleased(db: &Db, press: &Press<'_>, now: Instant) -> Result<usize, DbErr> {
    let due = queries::unreleased(db.read(), now, AT_ONCE).await?;
    if due.is_empty() || queries::standing_stop(db.read()).await?.is_some() {
        return Ok(0);
    }
    let names: Vec<&str> = due.iter().map(|one| one.layout.as_str()).collect();
    let layouts = editions::equipped(db.read(), press.layouts, &names).await?;
    let press = &Press { layouts: &layouts, ..*press };
    let told = letters::addressees(db.read(), &due).await?;
    let (mut written, mut undrawn, mut ready, mut work) = (HashMap::new(), Vec::new(), Vec::new(), Vec::new());
    for (one, read) in due.iter().zip(to_write(db, &due, &told).await?) {
        match read {
            Ok(one_more) => {
                ready.push(one);
                work.push(one_more);
            }
            Err(why) => undrawn.push((one, why)),
        }
    }
    for (one, outcome) in ready.into_iter().zip(press.write(work, now).await?) {
        match outcome {
            Ok(paper) => drop(written.insert(one.id, paper)),
            Err(why) => undrawn.push((one, why)),
        }
    }
    note(db, &undrawn, now).await?;
    release(db, press, (&due, &told), written, now).await
}

/// What each paper is made of, besides the keys; or why its row cannot be read.
async fn to_write(
    db: &Db,
    due: &[certificate::Model],
    told: &HashMap<CertificateId, letters::Told>,
) -> Result<Vec<Result<ToWrite, String>>, DbErr> {
    let persons: Vec<_> = due.iter().map(|one| one.person_id).collect();
    let persons = people::persons_among(db.read(), &persons).await?;
    let protected: HashSet<_> = persons.iter().filter(|person| person.is_protected).map(|person| person.id).collect();
    let read = |one: &certificate::Model| {
        Ok(ToWrite {
            layout: one.layout.clone(),
            facts: serde_json::from_str(&one.facts).map_err(|why| why.to_string())?,
            issued_at: one.issued_at,
            place: one.place().ok_or("a place beyond its status list")?,
            address: told.get(&one.id).and_then(|told| told.address()).cloned(),
            is_protected: protected.contains(&one.person_id),
        })
    };
    Ok(due.iter().map(read).collect())
}

/// Notes what could not be drawn and when to try again; the desk shows why.
async fn note(db: &Db, undrawn: &[(&certificate::Model, String)], now: Instant) -> Result<(), DbErr> {
    if undrawn.is_empty() {
        return Ok(());
    }
    let tx = db.begin_write().await?;
    for (one, why) in undrawn {
        rocket::warn!("certificate {} cannot be drawn: {why}", one.number);
        let again = now.plus_minutes(FIRST_PAUSE << one.draw_attempts.clamp(0, 8));
        queries::note_undrawn(&tx, one.id, why, again).await?;
    }
    tx.commit().await
}

/// Makes papers true; those that were released or revoked meanwhile are left alone.
async fn release(
    db: &Db,
    press: &Press<'_>,
    (due, told): (&[certificate::Model], &HashMap<CertificateId, letters::Told>),
    mut written: HashMap<CertificateId, Written>,
    now: Instant,
) -> Result<usize, DbErr> {
    let tx = db.begin_write().await?;
    match stopping::refuse_while_stopped(&tx).await {
        Ok(()) => {}
        Err(Failure::Storage(error)) => return Err(error),
        Err(_) => return Ok(0),
    }
    let locked: HashSet<CertificateId> = certificate::Entity::find()
        .select_only()
        .column(certificate::Column::Id)
        .filter(certificate::Column::Id.is_in(written.keys().copied()))
        .filter(certificate::Column::ReleasedAt.is_null())
        .filter(certificate::Column::State.eq(CertificateState::Current))
        .order_by_asc(certificate::Column::Id)
        .lock_exclusive()
        .into_tuple()
        .all(&tx)
        .await?
        .into_iter()
        .collect();
    if locked.is_empty() {
        return Ok(0);
    }
    let (mut papers, mut abouts, mut facts) = (Vec::new(), Vec::new(), Vec::new());
    for one in due.iter().filter(|one| locked.contains(&one.id)) {
        let Some(paper) = written.remove(&one.id) else { continue };
        let event = Event::new("certificate.released", "certificate", one.id.0)
            .with("number", one.number.clone())
            .with("sha256", paper.sha256.clone())
            .with("key", paper.key_id.clone())
            .with("seal", paper.seal_id.clone());
        journal::record(&tx, &Actor::House, event, now).await?;
        facts.push((one, paper.facts));
        papers.push(certificate_paper::ActiveModel {
            certificate_id: Set(one.id),
            pdf: Set(paper.pdf),
            sha256: Set(paper.sha256),
            credential: Set(paper.credential),
            payload: Set(paper.payload),
            key_id: Set(paper.key_id),
            seal_id: Set(paper.seal_id),
            drawn_at: Set(now),
        });
    }
    for (one, facts) in &facts {
        abouts.push(letters::About { certificate: one, facts, to: told.get(&one.id) });
    }
    certificate_paper::Entity::insert_many(papers).exec_without_returning(&tx).await?;
    certificate::Entity::update_many()
        .col_expr(certificate::Column::ReleasedAt, Expr::value(now))
        .filter(certificate::Column::Id.is_in(locked.iter().copied()))
        .exec(&tx)
        .await?;
    let letters = letters::released(&tx, &abouts, &press.letterhead, now).await?;
    outbox::put_all(&tx, letters, now).await?;
    tx.commit().await?;
    Ok(locked.len())
}
