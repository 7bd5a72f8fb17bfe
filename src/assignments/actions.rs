//! Handing in, and answering.

use super::entity::{answer, file, hand_in};
use super::model::{Handed, Refusal, State, Verdict, Way};
use super::{letters, plan, queries, rules};
use crate::access::{Letterhead, SubmissionKey, submissions};
use crate::applications::Applicant;
use crate::attendance;
use crate::cohorts::{self, Cohort, CohortState};
use crate::journal::{self, Event};
use crate::kernel::{Failure, HandInId, Instant};
use crate::people::Trainer;
use crate::requirements::CompletionRule;
use crate::seats::{self, Participant, ParticipantState};
use crate::storage::{Db, WriteTx, is_taken};
use sea_orm::{ActiveValue::Set, EntityTrait};

/// Something to be handed in.
#[derive(Debug, Clone)]
pub struct NewHandIn {
    /// Which assignment, by its key in the rule.
    pub assignment: String,
    /// What.
    pub handed: Handed,
    /// The form's key.
    pub key: SubmissionKey,
    /// Where a repeated sender is led.
    pub receipt: String,
}

/// What is answered to something handed in.
#[derive(Debug, Clone)]
pub struct NewAnswer {
    /// The verdict.
    pub verdict: Verdict,
    /// What the participant reads; says what is missing where it is returned.
    pub comment: String,
    /// The version of what was read.
    pub version: i64,
}

/// Hands in an assignment that `rule`, the cohort's, asks for. What was handed in before and is not approved stands no more.
///
/// Of what was handed in before and never answered the file's bytes go, and the trainers are not told again: they have a
/// letter that leads to the latest.
///
/// # Errors
/// Missing for whoever takes no part, repeated for a form sent before; refused where the rule does not ask for it, where it
/// is approved, where there is no plan to hand in, or where it was handed in as often as may be.
pub async fn hand_in(
    (db, head): (&Db, &Letterhead<'_>),
    by: &Applicant,
    rule: &CompletionRule,
    new: NewHandIn,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    if !rule.assignments().iter().any(|key| *key == new.assignment) {
        return Err(Failure::Refused(Refusal::NotAsked));
    }
    let tx = db.begin_write().await?;
    submissions::spend(&tx, &new.key, &new.receipt, now).await?;
    let participant = seats::queries::participant_of(&tx, by.application.id).await?;
    let participant = participant.filter(|one| one.state == ParticipantState::Active);
    let participant = participant.ok_or(Failure::Missing("participant"))?;
    let cohort = held(&tx, &participant).await?;
    if cohort.state == CohortState::Cancelled {
        return Err(Failure::Refused(Refusal::Cancelled));
    }
    let before = queries::current_of(&tx, participant.id, &new.assignment).await?;
    if before.as_ref().is_some_and(|before| before.state == State::Approved) {
        return Err(Failure::Refused(Refusal::Approved));
    }
    let counted = queries::times_of(&tx, participant.id, &new.assignment, now).await?;
    rules::may_hand_in(counted).map_err(Failure::Refused)?;
    let was_unread = before.as_ref().is_some_and(|before| before.state == State::HandedIn);
    if let Some(before) = &before {
        queries::retire(&tx, before.id).await?;
    }
    if let Some(unread) = before.filter(|_| was_unread) {
        queries::remove_file(&tx, unread.id).await?;
    }
    let handed = write(&tx, &participant, (new.assignment, new.handed), now).await?;
    by.note_used(&tx, head.keys, now).await?;
    let event = Event::new("assignment.handed_in", "participant", participant.id.0)
        .with("assignment", handed.assignment.as_str())
        .with("way", handed.way.key())
        .with("hand_in", handed.id.0);
    journal::record(&tx, &by.actor(), event, now).await?;
    if !was_unread {
        letters::tell_trainers(&tx, head, (&handed, &participant, &cohort), now).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn write(
    tx: &WriteTx,
    participant: &Participant,
    (assignment, handed): (String, Handed),
    now: Instant,
) -> Result<hand_in::Model, Failure<Refusal>> {
    let Handed { way, mut words, file, lang } = handed;
    if way == Way::Plan {
        let plan = plan::plan_in_words(tx, participant.organisation_id, lang).await?;
        let plan = plan.ok_or(Failure::Refused(Refusal::NoPlan))?;
        words = if words.is_empty() { plan } else { format!("{words}\n\n{plan}") };
    }
    let row = hand_in::ActiveModel {
        participant_id: Set(participant.id),
        assignment: Set(assignment),
        way: Set(way),
        words: Set(words),
        handed_in_at: Set(now),
        state: Set(State::HandedIn),
        is_current: Set(true),
        version: Set(1),
        ..hand_in::ActiveModel::default()
    };
    let handed = hand_in::Entity::insert(row).exec_with_returning(tx).await;
    // Two devices at once: the other one's stands, and this page is shown it.
    let handed = handed.map_err(|error| if is_taken(&error) { Failure::Stale } else { Failure::Storage(error) })?;
    if let Some((kind, bytes)) = file {
        let row = file::ActiveModel {
            hand_in_id: Set(handed.id),
            participant_id: Set(participant.id),
            kind: Set(kind),
            size: Set(i64::try_from(bytes.len()).unwrap_or(i64::MAX)),
            bytes: Set(bytes),
        };
        file::Entity::insert(row).exec_without_returning(tx).await?;
    }
    Ok(handed)
}

/// Answers what was handed in: approves it, or returns it with a comment.
///
/// What is approved can still be returned, as a correction; where completion was decided on it, that raises a review.
///
/// # Errors
/// Missing when it is not of a cohort of `by`'s, stale when it was answered or handed in anew in between.
pub async fn answer(
    (db, head): (&Db, &Letterhead<'_>),
    by: &Trainer,
    id: HandInId,
    new: &NewAnswer,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let handed = queries::find(&tx, id).await?.ok_or(Failure::Missing("hand-in"))?;
    let participant = seats::queries::find_participant(&tx, handed.participant_id).await?;
    let participant = participant.ok_or(Failure::Missing("participant"))?;
    if !attendance::queries::is_open_to(&tx, by, participant.cohort_id).await? {
        return Err(Failure::Missing("hand-in"));
    }
    let cohort = held(&tx, &participant).await?;
    if !queries::set_state(&tx, (id, new.version), new.verdict.state()).await? {
        return Err(Failure::Stale);
    }
    let row = answer::ActiveModel {
        hand_in_id: Set(id),
        participant_id: Set(participant.id),
        verdict: Set(new.verdict),
        comment: Set(new.comment.clone()),
        answered_at: Set(now),
        answered_by: Set(by.account),
        ..answer::ActiveModel::default()
    };
    answer::Entity::insert(row).exec_without_returning(&tx).await?;
    let event = match new.verdict {
        Verdict::Approved => Event::new("assignment.approved", "participant", participant.id.0),
        Verdict::Returned => Event::new("assignment.returned", "participant", participant.id.0),
    };
    let event = event.with("assignment", handed.assignment.as_str()).with("hand_in", id.0);
    journal::record(&tx, &by.actor(), event, now).await?;
    letters::tell_participant(&tx, head, (&handed, &participant, &cohort), (new.verdict, &new.comment), now).await?;
    tx.commit().await?;
    Ok(())
}

/// The participant's cohort, held, so that handing in, answering and deciding cannot cross.
async fn held(tx: &WriteTx, participant: &Participant) -> Result<Cohort, Failure<Refusal>> {
    cohorts::queries::lock(tx, participant.cohort_id).await?.ok_or(Failure::Missing("cohort"))
}
