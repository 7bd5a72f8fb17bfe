//! A rule tried on facts made up in the form: a day each with its mark, and whatever else the rule asks about.

use super::saved::Saved;
use crate::kernel::{Day, Lang};
use crate::requirements::{
    AssignmentState, CompletionRule, DayFact, DayNumber, Decision, Demand, Line, Mark, PlanState, TrainingRecord,
    Voice, role_in_words, weigh,
};
use crate::web::attendance::standing::{chip, words};
use crate::web::form::Submitted;
use crate::web::parts::{Chip, Choice};
use chrono::Days;
use data_encoding::HEXLOWER;

/// What the trial shows.
pub struct Trial {
    /// The questions: a select each.
    pub questions: Vec<Question>,
    /// The verdict over the answers; `None` while the rule is unsound.
    pub verdict: Option<(Chip, String, Vec<Line>)>,
}

/// One fact to make up.
pub struct Question {
    /// The field.
    pub field: String,
    /// What is asked.
    pub label: String,
    /// What was chosen.
    pub value: String,
    /// What may be chosen.
    pub choices: Vec<Choice>,
}

/// Builds the trial of `rule` from what the form says; the example's days lie a week apart, from a week after `today`.
pub(super) fn trial(
    saved: &Saved,
    rule: Option<&CompletionRule>,
    form: &Submitted,
    (today, lang): (Day, Lang),
) -> Trial {
    let mut questions: Vec<Question> = saved
        .days
        .iter()
        .map(|day| {
            let field = format!("mark-{}", day.number);
            let label = format!("{} {}: {}", lang.say("Dag", "Day"), day.number, day.title(lang));
            question(form, field, label, marks(lang))
        })
        .collect();
    let asked: Vec<&Demand> = rule.map(demands).unwrap_or_default();
    for demand in &asked {
        questions.extend(ask((saved, form), demand, lang));
    }
    let verdict = rule.map(|rule| {
        let verdict = weigh(rule, &record(saved, &asked, form, today), today).titled(saved.titles(lang));
        let (headline, lines) = words(&verdict, Voice::They, lang);
        (chip(verdict.outcome, lang), headline, lines)
    });
    Trial { questions, verdict }
}

/// What a rule asks about beside the days, each thing once.
fn demands(rule: &CompletionRule) -> Vec<&Demand> {
    let mut asked: Vec<&Demand> = Vec::new();
    let same = |one: &Demand, other: &Demand| match (one, other) {
        (Demand::Assignment { key, .. }, Demand::Assignment { key: other, .. })
        | (Demand::EvaluationAnswered { survey: key }, Demand::EvaluationAnswered { survey: other })
        | (Demand::DecidedBy { role: key, .. }, Demand::DecidedBy { role: other, .. }) => key == other,
        (Demand::RolloutPlan { .. }, Demand::RolloutPlan { .. }) => true,
        _ => false,
    };
    for (_, demand) in rule.places() {
        if same(demand, demand) && !asked.iter().any(|known| same(known, demand)) {
            asked.push(demand);
        }
    }
    asked
}

fn question(form: &Submitted, field: String, label: String, choices: Vec<Choice>) -> Question {
    let value = form.get(&field).to_owned();
    let first = choices.first().map(|choice| choice.value.clone()).unwrap_or_default();
    Question { value: if value.is_empty() { first } else { value }, field, label, choices }
}

/// The field that answers for a demand, named for what it asks: demands that move or go take no other's answer along.
fn field(demand: &Demand) -> String {
    let key = match demand {
        Demand::Assignment { key, .. } => key.as_str(),
        Demand::EvaluationAnswered { survey } => survey,
        Demand::DecidedBy { role, .. } => role,
        _ => "",
    };
    format!("fact-{}-{}", demand.word(), HEXLOWER.encode(key.as_bytes()))
}

fn ask((saved, form): (&Saved, &Submitted), demand: &Demand, lang: Lang) -> Option<Question> {
    let field = field(demand);
    let yes_no = |no: &str, yes: &str| vec![Choice::new("no", no), Choice::new("yes", yes)];
    match demand {
        Demand::Assignment { key, .. } => {
            let title = saved.titles(lang).of(key);
            let label = lang.say(format!("Hemuppgiften ”{title}”"), format!("The assignment “{title}”"));
            Some(question(form, field, label, assignment_states(lang)))
        }
        Demand::EvaluationAnswered { survey } => {
            let label = lang.say(format!("Enkäten ”{survey}”"), format!("The survey “{survey}”"));
            let choices = yes_no(lang.say("inte besvarad", "not answered"), lang.say("besvarad", "answered"));
            Some(question(form, field, label, choices))
        }
        Demand::RolloutPlan { .. } => {
            let label = lang.say("Genomförandeplanen", "The rollout plan").to_owned();
            Some(question(form, field, label, plan_states(lang)))
        }
        Demand::DecidedBy { role, .. } => {
            let who = role_in_words(role, lang);
            let label = lang.say(format!("Beslut av {who}"), format!("Decision by {who}"));
            let choices = yes_no(lang.say("inte fattat", "not given"), lang.say("fattat", "given"));
            Some(question(form, field, label, choices))
        }
        _ => None,
    }
}

