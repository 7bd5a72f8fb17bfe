//! The rows that decisions and certificates come from, read as they lie there.

use super::rules::{self, Rules};
use crate::kernel::Day;
use crate::requirements::{
    AssignmentState, CompletionRule, DayFact, DayNumber, Decision, Demand, Mark, PlanState, TrainingRecord,
};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

/// A stored decision with its rule.
#[derive(Debug, FromQueryResult)]
pub(super) struct DecisionRow {
    pub id: i64,
    pub participant_id: i64,
    pub rule_number: i64,
    pub rule_hash: String,
    pub rule: String,
    pub facts: String,
    pub verdict: String,
    pub is_current: bool,
    pub decided_on: String,
    pub decided_at: i64,
}

/// A certificate of either kind, with whom its participant is.
#[derive(Debug, FromQueryResult)]
pub(super) struct CertificateRow {
    pub id: i64,
    pub number: String,
    pub kind: String,
    pub participant_id: i64,
    pub facts: String,
    pub issued_at: i64,
    /// Why there is this edition: first, name, facts or renewal.
    pub cause: String,
    pub replaced_by: Option<i64>,
    pub person_id: i64,
    pub cohort_id: i64,
    pub holder: i64,
    pub course: i64,
}

#[derive(Debug, FromQueryResult)]
struct ParticipantRow {
    id: i64,
    cohort_id: i64,
}

/// A course day.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct DayRow {
    pub id: i64,
    pub cohort_id: i64,
    pub number: i64,
    pub day: String,
    pub minutes: i64,
    pub is_cancelled: bool,
    pub attested_at: Option<i64>,
}

/// A mark.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct MarkRow {
    pub participant_id: i64,
    pub course_day_id: i64,
    pub kind: String,
    pub minutes: Option<i64>,
    pub reference: String,
    pub reason: String,
    pub device: String,
    pub marked_at: i64,
}

impl MarkRow {
    /// Whether it looks as disposal leaves a mark, and there was one since.
    fn is_disposed(&self, disposals: &[i64]) -> bool {
        let is_bare = self.minutes.is_none() && self.reason.is_empty() && self.device.is_empty();
        is_bare && disposals.iter().any(|at| *at >= self.marked_at)
    }

    /// Whether a fact that was kept is of the same kind.
    fn is_like(&self, kept: Option<&DayFact>) -> bool {
        matches!(
            (self.kind.as_str(), kept.and_then(|fact| fact.mark.as_ref())),
            ("present", Some(Mark::Present(_))) | ("partial", Some(Mark::Partial(_)))
        )
    }
}

#[derive(Debug, FromQueryResult)]
struct DispensationRow {
    participant_id: i64,
    cohort_id: i64,
    demand: String,
    reason: String,
    given_at: i64,
    withdrawn_at: Option<i64>,
}

/// An assignment handed in, or an answer to one.
#[derive(Debug, FromQueryResult)]
struct HandInRow {
    id: i64,
    participant_id: i64,
    assignment: String,
    at: i64,
    /// Empty for the handing in itself.
    verdict: String,
}

/// The state of the plan of a participant's organisation from a moment on.
#[derive(Debug, FromQueryResult)]
struct PlanRow {
    participant_id: i64,
    state: String,
    recorded_at: i64,
}

/// Everything that is derived from.
pub(super) struct Raw {
    pub decisions: Vec<DecisionRow>,
    pub certificates: Vec<CertificateRow>,
    cohort_of: HashMap<i64, i64>,
    days: HashMap<i64, Vec<DayRow>>,
    /// By participant and day, oldest first.
    marks: HashMap<(i64, i64), Vec<MarkRow>>,
    /// By participant, oldest first.
    dispensations: HashMap<i64, Vec<DispensationRow>>,
    /// By participant, oldest first: each handing in before its answers.
    hand_ins: HashMap<i64, Vec<HandInRow>>,
    /// By participant, oldest first.
    plans: HashMap<i64, Vec<PlanRow>>,
    rules: Rules,
    /// When attendance was disposed of.
    disposals: Vec<i64>,
}

