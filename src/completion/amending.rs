//! Amending the rule a cohort has pinned: only to one that is proven to ask for no more.

use super::model::Refusal;
use super::{Dispensation, facts, queries};
use crate::cohorts::{self, Cohort, CourseDay};
use crate::journal::{self, Event};
use crate::kernel::{CohortId, Day, Failure, Instant, ParticipantId};
use crate::locale::stockholm;
use crate::people::Coordinator;
use crate::programmes;
use crate::requirements::{
    self, CompletionRule, Outcome, Relaxation, TrainingRecord, entity as completion_rule, relaxes, weigh,
};
use crate::seats::Participant;
use crate::storage::Db;
use data_encoding::HEXLOWER;
use rocket::tokio::task::spawn_blocking;
use sea_orm::{ConnectionTrait, DbErr};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;

/// Why the new rule asks for no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// In every one of so many ends a course of these days can have.
    EveryRecord(usize),
    /// Not in every end, but in every end that each participant's record can still have.
    EveryParticipant,
}

/// One participant under both rules, as the record stands today.
#[derive(Debug, Clone)]
pub struct Case {
    /// The participant.
    pub participant: Participant,
    /// Under the rule that is pinned.
    pub before: Outcome,
    /// Under the other.
    pub after: Outcome,
    /// Whether some end of this record meets the pinned rule and not the other; looked at only where that is the question.
    pub may_lose: bool,
}

/// What an amendment would do.
#[derive(Debug, Clone)]
pub struct Amendment {
    /// The rule that is pinned.
    pub was: (completion_rule::Model, CompletionRule),
    /// The one the programme asks for now.
    pub is: (completion_rule::Model, CompletionRule),
    /// Every participant.
    pub cases: Vec<Case>,
    /// Why it may be done, or why not.
    pub proof: Result<Proof, Refusal>,
    /// What the button carries, so that what was seen is what is done.
    pub fingerprint: String,
}

/// What it would do to pin the programme's present rule to a cohort; `None` when it is pinned already, or nothing is.
///
/// # Errors
/// When the database does not answer.
pub async fn preview(db: &impl ConnectionTrait, cohort: &Cohort, today: Day) -> Result<Option<Amendment>, DbErr> {
    let Some(ground) = Ground::of(db, cohort).await? else { return Ok(None) };
    ground.judged(today).await.map(|(_, amendment)| Some(amendment))
}

/// Everything an amendment is judged on.
struct Ground {
    was: (completion_rule::Model, CompletionRule),
    is: (completion_rule::Model, CompletionRule),
    days: Vec<CourseDay>,
    records: Vec<(Participant, TrainingRecord)>,
    given: Vec<Dispensation>,
}

impl Ground {
    async fn of(db: &impl ConnectionTrait, cohort: &Cohort) -> Result<Option<Self>, DbErr> {
        let (Some(pinned), Some(was)) = (cohort.rule_id, queries::rule_of(db, cohort).await?) else { return Ok(None) };
        let version = programmes::queries::find_version(db, cohort.programme_version_id).await?;
        let Some(wanted) = version.map(|version| version.rule_id).filter(|wanted| *wanted != pinned) else {
            return Ok(None);
        };
        let row = requirements::queries::rule(db, wanted).await?;
        let Some(is) = row.and_then(|row| CompletionRule::parse(&row.rule).ok().map(|rule| (row, rule))) else {
            return Ok(None);
        };
        let records = facts::records_of(db, cohort.id).await?;
        let participants: Vec<ParticipantId> = records.iter().map(|(participant, _)| participant.id).collect();
        Ok(Some(Self {
            was,
            is,
            days: cohorts::queries::days_of(db, cohort.id).await?,
            given: queries::dispensations_of(db, cohort.id, &participants).await?,
            records,
        }))
    }

    /// Judges on a thread of its own kind: a proof is work for the processor, and others wait for the ones that answer.
    async fn judged(self, today: Day) -> Result<(Self, Amendment), DbErr> {
        let judge = move || {
            let amendment = self.judge(today);
            (self, amendment)
        };
        spawn_blocking(judge).await.map_err(|error| DbErr::Custom(error.to_string()))
    }

