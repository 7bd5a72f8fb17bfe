//! Issuing: the papers, their release and their letters.

use super::super::entity::{certificate, certificate_paper};
use super::super::model::CertificateState;
use super::super::press::Press;
use super::super::writing::{ToWrite, Written};
use super::super::{Unwritten, editions, letters, queries};
use super::stopping;
use crate::journal::{self, Event};
use crate::kernel::{Actor, CertificateId, Failure, Instant, Lang, PersonId, Refusal as _};
use crate::outbox;
use crate::people::{Person, queries as people};
use crate::seals;
use crate::storage::{Db, WriteTx};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};

/// Papers written in one run; whoever runs this asks again while there are more. Together some 8 MB.
const AT_ONCE: u64 = 200;
/// Minutes before a paper that cannot be drawn is tried again; twice as many after each attempt, at most ten hours.
const FIRST_PAUSE: i64 = 2;

/// Papers that are written and not yet released, with what they were made from.
#[derive(Debug)]
pub struct Prepared {
    due: Vec<certificate::Model>,
    told: HashMap<CertificateId, letters::Told>,
    /// Whose names machines were not told.
    hidden: HashSet<PersonId>,
    written: HashMap<CertificateId, Written>,
}

/// Writes the papers that were promised and not yet written, and says how many it released.
///
/// They are signed, drawn and sealed outside any transaction from their frozen facts; bytes, release, journal and letters
/// then become true together, for all of the run. Interrupted anywhere, the next run goes on where this one stopped; two
/// runs at once may draw a page twice but release it once. A page that cannot be drawn is noted and stops no other.
///
/// # Errors
/// When the database does not answer.
pub async fn finish_unreleased(db: &Db, press: &Press<'_>, now: Instant) -> Result<usize, DbErr> {
    match prepare(db, press, now).await? {
        Some(prepared) => release(db, press, prepared, now).await,
        None => Ok(0),
    }
}

/// Writes what is due; `None` when nothing is, or nothing may be issued.
///
/// # Errors
/// When the database does not answer.
pub async fn prepare(db: &Db, press: &Press<'_>, now: Instant) -> Result<Option<Prepared>, DbErr> {
    let due = queries::unreleased(db.read(), now, AT_ONCE).await?;
    if due.is_empty() || queries::standing_stop(db.read()).await?.is_some() {
        return Ok(None);
    }
    if let Err(why) = stopping::may_seal(press.keys, &seals::queries::published(db.read()).await?, now) {
        rocket::warn!("no certificate is written: {}", why.sentence(Lang::En));
        return Ok(None);
    }
    let names: Vec<&str> = due.iter().map(|one| one.layout.as_str()).collect();
    let layouts = editions::equipped(db.read(), press.layouts, &names).await?;
    let press = &Press { layouts: &layouts, ..*press };
    let told = letters::addressees(db.read(), &due).await?;
    let hidden = protected(&people::persons_among(db.read(), &holders(&due)).await?);
    let (mut written, mut undrawn, mut ready, mut work) = (HashMap::new(), Vec::new(), Vec::new(), Vec::new());
    for (one, read) in due.iter().zip(to_write(&due, &told, &hidden)) {
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
    Ok(Some(Prepared { due, told, hidden, written }))
}

fn holders(due: &[certificate::Model]) -> Vec<PersonId> {
    due.iter().map(|one| one.person_id).collect()
}

/// Who among these is protected.
fn protected(persons: &[Person]) -> HashSet<PersonId> {
    persons.iter().filter(|person| person.is_protected).map(|person| person.id).collect()
}

/// What each paper is made of, besides the keys; or why its row cannot be read.
fn to_write(
    due: &[certificate::Model],
    told: &HashMap<CertificateId, letters::Told>,
    hidden: &HashSet<PersonId>,
) -> Vec<Result<ToWrite, Unwritten>> {
    let read = |one: &certificate::Model| {
        Ok(ToWrite {
            layout: one.layout.clone(),
            facts: serde_json::from_str(&one.facts).map_err(|why| Unwritten::unreadable(&why))?,
            issued_at: one.issued_at,
            place: one.place().ok_or(Unwritten::Place)?,
            address: told.get(&one.id).and_then(|told| told.address()).cloned(),
            is_protected: hidden.contains(&one.person_id),
        })
    };
    due.iter().map(read).collect()
}

/// Notes what could not be drawn and when to try again; the desk shows why.
async fn note(db: &Db, undrawn: &[(&certificate::Model, Unwritten)], now: Instant) -> Result<(), DbErr> {
    if undrawn.is_empty() {
        return Ok(());
    }
    let tx = db.begin_write().await?;
    for (one, why) in undrawn {
        rocket::warn!("certificate {} cannot be drawn: {}", one.number, why.say(Lang::En));
        let again = now.plus_minutes(FIRST_PAUSE << one.draw_attempts.clamp(0, 8));
        queries::note_undrawn(&tx, one.id, why, again).await?;
    }
    tx.commit().await
}

/// Makes papers true; those that were released or revoked meanwhile are left alone.
///
/// So are those whose holder was protected meanwhile, or is no longer: their credential and their code name whom they must not.
/// The next run writes them anew.
///
/// # Errors
/// When the database does not answer; then nothing was released.
pub async fn release(db: &Db, press: &Press<'_>, prepared: Prepared, now: Instant) -> Result<usize, DbErr> {
    let Prepared { due, told, hidden, mut written } = prepared;
    let tx = db.begin_write().await?;
    match stopping::refuse_to_write(&tx, press, now).await {
        Ok(()) => {}
        Err(Failure::Storage(error)) => return Err(error),
        Err(_) => return Ok(0),
    }
    // Held, so that nobody is protected between this look and the release.
    let hidden_now = protected(&people::hold_persons(&tx, &holders(&due)).await?);
    for one in due.iter().filter(|one| hidden.contains(&one.person_id) != hidden_now.contains(&one.person_id)) {
        written.remove(&one.id);
    }
    let locked = held(&tx, &written).await?;
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

/// Of the certificates whose papers are written, those that may still be released, held until the transaction ends.
async fn held(tx: &WriteTx, written: &HashMap<CertificateId, Written>) -> Result<HashSet<CertificateId>, DbErr> {
    let ids: Vec<CertificateId> = certificate::Entity::find()
        .select_only()
        .column(certificate::Column::Id)
        .filter(certificate::Column::Id.is_in(written.keys().copied()))
        .filter(certificate::Column::ReleasedAt.is_null())
        .filter(certificate::Column::State.eq(CertificateState::Current))
        .order_by_asc(certificate::Column::Id)
        .lock_exclusive()
        .into_tuple()
        .all(tx)
        .await?;
    Ok(ids.into_iter().collect())
}