impl Raw {
    /// Reads the rows; eleven statements, whatever their number.
    pub(super) async fn read(db: &impl ConnectionTrait) -> Result<Self, DbErr> {
        let decisions = all(
            db,
            "SELECT d.id, d.participant_id, r.number AS rule_number, d.rule_hash, r.rule, d.facts, d.verdict, d.is_current, \
             CAST(d.decided_on AS TEXT) AS decided_on, d.decided_at \
             FROM completion_decisions d JOIN completion_rules r ON r.id = d.rule_id ORDER BY d.id",
        );
        let certificates = all(
            db,
            "SELECT c.id, c.number, c.kind, c.participant_id, c.facts, c.issued_at, c.cause, c.replaced_by, \
             c.person_id, c.cohort_id, p.person_id AS holder, p.cohort_id AS course \
             FROM certificates c JOIN participants p ON p.id = c.participant_id ORDER BY c.id",
        );
        let (decisions, certificates) = (decisions.await?, certificates.await?);
        let participants: Vec<ParticipantRow> = all(db, "SELECT id, cohort_id FROM participants").await?;
        let read: Vec<DayRow> = all(
            db,
            "SELECT id, cohort_id, number, CAST(day AS TEXT) AS day, minutes, is_cancelled, attested_at \
             FROM course_days ORDER BY cohort_id, number",
        )
        .await?;
        let days = grouped(read, |row| row.cohort_id);
        let read: Vec<MarkRow> = all(
            db,
            "SELECT participant_id, course_day_id, kind, minutes, reference, reason, device, marked_at FROM marks \
             ORDER BY id",
        )
        .await?;
        let marks = grouped(read, |row| (row.participant_id, row.course_day_id));
        let read: Vec<DispensationRow> = all(
            db,
            "SELECT participant_id, cohort_id, demand, reason, given_at, withdrawn_at FROM dispensations ORDER BY id",
        )
        .await?;
        let dispensations = grouped(read, |row| row.participant_id);
        let hand_ins = grouped(hand_ins(db).await?, |row| row.participant_id);
        let read: Vec<PlanRow> = all(
            db,
            "SELECT p.id AS participant_id, s.state, s.recorded_at FROM participants p \
             JOIN rollout_plans r ON r.organisation_id = p.organisation_id \
             JOIN rollout_states s ON s.plan_id = r.id ORDER BY s.id",
        )
        .await?;
        let plans = grouped(read, |row| row.participant_id);
        let (rules, disposals) = rules::read(db).await?;
        let cohort_of = participants.into_iter().map(|one| (one.id, one.cohort_id)).collect();
        Ok(Self { decisions, certificates, cohort_of, days, marks, dispensations, hand_ins, plans, rules, disposals })
    }

    /// Whether the cohort of a participant has the rule of this number, or had it until it was eased.
    pub(super) fn has_had_rule(&self, participant: i64, number: i64) -> bool {
        self.rules.numbers_of(self.cohort(participant)).contains(&number)
    }

    /// The rules the cohort of a participant has or had, that of now first; those that cannot be read are left out.
    pub(super) fn rules_of(&self, participant: i64) -> Vec<CompletionRule> {
        self.rules.of(self.cohort(participant))
    }

    /// A cohort no participant is in, where there is no such participant.
    fn cohort(&self, participant: i64) -> i64 {
        self.cohort_of.get(&participant).copied().unwrap_or_default()
    }

    /// Whether minutes that counted for a participant at `moment` have been disposed of and `kept` does not lend them.
    pub(super) fn has_lost_minutes(&self, participant: i64, moment: i64, kept: &TrainingRecord) -> bool {
        let has_lost = |(day, mark): (&DayRow, Option<&MarkRow>)| {
            let number = DayNumber::try_from(day.number).unwrap_or_default();
            let counted = |mark: &&MarkRow| matches!(mark.kind.as_str(), "present" | "partial");
            mark.filter(counted)
                .is_some_and(|mark| mark.is_disposed(&self.disposals) && !mark.is_like(kept.days.get(&number)))
        };
        self.days_at(participant, moment).into_iter().any(has_lost)
    }

    /// Whether the marks a participant had on a day at `moment` are gone, for disposal leaves the latest only.
    fn has_lost_marks(&self, participant: i64, day: &DayRow, moment: i64) -> bool {
        let first = self.marks.get(&(participant, day.id)).and_then(|marks| marks.first());
        first.is_some_and(|mark| mark.marked_at > moment && mark.is_disposed(&self.disposals))
    }

    /// The days of a participant's cohort with the mark that stood on each at `moment`.
    pub(super) fn days_at(&self, participant: i64, moment: i64) -> Vec<(&DayRow, Option<&MarkRow>)> {
        let cohort = self.cohort(participant);
        let days = self.days.get(&cohort).map_or(&[][..], Vec::as_slice);
        let stood = |day: &DayRow| {
            let marks = self.marks.get(&(participant, day.id))?;
            marks.iter().rev().find(|mark| mark.marked_at <= moment)
        };
        days.iter().map(|day| (day, stood(day))).collect()
    }

