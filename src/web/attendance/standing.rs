//! Where participants stand against the rule, as chips and words; and clock times beside what was saved.

use crate::attendance::{Mark, MarkKind};
use crate::cohorts::CourseDay;
use crate::completion::{self, CompletionDecision, facts};
use crate::kernel::{CourseDayId, Day, Instant, Lang, ParticipantId};
use crate::locale::{dates, stockholm};
use crate::people::masked_value;
use crate::requirements::{
    CompletionRule, Line, Outcome, Titles, TrainingRecord, Verdict, Voice, explain, headline, weigh, weigh_with_margin,
};
use crate::web::parts::{Chip, Icon, StripDay, Tone};
use crate::web::strip;
use chrono::Timelike;
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::HashMap;

/// A verdict as a chip.
#[must_use]
pub fn chip(outcome: Outcome, lang: Lang) -> Chip {
    match outcome {
        Outcome::Met => Chip::new(lang.say("Uppfyller kraven", "Meets the requirements"), Tone::Done, Icon::Check),
        Outcome::Possible => {
            Chip::new(lang.say("Kan fortfarande nå kraven", "Can still meet them"), Tone::Quiet, Icon::Clock)
        }
        Outcome::Impossible => {
            Chip::new(lang.say("Kan inte längre nå kraven", "Can no longer meet them"), Tone::Stop, Icon::Cross)
        }
    }
}

/// A verdict as a chip, where somebody's decision may be all that is missing.
#[must_use]
pub fn chip_of(verdict: &Verdict, lang: Lang) -> Chip {
    if verdict.awaits_a_decision() {
        return Chip::new(lang.say("Väntar på beslut", "Waiting for a decision"), Tone::Quiet, Icon::Clock);
    }
    chip(verdict.outcome, lang)
}

/// Whom to speak to today: one more missed day may be one too many, or already was.
#[must_use]
pub fn warning(verdict: &Verdict, lang: Lang) -> Option<Chip> {
    if verdict.about_to_fall() {
        let words = lang.say("Kan inte missa fler dagar", "Cannot miss any more days");
        return Some(Chip::new(words, Tone::Now, Icon::Alert));
    }
    (verdict.outcome == Outcome::Impossible).then(|| chip_of(verdict, lang))
}

/// Every participant's verdict; empty when the cohort has no rule.
///
/// # Errors
/// When the database does not answer.
pub async fn verdicts_of(
    db: &impl ConnectionTrait,
    cohort: &crate::cohorts::Cohort,
    today: Day,
) -> Result<HashMap<ParticipantId, Verdict>, DbErr> {
    let Some((_, rule)) = completion::queries::rule_of(db, cohort).await? else { return Ok(HashMap::new()) };
    let records = facts::records_of(db, cohort.id).await?;
    let weighed = |record| weigh_with_margin(&rule, record, today);
    Ok(records.iter().map(|(participant, record)| (participant.id, weighed(record))).collect())
}

/// Takes the reasons of dispensations out of the verdict about somebody protected: they are theirs to read, everybody else
/// reads that there are some.
pub fn mask_reasons(verdict: &mut Verdict, lang: Lang) {
    for node in verdict.nodes.iter_mut().filter(|node| node.dispensed.is_some()) {
        node.dispensed = Some(masked_value(lang).to_owned());
    }
}

/// A rule's verdict in words: the headline, then a line for each demand.
#[must_use]
pub fn words(verdict: &Verdict, voice: Voice, lang: Lang) -> (String, Vec<Line>) {
    (headline(verdict, voice, lang), explain(verdict, voice, lang))
}

/// What a decision was made on: the rule it was made by in one sentence, and a line for each demand as the facts stood then.
///
/// `None` where rule or facts cannot be read any more.
///
/// # Errors
/// When the database does not answer.
pub async fn decided_on(
    db: &impl ConnectionTrait,
    decision: &CompletionDecision,
    (days, titles): (&[CourseDay], &Titles),
    lang: Lang,
) -> Result<Option<(String, Vec<Line>)>, DbErr> {
    let row = crate::requirements::queries::rule(db, decision.rule_id).await?;
    let rule = row.and_then(|row| CompletionRule::parse(&row.rule).ok());
    let Some((rule, record)) = rule.zip(serde_json::from_str::<TrainingRecord>(&decision.facts).ok()) else {
        return Ok(None);
    };
    let verdict = weigh(&rule, &record, decision.decided_on).titled(titles);
    Ok(Some((rule_in_words(&rule.titled(titles), days, lang), explain(&verdict, Voice::You, lang))))
}

/// The rule's demand in one sentence, over as many days as the cohort has.
#[must_use]
pub fn rule_in_words(rule: &CompletionRule, days: &[CourseDay], lang: Lang) -> String {
    crate::requirements::sentence(rule, u16::try_from(days.len()).ok(), lang)
}

/// The strip of one participant, with the minutes of partly attended days.
#[must_use]
pub fn strip_of(lang: Lang, days: &[CourseDay], marks: &[&Mark], today: Day) -> Vec<StripDay> {
    let kinds: HashMap<CourseDayId, MarkKind> = marks.iter().map(|mark| (mark.course_day_id, mark.kind)).collect();
    let mut squares = strip::of_participant(lang, days, &kinds, today);
    for (square, day) in squares.iter_mut().zip(days) {
        let mark = marks.iter().find(|mark| mark.course_day_id == day.id && mark.kind == MarkKind::Partial);
        square.note = mark.and_then(|mark| mark.minutes).map(|minutes| minutes_of(lang, minutes, day.minutes));
    }
    squares
}

/// `300 av 360 minuter`.
#[must_use]
pub fn minutes_of(lang: Lang, minutes: i64, of: i64) -> String {
    lang.say(format!("{minutes} av {of} min"), format!("{minutes} of {of} min"))
}

/// A moment's time of day as it stands behind "Sparat": `9.04`.
#[must_use]
pub fn clock(lang: Lang, at: Instant) -> String {
    let local = stockholm::to_stockholm(at);
    let (hour, minute) = (local.hour(), local.minute());
    lang.say(format!("{hour}.{minute:02}"), format!("{hour}:{minute:02}"))
}

/// The times of a course day.
#[must_use]
pub fn times(lang: Lang, day: &CourseDay) -> String {
    let minute = |value: i64| u32::try_from(value).unwrap_or_default();
    dates::time_range(lang, minute(day.starts_minute), minute(day.ends_minute))
}
