//! What was handed in, and what was answered.

use super::entity::{answer, file, hand_in};
use super::model::{FileKind, State};
use super::rules::Times;
use crate::kernel::{CohortId, HandInId, Instant, ParticipantId};
use crate::requirements::AssignmentState;
use crate::seats;
use crate::storage::WriteTx;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, HashMap};

/// What waits to be read in a cohort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unread {
    /// Since when the first of it.
    pub since: Instant,
    /// How many.
    pub count: usize,
}

/// What stands of one assignment of one participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What was handed in last.
    pub id: HandInId,
    /// By whom.
    pub participant: ParticipantId,
    /// For which assignment.
    pub assignment: String,
    /// How it stands.
    pub state: State,
}

/// What stands for each of these participants, in the order it was handed in; what was written is not read.
///
/// # Errors
/// When the database does not answer.
pub async fn standing_among(db: &impl ConnectionTrait, participants: &[ParticipantId]) -> Result<Vec<Standing>, DbErr> {
    if participants.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(HandInId, ParticipantId, String, State)> = hand_in::Entity::find()
        .select_only()
        .columns([
            hand_in::Column::Id,
            hand_in::Column::ParticipantId,
            hand_in::Column::Assignment,
            hand_in::Column::State,
        ])
        .filter(hand_in::Column::ParticipantId.is_in(participants.iter().copied()))
        .filter(hand_in::Column::IsCurrent.eq(true))
        .order_by_asc(hand_in::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let standing = |(id, participant, assignment, state)| Standing { id, participant, assignment, state };
    Ok(rows.into_iter().map(standing).collect())
}

/// How far the assignments of each of these participants have come, by key; what was never handed in is not listed.
///
/// # Errors
/// When the database does not answer.
pub async fn states_among(
    db: &impl ConnectionTrait,
    participants: &[ParticipantId],
) -> Result<HashMap<ParticipantId, BTreeMap<String, AssignmentState>>, DbErr> {
    let mut states: HashMap<ParticipantId, BTreeMap<String, AssignmentState>> = HashMap::new();
    for one in standing_among(db, participants).await? {
        states.entry(one.participant).or_default().insert(one.assignment, one.state.into());
    }
    Ok(states)
}

/// One thing handed in.
///
/// # Errors
/// When the database does not answer.
pub async fn find(db: &impl ConnectionTrait, id: HandInId) -> Result<Option<hand_in::Model>, DbErr> {
    hand_in::Entity::find_by_id(id).one(db).await
}

/// What stands of one assignment.
///
/// # Errors
/// When the database does not answer.
pub async fn current_of(
    db: &impl ConnectionTrait,
    participant: ParticipantId,
    assignment: &str,
) -> Result<Option<hand_in::Model>, DbErr> {
    hand_in::Entity::find()
        .filter(hand_in::Column::ParticipantId.eq(participant))
        .filter(hand_in::Column::Assignment.eq(assignment))
        .filter(hand_in::Column::IsCurrent.eq(true))
        .one(db)
        .await
}

/// Everything one participant has handed in for one assignment, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn all_of(
    db: &impl ConnectionTrait,
    participant: ParticipantId,
    assignment: &str,
) -> Result<Vec<hand_in::Model>, DbErr> {
    hand_in::Entity::find()
        .filter(hand_in::Column::ParticipantId.eq(participant))
        .filter(hand_in::Column::Assignment.eq(assignment))
        .order_by_desc(hand_in::Column::Id)
        .all(db)
        .await
}

/// The answers to these, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn answers_to(db: &impl ConnectionTrait, ids: &[HandInId]) -> Result<Vec<answer::Model>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    answer::Entity::find()
        .filter(answer::Column::HandInId.is_in(ids.iter().copied()))
        .order_by_asc(answer::Column::Id)
        .all(db)
        .await
}

