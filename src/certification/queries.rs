//! The register of certificates, read and written.

use super::entity::{certificate, certificate_paper, certificate_series, issuing_stop};
use super::model::{CertificateKind, CertificateState, Validity};
use super::number::Number;
use super::unwritten::Unwritten;
use crate::completion::entity as decision;
use crate::completion::model::Outcome;
use crate::kernel::{CertificateId, CohortId, Day, Instant, ParticipantId};
use crate::people::entity::person;
use crate::storage::WriteTx;
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
};

pub use super::soundness::broken;

/// One certificate.
///
/// # Errors
/// When the database does not answer.
pub async fn find(db: &impl ConnectionTrait, id: CertificateId) -> Result<Option<certificate::Model>, DbErr> {
    certificate::Entity::find_by_id(id).one(db).await
}

/// The certificates among `ids`, in no particular order.
///
/// # Errors
/// When the database does not answer.
pub async fn among(db: &impl ConnectionTrait, ids: &[CertificateId]) -> Result<Vec<certificate::Model>, DbErr> {
    certificate::Entity::find().filter(certificate::Column::Id.is_in(ids.iter().copied())).all(db).await
}

/// Every edition for one participant and kind, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn editions(
    db: &impl ConnectionTrait,
    participant: ParticipantId,
    kind: CertificateKind,
) -> Result<Vec<certificate::Model>, DbErr> {
    certificate::Entity::find()
        .filter(certificate::Column::ParticipantId.eq(participant))
        .filter(certificate::Column::Kind.eq(kind))
        .order_by_asc(certificate::Column::Edition)
        .order_by_asc(certificate::Column::Id)
        .all(db)
        .await
}

/// The certificates of one participant that hold, *intyg* before *närvarointyg*.
///
/// # Errors
/// When the database does not answer.
pub async fn current_of(
    db: &impl ConnectionTrait,
    participant: ParticipantId,
) -> Result<Vec<certificate::Model>, DbErr> {
    let mut held = certificate::Entity::find()
        .filter(certificate::Column::ParticipantId.eq(participant))
        .filter(certificate::Column::State.eq(CertificateState::Current))
        .all(db)
        .await?;
    held.sort_by_key(|paper| paper.kind != CertificateKind::Certificate);
    Ok(held)
}

/// The sealed bytes of one certificate.
///
/// # Errors
/// When the database does not answer.
pub async fn paper_of(db: &impl ConnectionTrait, id: CertificateId) -> Result<Option<certificate_paper::Model>, DbErr> {
    certificate_paper::Entity::find_by_id(id).one(db).await
}

/// How many of a cohort's current certificates are released, and how many there are.
///
/// # Errors
/// When the database does not answer.
pub async fn progress(db: &impl ConnectionTrait, cohort: CohortId) -> Result<(u64, u64), DbErr> {
    let current = certificate::Entity::find()
        .filter(certificate::Column::CohortId.eq(cohort))
        .filter(certificate::Column::State.eq(CertificateState::Current));
    let all = current.clone().count(db).await?;
    let released = current.filter(certificate::Column::ReleasedAt.is_not_null()).count(db).await?;
    Ok((released, all))
}

/// A cohort's current, released certificates, by number.
///
/// # Errors
/// When the database does not answer.
pub async fn released_of(db: &impl ConnectionTrait, cohort: CohortId) -> Result<Vec<certificate::Model>, DbErr> {
    certificate::Entity::find()
        .filter(certificate::Column::CohortId.eq(cohort))
        .filter(certificate::Column::State.eq(CertificateState::Current))
        .filter(certificate::Column::ReleasedAt.is_not_null())
        .order_by_asc(certificate::Column::Id)
        .all(db)
        .await
}

/// The certificates of these cohorts that hold, in no particular order.
///
/// # Errors
/// When the database does not answer.
pub async fn current_among(db: &impl ConnectionTrait, cohorts: &[CohortId]) -> Result<Vec<certificate::Model>, DbErr> {
    certificate::Entity::find()
        .filter(certificate::Column::CohortId.is_in(cohorts.iter().copied()))
        .filter(certificate::Column::State.eq(CertificateState::Current))
        .all(db)
        .await
}