fn record(saved: &Saved, asked: &[&Demand], form: &Submitted, today: Day) -> TrainingRecord {
    let mut record = TrainingRecord::default();
    for day in &saved.days {
        let number = DayNumber::try_from(day.number).unwrap_or_default();
        let minutes = u32::try_from(day.minutes).unwrap_or_default();
        let mark = mark(form.get(format!("mark-{}", day.number)), minutes);
        let date = today.checked_add_days(Days::new(7 * u64::from(number))).unwrap_or(today);
        record.days.insert(number, DayFact { date, minutes, attested: mark.is_some(), mark });
    }
    for demand in asked {
        let answer = form.get(field(demand));
        match demand {
            Demand::Assignment { key, .. } => {
                let state = ASSIGNMENT.into_iter().find(|(word, ..)| *word == answer).map(|(_, state, ..)| state);
                record.assignments.insert(key.clone(), state.unwrap_or_default());
            }
            Demand::EvaluationAnswered { survey } if answer == "yes" => {
                record.surveys_answered.insert(survey.clone());
            }
            Demand::RolloutPlan { .. } => {
                let state = PLAN.into_iter().find(|(word, ..)| *word == answer).map(|(_, state, ..)| state);
                record.rollout_plan = state.unwrap_or_default();
            }
            Demand::DecidedBy { role, .. } if answer == "yes" => {
                record.decisions.push(Decision { role: role.clone(), reason: String::new(), dispenses: None });
            }
            _ => {}
        }
    }
    record
}

fn mark(word: &str, minutes: u32) -> Option<Mark> {
    Some(match word {
        "present" => Mark::Present(minutes),
        "most" => Mark::Partial(minutes * 4 / 5),
        "half" => Mark::Partial(minutes / 2),
        "absent" => Mark::Absent,
        "made_up" => Mark::MadeUp(String::new()),
        "credited" => Mark::Credited(String::new()),
        "cancelled" => Mark::Cancelled,
        _ => return None,
    })
}

fn marks(lang: Lang) -> Vec<Choice> {
    vec![
        Choice::new("open", lang.say("inte hållen än", "not held yet")),
        Choice::new("present", lang.say("deltog", "attended")),
        Choice::new("most", lang.say("deltog 80 % av tiden", "attended 80 % of the time")),
        Choice::new("half", lang.say("deltog halva tiden", "attended half the time")),
        Choice::new("absent", lang.say("frånvarande", "absent")),
        Choice::new("made_up", lang.say("tog igen dagen", "made the day up")),
        Choice::new("credited", lang.say("tillgodoräknad", "credited")),
        Choice::new("cancelled", lang.say("inställd", "cancelled")),
    ]
}

/// How far an assignment may have come: the word forms send, the state, Swedish, English.
pub(super) const ASSIGNMENT: [(&str, AssignmentState, &str, &str); 5] = [
    ("not_started", AssignmentState::NotStarted, "inte påbörjad", "not started"),
    ("draft", AssignmentState::Draft, "påbörjad", "begun"),
    ("returned", AssignmentState::Returned, "återlämnad med kommentar", "returned with a comment"),
    ("handed_in", AssignmentState::HandedIn, "inlämnad", "handed in"),
    ("approved", AssignmentState::Approved, "godkänd", "approved"),
];

/// How far a rollout plan may have come, likewise.
pub(super) const PLAN: [(&str, PlanState, &str, &str); 9] = [
    ("not_started", PlanState::NotStarted, "inte påbörjad", "not started"),
    ("draft", PlanState::Draft, "ett utkast", "a draft"),
    ("submitted", PlanState::Submitted, "inlämnad", "submitted"),
    ("feedback", PlanState::Feedback, "besvarad av utbildaren", "answered by the trainer"),
    ("adopted", PlanState::Adopted, "antagen", "adopted"),
    ("running", PlanState::Running, "i gång", "running"),
    ("followed_up", PlanState::FollowedUp, "uppföljd", "followed up"),
    ("closed", PlanState::Closed, "avslutad", "closed"),
    ("renewed", PlanState::Renewed, "förnyad", "renewed"),
];

/// The states of assignments to choose from.
pub(super) fn assignment_states(lang: Lang) -> Vec<Choice> {
    ASSIGNMENT.iter().map(|(word, _, sv, en)| Choice::new(word, lang.say(*sv, *en))).collect()
}

/// The states of rollout plans to choose from.
pub(super) fn plan_states(lang: Lang) -> Vec<Choice> {
    PLAN.iter().map(|(word, _, sv, en)| Choice::new(word, lang.say(*sv, *en))).collect()
}
