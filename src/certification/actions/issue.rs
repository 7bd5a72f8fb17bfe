//! Issuing: the intent.

use super::super::composing::{Identity, compose};
use super::super::entity::certificate;
use super::super::gathering::{Gathered, Prospect, gather};
use super::super::model::{CertificateKind, EditionCause};
use super::super::rules::Standing;
use super::super::{Code, Press, Refusal, editions, places, queries};
use super::entering::{self, Holding};
use super::stopping;
use crate::cohorts;
use crate::graduates;
use crate::journal::{self, Event};
use crate::kernel::{CohortId, Failure, Instant, Lang};
use crate::locale::stockholm;
use crate::people::Coordinator;
use crate::storage::{Db, WriteTx, is_taken};
use rocket::tokio::task::spawn_blocking;
use sea_orm::{DbErr, EntityTrait};

/// Rows of the register written by one statement.
const ROWS_AT_ONCE: usize = 500;

/// The papers one press of the button issues.
#[derive(Debug, Clone, Copy)]
pub struct Batch {
    /// Whose.
    pub cohort: CohortId,
    /// Of which kind.
    pub kind: CertificateKind,
    /// How many the button promised: issuing cannot be undone, so it does what was seen or nothing. None without a button.
    pub expected: Option<usize>,
}

/// Gives everybody in the cohort who waits for a paper of `kind` its number, code and frozen facts, and says how many.
///
/// The papers are written afterwards by [`super::finish_unreleased`]. Pressing again, here or on another node, finds
/// nobody waiting; two at once stand in line at the cohort's row, and behind that a unique index allows one current
/// certificate per person, cohort and kind. Whoever has a name the fonts cannot print is left out and stays waiting.
///
/// # Errors
/// Refused when nobody waits, or when what the paper must say is missing or does not fit on it; stale when others wait
/// now than the button said.
pub async fn issue(
    db: &Db,
    by: &Coordinator,
    Batch { cohort, kind, expected }: Batch,
    press: &Press<'_>,
    now: Instant,
) -> Result<usize, Failure<Refusal>> {
    try_out(db, (cohort, kind), press, now).await?;
    let tx = db.begin_write().await?;
    stopping::refuse_to_promise(&tx, press).await?;
    cohorts::queries::lock(&tx, cohort).await?.ok_or(Failure::Missing("cohort"))?;
    let gathered = gather(&tx, cohort, stockholm::today(now)).await?.ok_or(Failure::Missing("cohort"))?;
    let platform = gathered.platform.as_ref().ok_or(Failure::Refused(Refusal::NoIssuer))?;
    let waiting = waiting(&gathered, kind, press);
    if waiting.is_empty() {
        let somebody = gathered.prospects.iter().any(|one| one.standing() == Standing::Waits(kind));
        return Err(Failure::Refused(if somebody { Refusal::NamesFirst } else { Refusal::NobodyWaits }));
    }
    if expected.is_some_and(|expected| expected != waiting.len()) {
        return Err(Failure::Stale);
    }
    let issued_on = stockholm::today(now);
    let numbers = queries::take_numbers(&tx, &platform.issuer_code, issued_on, waiting.len()).await?;
    let places = places::take(&tx, waiting.len(), press, now).await?;
    let layout = editions::name_for(&tx, &gathered.version.layout).await?;
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
            edition: next_edition(prospect, kind),
            layout: layout.clone(),
            cause: EditionCause::First,
        };
        rows.push(entering::row(holding, &facts, place, (by.account, now))?);
    }
    insert(&tx, rows).await?;
    if kind == CertificateKind::Certificate {
        let holders: Vec<_> = waiting.iter().map(|prospect| prospect.person.id).collect();
        graduates::queries::certify(&tx, &holders, cohort, now).await?;
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

fn waiting<'a>(cohort: &'a Gathered, kind: CertificateKind, press: &Press<'_>) -> Vec<&'a Prospect> {
    let waits = |prospect: &&Prospect| prospect.standing() == Standing::Waits(kind);
    let printable = |prospect: &&Prospect| press.layouts.undrawable(&prospect.printed_name).is_empty();
    cohort.prospects.iter().filter(waits).filter(printable).collect()
}

fn next_edition(prospect: &Prospect, kind: CertificateKind) -> i64 {
    prospect.papers.iter().filter(|paper| paper.kind == kind).map(|paper| paper.edition).max().unwrap_or(0) + 1
}

/// Draws the page with the longest name as a draft, before a single number is taken.
///
/// What does not fit on the page would otherwise be found when numbers have been given that can never be printed.
async fn try_out(
    db: &Db,
    (cohort, kind): (CohortId, CertificateKind),
    press: &Press<'_>,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let gathered = gather(db.read(), cohort, stockholm::today(now)).await?.ok_or(Failure::Missing("cohort"))?;
    let Some(longest) = waiting(&gathered, kind, press).into_iter().max_by_key(|one| one.printed_name.chars().count())
    else {
        return Ok(());
    };
    let shown =
        if longest.person.is_protected { longest.person.shown_name(Lang::Sv) } else { longest.printed_name.clone() };
    let identity = Identity::draft(stockholm::today(now));
    let facts = compose(&gathered, longest, kind, &identity, press.letterhead.links).map_err(Failure::Refused)?;
    let layout = editions::name_for(db.read(), &gathered.version.layout).await?;
    let layouts = editions::equipped(db.read(), press.layouts, &[layout.as_str()]).await?;
    let drawn = spawn_blocking(move || layouts.draw_preview(&layout, &facts)).await;
    let drawn = drawn.map_err(|error| DbErr::Custom(error.to_string()))?;
    drawn.map(|_| ()).map_err(|why| Failure::Refused(Refusal::Paper(shown, why)))
}
