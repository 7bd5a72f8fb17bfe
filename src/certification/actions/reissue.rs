//! Issuing one certificate anew after it was revoked: never by the batch, always by itself and for a reason.

use super::super::composing::{Identity, compose};
use super::super::entity::certificate;
use super::super::gathering::{Gathered, Prospect, gather};
use super::super::model::{CertificateKind, CertificateState, EditionCause};
use super::super::rules::Standing;
use super::super::{Code, Press, Refusal, editions, places, queries};
use super::entering::{self, Holding};
use super::{outdated, stopping};
use crate::cohorts;
use crate::completion::rules::Ground;
use crate::graduates;
use crate::journal::{self, Event};
use crate::kernel::{CertificateId, Failure, Instant};
use crate::locale::stockholm;
use crate::people::Coordinator;
use crate::storage::{Db, WriteTx};
use sea_orm::{DbErr, EntityTrait, QuerySelect};

/// What is issued anew and why.
#[derive(Debug, Clone)]
pub struct Reissue {
    /// The revoked certificate.
    pub certificate: CertificateId,
    /// The version its page was opened with.
    pub version: i64,
    /// Why the holder gets one after all, for colleagues.
    pub reason: String,
}

/// Whose paper it is and that a new one may be issued: it is the last of its kind, it is revoked, and a firm decision that
/// has come to stand says that its holder is to have one.
///
/// # Errors
/// Refused when it is not revoked, when a later one is there already, or when no such decision stands.
pub fn may_reissue<'a>(old: &certificate::Model, gathered: &'a Gathered) -> Result<&'a Prospect, Refusal> {
    if old.state != CertificateState::Revoked {
        return Err(Refusal::NotRevoked);
    }
    let prospect = gathered.prospects.iter().find(|one| one.participant.id == old.participant_id);
    let prospect = prospect.ok_or(Refusal::NotDeserved)?;
    if prospect.next_edition(old.kind) != old.edition + 1 {
        return Err(Refusal::JustIssued);
    }
    let is_deserved = prospect.standing() == Standing::Revoked(old.kind)
        && prospect.ground == Ground::Firm
        && prospect.extent.is_ok();
    if is_deserved { Ok(prospect) } else { Err(Refusal::NotDeserved) }
}

/// Gives the holder of a revoked certificate a new one, composed from what is true now, and gives its id.
///
/// The revoked one stays revoked for ever; the new one is the next edition, with its own number and code. A new *intyg*
/// makes its holder count as trained again.
///
/// # Errors
/// As [`may_reissue`]; refused without a reason and when the page cannot be drawn; stale when somebody changed the
/// certificate in between.
pub async fn reissue(
    db: &Db,
    by: &Coordinator,
    what: &Reissue,
    press: &Press<'_>,
    now: Instant,
) -> Result<CertificateId, Failure<Refusal>> {
    let reason = what.reason.trim();
    if reason.is_empty() {
        return Err(Failure::Refused(Refusal::NoReasonAnew));
    }
    let seen = queries::find(db.read(), what.certificate).await?.ok_or(Failure::Missing("certificate"))?;
    try_out(db, &seen, press, now).await?;
    let tx = db.begin_write().await?;
    stopping::refuse_to_promise(&tx, press, now).await?;
    cohorts::queries::lock(&tx, seen.cohort_id).await?.ok_or(Failure::Missing("cohort"))?;
    let old = certificate::Entity::find_by_id(what.certificate).lock_exclusive().one(&tx).await?;
    let old = old.ok_or(Failure::Missing("certificate"))?;
    let gathered = gather(&tx, old.cohort_id, stockholm::today(now)).await?.ok_or(Failure::Missing("cohort"))?;
    let prospect = may_reissue(&old, &gathered).map_err(Failure::Refused)?;
    if old.version != what.version {
        return Err(Failure::Stale);
    }
    let (new, number) = enter(&tx, by, (&gathered, prospect, old.kind), press, now).await?;
    let event = Event::new("certificate.reissued", "certificate", old.id.0)
        .with("number", old.number.clone())
        .with("new", number)
        .with_personal("reason", reason);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(new)
}

/// Writes the new row and what follows from it; gives its id and number.
async fn enter(
    tx: &WriteTx,
    by: &Coordinator,
    (gathered, prospect, kind): (&Gathered, &Prospect, CertificateKind),
    press: &Press<'_>,
    now: Instant,
) -> Result<(CertificateId, String), Failure<Refusal>> {
    let issuer = gathered.platform.as_ref().ok_or(Failure::Refused(Refusal::NoIssuer))?;
    let issued_on = stockholm::today(now);
    // Older papers are held before the series, as who corrects one holds it.
    let outdated = match kind {
        CertificateKind::Certificate => outdated::of(tx, &[prospect]).await?,
        CertificateKind::Attendance => Vec::new(),
    };
    let number = queries::take_numbers(tx, &issuer.issuer_code, issued_on, 1).await?.remove(0);
    let code = Code::random().map_err(|error| DbErr::Custom(error.to_string()))?;
    let identity = Identity::new(&number, &code, issued_on);
    let facts = compose(gathered, prospect, kind, &identity, press.letterhead.links).map_err(Failure::Refused)?;
    // Lists are held in the order of their numbers: the older one's first, then the newest.
    places::mark(tx, outdated.iter().filter_map(certificate::Model::place), press, now).await?;
    let place = places::take(tx, 1, press, now).await?.remove(0);
    let holding = Holding {
        participant: prospect.participant.id,
        person: prospect.person.id,
        cohort: gathered.cohort.id,
        kind,
        edition: prospect.next_edition(kind),
        layout: editions::name_for(tx, &gathered.version.layout).await?,
        cause: EditionCause::Anew,
    };
    let row = entering::row(holding, &facts, place, (by.account, now))?;
    let new = certificate::Entity::insert(row).exec(tx).await?.last_insert_id;
    if kind == CertificateKind::Certificate {
        graduates::queries::certify(tx, &[prospect.person.id], gathered.cohort.id, now).await?;
        outdated::replace(tx, by, &outdated, now).await?;
    }
    Ok((new, facts.number))
}

/// Puts the new page in its place, before a number is taken.
async fn try_out(db: &Db, old: &certificate::Model, press: &Press<'_>, now: Instant) -> Result<(), Failure<Refusal>> {
    let today = stockholm::today(now);
    let gathered = gather(db.read(), old.cohort_id, today).await?.ok_or(Failure::Missing("cohort"))?;
    let prospect = may_reissue(old, &gathered).map_err(Failure::Refused)?;
    let platform = gathered.platform.as_ref().ok_or(Failure::Refused(Refusal::NoIssuer))?;
    let identity = Identity::trial(&platform.issuer_code, today);
    let facts = compose(&gathered, prospect, old.kind, &identity, press.letterhead.links).map_err(Failure::Refused)?;
    let layout = editions::name_for(db.read(), &gathered.version.layout).await?;
    let layouts = editions::equipped(db.read(), press.layouts, &[layout.as_str()]).await?;
    match (Press { layouts: &layouts, ..*press }).first_refused(layout, vec![facts]).await? {
        None => Ok(()),
        Some((_, why)) => Err(Failure::Refused(Refusal::Unprintable(why))),
    }
}
