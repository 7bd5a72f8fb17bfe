//! Deciding who met the rule.

use super::entity::{self, ActiveModel};
use super::model::{Outcome, Refusal};
use super::{facts, queries, rules};
use crate::cohorts::{self, Cohort, CohortState, Roll};
use crate::graduates::entity::graduate;
use crate::graduates::{self, Source};
use crate::journal::{self, Event};
use crate::kernel::{Actor, CohortId, Day, DecisionId, Failure, Instant, ParticipantId, ProgrammeId};
use crate::locale::stockholm;
use crate::people::Coordinator;
use crate::programmes;
use crate::requirements::{CompletionRule, TrainingRecord, entity as completion_rule, weigh};
use crate::seats::{self, Participant};
use crate::storage::{Db, WriteTx};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};
use std::collections::HashSet;

/// How many were decided about in one go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Decided {
    /// How many met the rule.
    pub met: usize,
    /// How many can no longer meet it.
    pub impossible: usize,
    /// How many can still meet it and wait.
    pub waiting: usize,
}

/// Decides about everybody in a cohort who meets the rule or can no longer meet it, and has not been decided about.
///
/// Each decision keeps the rule's hash and the facts it was made on. Who met the rule becomes a graduate. Deciding again
/// adds nothing: a decision whose facts have changed since is taken up by [`review`], one by one, never in passing.
///
/// # Errors
/// Missing for an unknown cohort, refused when it has no rule, stale when the rule, who is decided about or what is decided
/// is another than the preview with the fingerprint `seen` showed ([`rules::fingerprint`]; `None` without a button).
pub async fn decide(
    db: &Db,
    by: &Coordinator,
    (cohort, seen): (CohortId, Option<&str>),
    now: Instant,
) -> Result<Decided, Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let bench = Bench::open(&tx, by, cohort, now).await?;
    let decided: HashSet<ParticipantId> =
        queries::decisions_of(&tx, cohort).await?.into_iter().map(|decision| decision.participant_id).collect();
    let mut count = Decided::default();
    let mut cases = Vec::new();
    for (participant, record) in facts::records_of(&tx, cohort).await? {
        if decided.contains(&participant.id) {
            continue;
        }
        let outcome = bench.decide(&tx, &participant, &record).await?;
        cases.push((participant.id, outcome));
        match outcome {
            Some(Outcome::Met) => count.met += 1,
            Some(Outcome::Impossible) => count.impossible += 1,
            None => count.waiting += 1,
        }
    }
    if seen.is_some_and(|seen| seen != rules::fingerprint(&bench.rule.1.hash(), cases)) {
        return Err(Failure::Stale);
    }
    tx.commit().await?;
    Ok(count)
}

/// Decides anew about one participant whose facts have changed since `decision` was made.
///
/// The former decision stays on record. When the rule can still be met after all, it is taken back and nothing new is
/// decided. A graduation that no longer holds is withdrawn; a certificate that was issued has to be revoked by itself.
///
/// # Errors
/// Missing when the participant is not in the cohort; stale when somebody else decided in between, or when the rule, the facts
/// or what is decided on them are others than those with the fingerprint `seen` ([`rules::case_fingerprint`]).
pub async fn review(
    db: &Db,
    by: &Coordinator,
    (cohort, participant): (CohortId, ParticipantId),
    (decision, seen): (DecisionId, &str),
    now: Instant,
) -> Result<Option<Outcome>, Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let bench = Bench::open(&tx, by, cohort, now).await?;
    let records = facts::records_of(&tx, cohort).await?;
    let found = records.into_iter().find(|(each, _)| each.id == participant);
    let (participant, record) = found.ok_or(Failure::Missing("participant"))?;
    let former = queries::decision_of(&tx, participant.id).await?.filter(|former| former.id == decision);
    let former = former.ok_or(Failure::Stale)?;
    if !queries::retire(&tx, &former).await? {
        return Err(Failure::Stale);
    }
    let event = Event::new("completion.reviewed", "participant", participant.id.0).with("former", former.verdict.key());
    journal::record(&tx, &by.actor(), event, now).await?;
    let outcome = bench.decide(&tx, &participant, &record).await?;
    if seen != rules::case_fingerprint(&bench.rule.1.hash(), (participant.id, outcome), &record) {
        return Err(Failure::Stale);
    }
    if outcome != Some(Outcome::Met) {
        graduates::queries::set_withdrawn(&tx, (participant.person_id, cohort), Some(now)).await?;
    }
    tx.commit().await?;
    Ok(outcome)
}