/// Who holds which certificate of a cohort, with its number, written or not.
///
/// # Errors
/// When the database does not answer.
pub async fn numbers_of(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<(ParticipantId, CertificateId, String)>, DbErr> {
    certificate::Entity::find()
        .select_only()
        .column(certificate::Column::ParticipantId)
        .column(certificate::Column::Id)
        .column(certificate::Column::Number)
        .filter(certificate::Column::CohortId.eq(cohort))
        .filter(certificate::Column::State.eq(CertificateState::Current))
        .order_by_asc(certificate::Column::Id)
        .into_tuple()
        .all(db)
        .await
}

/// The written certificates that these participants hold, in the order they were issued.
///
/// # Errors
/// When the database does not answer.
pub async fn held_by(
    db: &impl ConnectionTrait,
    participants: &[ParticipantId],
) -> Result<Vec<certificate::Model>, DbErr> {
    certificate::Entity::find()
        .filter(certificate::Column::ParticipantId.is_in(participants.iter().copied()))
        .filter(certificate::Column::State.eq(CertificateState::Current))
        .filter(certificate::Column::ReleasedAt.is_not_null())
        .order_by_asc(certificate::Column::Id)
        .all(db)
        .await
}

/// The papers among `ids`.
///
/// # Errors
/// When the database does not answer.
pub async fn papers_among(
    db: &impl ConnectionTrait,
    ids: &[CertificateId],
) -> Result<Vec<certificate_paper::Model>, DbErr> {
    certificate_paper::Entity::find()
        .filter(certificate_paper::Column::CertificateId.is_in(ids.iter().copied()))
        .all(db)
        .await
}

/// Certificates whose paper is due to be written at `now`, at most `most`; those that failed before come last.
///
/// # Errors
/// When the database does not answer.
pub async fn unreleased(db: &impl ConnectionTrait, now: Instant, most: u64) -> Result<Vec<certificate::Model>, DbErr> {
    let is_due = certificate::Column::DrawAfter.is_null().or(certificate::Column::DrawAfter.lte(now));
    certificate::Entity::find()
        .filter(certificate::Column::ReleasedAt.is_null())
        .filter(certificate::Column::State.eq(CertificateState::Current))
        .filter(is_due)
        .order_by_asc(certificate::Column::DrawAttempts)
        .order_by_asc(certificate::Column::Id)
        .limit(most)
        .all(db)
        .await
}

/// Current certificates of a cohort whose paper could not be drawn so far.
///
/// # Errors
/// When the database does not answer.
pub async fn undrawn_of(db: &impl ConnectionTrait, cohort: CohortId) -> Result<Vec<certificate::Model>, DbErr> {
    certificate::Entity::find()
        .filter(certificate::Column::CohortId.eq(cohort))
        .filter(certificate::Column::ReleasedAt.is_null())
        .filter(certificate::Column::State.eq(CertificateState::Current))
        .filter(certificate::Column::DrawAttempts.gt(0))
        .order_by_asc(certificate::Column::Id)
        .all(db)
        .await
}

/// Cohort and moment of issue of every current certificate whose paper could not be drawn so far, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn undrawn(db: &impl ConnectionTrait) -> Result<Vec<(CohortId, Instant)>, DbErr> {
    certificate::Entity::find()
        .select_only()
        .column(certificate::Column::CohortId)
        .column(certificate::Column::IssuedAt)
        .filter(certificate::Column::ReleasedAt.is_null())
        .filter(certificate::Column::State.eq(CertificateState::Current))
        .filter(certificate::Column::DrawAttempts.gt(0))
        .order_by_asc(certificate::Column::Id)
        .into_tuple()
        .all(db)
        .await
}

/// Cohort and moment of issue of every *intyg* that holds although no current decision says that the rule was met, oldest
/// first.
///
/// # Errors
/// When the database does not answer.
pub async fn undeserved(db: &impl ConnectionTrait) -> Result<Vec<(CohortId, Instant)>, DbErr> {
    let met = decision::Entity::find()
        .select_only()
        .column(decision::Column::ParticipantId)
        .filter(decision::Column::IsCurrent.eq(true))
        .filter(decision::Column::Verdict.eq(Outcome::Met))
        .into_query();
    certificate::Entity::find()
        .select_only()
        .column(certificate::Column::CohortId)
        .column(certificate::Column::IssuedAt)
        .filter(certificate::Column::Kind.eq(CertificateKind::Certificate))
        .filter(certificate::Column::State.eq(CertificateState::Current))
        .filter(certificate::Column::ParticipantId.not_in_subquery(met))
        .order_by_asc(certificate::Column::Id)
        .into_tuple()
        .all(db)
        .await
}

/// How many certificates end on a day from `today` on that is within [`ENDING_DAYS`], and the first of these days.
///
/// # Errors
/// When the database does not answer.
pub async fn ending(db: &impl ConnectionTrait, today: Day) -> Result<Option<(Day, i64)>, DbErr> {
    let found: Option<(Option<Day>, i64)> = certificate::Entity::find()
        .select_only()
        .column_as(certificate::Column::ExpiresOn.min(), "first")
        .column_as(certificate::Column::Id.count(), "ending")
        .filter(ends_soon(today))
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.and_then(|(first, count)| Some((first?, count))))
}

fn ends_soon(today: Day) -> Condition {
    let last = today + chrono::Days::new(ENDING_DAYS);
    Condition::all()
        .add(certificate::Column::State.eq(CertificateState::Current))
        .add(certificate::Column::ExpiresOn.gte(today))
        .add(certificate::Column::ExpiresOn.lte(last))
}

/// Notes that a paper could not be drawn, why, and when to try again.
///
/// # Errors
/// When the database refuses.
pub(super) async fn note_undrawn(
    tx: &WriteTx,
    id: CertificateId,
    why: &Unwritten,
    again: Instant,
) -> Result<(), DbErr> {
    certificate::Entity::update_many()
        .col_expr(certificate::Column::DrawAttempts, Expr::col(certificate::Column::DrawAttempts).add(1))
        .col_expr(certificate::Column::DrawAfter, Expr::value(again))
        .col_expr(certificate::Column::DrawError, Expr::value(why.kept()))
        .filter(certificate::Column::Id.eq(id))
        .exec(tx)
        .await
        .map(|_| ())
}

