//! Letters that a stranger causes: counted, so that the public form cannot fill anybody's mailbox.

use crate::access::attempts::{self, Limit};
use crate::access::{Letterhead, links};
use crate::applications::entity::application;
use crate::applications::letters::{Named, ToApplicant};
use crate::applications::terms::Terms;
use crate::applications::{queries, rules};
use crate::kernel::{EmailAddress, Instant, Lang, OrganisationId};
use crate::organisations;
use crate::outbox::{self, Letter};
use crate::people::queries as people;
use crate::storage::WriteTx;
use sea_orm::{ConnectionTrait, DbErr};

/// Letters to one address in a day, whatever they are about.
const MOST_PER_ADDRESS: u64 = 10;
/// Letters to one address in a day for one purpose and object.
const MOST_PER_OBJECT: u64 = 3;

/// Whether `email` may get another letter today for `what`, counting it if so.
///
/// The caller notes what may not be sent now as held, and the collected letter of the next morning tells it.
pub(super) async fn may_post(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    email: &EmailAddress,
    what: &str,
    now: Instant,
) -> Result<bool, DbErr> {
    let digest = head.keys.digest(&email.normalised());
    let (of_address, of_object) = (format!("letter {digest}"), format!("letter {digest} {what}"));
    let limits = [Limit::in_a_day(of_address, MOST_PER_ADDRESS), Limit::in_a_day(of_object, MOST_PER_OBJECT)];
    Ok(attempts::admit(tx, &limits, now).await?.is_some())
}

/// The language an application's letters are written in.
pub(super) fn language_of(application: &application::Model) -> Lang {
    Lang::from_tag(&application.language).unwrap_or_default()
}

/// How a letter may name the applicant; an organisation is named only if the house knew it before.
pub(super) async fn named(
    db: &impl ConnectionTrait,
    application: &application::Model,
    terms: &Terms,
) -> Result<Named, DbErr> {
    let person = people::find_person(db, application.person_id).await?;
    let organisation = named_organisation(db, application.organisation_id, terms).await?;
    Ok(Named::new(person.as_ref(), application, organisation))
}

/// The organisation's name as a letter may tell it: `None` when somebody typed it.
pub(super) async fn named_organisation(
    db: &impl ConnectionTrait,
    id: OrganisationId,
    terms: &Terms,
) -> Result<Option<String>, DbErr> {
    if let Some(listed) = terms.organisations.iter().find(|one| one.id == id) {
        return Ok(Some(listed.name.clone()));
    }
    let known = organisations::queries::find(db, id).await?;
    Ok(known.filter(|one| one.kind != organisations::OrganisationKind::Other).map(|one| one.name))
}

/// A new private link to an application, as it stands in a letter.
pub(super) async fn new_link(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    application: &application::Model,
    terms: &Terms,
    now: Instant,
) -> Result<String, DbErr> {
    let what = (links::Purpose::Application, application.id.0);
    let token = links::make(tx, head.keys, what, now, rules::link_ends(terms.last_day(), now)).await?;
    Ok(head.links.application(token.as_str(), language_of(application)))
}

/// Writes to the applicant on a stranger's word: counted, and held until the next morning when the day's share is used up.
pub(super) async fn write_if_share_lasts(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    (application, terms): (&application::Model, &Terms),
    write: impl FnOnce(ToApplicant<'_>, Lang) -> Letter + Send,
    now: Instant,
) -> Result<(), DbErr> {
    let Some(email) = EmailAddress::parse(&application.email) else { return Ok(()) };
    if may_post(tx, head, &email, &format!("application {}", application.id), now).await? {
        return write_to_applicant(tx, head, (application, terms), write, now).await;
    }
    queries::note_held(tx, &[application.id], Some(now)).await
}

/// Writes to the applicant with a new private link, in the application's language.
///
/// An address that cannot be read any longer gets no letter; it was read when it was stored.
pub(super) async fn write_to_applicant(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    (application, terms): (&application::Model, &Terms),
    write: impl FnOnce(ToApplicant<'_>, Lang) -> Letter + Send,
    now: Instant,
) -> Result<(), DbErr> {
    let Some(email) = EmailAddress::parse(&application.email) else { return Ok(()) };
    let named = named(tx, application, terms).await?;
    let link = new_link(tx, head, application, terms, now).await?;
    let to = ToApplicant { application, email, named: &named, link };
    outbox::put(tx, write(to, language_of(application)), now).await
}
