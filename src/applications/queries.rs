//! Reading and writing the tables of this room.

use super::entity::{application, application_move, application_preference, mandate};
use super::model::{ApplicationState, MandateChannel, MandateState, Wishes};
use crate::kernel::{
    AccountId, ApplicationId, CohortId, EmailAddress, Failure, Instant, MandateId, OfferId, OrganisationId,
};
use crate::offers;
use crate::storage::WriteTx;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// One application.
///
/// # Errors
/// When the database does not answer.
pub async fn find(db: &impl ConnectionTrait, id: ApplicationId) -> Result<Option<application::Model>, DbErr> {
    application::Entity::find_by_id(id).one(db).await
}

/// One application, locked until the transaction ends; everything that moves an application begins here.
///
/// Its offer is locked first, as by everything that gives seats, so that linked applications, a closing and an
/// allocation cannot cross.
///
/// # Errors
/// When the database does not answer.
pub async fn lock(tx: &WriteTx, id: ApplicationId) -> Result<Option<application::Model>, DbErr> {
    let Some(found) = find(tx, id).await? else { return Ok(None) };
    offers::queries::lock(tx, found.offer_id).await?;
    application::Entity::find_by_id(id).lock_exclusive().one(tx).await
}

/// One application as the form showed it, locked until the transaction ends.
///
/// # Errors
/// Missing when there is none; stale when it has moved since `version`.
pub(super) async fn lock_as_seen<R>(
    tx: &WriteTx,
    (id, version): (ApplicationId, i64),
) -> Result<application::Model, Failure<R>> {
    let application = lock(tx, id).await?.ok_or(Failure::Missing("application"))?;
    if application.version == version { Ok(application) } else { Err(Failure::Stale) }
}

/// The applications among `ids`, in no particular order.
///
/// # Errors
/// When the database does not answer.
pub async fn among(db: &impl ConnectionTrait, ids: &[ApplicationId]) -> Result<Vec<application::Model>, DbErr> {
    application::Entity::find().filter(application::Column::Id.is_in(ids.iter().copied())).all(db).await
}

/// All applications of an offer, the withdrawn ones too, in the order they came in.
///
/// # Errors
/// When the database does not answer.
pub async fn of_offer(db: &impl ConnectionTrait, offer: OfferId) -> Result<Vec<application::Model>, DbErr> {
    application::Entity::find()
        .filter(application::Column::OfferId.eq(offer))
        .order_by_asc(application::Column::SubmittedAt)
        .order_by_asc(application::Column::Id)
        .all(db)
        .await
}

/// Applications sent from or registered for an address and not withdrawn, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_address(db: &impl ConnectionTrait, email: &EmailAddress) -> Result<Vec<application::Model>, DbErr> {
    application::Entity::find()
        .filter(application::Column::Email.eq(email.normalised()))
        .filter(application::Column::State.ne(ApplicationState::Withdrawn))
        .order_by_desc(application::Column::Id)
        .all(db)
        .await
}

/// The application that stands in the way of another one from the same address and organisation.
///
/// # Errors
/// When the database does not answer.
pub async fn standing_of(
    db: &impl ConnectionTrait,
    offer: OfferId,
    organisation: OrganisationId,
    email: &EmailAddress,
) -> Result<Option<application::Model>, DbErr> {
    let of_address = of_address(db, email).await?;
    Ok(of_address.into_iter().find(|one| one.offer_id == offer && one.organisation_id == organisation))
}

/// Which of `references` are taken.
///
/// # Errors
/// When the database does not answer.
pub async fn taken(db: &impl ConnectionTrait, references: &[String]) -> Result<Vec<String>, DbErr> {
    let rows = application::Entity::find().filter(application::Column::Reference.is_in(references)).all(db).await?;
    Ok(rows.into_iter().map(|row| row.reference).collect())
}

/// What the applicants of an offer wish for.
///
/// # Errors
/// When the database does not answer.
pub async fn wishes_of(db: &impl ConnectionTrait, offer: OfferId) -> Result<Wishes, DbErr> {
    let of_offer: Vec<_> = of_offer(db, offer).await?.iter().map(|application| application.id).collect();
    let wishes = preferences_among(db, &of_offer).await?;
    Ok(wishes.into_iter().map(|wish| (wish.application_id, wish.cohort_id)).collect())
}

/// The wishes of these applications, preferred first.
///
/// # Errors
/// When the database does not answer.
pub async fn preferences_among(
    db: &impl ConnectionTrait,
    ids: &[ApplicationId],
) -> Result<Vec<application_preference::Model>, DbErr> {
    application_preference::Entity::find()
        .filter(application_preference::Column::ApplicationId.is_in(ids.iter().copied()))
        .order_by_asc(application_preference::Column::ApplicationId)
        .order_by_asc(application_preference::Column::Position)
        .all(db)
        .await
}