/// The stop that stands now; `None` while certificates are issued.
///
/// # Errors
/// When the database does not answer.
pub async fn standing_stop(db: &impl ConnectionTrait) -> Result<Option<issuing_stop::Model>, DbErr> {
    issuing_stop::Entity::find().filter(issuing_stop::Column::IsStanding.eq(true)).one(db).await
}

/// How many days ahead an end is told, so that a renewal is there in time.
pub const ENDING_DAYS: u64 = 60;

/// What the register is searched for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Part of a name, a number or a code; empty for everything.
    pub words: String,
    /// Only what amounts to this on this day.
    pub validity: Option<(Validity, Day)>,
    /// Only what holds on this day and ends within [`ENDING_DAYS`] of it.
    pub ending: Option<Day>,
    /// Only of this cohort.
    pub cohort: Option<CohortId>,
}

/// One page of the register, newest first, and how many certificates were found in all.
///
/// A page beyond the last is the last.
///
/// # Errors
/// When the database does not answer.
pub async fn register(
    db: &impl ConnectionTrait,
    wanted: &Wanted,
    (page, size): (u64, u64),
) -> Result<(Vec<certificate::Model>, u64), DbErr> {
    let mut found = certificate::Entity::find();
    let words = wanted.words.trim();
    if !words.is_empty() {
        // A protected person's name is not found by searching for it, number and code are.
        let shown = certificate::Column::PersonId.not_in_subquery(
            sea_orm::sea_query::Query::select()
                .column(person::Column::Id)
                .from(person::Entity)
                .and_where(person::Column::IsProtected.eq(true))
                .take(),
        );
        let code = super::Code::parse(words).map(|code| code.as_str().to_owned()).unwrap_or_default();
        found = found.filter(
            Condition::any()
                .add(Condition::all().add(certificate::Column::HolderKey.contains(words.to_lowercase())).add(shown))
                .add(certificate::Column::Number.contains(words.to_uppercase()))
                .add(certificate::Column::Code.eq(code)),
        );
    }
    if let Some((validity, today)) = wanted.validity {
        found = found.filter(amounts_to(validity, today));
    }
    if let Some(today) = wanted.ending {
        found = found.filter(ends_soon(today));
    }
    if let Some(cohort) = wanted.cohort {
        found = found.filter(certificate::Column::CohortId.eq(cohort));
    }
    let all = found.clone().count(db).await?;
    let page = page.clamp(1, Ord::max(1, all.div_ceil(size)));
    let rows = found.order_by_desc(certificate::Column::Id).offset((page - 1) * size).limit(size).all(db).await?;
    Ok((rows, all))
}

fn amounts_to(validity: Validity, today: Day) -> Condition {
    let (state, expires) = (certificate::Column::State, certificate::Column::ExpiresOn);
    match validity {
        Validity::Replaced => Condition::all().add(state.eq(CertificateState::Replaced)),
        Validity::Revoked => Condition::all().add(state.eq(CertificateState::Revoked)),
        Validity::Expired => Condition::all().add(state.eq(CertificateState::Current)).add(expires.lt(today)),
        Validity::Valid => Condition::all()
            .add(state.eq(CertificateState::Current))
            .add(Condition::any().add(expires.is_null()).add(expires.gte(today))),
    }
}

/// Takes the next `count` numbers of the year in which `issued_on` lies.
///
/// The row of the series stays locked until the transaction ends: a transaction that fails gives its numbers back, and
/// nobody can have taken later ones meanwhile, so that no gap arises.
///
/// # Errors
/// When the database refuses.
pub async fn take_numbers(tx: &WriteTx, issuer_code: &str, issued_on: Day, count: usize) -> Result<Vec<Number>, DbErr> {
    use certificate_series::{ActiveModel, Column, Entity};
    let year = i64::from(chrono::Datelike::year(&issued_on));
    let begun = ActiveModel { issuer_code: Set(issuer_code.to_owned()), year: Set(year), last_number: Set(0) };
    let unless_begun = OnConflict::columns([Column::IssuerCode, Column::Year]).do_nothing().to_owned();
    match Entity::insert(begun).on_conflict(unless_begun).exec_without_returning(tx).await {
        Ok(_) | Err(DbErr::RecordNotInserted) => {}
        Err(error) => return Err(error),
    }
    let series = Entity::find_by_id((issuer_code.to_owned(), year)).lock_exclusive().one(tx).await?;
    let last = series.map_or(0, |series| series.last_number);
    let count = i64::try_from(count).map_err(|error| DbErr::Custom(error.to_string()))?;
    Entity::update_many()
        .col_expr(Column::LastNumber, Expr::value(last + count))
        .filter(Column::IssuerCode.eq(issuer_code))
        .filter(Column::Year.eq(year))
        .exec(tx)
        .await?;
    let number = |place| Number { issuer_code: issuer_code.to_owned(), year, place };
    Ok((last + 1..=last + count).map(number).collect())
}
