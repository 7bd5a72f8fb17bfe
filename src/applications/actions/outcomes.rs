//! The news to the manager who confirmed a mandate: what came of it.

use super::posting::{language_of, named};
use crate::applications::entity::application;
use crate::applications::letters::{self, Outcome};
use crate::applications::model::MandateState;
use crate::applications::queries;
use crate::applications::terms::Terms;
use crate::kernel::{EmailAddress, Instant};
use crate::outbox;
use crate::storage::WriteTx;
use sea_orm::DbErr;

/// Leaves the news of `outcome` in the outbox, in the transaction that caused it; once per mandate and outcome (rule O7).
///
/// Who has not confirmed is not told: a manager who declined, or was never asked by this application, has no part in it.
///
/// # Errors
/// When the database refuses.
pub async fn tell_manager(
    tx: &WriteTx,
    application: &application::Model,
    outcome: Outcome,
    now: Instant,
) -> Result<(), DbErr> {
    let mandate = queries::mandate_of(tx, application.id).await?;
    let Some(mandate) = mandate.filter(|one| one.state == MandateState::Confirmed) else { return Ok(()) };
    let Some(email) = EmailAddress::parse(&mandate.manager_email) else { return Ok(()) };
    let written = outbox::about(tx, "mandate", mandate.id.0).await?;
    if written.iter().any(|letter| letter.purpose == outcome.purpose()) {
        return Ok(());
    }
    let Some(terms) = Terms::find(tx, application.offer_id).await? else { return Ok(()) };
    let named = named(tx, application, &terms).await?;
    let letter = letters::outcome((mandate.id, email), &named, &terms, outcome, language_of(application));
    outbox::put(tx, letter, now).await
}