/// The mandate that counts for an application: the one asked last.
///
/// # Errors
/// When the database does not answer.
pub async fn mandate_of(db: &impl ConnectionTrait, id: ApplicationId) -> Result<Option<mandate::Model>, DbErr> {
    mandate::Entity::find()
        .filter(mandate::Column::ApplicationId.eq(id))
        .order_by_desc(mandate::Column::Id)
        .one(db)
        .await
}

/// Every mandate of these applications, oldest first: those redirected too.
///
/// # Errors
/// When the database does not answer.
pub async fn mandates_among(db: &impl ConnectionTrait, ids: &[ApplicationId]) -> Result<Vec<mandate::Model>, DbErr> {
    mandate::Entity::find()
        .filter(mandate::Column::ApplicationId.is_in(ids.iter().copied()))
        .order_by_asc(mandate::Column::Id)
        .all(db)
        .await
}

/// The mandates that count in an offer: of each application the one asked last.
///
/// # Errors
/// When the database does not answer.
pub async fn mandates_of(db: &impl ConnectionTrait, offer: OfferId) -> Result<Vec<mandate::Model>, DbErr> {
    let of_offer: Vec<_> = of_offer(db, offer).await?.iter().map(|application| application.id).collect();
    let all = mandates_among(db, &of_offer).await?;
    Ok(all.into_iter().filter(|mandate| mandate.state != MandateState::Redirected).collect())
}

/// Mandates asked of an address and not passed on, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn mandates_of_manager(db: &impl ConnectionTrait, email: &str) -> Result<Vec<mandate::Model>, DbErr> {
    mandate::Entity::find()
        .filter(mandate::Column::ManagerEmail.eq(email))
        .filter(mandate::Column::State.ne(MandateState::Redirected))
        .order_by_asc(mandate::Column::Id)
        .all(db)
        .await
}

/// Every mandate still waiting for its answer.
///
/// # Errors
/// When the database does not answer.
pub async fn mandates_asked(db: &impl ConnectionTrait) -> Result<Vec<mandate::Model>, DbErr> {
    mandate::Entity::find()
        .filter(mandate::Column::State.eq(MandateState::Asked))
        .order_by_asc(mandate::Column::Id)
        .all(db)
        .await
}

/// Every mandate still waiting for its answer of which nobody has been reminded, in the order they were asked.
///
/// # Errors
/// When the database does not answer.
pub async fn mandates_to_remind(db: &impl ConnectionTrait) -> Result<Vec<mandate::Model>, DbErr> {
    mandate::Entity::find()
        .filter(mandate::Column::State.eq(MandateState::Asked))
        .filter(mandate::Column::RemindedAt.is_null())
        .order_by_asc(mandate::Column::Id)
        .all(db)
        .await
}

