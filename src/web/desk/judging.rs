//! What has to be weighed before it can be said: who can be decided about, whose decision no longer stands on its facts, who
//! waits for a *närvarointyg*, whose paper shows other days than the reviewed decision.
//!
//! Weighing all cohorts at every look would be dear. So one statement each finds the cohorts in which something has happened
//! since a decision, somebody may wait for a paper, or a decision is younger than the paper; only these and the ones that are
//! over with somebody undecided are gathered, [`AT_ONCE`] in as many statements as for one. None of them is left out, however many they
//! are: what nobody is told of is never done.

use super::reading::Desk;
use super::waiting::last_day;
use crate::certification::otherwise::says_otherwise;
use crate::certification::rules::extent;
use crate::certification::{Certificate, CertificateKind, queries};
use crate::completion::model::Outcome;
use crate::completion::overview::{Overview, Weighed, overview};
use crate::completion::rules::Ground;
use crate::kernel::{CohortId, Day, Instant, ParticipantId};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Cohorts gathered together: a statement has room for so many ids.
const AT_ONCE: usize = 100;

/// Cohorts with something newer than a current decision: a mark, an attestation taken back or given anew, a day cancelled, an
/// assignment returned, a dispensation given or taken back, another rule.
const MOVED: &str = "\
SELECT p.cohort_id FROM completion_decisions d JOIN participants p ON p.id = d.participant_id \
JOIN marks m ON m.participant_id = d.participant_id AND m.marked_at > d.decided_at WHERE d.is_current \
UNION SELECT p.cohort_id FROM completion_decisions d JOIN participants p ON p.id = d.participant_id \
JOIN course_days c ON c.cohort_id = p.cohort_id \
WHERE d.is_current AND (c.attested_at IS NULL OR c.attested_at > d.decided_at \
OR c.is_cancelled AND d.facts NOT LIKE '%cancelled%') \
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

/// Cohorts with a certificate that may print what was reviewed since: the decision is younger, or it repeats an earlier edition.
const REVIEWED: &str = "\
SELECT DISTINCT c.cohort_id FROM certificates c JOIN completion_decisions d ON d.participant_id = c.participant_id \
WHERE c.state = 'current' AND d.is_current AND (d.decided_at > c.issued_at OR c.cause IN ('name','renewal'))";

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
    /// How many certificates show other days than the reviewed decision.
    pub otherwise: usize,
    /// When the earliest of these decisions was made.
    pub otherwise_since: Option<Instant>,
}

/// What weighing says of the cohorts it is worth it for.
///
/// # Errors
/// When the database does not answer.
pub async fn judged(db: &impl ConnectionTrait, desk: &Desk, today: Day) -> Result<BTreeMap<CohortId, Judged>, DbErr> {
    let is_over = |cohort: &CohortId| last_day(desk, *cohort).is_some_and(|last| last < today);
    let undecided = desk.participants.iter().filter(|one| !desk.decided.contains_key(&one.id));
    let mut cohorts: BTreeSet<CohortId> = undecided.map(|one| one.cohort_id).filter(is_over).collect();
    for sql in [MOVED, WITHOUT_PAPER, REVIEWED] {
        cohorts.extend(found(db, sql).await?);
    }
    let cohorts: Vec<CohortId> = cohorts.into_iter().collect();
    let mut judged = BTreeMap::new();
    for some in cohorts.chunks(AT_ONCE) {
        judge(db, some, (desk, today), &mut judged).await?;
    }
    Ok(judged)
}

async fn judge(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
    (desk, today): (&Desk, Day),
    judged: &mut BTreeMap<CohortId, Judged>,
) -> Result<(), DbErr> {
    let Overview { rules, people } = overview(db, cohorts, today).await?;
    let papers = queries::current_among(db, cohorts).await?;
    let mut held: HashMap<ParticipantId, Vec<&Certificate>> = HashMap::new();
    for paper in &papers {
        held.entry(paper.participant_id).or_default().push(paper);
    }
    for one in &people {
        let of = judged.entry(one.participant.cohort_id).or_default();
        let rule = rules.get(&one.participant.cohort_id);
        match &one.decision {
            None => of.decidable += usize::from(one.outcome.is_some()),
            Some(made) if one.ground != Ground::Firm => {
                of.shaken.insert(one.participant.id);
                of.shaken_since = Some(earlier(of.shaken_since, made.decided_at));
            }
            Some(made) if held.get(&one.participant.id).is_some_and(|papers| prints_otherwise(one, papers)) => {
                of.otherwise += 1;
                of.otherwise_since = Some(earlier(of.otherwise_since, made.decided_at));
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
    Ok(())
}

/// Whether the paper somebody holds for what was decided prints it otherwise.
fn prints_otherwise(one: &Weighed, papers: &[&Certificate]) -> bool {
    let (Some(made), Some(rule)) = (&one.decision, &one.decided_by) else { return false };
    let Ok(extent) = extent(&one.record, rule) else { return false };
    let kind = CertificateKind::of(made.verdict);
    papers.iter().any(|paper| paper.kind == kind && says_otherwise(paper, &extent))
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