    fn judge(&self, today: Day) -> Amendment {
        let mut cases: Vec<Case> = self
            .records
            .iter()
            .map(|(participant, record)| Case {
                participant: participant.clone(),
                before: weigh(&self.was.1, record, today).outcome,
                after: weigh(&self.is.1, record, today).outcome,
                may_lose: false,
            })
            .collect();
        let proof = self.prove(&mut cases);
        let fingerprint = fingerprint((&self.was.0.hash, &self.is.0.hash), &cases);
        Amendment { was: self.was.clone(), is: self.is.clone(), cases, proof, fingerprint }
    }

    /// Whether everything read is the same, to the day.
    fn is_as(&self, other: &Self) -> bool {
        let rules = |one: &Self| (one.was.0.id, one.is.0.id);
        rules(self) == rules(other)
            && self.days == other.days
            && self.records == other.records
            && self.given == other.given
    }

    /// Proves the amendment over everybody's records, else over each participant's own.
    fn prove(&self, cases: &mut [Case]) -> Result<Proof, Refusal> {
        let (was, is) = (&self.was.1, &self.is.1);
        // Recorded decisions, too, and those that decisions rest on: at its place in another rule one would dispense from
        // whatever stands there.
        if self.given.iter().any(|one| was.demand_at(&one.demand) != is.demand_at(&one.demand)) {
            return Err(Refusal::DispensedFromOther);
        }
        let number = |day: &CourseDay| u16::try_from(day.number).unwrap_or(u16::MAX);
        let blank = TrainingRecord {
            days: self.days.iter().map(|day| (number(day), facts::fact(day, None))).collect(),
            ..TrainingRecord::default()
        };
        if let (Relaxation::Proven(points), true) = (relaxes(was, is, &blank), self.given.is_empty()) {
            return Ok(Proof::EveryRecord(points));
        }
        // Many have the same record, above all before the first day.
        let mut known: HashMap<String, bool> = HashMap::new();
        for ((_, record), case) in self.records.iter().zip(cases.iter_mut()) {
            let text = serde_json::to_string(record).unwrap_or_else(|_| case.participant.id.to_string());
            let loses = || !matches!(relaxes(was, is, record), Relaxation::Proven(_));
            case.may_lose = *known.entry(text).or_insert_with(loses);
        }
        if cases.is_empty() || cases.iter().any(|case| case.may_lose || case.after < case.before) {
            return Err(Refusal::NotEased);
        }
        Ok(Proof::EveryParticipant)
    }
}

fn fingerprint((was, is): (&str, &str), cases: &[Case]) -> String {
    let mut text = format!("{was} {is}");
    for case in cases {
        let _ = write!(text, " {} {:?} {:?} {}", case.participant.id, case.before, case.after, case.may_lose);
    }
    HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

/// Pins the programme's present rule to a cohort, as the preview with this `fingerprint` showed.
///
/// Decisions keep the rule they were made by; those whose verdict would be another one now are shaken. The proof is made before
/// the transaction, which only reads again what it was made on: proving may take seconds, and everybody else would wait.
///
/// # Errors
/// Missing for an unknown cohort, stale when the preview would be another one now, refused where nothing proves that the
/// rule asks for no more.
pub async fn amend(
    db: &Db,
    by: &Coordinator,
    (id, seen): (CohortId, &str),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let cohort = cohorts::queries::find(db.read(), id).await?.ok_or(Failure::Missing("cohort"))?;
    let read = Ground::of(db.read(), &cohort).await?.ok_or(Failure::Stale)?;
    let (read, amendment) = read.judged(stockholm::today(now)).await?;
    if amendment.fingerprint != seen {
        return Err(Failure::Stale);
    }
    let tx = db.begin_write().await?;
    let cohort = cohorts::queries::lock(&tx, id).await?.ok_or(Failure::Missing("cohort"))?;
    if !Ground::of(&tx, &cohort).await?.is_some_and(|now| now.is_as(&read)) {
        return Err(Failure::Stale);
    }
    let proof = match amendment.proof.map_err(Failure::Refused)? {
        Proof::EveryRecord(_) => "every_record",
        Proof::EveryParticipant => "every_participant",
    };
    cohorts::queries::pin_rule(&tx, id, amendment.is.0.id).await?;
    let event = Event::new("cohort.rule_amended", "cohort", id.0)
        .changed("rule_number", amendment.was.0.number, amendment.is.0.number)
        .with("rule", amendment.is.1.hash())
        .with("proof", proof);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}