    /// The record of a participant as of `moment`, for `rule`; `kept` lends the minutes and marks that were disposed of.
    pub(super) fn record_at(
        &self,
        participant: i64,
        moment: i64,
        rule: &CompletionRule,
        kept: &TrainingRecord,
    ) -> TrainingRecord {
        let days = self.days_at(participant, moment);
        let fact = |(day, mark): (&DayRow, Option<&MarkRow>)| {
            let number = DayNumber::try_from(day.number).unwrap_or_default();
            let fact = day_fact(day, mark, moment, kept.days.get(&number));
            match kept.days.get(&number) {
                Some(then) if self.has_lost_marks(participant, day, moment) => {
                    (number, DayFact { date: fact.date, ..then.clone() })
                }
                _ => (number, fact),
            }
        };
        let cohort = self.cohort(participant);
        let given = self.dispensations.get(&participant).map_or(&[][..], Vec::as_slice).iter().filter(|one| {
            let is_over = one.withdrawn_at.is_some_and(|at| at <= moment);
            one.cohort_id == cohort && one.given_at <= moment && !is_over
        });
        let decision = |one: &DispensationRow| {
            let asked = match rule.demand_at(&one.demand) {
                Some(Demand::DecidedBy { role, .. }) => Some(role.clone()),
                _ => None,
            };
            let dispenses = asked.is_none().then(|| one.demand.clone());
            let by = asked.unwrap_or_else(|| "coordinator".to_owned());
            Decision { role: by, reason: one.reason.clone(), dispenses }
        };
        TrainingRecord {
            days: days.into_iter().map(fact).collect(),
            decisions: given.map(decision).collect(),
            assignments: self.assignments_at(participant, moment),
            rollout_plan: if rule.asks_for_the_plan() {
                self.plan_at(participant, moment)
            } else {
                PlanState::default()
            },
            ..TrainingRecord::default()
        }
    }

    fn assignments_at(&self, participant: i64, moment: i64) -> BTreeMap<String, AssignmentState> {
        let own = self.hand_ins.get(&participant).into_iter().flatten().filter(|row| row.at <= moment);
        let state = |row: &HandInRow| match row.verdict.as_str() {
            "approved" => AssignmentState::Approved,
            "returned" => AssignmentState::Returned,
            _ => AssignmentState::HandedIn,
        };
        own.map(|row| (row.assignment.clone(), state(row))).collect()
    }

    fn plan_at(&self, participant: i64, moment: i64) -> PlanState {
        let stood = self.plans.get(&participant).and_then(|own| own.iter().rfind(|row| row.recorded_at <= moment));
        stood.and_then(|row| serde_json::from_value(row.state.as_str().into()).ok()).unwrap_or_default()
    }
}

/// A day and the mark that stood on it, as the rule language says it.
fn day_fact(day: &DayRow, mark: Option<&MarkRow>, moment: i64, kept: Option<&DayFact>) -> DayFact {
    let of = u32::try_from(day.minutes).unwrap_or_default();
    let kept_minutes = match kept.and_then(|fact| fact.mark.as_ref()) {
        Some(Mark::Present(minutes) | Mark::Partial(minutes)) if mark.is_some_and(|mark| mark.is_like(kept)) => {
            Some(*minutes)
        }
        _ => None,
    };
    let there = |mark: &MarkRow, otherwise: u32| {
        let own = mark.minutes.and_then(|minutes| u32::try_from(minutes).ok());
        own.or(kept_minutes).unwrap_or(otherwise)
    };
    let said = mark.and_then(|mark| match mark.kind.as_str() {
        "present" => Some(Mark::Present(there(mark, of))),
        "partial" => Some(Mark::Partial(there(mark, 0))),
        "notified" => Some(Mark::Notified),
        "absent" => Some(Mark::Absent),
        "made_up" => Some(Mark::MadeUp(mark.reference.clone())),
        "credited" => Some(Mark::Credited(mark.reference.clone())),
        _ => None,
    });
    let by_reference = matches!(said, Some(Mark::MadeUp(_) | Mark::Credited(_)));
    let was_attested = day.attested_at.is_some_and(|at| at <= moment);
    DayFact {
        date: day.day.get(..10).and_then(|text| text.parse().ok()).unwrap_or(Day::MIN),
        minutes: of,
        attested: day.is_cancelled || by_reference || was_attested,
        mark: if day.is_cancelled { Some(Mark::Cancelled) } else { said },
    }
}

/// What was handed in and answered, each handing in before its answers.
async fn hand_ins(db: &impl ConnectionTrait) -> Result<Vec<HandInRow>, DbErr> {
    let mut read: Vec<HandInRow> =
        all(db, "SELECT id, participant_id, assignment, handed_in_at AS at, '' AS verdict FROM hand_ins ORDER BY id")
            .await?;
    let answers = all(
        db,
        "SELECT h.id, h.participant_id, h.assignment, a.answered_at AS at, a.verdict \
         FROM hand_in_answers a JOIN hand_ins h ON h.id = a.hand_in_id ORDER BY a.id",
    );
    read.extend(answers.await?);
    // Stable: answers to the same thing stay in their order, behind it.
    read.sort_by_key(|row| row.id);
    Ok(read)
}

/// The rows by a key, each group in the order of the rows.
pub(super) fn grouped<K: Eq + Hash, T>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, Vec<T>> {
    let mut groups: HashMap<K, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

pub(super) async fn all<T: FromQueryResult>(db: &impl ConnectionTrait, sql: &str) -> Result<Vec<T>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    rows.iter().map(|row| T::from_query_result(row, "")).collect()
}
