//! Another address for all that somebody has applied for.

use super::posting::{language_of, new_link};
use crate::access::{Letterhead, links, sessions};
use crate::applications::entity::application;
use crate::applications::letters;
use crate::applications::terms::Terms;
use crate::journal::{self, Event};
use crate::kernel::{Actor, EmailAddress, Instant, OfferId, PersonId};
use crate::offers;
use crate::outbox;
use crate::people::Person;
use crate::storage::WriteTx;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Every application of `person`, locked until the transaction ends, each after its offer and by ascending number.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_all_of(tx: &WriteTx, person: PersonId) -> Result<Vec<application::Model>, DbErr> {
    let mut offers: Vec<OfferId> = application::Entity::find()
        .filter(application::Column::PersonId.eq(person))
        .all(tx)
        .await?
        .into_iter()
        .map(|one| one.offer_id)
        .collect();
    offers.sort_unstable();
    offers.dedup();
    for offer in offers {
        offers::queries::lock(tx, offer).await?;
    }
    application::Entity::find()
        .filter(application::Column::PersonId.eq(person))
        .order_by_asc(application::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await
}

/// Gives every application of `person` that still has an address the corrected one, and ends every way in that went to the
/// former.
///
/// Whoever loses a private link by it gets one letter with new ones; letters to the applicant that have not left yet go to
/// the right address, too. `applications` are those that [`lock_all_of`] holds.
///
/// # Errors
/// A unique violation when another application has the address.
pub async fn readdress(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    by: &Actor,
    (person, applications, email): (&Person, Vec<application::Model>, &EmailAddress),
    now: Instant,
) -> Result<(), DbErr> {
    let corrected = email.normalised();
    let mut anew = Vec::new();
    for before in
        applications.into_iter().filter(|one| one.email != corrected && EmailAddress::parse(&one.email).is_some())
    {
        application::Entity::update_many()
            .col_expr(application::Column::Email, Expr::value(corrected.as_str()))
            .col_expr(application::Column::Version, Expr::value(before.version + 1))
            .filter(application::Column::Id.eq(before.id))
            .exec(tx)
            .await?;
        let names = [person.true_name.clone(), letters::own_name(person)];
        outbox::readdress(tx, (&[before.id.0], &names), (&before.email, &corrected)).await?;
        let ended = links::end_all(tx, links::Purpose::Application, before.id.0, now).await?;
        let event = Event::new("application.readdressed", "application", before.id.0)
            .with_personal("before", before.email.as_str())
            .with_personal("after", corrected.as_str());
        journal::record(tx, by, event, now).await?;
        if let Some(terms) = Terms::find(tx, before.offer_id).await?.filter(|_| ended > 0) {
            let link = new_link(tx, head, &before, &terms, now).await?;
            anew.push((before, link));
        }
    }
    // Whoever reads the former mailbox may have signed in.
    links::end_all(tx, links::Purpose::SignIn, person.id.0, now).await?;
    sessions::close_all(tx, person.id).await?;
    if let Some(((first, _), to)) = anew.first().zip(EmailAddress::parse(&corrected)) {
        let lang = language_of(first);
        let links = anew.iter().map(|(one, link)| (one.reference.clone(), link.clone())).collect();
        outbox::put(tx, letters::readdressed((to, first), links, lang), now).await?;
    }
    Ok(())
}
