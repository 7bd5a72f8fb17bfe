//! Applications and proposals by whose they are: a person's, an organisation's, and those that wait for somebody's answer.

use super::answers::Answers;
use super::entity::{application, application_draft as draft, mandate};
use crate::kernel::{ApplicationId, Instant, MandateId, OfferId, OrganisationId, PersonId};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

/// Every application of a person, the withdrawn ones too, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<application::Model>, DbErr> {
    application::Entity::find()
        .filter(application::Column::PersonId.eq(person))
        .order_by_desc(application::Column::Id)
        .all(db)
        .await
}

/// The applications from these organisations to these offers, by rank, then in the order they came in.
///
/// # Errors
/// When the database does not answer.
pub async fn from_organisations(
    db: &impl ConnectionTrait,
    organisations: &[OrganisationId],
    offers: &[OfferId],
) -> Result<Vec<application::Model>, DbErr> {
    application::Entity::find()
        .filter(application::Column::OrganisationId.is_in(organisations.iter().copied()))
        .filter(application::Column::OfferId.is_in(offers.iter().copied()))
        .order_by_asc(application::Column::Rank)
        .order_by_asc(application::Column::Id)
        .all(db)
        .await
}

/// The proposals that have been neither sent nor forgotten, oldest first; of these organisations alone, or of all (`None`).
///
/// # Errors
/// When the database does not answer.
pub async fn proposals(
    db: &impl ConnectionTrait,
    organisations: Option<&[OrganisationId]>,
    now: Instant,
) -> Result<Vec<draft::Model>, DbErr> {
    let open = draft::Entity::find()
        .filter(draft::Column::OrganisationId.is_not_null())
        .filter(draft::Column::ApplicationId.is_null())
        .filter(draft::Column::ExpiresAt.gt(now))
        .order_by_asc(draft::Column::Id);
    let Some(organisations) = organisations else { return open.all(db).await };
    open.filter(draft::Column::OrganisationId.is_in(organisations.iter().copied())).all(db).await
}

/// The application a mandate was asked for.
///
/// # Errors
/// When the database does not answer.
pub async fn application_of(db: &impl ConnectionTrait, mandate: MandateId) -> Result<Option<ApplicationId>, DbErr> {
    Ok(mandate::Entity::find_by_id(mandate).one(db).await?.map(|one| one.application_id))
}

/// Who was proposed: name and address as the draft keeps them.
#[must_use]
pub fn proposed(draft: &draft::Model) -> (String, String) {
    let answers = Answers::read(&draft.answers);
    let text = |value: Option<String>| value.unwrap_or_default();
    (text(answers.name.map(|one| one.to_string())), text(answers.email.map(|one| one.to_string())))
}
