//! Correcting: a new edition in place of the old.

use super::super::entity::certificate;
use super::super::model::CertificateState;
use super::super::number::Number;
use super::super::{Code, Press, Refusal, queries};
use super::issue::frozen;
use crate::journal::{self, Event};
use crate::kernel::{CertificateId, Failure, Instant, PersonName};
use crate::locale::{sorting, stockholm};
use crate::paper::{self, CertificateFacts};
use crate::people::Coordinator;
use crate::seats::entity::participant;
use crate::storage::{Db, WriteTx};
use rocket::tokio::task::spawn_blocking;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use std::sync::Arc;

/// What is corrected.
#[derive(Debug, Clone)]
pub struct Correction {
    /// The certificate.
    pub certificate: CertificateId,
    /// The version its page was opened with.
    pub version: i64,
    /// The name as it should stand.
    pub name: PersonName,
}

/// Puts a new edition with the corrected name in place of a certificate and gives the new one's id.
///
/// The new one has its own number and code and otherwise the facts of the old one, with today as its day of issue; the
/// old one says for ever that it is replaced, and by which number.
///
/// # Errors
/// Refused when the certificate no longer holds, is still being written, or the name cannot be printed; stale when
/// somebody changed it in between.
pub async fn supersede(
    db: &Db,
    by: &Coordinator,
    what: &Correction,
    press: &Press<'_>,
    now: Instant,
) -> Result<CertificateId, Failure<Refusal>> {
    let printed = what.name.as_str();
    let old = queries::find(db.read(), what.certificate).await?.ok_or(Failure::Missing("certificate"))?;
    try_out(&old, printed, press).await?;
    let tx = db.begin_write().await?;
    let old = certificate::Entity::find_by_id(what.certificate).lock_exclusive().one(&tx).await?;
    let old = old.ok_or(Failure::Missing("certificate"))?;
    may_correct(&old, what)?;
    let mut facts = read(&old)?;
    if facts.holder == printed {
        return Err(Failure::Refused(Refusal::SameName));
    }
    let issuer_code = Number::parse(&old.number).map(|number| number.issuer_code).unwrap_or_default();
    let issued_on = stockholm::today(now);
    let number = queries::take_numbers(&tx, &issuer_code, issued_on, 1).await?.remove(0);
    let code = Code::random().map_err(|error| DbErr::Custom(error.to_string()))?;
    facts.number = number.to_string();
    facts.code = code.as_str().to_owned();
    facts.holder = printed.to_owned();
    facts.issued_on = issued_on;
    facts.verify_address = press.letterhead.links.verify_in_qr(code.as_str());
    facts.verify_address_shown = press.letterhead.links.verify_shown();
    let new = replace(&tx, by, &old, &facts, now).await?;
    participant::Entity::update_many()
        .col_expr(participant::Column::NameOnCertificate, Expr::value(printed))
        .col_expr(participant::Column::Version, Expr::col(participant::Column::Version).add(1))
        .filter(participant::Column::Id.eq(old.participant_id))
        .exec(&tx)
        .await?;
    let event = Event::new("certificate.replaced", "certificate", old.id.0)
        .with("number", old.number.clone())
        .with("replaced_by", facts.number.clone());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(new)
}

fn may_correct(old: &certificate::Model, what: &Correction) -> Result<(), Failure<Refusal>> {
    if old.state != CertificateState::Current {
        return Err(Failure::Refused(Refusal::NotCurrent));
    }
    if old.released_at.is_none() {
        return Err(Failure::Refused(Refusal::NotReleased));
    }
    if old.version == what.version { Ok(()) } else { Err(Failure::Stale) }
}

/// Writes the new edition; the old one makes room first, because only one may be current at any moment.
async fn replace(
    tx: &WriteTx,
    by: &Coordinator,
    old: &certificate::Model,
    facts: &CertificateFacts,
    now: Instant,
) -> Result<CertificateId, DbErr> {
    let at_old = || certificate::Entity::update_many().filter(certificate::Column::Id.eq(old.id));
    at_old()
        .col_expr(certificate::Column::State, Expr::value(CertificateState::Replaced))
        .col_expr(certificate::Column::Version, Expr::value(old.version + 1))
        .exec(tx)
        .await?;
    let row = certificate::ActiveModel {
        number: Set(facts.number.clone()),
        code: Set(facts.code.clone()),
        kind: Set(old.kind),
        participant_id: Set(old.participant_id),
        person_id: Set(old.person_id),
        cohort_id: Set(old.cohort_id),
        edition: Set(old.edition + 1),
        layout: Set(old.layout.clone()),
        facts: Set(frozen(facts)?),
        holder_key: Set(sorting::sort_key(&facts.holder)),
        state: Set(CertificateState::Current),
        issued_on: Set(facts.issued_on),
        issued_at: Set(now),
        issued_by: Set(by.account),
        version: Set(1),
        ..certificate::ActiveModel::default()
    };
    let new = certificate::Entity::insert(row).exec(tx).await?.last_insert_id;
    at_old().col_expr(certificate::Column::ReplacedBy, Expr::value(new)).exec(tx).await?;
    Ok(new)
}

fn read(old: &certificate::Model) -> Result<CertificateFacts, Failure<Refusal>> {
    serde_json::from_str(&old.facts).map_err(|error| Failure::Storage(DbErr::Custom(error.to_string())))
}

/// Draws the corrected page as a draft, before a number is taken.
async fn try_out(old: &certificate::Model, name: &str, press: &Press<'_>) -> Result<(), Failure<Refusal>> {
    let missing = press.layouts.undrawable(name);
    if !missing.is_empty() {
        return Err(Failure::Refused(Refusal::Unprintable(paper::Refusal::Undrawable(missing))));
    }
    let facts = CertificateFacts { holder: name.to_owned(), ..read(old)? };
    let (layouts, layout) = (Arc::clone(press.layouts), old.layout.clone());
    let drawn = spawn_blocking(move || layouts.draw_preview(&layout, &facts)).await;
    let drawn = drawn.map_err(|error| Failure::Storage(DbErr::Custom(error.to_string())))?;
    drawn.map(|_| ()).map_err(|why| Failure::Refused(Refusal::Unprintable(why)))
}