/// Closes every running cohort that is over, each in a transaction of its own. Says how many that was.
///
/// Nothing is locked by it but the cohort's own plan: marks can still be corrected, decisions reviewed, certificates
/// issued, and private links go on for as long as they were made for.
///
/// # Errors
/// When the database does not answer; what was closed before stays so.
pub async fn close_due(db: &Db, now: Instant) -> Result<usize, DbErr> {
    let mut closed = 0;
    for cohort in cohorts::queries::in_state(db.read(), CohortState::Running).await? {
        if is_over(db.read(), cohort.id, now).await? && close(db, cohort.id, now).await? {
            closed += 1;
        }
    }
    Ok(closed)
}

async fn is_over(db: &impl ConnectionTrait, id: CohortId, now: Instant) -> Result<bool, DbErr> {
    let days = cohorts::queries::held(&cohorts::queries::days_of(db, id).await?);
    let taking_part = seats::queries::active_among(db, &[id]).await?.len();
    let decided = queries::decisions_of(db, id).await?.len();
    let roll = Roll { taking_part, undecided: taking_part.saturating_sub(decided) };
    Ok(cohorts::rules::is_over(&days, roll, now))
}

/// Asks again under the lock: a decision may have been taken back meanwhile.
async fn close(db: &Db, id: CohortId, now: Instant) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    let cohort = cohorts::queries::lock(&tx, id).await?;
    if cohort.is_none_or(|cohort| cohort.state != CohortState::Running) || !is_over(&tx, id, now).await? {
        return Ok(false);
    }
    cohorts::queries::set_state(&tx, id, CohortState::Closed).await?;
    journal::record(&tx, &Actor::House, Event::new("cohort.closed", "cohort", id.0), now).await?;
    tx.commit().await?;
    Ok(true)
}

/// What every decision of one sitting has in common.
struct Bench<'a> {
    by: &'a Coordinator,
    cohort: Cohort,
    programme: ProgrammeId,
    rule: (completion_rule::Model, CompletionRule),
    today: Day,
    now: Instant,
}

impl<'a> Bench<'a> {
    /// Locks the cohort, so that two who press the button at once decide one after the other.
    async fn open(tx: &WriteTx, by: &'a Coordinator, cohort: CohortId, now: Instant) -> Result<Self, Failure<Refusal>> {
        let cohort = cohorts::queries::lock(tx, cohort).await?.ok_or(Failure::Missing("cohort"))?;
        let rule = queries::rule_of(tx, &cohort).await?.ok_or(Failure::Refused(Refusal::NoRule))?;
        let version = programmes::queries::find_version(tx, cohort.programme_version_id).await?;
        let version = version.ok_or(Failure::Missing("programme"))?;
        Ok(Self { by, cohort, programme: version.programme_id, rule, today: stockholm::today(now), now })
    }

    async fn decide(
        &self,
        tx: &WriteTx,
        participant: &Participant,
        record: &TrainingRecord,
    ) -> Result<Option<Outcome>, Failure<Refusal>> {
        let (row, rule) = &self.rule;
        let Some(outcome) = rules::to_decide(&weigh(rule, record, self.today), record) else { return Ok(None) };
        let facts = serde_json::to_string(record).map_err(|error| DbErr::Json(error.to_string()))?;
        let decision = ActiveModel {
            participant_id: Set(participant.id),
            rule_id: Set(row.id),
            rule_hash: Set(rule.hash()),
            facts: Set(facts),
            verdict: Set(outcome),
            decided_on: Set(self.today),
            decided_at: Set(self.now),
            decided_by: Set(self.by.account),
            is_current: Set(true),
            ..ActiveModel::default()
        };
        entity::Entity::insert(decision).exec_without_returning(tx).await?;
        if outcome == Outcome::Met {
            self.graduate(tx, participant).await?;
        }
        let event = Event::new("completion.decided", "participant", participant.id.0)
            .with("verdict", outcome.key())
            .with("cohort", self.cohort.id.0)
            .with("rule", rule.hash());
        journal::record(tx, &self.by.actor(), event, self.now).await?;
        Ok(Some(outcome))
    }

    /// Writes the graduation, or makes good one that was taken back. A revoked certificate stays revoked.
    async fn graduate(&self, tx: &WriteTx, participant: &Participant) -> Result<(), DbErr> {
        if queries::graduation_of(tx, participant.person_id, self.cohort.id).await?.is_some() {
            return graduates::queries::set_withdrawn(tx, (participant.person_id, self.cohort.id), None).await;
        }
        let row = graduate::ActiveModel {
            person_id: Set(participant.person_id),
            programme_id: Set(self.programme),
            organisation_id: Set(participant.organisation_id),
            cohort_id: Set(Some(self.cohort.id)),
            course: Set(self.cohort.name.clone()),
            completed_on: Set(self.today),
            source: Set(Source::Course),
            import_id: Set(None),
            withdrawn_at: Set(None),
            certified_at: Set(None),
            revoked_at: Set(None),
            created_at: Set(self.now),
            ..graduate::ActiveModel::default()
        };
        graduate::Entity::insert(row).exec_without_returning(tx).await.map(|_| ())
    }
}
