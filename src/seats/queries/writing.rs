//! The rows that seats leave: offered, answered, taken part in, waited for.

use super::super::entity::{participant, reserve, seat_offer};
use super::super::model::{ParticipantState, Refusal, ReserveState, SeatOfferState};
use super::reading::participant_of;
use crate::applications::Application;
use crate::kernel::{
    AccountId, ApplicationId, CohortId, Failure, Instant, OfferId, ParticipantId, PersonName, ReserveId, SeatOfferId,
};
use crate::storage::{self, WriteTx};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};

/// A seat about to be offered.
pub(in crate::seats) struct NewSeatOffer<'a> {
    pub application: &'a Application,
    pub cohort: CohortId,
    pub seat_number: i64,
    pub reply_by: Instant,
}

/// Offers a seat; the database refuses a seat or a person that is already held.
pub(in crate::seats) async fn insert_seat_offer(
    tx: &WriteTx,
    new: &NewSeatOffer<'_>,
    now: Instant,
) -> Result<SeatOfferId, Failure<Refusal>> {
    let row = seat_offer::ActiveModel {
        offer_id: Set(new.application.offer_id),
        cohort_id: Set(new.cohort),
        seat_number: Set(new.seat_number),
        application_id: Set(new.application.id),
        person_id: Set(new.application.person_id),
        state: Set(SeatOfferState::Offered),
        offered_at: Set(now),
        reply_by: Set(new.reply_by),
        version: Set(1),
        ..Default::default()
    };
    let inserted = seat_offer::Entity::insert(row).exec(tx).await.map_err(refusal_of)?;
    Ok(inserted.last_insert_id)
}

/// What the loser of a race reads: the same as the polite second visitor.
fn refusal_of(error: DbErr) -> Failure<Refusal> {
    if !storage::is_taken(&error) {
        return Failure::Storage(error);
    }
    let about_the_person = error.to_string().contains("person");
    Failure::Refused(if about_the_person { Refusal::AlreadySeated } else { Refusal::NoSeat })
}

/// Lets no seat offer of `cohort` wait longer than until `start`, when its day 1 begins.
pub(in crate::seats) async fn cap_replies(tx: &WriteTx, cohort: CohortId, start: Instant) -> Result<(), DbErr> {
    seat_offer::Entity::update_many()
        .col_expr(seat_offer::Column::ReplyBy, Expr::value(start))
        .col_expr(seat_offer::Column::Version, Expr::col(seat_offer::Column::Version).add(1))
        .filter(seat_offer::Column::CohortId.eq(cohort))
        .filter(seat_offer::Column::State.eq(SeatOfferState::Offered))
        .filter(seat_offer::Column::ReplyBy.gt(start))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Answers a seat offer that still stands as it was read; `Stale` when it does not.
pub(in crate::seats) async fn set_state<R>(
    tx: &WriteTx,
    seat: &seat_offer::Model,
    state: SeatOfferState,
    recorded_by: Option<AccountId>,
    now: Instant,
) -> Result<(), Failure<R>> {
    let changed = seat_offer::Entity::update_many()
        .col_expr(seat_offer::Column::State, Expr::value(state))
        .col_expr(seat_offer::Column::AnsweredAt, Expr::value(now))
        .col_expr(seat_offer::Column::RecordedBy, Expr::value(recorded_by))
        .col_expr(seat_offer::Column::Version, Expr::value(seat.version + 1))
        .filter(seat_offer::Column::Id.eq(seat.id))
        .filter(seat_offer::Column::Version.eq(seat.version))
        .exec(tx)
        .await?;
    if changed.rows_affected == 0 { Err(Failure::Stale) } else { Ok(()) }
}

/// Makes the holder of an accepted seat a participant; whose first cohort was cancelled takes part anew, by the same row.
pub(in crate::seats) async fn insert_participant(
    tx: &WriteTx,
    application: &Application,
    seat: &seat_offer::Model,
    now: Instant,
) -> Result<ParticipantId, Failure<Refusal>> {
    if let Some(before) = participant_of(tx, application.id).await? {
        let row = participant::ActiveModel {
            cohort_id: Set(seat.cohort_id),
            seat_number: Set(seat.seat_number),
            state: Set(ParticipantState::Active),
            joined_at: Set(now),
            version: Set(before.version + 1),
            ..Default::default()
        };
        let own = participant::Entity::update_many().set(row).filter(participant::Column::Id.eq(before.id));
        own.exec(tx).await.map_err(refusal_of)?;
        return Ok(before.id);
    }
    let row = participant::ActiveModel {
        cohort_id: Set(seat.cohort_id),
        person_id: Set(seat.person_id),
        organisation_id: Set(application.organisation_id),
        application_id: Set(Some(application.id)),
        seat_number: Set(seat.seat_number),
        state: Set(ParticipantState::Active),
        joined_at: Set(now),
        version: Set(1),
        ..Default::default()
    };
    let inserted = participant::Entity::insert(row).exec(tx).await.map_err(refusal_of)?;
    Ok(inserted.last_insert_id)
}

/// Sets how the participant's name stands on the certificate, and when its bearer confirmed that, if so.
///
/// Gives `false` when somebody saved after version `version`, or when there is no such participant.
///
/// # Errors
/// When the database refuses.
pub async fn set_name(
    tx: &WriteTx,
    (id, version): (ParticipantId, i64),
    name: &PersonName,
    confirmed: Option<Instant>,
) -> Result<bool, DbErr> {
    let written = participant::Entity::update_many()
        .col_expr(participant::Column::NameOnCertificate, Expr::value(name.as_str()))
        .col_expr(participant::Column::NameConfirmedAt, Expr::value(confirmed))
        .col_expr(participant::Column::Version, Expr::value(version + 1))
        .filter(participant::Column::Id.eq(id))
        .filter(participant::Column::Version.eq(version))
        .exec(tx)
        .await?;
    Ok(written.rows_affected == 1)
}

/// Notes that the participant has given the seat back.
pub(in crate::seats) async fn withdraw_participant(tx: &WriteTx, application: ApplicationId) -> Result<(), DbErr> {
    participant::Entity::update_many()
        .col_expr(participant::Column::State, Expr::value(ParticipantState::Withdrawn))
        .col_expr(participant::Column::Version, Expr::col(participant::Column::Version).add(1))
        .filter(participant::Column::ApplicationId.eq(application))
        .filter(participant::Column::State.eq(ParticipantState::Active))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Writes the reserve list of an offer, numbered from 1.
pub(in crate::seats) async fn insert_reserves(
    tx: &WriteTx,
    offer: OfferId,
    applications: &[ApplicationId],
) -> Result<(), DbErr> {
    if applications.is_empty() {
        return Ok(());
    }
    let rows = (1..).zip(applications).map(|(number, application)| reserve::ActiveModel {
        offer_id: Set(offer),
        application_id: Set(*application),
        number: Set(number),
        state: Set(ReserveState::Waiting),
        ..Default::default()
    });
    reserve::Entity::insert_many(rows).exec_without_returning(tx).await.map(|_| ())
}

/// Notes that reserves have been offered a seat.
pub(in crate::seats) async fn set_promoted(tx: &WriteTx, reserves: &[ReserveId]) -> Result<(), DbErr> {
    reserve::Entity::update_many()
        .col_expr(reserve::Column::State, Expr::value(ReserveState::Promoted))
        .filter(reserve::Column::Id.is_in(reserves.iter().copied()))
        .exec(tx)
        .await
        .map(|_| ())
}
