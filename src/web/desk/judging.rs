//! What has to be weighed before it can be said: who can be decided about, whose decision no longer stands on its facts, who
//! waits for a *närvarointyg*.
//!
//! Weighing all cohorts at every look would be dear. So one statement finds the cohorts in which something has happened since
//! a decision or somebody may wait for a paper, and only these and the ones that are over with somebody undecided are gathered:
//! at most [`MOST`], the newest first, in as many statements as for one.

use super::reading::Desk;
use super::waiting::last_day;
use crate::certification::rules::extent;
use crate::completion::model::Outcome;
use crate::completion::overview::{Overview, overview};
use crate::completion::rules::Ground;
use crate::kernel::{CohortId, Day, Instant, ParticipantId};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// Cohorts weighed for one look at the desk.
const MOST: usize = 40;

/// Cohorts with something newer than a current decision: a mark, an attestation taken back or given anew, a day cancelled, an
/// assignment returned, a dispensation given or taken back, another rule.
const MOVED: &str = "\
SELECT p.cohort_id FROM completion_decisions d JOIN participants p ON p.id = d.participant_id \
JOIN marks m ON m.participant_id = d.participant_id AND m.marked_at > d.decided_at WHERE d.is_current \
UNION SELECT p.cohort_id FROM completion_decisions d JOIN participants p ON p.id = d.participant_id \
JOIN course_days c ON c.cohort_id = p.cohort_id \
WHERE d.is_current AND (c.is_cancelled OR c.attested_at IS NULL OR c.attested_at > d.decided_at) \
UNION SELECT p.cohort_id FROM hand_in_answers a JOIN completion_decisions d ON d.participant_id = a.participant_id \
AND a.answered_at > d.decided_at JOIN participants p ON p.id = d.participant_id WHERE d.is_current \
UNION SELECT p.cohort_id FROM dispensations s JOIN completion_decisions d ON d.participant_id = s.participant_id \
AND (s.given_at > d.decided_at OR s.withdrawn_at > d.decided_at) JOIN participants p ON p.id = d.participant_id \
WHERE d.is_current \
UNION SELECT p.cohort_id FROM completion_decisions d JOIN participants p ON p.id = d.participant_id \
JOIN cohorts c ON c.id = p.cohort_id WHERE d.is_current AND c.rule_id IS NOT NULL AND c.rule_id <> d.rule_id";

/// Cohorts with somebody who can no longer meet the rule, attended something, and has never had a *närvarointyg*.
const WITHOUT_PAPER: &str = "\
SELECT DISTINCT p.cohort_id FROM completion_decisions d JOIN participants p ON p.id = d.participant_id \
WHERE d.is_current AND d.verdict = 'impossible' AND p.state = 'active' \
AND NOT EXISTS (SELECT 1 FROM certificates c WHERE c.participant_id = d.participant_id \
AND (c.kind = 'attendance' OR c.state = 'current')) \
AND EXISTS (SELECT 1 FROM marks m WHERE m.participant_id = d.participant_id \
AND m.kind IN ('present','partial','made_up','credited'))";

/// What weighing says of one cohort.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    /// How many can be decided about now.
    pub decidable: usize,
    /// Whose decision has lost its ground.
    pub shaken: BTreeSet<ParticipantId>,
    /// When the earliest of these decisions was made.
    pub shaken_since: Option<Instant>,
    /// How many wait for a *närvarointyg*.
    pub attendance: usize,
    /// When the earliest of them was decided about.
    pub attendance_since: Option<Instant>,
}

/// What weighing says of the cohorts it is worth it for.
///
/// # Errors
/// When the database does not answer.
pub async fn judged(db: &impl ConnectionTrait, desk: &Desk, today: Day) -> Result<BTreeMap<CohortId, Judged>, DbErr> {
    let is_over = |cohort: &CohortId| last_day(desk, *cohort).is_some_and(|last| last < today);
    let undecided = desk.participants.iter().filter(|one| !desk.decided.contains_key(&one.id));
    let mut cohorts: BTreeSet<CohortId> = undecided.map(|one| one.cohort_id).filter(is_over).collect();
    for sql in [MOVED, WITHOUT_PAPER] {
        cohorts.extend(found(db, sql).await?);
    }
    let newest: Vec<CohortId> = cohorts.into_iter().rev().take(MOST).collect();
    let Overview { rules, people } = overview(db, &newest, today).await?;
    let mut judged: BTreeMap<CohortId, Judged> = BTreeMap::new();
    for one in &people {
        let of = judged.entry(one.participant.cohort_id).or_default();
        let rule = rules.get(&one.participant.cohort_id);
        match &one.decision {
            None => of.decidable += usize::from(one.outcome.is_some()),
            Some(made) if one.ground != Ground::Firm => {
                of.shaken.insert(one.participant.id);
                of.shaken_since = Some(earlier(of.shaken_since, made.decided_at));
            }
            Some(made)
                if made.verdict == Outcome::Impossible && !desk.with_attendance.contains(&one.participant.id) =>
            {
                let waits = rule.is_some_and(|rule| extent(&one.record, rule).is_ok_and(|extent| extent.minutes > 0));
                if waits {
                    of.attendance += 1;
                    of.attendance_since = Some(earlier(of.attendance_since, made.decided_at));
                }
            }
            Some(_) => {}
        }
    }
    Ok(judged)
}

fn earlier(before: Option<Instant>, other: Instant) -> Instant {
    before.map_or(other, |before| before.min(other))
}

#[derive(FromQueryResult)]
struct Found {
    cohort_id: CohortId,
}

async fn found(db: &impl ConnectionTrait, sql: &str) -> Result<Vec<CohortId>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    rows.iter().map(|row| Ok(Found::from_query_result(row, "")?.cohort_id)).collect()
}