/// What the files of these are, and how many bytes they have; their contents are not read.
///
/// # Errors
/// When the database does not answer.
pub async fn files_of(
    db: &impl ConnectionTrait,
    ids: &[HandInId],
) -> Result<HashMap<HandInId, (FileKind, i64)>, DbErr> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(HandInId, FileKind, i64)> = file::Entity::find()
        .select_only()
        .columns([file::Column::HandInId, file::Column::Kind, file::Column::Size])
        .filter(file::Column::HandInId.is_in(ids.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, kind, size)| (id, (kind, size))).collect())
}

/// The file of one; `None` where words were handed in, or where it has been disposed of.
///
/// # Errors
/// When the database does not answer.
pub async fn file(db: &impl ConnectionTrait, id: HandInId) -> Result<Option<file::Model>, DbErr> {
    file::Entity::find_by_id(id).one(db).await
}

/// How often a participant has handed in something: anything within the day before `now`, and this assignment ever.
///
/// # Errors
/// When the database does not answer.
pub async fn times_of(
    db: &impl ConnectionTrait,
    participant: ParticipantId,
    assignment: &str,
    now: Instant,
) -> Result<Times, DbErr> {
    let own = || hand_in::Entity::find().filter(hand_in::Column::ParticipantId.eq(participant));
    let since = hand_in::Column::HandedInAt.gt(now.plus_days(-1));
    Ok(Times {
        today: own().filter(since).count(db).await?,
        in_all: own().filter(hand_in::Column::Assignment.eq(assignment)).count(db).await?,
    })
}

/// How many assignments wait to be read in each of these cohorts; cohorts in which none waits are not listed.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting_by_cohort(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
) -> Result<HashMap<CohortId, Unread>, DbErr> {
    let participants = seats::queries::active_among(db, cohorts).await?;
    let of: HashMap<ParticipantId, CohortId> = participants.iter().map(|one| (one.id, one.cohort_id)).collect();
    let rows: Vec<(ParticipantId, Instant)> = hand_in::Entity::find()
        .select_only()
        .columns([hand_in::Column::ParticipantId, hand_in::Column::HandedInAt])
        .filter(hand_in::Column::State.eq(State::HandedIn))
        .filter(hand_in::Column::IsCurrent.eq(true))
        .into_tuple()
        .all(db)
        .await?;
    let mut waiting: HashMap<CohortId, Unread> = HashMap::new();
    for (participant, at) in rows {
        let Some(cohort) = of.get(&participant) else { continue };
        let unread = waiting.entry(*cohort).or_insert(Unread { since: at, count: 0 });
        *unread = Unread { since: unread.since.min(at), count: unread.count + 1 };
    }
    Ok(waiting)
}

/// Removes the bytes of a file; the row that says a file was handed in stays.
///
/// # Errors
/// When the database refuses.
pub(super) async fn remove_file(tx: &WriteTx, id: HandInId) -> Result<(), DbErr> {
    file::Entity::delete_by_id(id).exec(tx).await.map(|_| ())
}

/// Makes what stands of an assignment one that once stood.
///
/// # Errors
/// When the database refuses.
pub(super) async fn retire(tx: &WriteTx, id: HandInId) -> Result<(), DbErr> {
    hand_in::Entity::update_many()
        .col_expr(hand_in::Column::IsCurrent, Expr::value(false))
        .filter(hand_in::Column::Id.eq(id))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Writes the state of what still stands and has `version`; says whether there was such a thing.
///
/// # Errors
/// When the database refuses.
pub(super) async fn set_state(tx: &WriteTx, (id, version): (HandInId, i64), state: State) -> Result<bool, DbErr> {
    let written = hand_in::Entity::update_many()
        .col_expr(hand_in::Column::State, Expr::value(state))
        .col_expr(hand_in::Column::Version, Expr::value(version + 1))
        .filter(hand_in::Column::Id.eq(id))
        .filter(hand_in::Column::Version.eq(version))
        .filter(hand_in::Column::IsCurrent.eq(true))
        .exec(tx)
        .await?;
    Ok(written.rows_affected == 1)
}
