//! Reaching somebody who has not reacted: the letter once more, to the address as it is right.

use super::posting::{language_of, named, write_to_applicant};
use crate::access::{Letterhead, links, sessions};
use crate::applications::entity::{application, mandate};
use crate::applications::letters::{self, Asking};
use crate::applications::model::MandateState;
use crate::applications::terms::Terms;
use crate::applications::{Refusal, queries, rules};
use crate::journal::{self, Event};
use crate::kernel::{ApplicationId, EmailAddress, Failure, Instant, MandateId};
use crate::outbox;
use crate::people::{self, Coordinator};
use crate::storage::{Db, is_taken};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Whom a letter is sent to once more, each with the version the form showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// An applicant who has something to answer, and by when.
    Applicant(ApplicationId, i64, Instant),
    /// A manager asked for a mandate.
    Superior(MandateId, i64),
}

/// Sends the letter once more. When `email` is another address than the one kept, that is corrected and every link sent to
/// the old one ends.
///
/// # Errors
/// Missing when there is no such thing, stale when it has changed since the form was opened, refused when no answer is
/// awaited any longer or the address is taken by another application.
pub async fn resend(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Coordinator,
    (whom, email): (Reached, EmailAddress),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    match whom {
        Reached::Applicant(id, version, until) => to_applicant(db, head, by, ((id, version), until, email), now).await,
        Reached::Superior(id, version) => to_superior(db, head, by, ((id, version), email), now).await,
    }
}

async fn to_applicant(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Coordinator,
    (seen, until, email): ((ApplicationId, i64), Instant, EmailAddress),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let before = queries::lock_as_seen(&tx, seen).await?;
    let terms = Terms::find(&tx, before.offer_id).await?.ok_or(Failure::Missing("offer"))?;
    let corrected = email.normalised();
    let saved = application::Entity::update_many()
        .col_expr(application::Column::Email, Expr::value(corrected.as_str()))
        .col_expr(application::Column::Version, Expr::value(before.version + 1))
        .filter(application::Column::Id.eq(before.id))
        .exec(&tx)
        .await;
    saved.map_err(|error| {
        if is_taken(&error) {
            Failure::Refused(Refusal::AlreadyApplied(before.reference.clone()))
        } else {
            error.into()
        }
    })?;
    if corrected != before.email {
        people::queries::correct_address(&tx, before.person_id, (&before.email, &corrected)).await?;
        links::end_all(&tx, links::Purpose::Application, before.id.0, now).await?;
        // Whoever reads the former mailbox may have signed in meanwhile.
        links::end_all(&tx, links::Purpose::SignIn, before.person_id.0, now).await?;
        sessions::close_all(&tx, before.person_id).await?;
    }
    let event = Event::new("application.resent", "application", before.id.0)
        .with("corrected", corrected != before.email)
        .with_personal("before", before.email.as_str())
        .with_personal("after", corrected.as_str());
    let now_stands = application::Model { email: corrected, version: before.version + 1, ..before };
    let write = |to: letters::ToApplicant<'_>, lang| letters::once_more(to, until, lang);
    write_to_applicant(&tx, head, (&now_stands, &terms), write, now).await?;
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn to_superior(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Coordinator,
    ((id, version), email): ((MandateId, i64), EmailAddress),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let asked = mandate::Entity::find_by_id(id).one(&tx).await?.ok_or(Failure::Missing("mandate"))?;
    let application = queries::lock(&tx, asked.application_id).await?.ok_or(Failure::Missing("application"))?;
    // Once more, now that nobody else can answer it.
    let asked = mandate::Entity::find_by_id(id).one(&tx).await?.ok_or(Failure::Missing("mandate"))?;
    if asked.version != version {
        return Err(Failure::Stale);
    }
    if asked.state != MandateState::Asked || !rules::awaits_manager(application.state) {
        return Err(Failure::Refused(Refusal::NotAwaitingManager));
    }
    rules::is_another(&application.email, &email).map_err(Failure::Refused)?;
    let corrected = email.normalised();
    mandate::Entity::update_many()
        .col_expr(mandate::Column::ManagerEmail, Expr::value(corrected.as_str()))
        .col_expr(mandate::Column::Version, Expr::col(mandate::Column::Version).add(1))
        .filter(mandate::Column::Id.eq(id))
        .exec(&tx)
        .await?;
    if corrected != asked.manager_email {
        links::end_all(&tx, links::Purpose::Mandate, id.0, now).await?;
    }
    let terms = Terms::find(&tx, application.offer_id).await?.ok_or(Failure::Missing("offer"))?;
    let named = named(&tx, &application, &terms).await?;
    let what = (links::Purpose::Mandate, id.0);
    let token = links::make(&tx, head.keys, what, now, rules::mandate_link_ends(asked.deadline_at)).await?;
    let lang = language_of(&application);
    let link = head.links.mandate(token.as_str(), lang);
    let letter =
        letters::asked((&application, email), &[named], (&terms, asked.deadline_at), (Asking::First, link), lang);
    outbox::put(&tx, letter, now).await?;
    let event = Event::new("mandate.resent", "application", application.id.0)
        .with("mandate", id.0)
        .with("corrected", corrected != asked.manager_email)
        .with_personal("before", asked.manager_email.as_str())
        .with_personal("after", corrected);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}
