//! Superseding: a new edition in place of the old, because a name or another fact was wrong, or because it is renewed.

use super::super::composing::{Identity, compose, last_day};
use super::super::entity::certificate;
use super::super::gathering::{Gathered, gather};
use super::super::model::{CertificateState, EditionCause};
use super::super::number::Number;
use super::super::rules::Standing;
use super::super::{Code, Press, Refusal, editions, places, queries};
use super::entering::{self, Holding};
use super::stopping;
use crate::cohorts;
use crate::completion::rules::Ground;
use crate::journal::{self, Event};
use crate::kernel::{CertificateId, Failure, Instant, PersonName};
use crate::locale::stockholm;
use crate::paper::{self, CertificateFacts};
use crate::people::queries as people;
use crate::people::{Coordinator, masked_name};
use crate::seats::entity::participant;
use crate::storage::{Db, WriteTx};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

/// What is superseded and why.
#[derive(Debug, Clone)]
pub struct Correction {
    /// The certificate.
    pub certificate: CertificateId,
    /// The version its page was opened with.
    pub version: i64,
    /// What is new.
    pub change: Change,
}

/// What a new edition says that the old one does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The name as it should stand; all else as printed before.
    Name(PersonName),
    /// Everything but the name, from what the registers say now and in the layout of today: something was printed by mistake,
    /// or with a wrong logo or sentence.
    Facts,
    /// The same, for another term.
    Renewal,
}

impl Change {
    /// Why there is a new edition.
    #[must_use]
    pub fn cause(&self) -> EditionCause {
        match self {
            Self::Name(_) => EditionCause::Name,
            Self::Facts => EditionCause::Facts,
            Self::Renewal => EditionCause::Renewal,
        }
    }
}

/// Puts a new edition in place of a certificate and gives the new one's id.
///
/// The new one has its own number, code and place in a status list, and today as its day of issue; the old one says for
/// ever that it is replaced, and by which number.
///
/// # Errors
/// Refused when the certificate no longer holds, is still being written, when nothing would change, or the new page cannot
/// be drawn; stale when somebody changed it in between.
pub async fn supersede(
    db: &Db,
    by: &Coordinator,
    what: &Correction,
    press: &Press<'_>,
    now: Instant,
) -> Result<CertificateId, Failure<Refusal>> {
    let today = stockholm::today(now);
    let old = queries::find(db.read(), what.certificate).await?.ok_or(Failure::Missing("certificate"))?;
    let gathered = gather(db.read(), old.cohort_id, today).await?.ok_or(Failure::Missing("cohort"))?;
    let layout = layout_of(db.read(), &old, (&what.change, &gathered)).await?;
    let layouts = editions::equipped(db.read(), press.layouts, &[layout.as_str()]).await?;
    let press = &Press { layouts: &layouts, ..*press };
    let hidden = people::protected_staff(db.read()).await?;
    let facts = changed((&old, &layout), &what.change, (&gathered, &hidden), (press, now))?;
    try_out(layout, facts, press).await?;
    let tx = db.begin_write().await?;
    stopping::refuse_to_promise(&tx, press, now).await?;
    // As who issues holds it: the new row stands on it, and deciding waits for it.
    cohorts::queries::lock(&tx, old.cohort_id).await?.ok_or(Failure::Missing("cohort"))?;
    let old = certificate::Entity::find_by_id(what.certificate).lock_exclusive().one(&tx).await?;
    let old = old.ok_or(Failure::Missing("certificate"))?;
    may_supersede(&old, what)?;
    let gathered = gather(&tx, old.cohort_id, today).await?.ok_or(Failure::Missing("cohort"))?;
    let hidden = people::protected_staff(&tx).await?;
    let layout = layout_of(&tx, &old, (&what.change, &gathered)).await?;
    let mut facts = changed((&old, &layout), &what.change, (&gathered, &hidden), (press, now))?;
    let issuer_code = Number::parse(&old.number).map(|number| number.issuer_code).unwrap_or_default();
    let number = queries::take_numbers(&tx, &issuer_code, today, 1).await?.remove(0);
    let code = Code::random().map_err(|error| DbErr::Custom(error.to_string()))?;
    facts.number = number.to_string();
    facts.code = code.as_str().to_owned();
    facts.issued_on = today;
    facts.verify_address = press.letterhead.links.verify_in_qr(code.as_str());
    facts.verify_address_shown = press.letterhead.links.verify_shown();
    let new = replace(&tx, by, (&old, &facts, (&what.change, layout)), press, now).await?;
    if let Change::Name(name) = &what.change {
        participant::Entity::update_many()
            .col_expr(participant::Column::NameOnCertificate, Expr::value(name.as_str()))
            .col_expr(participant::Column::NameConfirmedAt, Expr::value(Option::<Instant>::None))
            .col_expr(participant::Column::Version, Expr::col(participant::Column::Version).add(1))
            .filter(participant::Column::Id.eq(old.participant_id))
            .exec(&tx)
            .await?;
    }
    let mut event = Event::new("certificate.replaced", "certificate", old.id.0)
        .with("number", old.number.clone())
        .with("replaced_by", facts.number.clone())
        .with("why", what.change.cause().key());
    if let Change::Name(name) = &what.change {
        event = event.changed_personal("name", Some(entering::thawed(&old)?.holder), name.as_str());
    }
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(new)
}