/// Notes that these mandates were reminded of.
///
/// # Errors
/// When the database refuses.
pub(super) async fn note_reminded(tx: &WriteTx, mandates: &[MandateId], now: Instant) -> Result<(), DbErr> {
    mandate::Entity::update_many()
        .col_expr(mandate::Column::RemindedAt, Expr::value(now))
        .filter(mandate::Column::Id.is_in(mandates.iter().copied()))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Notes since when letters about these applications are held, or (`None`) that they have been made up for.
///
/// # Errors
/// When the database refuses.
pub(super) async fn note_held(tx: &WriteTx, ids: &[ApplicationId], at: Option<Instant>) -> Result<(), DbErr> {
    let held_at = at.map_or_else(|| Expr::value(at), |at| Expr::col(application::Column::LetterHeldAt).if_null(at));
    application::Entity::update_many()
        .col_expr(application::Column::LetterHeldAt, held_at)
        .filter(application::Column::Id.is_in(ids.iter().copied()))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Applications about which letters have been held since before `before`.
///
/// # Errors
/// When the database does not answer.
pub async fn with_held_letters(db: &impl ConnectionTrait, before: Instant) -> Result<Vec<application::Model>, DbErr> {
    application::Entity::find()
        .filter(application::Column::LetterHeldAt.lt(before))
        .order_by_asc(application::Column::Id)
        .all(db)
        .await
}

/// Every move of an application, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn moves_of(db: &impl ConnectionTrait, id: ApplicationId) -> Result<Vec<application_move::Model>, DbErr> {
    application_move::Entity::find()
        .filter(application_move::Column::ApplicationId.eq(id))
        .order_by_asc(application_move::Column::Id)
        .all(db)
        .await
}

/// Moves an application to `state` and writes down why, in both languages, as the applicant will read it.
///
/// Its version grows by one.
///
/// # Errors
/// Stale when the application was changed since it was read.
pub async fn move_to<R>(
    tx: &WriteTx,
    application: &application::Model,
    state: ApplicationState,
    reason: (String, String),
    now: Instant,
) -> Result<(), Failure<R>> {
    let moved = application::Entity::update_many()
        .col_expr(application::Column::State, Expr::value(state))
        .col_expr(application::Column::Version, Expr::value(application.version + 1))
        .filter(application::Column::Id.eq(application.id))
        .filter(application::Column::Version.eq(application.version))
        .exec(tx)
        .await?;
    if moved.rows_affected == 0 {
        return Err(Failure::Stale);
    }
    Ok(note_move(tx, application.id, state, reason, now).await?)
}

/// Writes down a move that is made already, such as the first one.
///
/// # Errors
/// When the database refuses.
pub(super) async fn note_move(
    tx: &WriteTx,
    id: ApplicationId,
    state: ApplicationState,
    (reason_sv, reason_en): (String, String),
    now: Instant,
) -> Result<(), DbErr> {
    let row = application_move::ActiveModel {
        application_id: Set(id),
        at: Set(now),
        state: Set(state),
        reason_sv: Set(reason_sv),
        reason_en: Set(reason_en),
        ..application_move::ActiveModel::default()
    };
    application_move::Entity::insert(row).exec_without_returning(tx).await.map(|_| ())
}

/// Writes down the wishes, preferred first.
///
/// # Errors
/// When the database refuses.
pub(super) async fn add_preferences(tx: &WriteTx, id: ApplicationId, cohorts: &[CohortId]) -> Result<(), DbErr> {
    let rows = (1..).zip(cohorts).map(|(position, cohort)| application_preference::ActiveModel {
        application_id: Set(id),
        cohort_id: Set(*cohort),
        position: Set(position),
    });
    application_preference::Entity::insert_many(rows).exec_without_returning(tx).await.map(|_| ())
}

/// Ends a mandate that was asked: with an answer, or because somebody else is asked. `false` when it had ended before.
///
/// # Errors
/// When the database refuses.
pub(super) async fn end_mandate(
    tx: &WriteTx,
    id: MandateId,
    state: MandateState,
    reason: &str,
    now: Instant,
) -> Result<bool, DbErr> {
    let ended = mandate::Entity::update_many()
        .col_expr(mandate::Column::State, Expr::value(state))
        .col_expr(mandate::Column::Reason, Expr::value(reason))
        .col_expr(mandate::Column::AnsweredAt, Expr::value(now))
        .col_expr(mandate::Column::Version, Expr::col(mandate::Column::Version).add(1))
        .filter(mandate::Column::Id.eq(id))
        .filter(mandate::Column::State.eq(MandateState::Asked))
        .exec(tx)
        .await?;
    Ok(ended.rows_affected == 1)
}

/// Notes that a coordinator recorded the answer for the manager, and how it came.
///
/// # Errors
/// When the database refuses.
pub(super) async fn note_recorded(
    tx: &WriteTx,
    id: MandateId,
    channel: MandateChannel,
    by: AccountId,
) -> Result<(), DbErr> {
    mandate::Entity::update_many()
        .col_expr(mandate::Column::ReceivedBy, Expr::value(channel))
        .col_expr(mandate::Column::RecordedBy, Expr::value(by))
        .filter(mandate::Column::Id.eq(id))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Sets the rank inside the organisation; `false` when somebody saved in between.
///
/// # Errors
/// When the database refuses.
pub(super) async fn set_rank(tx: &WriteTx, application: (ApplicationId, i64), rank: i64) -> Result<bool, DbErr> {
    let saved = application::Entity::update_many()
        .col_expr(application::Column::Rank, Expr::value(rank))
        .col_expr(application::Column::Version, Expr::col(application::Column::Version).add(1))
        .filter(application::Column::Id.eq(application.0))
        .filter(application::Column::Version.eq(application.1))
        .exec(tx)
        .await?;
    Ok(saved.rows_affected == 1)
}

/// Links an application, and those linked to it so far, to the one it repeats.
///
/// # Errors
/// When the database refuses.
pub(super) async fn set_twin(tx: &WriteTx, id: ApplicationId, twin: ApplicationId) -> Result<(), DbErr> {
    application::Entity::update_many()
        .col_expr(application::Column::DuplicateOf, Expr::value(twin))
        .col_expr(application::Column::Version, Expr::col(application::Column::Version).add(1))
        .filter(application::Column::Id.eq(id).or(application::Column::DuplicateOf.eq(id)))
        .exec(tx)
        .await
        .map(|_| ())
}

/// The other applications linked with `application` as the same person's, in whichever direction.
///
/// # Errors
/// When the database does not answer.
pub async fn twins_of(
    db: &impl ConnectionTrait,
    application: &application::Model,
) -> Result<Vec<application::Model>, DbErr> {
    let root = application.duplicate_of.unwrap_or(application.id);
    let linked = application::Column::DuplicateOf.eq(root).or(application::Column::Id.eq(root));
    let mut twins = application::Entity::find().filter(linked).order_by_asc(application::Column::Id).all(db).await?;
    twins.retain(|twin| twin.id != application.id);
    Ok(twins)
}
