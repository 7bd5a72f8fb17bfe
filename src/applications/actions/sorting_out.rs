//! What a coordinator decides about an application: eligibility, rank, duplicates.

use super::moving::counting_twin;
use super::outcomes::tell_manager;
use super::posting::write_to_applicant;
use crate::access::Letterhead;
use crate::applications::entity::application;
use crate::applications::model::ApplicationState;
use crate::applications::terms::Terms;
use crate::applications::{Outcome, Refusal, letters, queries, rules};
use crate::journal::{self, Event};
use crate::kernel::{ApplicationId, Failure, Instant};
use crate::offers;
use crate::people::Coordinator;
use crate::storage::{Db, WriteTx};

/// What the coordinator says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// May be given a seat.
    Eligible,
    /// Something is missing.
    Supplement,
    /// May not be given a seat.
    NotEligible,
}

impl Verdict {
    /// Every verdict, in the order a form shows them.
    pub const ALL: [Self; 3] = [Self::Eligible, Self::Supplement, Self::NotEligible];

    /// The state it leads to.
    #[must_use]
    pub fn state(self) -> ApplicationState {
        match self {
            Self::Eligible => ApplicationState::Eligible,
            Self::Supplement => ApplicationState::SupplementRequested,
            Self::NotEligible => ApplicationState::NotEligible,
        }
    }

    /// The value a form sends.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Eligible => "eligible",
            Self::Supplement => "supplement",
            Self::NotEligible => "not_eligible",
        }
    }
}

/// A decision on eligibility.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The application.
    pub application: ApplicationId,
    /// Its version when the form was opened.
    pub version: i64,
    /// What is decided.
    pub verdict: Verdict,
    /// Why, as the applicant will read it.
    pub reason: String,
}

/// Decides on eligibility and tells the applicant why.
///
/// # Errors
/// Refused once seats are given or when a linked application counts already; stale when it has moved since.
pub async fn decide(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Coordinator,
    decision: Decision,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let application = queries::lock_as_seen(&tx, (decision.application, decision.version)).await?;
    rules::may_decide(application.state).map_err(Failure::Refused)?;
    if decision.verdict == Verdict::Eligible
        && let Some(twin) = counting_twin(&tx, &application).await?
    {
        return Err(Failure::Refused(Refusal::TwinEligible(twin.reference)));
    }
    let (state, reason) = (decision.verdict.state(), decision.reason);
    queries::move_to(&tx, &application, state, (reason.clone(), reason.clone()), now).await?;
    let terms = Terms::find(&tx, application.offer_id).await?.ok_or(Failure::Missing("offer"))?;
    let write = |to: letters::ToApplicant<'_>, lang| letters::moved(to, state, Some(&reason), lang);
    write_to_applicant(&tx, head, (&application, &terms), write, now).await?;
    if state == ApplicationState::NotEligible {
        tell_manager(&tx, &application, Outcome::NotEligible, now).await?;
    }
    let event = Event::new("application.decided", "application", application.id.0)
        .with("verdict", decision.verdict.key())
        .with("before", format!("{:?}", application.state));
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Sets where an application stands inside its organisation; equal ranks are settled by lot.
///
/// # Errors
/// Refused once the offer is closed; stale when the application has moved since.
pub async fn rank(
    db: &Db,
    by: &Coordinator,
    (id, version): (ApplicationId, i64),
    rank: i64,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let application = queries::lock(&tx, id).await?.ok_or(Failure::Missing("application"))?;
    let offer = offers::queries::find(&tx, application.offer_id).await?.ok_or(Failure::Missing("offer"))?;
    rules::may_rank(application.state, offer.state).map_err(Failure::Refused)?;
    if !queries::set_rank(&tx, (id, version), rank).await? {
        return Err(Failure::Stale);
    }
    let event =
        Event::new("application.ranked", "application", id.0).with("before", application.rank).with("now", rank);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Links an application with another one of the same person in the same offer; the other one goes on counting.
///
/// If both were eligible, this one is so no more, because of linked applications only one may be.
///
/// # Errors
/// Refused when the reference names no other application of the offer, or when both hold or may hold seats; stale
/// when the application has moved since.
pub async fn link_twin(
    db: &Db,
    by: &Coordinator,
    (id, version): (ApplicationId, i64),
    reference: &str,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let application = queries::lock_as_seen(&tx, (id, version)).await?;
    let reference = reference.trim().to_uppercase();
    let of_offer = queries::of_offer(&tx, application.offer_id).await?;
    let twin = of_offer.iter().find(|one| one.reference == reference && one.id != id);
    let twin = twin.ok_or(Failure::Refused(Refusal::NoSuchTwin))?;
    let root = twin.duplicate_of.unwrap_or(twin.id);
    if root == id {
        // The other one is linked to this one already: nothing to add.
        return Ok(());
    }
    let joining: Vec<ApplicationId> =
        of_offer.iter().filter(|one| one.id == id || one.duplicate_of == Some(id)).map(|one| one.id).collect();
    queries::set_twin(&tx, id, root).await?;
    for one in joining {
        let linked = queries::find(&tx, one).await?.ok_or(Failure::Missing("application"))?;
        give_way(&tx, &linked, now).await?;
    }
    let event = Event::new("application.linked", "application", id.0).with("with", twin.reference.as_str());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Lets an eligible application that was just linked give way to one that counts already.
async fn give_way(tx: &WriteTx, linked: &application::Model, now: Instant) -> Result<(), Failure<Refusal>> {
    if !linked.state.is_in_the_running() {
        return Ok(());
    }
    let Some(counting) = counting_twin(tx, linked).await? else { return Ok(()) };
    if linked.state != ApplicationState::Eligible {
        return Err(Failure::Refused(Refusal::TwinEligible(counting.reference)));
    }
    let reason = (
        format!("Du har en annan ansökan i samma erbjudande, {}, och bara en kan gälla.", counting.reference),
        format!("You have another application in the same offer, {}, and only one can count.", counting.reference),
    );
    queries::move_to(tx, linked, ApplicationState::NotEligible, reason, now).await?;
    tell_manager(tx, linked, Outcome::NotEligible, now).await?;
    Ok(())
}
