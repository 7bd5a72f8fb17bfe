//! Issuing: the intent.

use super::super::composing::{Identity, compose, promise};
use super::super::entity::certificate;
use super::super::gathering::{Prospect, gather};
use super::super::model::{CertificateKind, EditionCause, Round};
use super::super::rules::Standing;
use super::super::{Code, Press, Refusal, editions, places, queries};
use super::entering::{self, Holding};
use super::{outdated, stopping};
use crate::cohorts;
use crate::graduates;
use crate::journal::{self, Event};
use crate::kernel::{CohortId, Failure, Instant, Lang};
use crate::locale::stockholm;
use crate::people::Coordinator;
use crate::storage::{Db, WriteTx, is_taken};
use sea_orm::{DbErr, EntityTrait};

/// Rows of the register written by one statement.
const ROWS_AT_ONCE: usize = 500;

/// The papers one press of the button issues.
#[derive(Debug, Clone, Copy)]
pub struct Batch<'a> {
    /// Whose.
    pub cohort: CohortId,
    /// Whom it is for.
    pub round: Round,
    /// What the button promised ([`promise`]): issuing cannot be undone, so it does what was seen or nothing. None without a
    /// button.
    pub seen: Option<&'a str>,
}

/// Gives everybody in the cohort who waits for a paper in this round its number, code and frozen facts, and says how many.
///
/// The papers are written afterwards by [`super::finish_unreleased`]. Pressing again, here or on another node, finds
/// nobody waiting; two at once stand in line at the cohort's row, and behind that a unique index allows one current
/// certificate per person, cohort and kind. A new *intyg* takes the place of its holder's *närvarointyg*. Whoever has a name the
/// fonts cannot print is left out and stays waiting.
///
/// # Errors
/// Refused when nobody waits, or when what the paper must say is missing or does not fit on it; stale when others wait
/// now, or other papers, than the button said.
pub async fn issue(
    db: &Db,
    by: &Coordinator,
    Batch { cohort, round, seen }: Batch<'_>,
    press: &Press<'_>,
    now: Instant,
) -> Result<usize, Failure<Refusal>> {
    let tried = try_out(db, (cohort, round), press, now).await?;
    let tx = db.begin_write().await?;
    stopping::refuse_to_promise(&tx, press, now).await?;
    cohorts::queries::lock(&tx, cohort).await?.ok_or(Failure::Missing("cohort"))?;
    let gathered = gather(&tx, cohort, stockholm::today(now)).await?.ok_or(Failure::Missing("cohort"))?;
    let platform = gathered.platform.as_ref().ok_or(Failure::Refused(Refusal::NoIssuer))?;
    let waiting = gathered.waiting(round, press.layouts);
    if waiting.is_empty() {
        let somebody = gathered.prospects.iter().any(|one| one.standing() == Standing::Waits(round));
        return Err(Failure::Refused(if somebody { Refusal::NamesFirst } else { Refusal::NobodyWaits }));
    }
    let layout = editions::name_for(&tx, &gathered.version.layout).await?;
    let promised = promise(&gathered, &waiting, round, &layout);
    // Nobody gets a number whose paper was not tried out, whoever came to wait in between.
    if seen.is_some_and(|seen| seen != promised) || tried.as_ref() != Some(&promised) {
        return Err(Failure::Stale);
    }
    let (kind, issued_on) = (round.kind(), stockholm::today(now));
    // Older papers are held before the series, as who corrects one holds it.
    let outdated = match kind {
        CertificateKind::Certificate => outdated::of(&tx, &waiting).await?,
        CertificateKind::Attendance => Vec::new(),
    };
    let numbers = queries::take_numbers(&tx, &platform.issuer_code, issued_on, waiting.len()).await?;
    // Lists are held in the order of their numbers: those of older papers first, then the newest.
    places::mark(&tx, outdated.iter().filter_map(certificate::Model::place), press, now).await?;
    let places = places::take(&tx, waiting.len(), press, now).await?;
    let mut rows = Vec::with_capacity(waiting.len());
    for ((prospect, number), place) in waiting.iter().zip(&numbers).zip(places) {
        let code = Code::random().map_err(|error| DbErr::Custom(error.to_string()))?;
        let identity = Identity::new(number, &code, issued_on);
        let facts = compose(&gathered, prospect, kind, &identity, press.letterhead.links).map_err(Failure::Refused)?;
        let holding = Holding {
            participant: prospect.participant.id,
            person: prospect.person.id,
            cohort,
            kind,
            edition: prospect.next_edition(kind),
            layout: layout.clone(),
            cause: EditionCause::First,
        };
        rows.push(entering::row(holding, &facts, place, (by.account, now))?);
    }
    insert(&tx, rows).await?;
    if kind == CertificateKind::Certificate {
        let holders: Vec<_> = waiting.iter().map(|prospect| prospect.person.id).collect();
        graduates::queries::certify(&tx, &holders, cohort, now).await?;
        outdated::replace(&tx, by, &outdated, now).await?;
    }
    let span = format!("{} – {}", numbers[0], numbers[numbers.len() - 1]);
    let event = Event::new("certificates.issued", "cohort", cohort.0)
        .with("kind", kind.key())
        .with("count", numbers.len())
        .with("numbers", span);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(numbers.len())
}

/// Writes the rows, so many at a time that the database takes their values.
async fn insert(tx: &WriteTx, mut rows: Vec<certificate::ActiveModel>) -> Result<(), Failure<Refusal>> {
    while !rows.is_empty() {
        let next = rows.split_off(rows.len().saturating_sub(ROWS_AT_ONCE));
        let inserted = certificate::Entity::insert_many(next).exec_without_returning(tx).await;
        inserted.map_err(|error| {
            if is_taken(&error) { Failure::Refused(Refusal::JustIssued) } else { Failure::Storage(error) }
        })?;
    }
    Ok(())
}

/// Puts the paper of everybody who waits in its place, before a single number is taken, and says what was tried ([`promise`]).
///
/// What does not fit on the page would otherwise be found when numbers have been given that can never be printed, and which
/// name is the widest, or whose sentence breaks badly, only laying all of them out can tell.
async fn try_out(
    db: &Db,
    (cohort, round): (CohortId, Round),
    press: &Press<'_>,
    now: Instant,
) -> Result<Option<String>, Failure<Refusal>> {
    let today = stockholm::today(now);
    let gathered = gather(db.read(), cohort, today).await?.ok_or(Failure::Missing("cohort"))?;
    let waiting = gathered.waiting(round, press.layouts);
    if waiting.is_empty() {
        return Ok(None);
    }
    let platform = gathered.platform.as_ref().ok_or(Failure::Refused(Refusal::NoIssuer))?;
    let identity = Identity::trial(&platform.issuer_code, today);
    let composed = |one: &&Prospect| compose(&gathered, one, round.kind(), &identity, press.letterhead.links);
    let facts = waiting.iter().map(composed).collect::<Result<Vec<_>, _>>().map_err(Failure::Refused)?;
    let layout = editions::name_for(db.read(), &gathered.version.layout).await?;
    let layouts = editions::equipped(db.read(), press.layouts, &[layout.as_str()]).await?;
    let refused = Press { layouts: &layouts, ..*press }.first_refused(layout.clone(), facts).await?;
    let Some((index, why)) = refused else { return Ok(Some(promise(&gathered, &waiting, round, &layout))) };
    let one = waiting[index];
    let shown = if one.person.is_protected { one.person.shown_name(Lang::Sv) } else { one.printed_name.clone() };
    Err(Failure::Refused(Refusal::Paper(shown, why)))
}
