//! Issuing: the intent.

use super::super::composing::{Identity, compose};
use super::super::entity::certificate;
use super::super::gathering::{Gathered, Prospect, gather};
use super::super::model::{CertificateKind, CertificateState};
use super::super::rules::Standing;
use super::super::{Code, Press, Refusal, queries};
use crate::cohorts;
use crate::graduates;
use crate::journal::{self, Event};
use crate::kernel::{CohortId, Failure, Instant, Lang};
use crate::locale::{sorting, stockholm};
use crate::paper::CertificateFacts;
use crate::people::Coordinator;
use crate::storage::{Db, is_taken};
use rocket::tokio::task::spawn_blocking;
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait};
use std::sync::Arc;

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
    let mut rows = Vec::with_capacity(waiting.len());
    for (prospect, number) in waiting.iter().zip(&numbers) {
        let code = Code::random().map_err(|error| DbErr::Custom(error.to_string()))?;
        let identity = Identity::new(number, &code, issued_on);
        let facts = compose(&gathered, prospect, kind, &identity, press.letterhead.links).map_err(Failure::Refused)?;
        rows.push(certificate::ActiveModel {
            number: Set(identity.number),
            code: Set(identity.code),
            kind: Set(kind),
            participant_id: Set(prospect.participant.id),
            person_id: Set(prospect.person.id),
            cohort_id: Set(cohort),
            edition: Set(next_edition(prospect, kind)),
            layout: Set(gathered.version.layout.clone()),
            facts: Set(frozen(&facts)?),
            holder_key: Set(sorting::sort_key(&facts.holder)),
            state: Set(CertificateState::Current),
            issued_on: Set(issued_on),
            issued_at: Set(now),
            issued_by: Set(by.account),
            draw_attempts: Set(0),
            version: Set(1),
            ..certificate::ActiveModel::default()
        });
    }
    let inserted = certificate::Entity::insert_many(rows).exec_without_returning(&tx).await;
    inserted.map_err(
        |error| {
            if is_taken(&error) { Failure::Refused(Refusal::JustIssued) } else { Failure::Storage(error) }
        },
    )?;
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

/// The facts as they are kept.
pub(super) fn frozen(facts: &CertificateFacts) -> Result<String, DbErr> {
    serde_json::to_string(facts).map_err(|error| DbErr::Custom(error.to_string()))
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
    let (layouts, layout) = (Arc::clone(press.layouts), gathered.version.layout.clone());
    let drawn = spawn_blocking(move || layouts.draw_preview(&layout, &facts)).await;
    let drawn = drawn.map_err(|error| DbErr::Custom(error.to_string()))?;
    drawn.map(|_| ()).map_err(|why| Failure::Refused(Refusal::Paper(shown, why)))
}
