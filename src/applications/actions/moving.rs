//! How eligibility is reached, whoever says so: a manager, or a coordinator.

use crate::applications::Refusal;
use crate::applications::entity::application;
use crate::applications::model::ApplicationState;
use crate::applications::queries;
use crate::kernel::{Failure, Instant};
use crate::storage::WriteTx;
use sea_orm::DbErr;

/// The linked application of the same person that counts already, if there is one.
pub(super) async fn counting_twin(
    tx: &WriteTx,
    application: &application::Model,
) -> Result<Option<application::Model>, DbErr> {
    let twins = queries::twins_of(tx, application).await?;
    Ok(twins.into_iter().find(|twin| twin.state.is_in_the_running()))
}

/// Moves an application whose mandate is confirmed; gives the state it reached.
///
/// Of linked applications only one may count, so the second one becomes not eligible and says why.
pub(super) async fn after_confirmation(
    tx: &WriteTx,
    application: &application::Model,
    reason: (String, String),
    now: Instant,
) -> Result<ApplicationState, Failure<Refusal>> {
    if let Some(twin) = counting_twin(tx, application).await? {
        let reason = (
            format!("Chefen har godkänt, men din ansökan {} är redan med. Bara en kan gälla.", twin.reference),
            format!("The manager has confirmed, but your application {} counts already. Only one can.", twin.reference),
        );
        queries::move_to(tx, application, ApplicationState::NotEligible, reason, now).await?;
        return Ok(ApplicationState::NotEligible);
    }
    if application.state == ApplicationState::SupplementRequested {
        // What the coordinator asked for is still missing; only the mandate is settled.
        queries::note_move(tx, application.id, application.state, reason, now).await?;
        return Ok(application.state);
    }
    queries::move_to(tx, application, ApplicationState::Eligible, reason, now).await?;
    Ok(ApplicationState::Eligible)
}