fn may_supersede(old: &certificate::Model, what: &Correction) -> Result<(), Failure<Refusal>> {
    if old.state != CertificateState::Current {
        return Err(Failure::Refused(Refusal::NotCurrent));
    }
    if old.released_at.is_none() {
        return Err(Failure::Refused(Refusal::NotReleased));
    }
    if old.version == what.version { Ok(()) } else { Err(Failure::Stale) }
}

/// The layout, with its edition, that the new edition is drawn with: what is composed anew takes today's, what repeats the
/// earlier paper keeps that one's.
async fn layout_of(
    db: &impl ConnectionTrait,
    old: &certificate::Model,
    (change, gathered): (&Change, &Gathered),
) -> Result<String, DbErr> {
    match change {
        Change::Facts => editions::name_for(db, &gathered.version.layout).await,
        Change::Name(_) | Change::Renewal => Ok(old.layout.clone()),
    }
}

/// What the new edition prints, still with the old number, code and day of issue.
fn changed(
    (old, layout): (&certificate::Model, &str),
    change: &Change,
    (gathered, hidden): (&Gathered, &[String]),
    (press, now): (&Press<'_>, Instant),
) -> Result<CertificateFacts, Failure<Refusal>> {
    let mut before = entering::thawed(old)?;
    let mask = masked_name(before.main_lang());
    for trainer in before.trainers.iter_mut().filter(|trainer| hidden.contains(trainer)) {
        mask.clone_into(trainer);
    }
    // A name may be corrected whatever has become of the course; what is certified anew must be true now.
    let prospect = gathered.prospects.iter().find(|one| one.participant.id == old.participant_id);
    let deserved = prospect.filter(|one| one.ground == Ground::Firm).map(|one| (one, one.standing()));
    let refused = |refusal| Err(Failure::Refused(refusal));
    match change {
        Change::Name(name) if before.holder == name.as_str() => refused(Refusal::SameName),
        Change::Name(name) => {
            let missing = press.layouts.undrawable(name.as_str());
            if !missing.is_empty() {
                return refused(Refusal::Unprintable(paper::Refusal::Undrawable(missing)));
            }
            Ok(CertificateFacts { holder: name.as_str().to_owned(), ..before })
        }
        Change::Renewal if before.expires_on.is_none() => refused(Refusal::NothingToRenew),
        Change::Renewal => {
            match deserved {
                Some((_, standing)) if standing == Standing::Holds(old.kind) => {}
                Some((_, standing)) if standing == Standing::HoldsOtherwise(old.kind) => {
                    return refused(Refusal::SaysOtherwise);
                }
                _ => return refused(Refusal::NotDeserved),
            }
            // Without an end where the programme's certificates hold for good by now.
            let expires_on = last_day(stockholm::today(now), gathered.version.valid_months);
            Ok(CertificateFacts { expires_on, ..before })
        }
        Change::Facts => {
            let holds = [Standing::Holds(old.kind), Standing::HoldsOtherwise(old.kind)];
            let Some((prospect, _)) = deserved.filter(|(_, standing)| holds.contains(standing)) else {
                return refused(Refusal::NotDeserved);
            };
            let identity =
                Identity { number: before.number.clone(), code: before.code.clone(), issued_on: before.issued_on };
            let now_said = compose(gathered, prospect, old.kind, &identity, press.letterhead.links);
            // A term is only made longer by renewing.
            let facts = CertificateFacts {
                holder: before.holder.clone(),
                expires_on: before.expires_on,
                ..now_said.map_err(Failure::Refused)?
            };
            let same = CertificateFacts {
                verify_address: before.verify_address.clone(),
                verify_address_shown: before.verify_address_shown.clone(),
                ..facts.clone()
            } == before
                && layout == old.layout;
            if same { refused(Refusal::SameFacts) } else { Ok(facts) }
        }
    }
}

/// Writes the new edition; the old one makes room first, because only one may be current at any moment.
async fn replace(
    tx: &WriteTx,
    by: &Coordinator,
    (old, facts, (change, layout)): (&certificate::Model, &CertificateFacts, (&Change, String)),
    press: &Press<'_>,
    now: Instant,
) -> Result<CertificateId, DbErr> {
    let at_old = || certificate::Entity::update_many().filter(certificate::Column::Id.eq(old.id));
    at_old()
        .col_expr(certificate::Column::State, Expr::value(CertificateState::Replaced))
        .col_expr(certificate::Column::Version, Expr::value(old.version + 1))
        .exec(tx)
        .await?;
    // Lists are held in the order of their numbers: the old one's first, then the newest.
    places::mark(tx, old.place(), press, now).await?;
    let place = places::take(tx, 1, press, now).await?.remove(0);
    let holding = Holding {
        participant: old.participant_id,
        person: old.person_id,
        cohort: old.cohort_id,
        kind: old.kind,
        edition: old.edition + 1,
        layout,
        cause: change.cause(),
    };
    let row = entering::row(holding, facts, place, (by.account, now))?;
    let new = certificate::Entity::insert(row).exec(tx).await?.last_insert_id;
    at_old().col_expr(certificate::Column::ReplacedBy, Expr::value(new)).exec(tx).await?;
    Ok(new)
}

/// Puts the new page in its place, before a number is taken.
async fn try_out(layout: String, facts: CertificateFacts, press: &Press<'_>) -> Result<(), Failure<Refusal>> {
    match press.first_refused(layout, vec![facts]).await? {
        None => Ok(()),
        Some((_, why)) => Err(Failure::Refused(Refusal::Unprintable(why))),
    }
}
