//! Small phrases the explanations are made of: dates, lists, states.

use crate::kernel::Day;
use chrono::Datelike;

use crate::kernel::Lang;
use crate::locale::{dates, numbers};

use super::facts::Mark;
use super::model::{AssignmentState, DayNumber, PlanState};

/// A date as people say it; the year only where it is not the year of `today`.
pub(super) fn date(date: Day, today: Day, lang: Lang) -> String {
    if date.year() == today.year() { dates::day_and_month(lang, date) } else { dates::day_in_words(lang, date) }
}

/// "a, b och c" or "a, b eller c".
pub(super) fn list(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// "dag 1 och 6", "days 1 and 6".
pub(super) fn days(days: &[DayNumber], lang: Lang) -> String {
    let numbers: Vec<String> = days.iter().map(ToString::to_string).collect();
    let word = if days.len() == 1 { lang.say("dag", "day") } else { lang.say("dag", "days") };
    format!("{word} {}", list(&numbers, lang.say("och", "and")))
}

/// "1 dag", "5 dagar".
pub(super) fn day_count(count: u32, lang: Lang) -> String {
    numbers::counted(lang, count, ("dag", "dagar"), ("day", "days"))
}

/// The first letter made a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// How a day stands for somebody; `None` while it is unmarked or not attested.
#[must_use]
pub fn mark_in_words(mark: Option<&Mark>, lang: Lang) -> String {
    match mark {
        None => lang.say("inte klar", "not settled").to_owned(),
        Some(Mark::Present(_)) => lang.say("närvarande", "present").to_owned(),
        Some(Mark::Partial(minutes)) => {
            lang.say(format!("delvis ({minutes} minuter)"), format!("partly ({minutes} minutes)"))
        }
        Some(Mark::Notified) => lang.say("anmäld frånvaro", "notified absence").to_owned(),
        Some(Mark::Absent) => lang.say("frånvarande", "absent").to_owned(),
        Some(Mark::MadeUp(_)) => lang.say("tagit igen", "made up").to_owned(),
        Some(Mark::Credited(_)) => lang.say("tillgodoräknad", "credited").to_owned(),
        Some(Mark::Cancelled) => lang.say("inställd", "cancelled").to_owned(),
    }
}

/// What an assignment must be or is.
#[must_use]
pub fn assignment_state(state: AssignmentState, lang: Lang) -> &'static str {
    match state {
        AssignmentState::NotStarted => lang.say("inte påbörjad", "not started"),
        AssignmentState::Draft => lang.say("påbörjad", "begun"),
        AssignmentState::Returned => lang.say("återlämnad med kommentar", "returned with a comment"),
        AssignmentState::HandedIn => lang.say("inlämnad", "handed in"),
        AssignmentState::Approved => lang.say("godkänd", "approved"),
    }
}

/// What a rollout plan must be or is.
#[must_use]
pub fn plan_state(state: PlanState, lang: Lang) -> &'static str {
    match state {
        PlanState::Resting => lang.say("vilande", "resting"),
        PlanState::NotStarted => lang.say("inte påbörjad", "not started"),
        PlanState::Draft => lang.say("ett utkast", "a draft"),
        PlanState::Submitted => lang.say("inlämnad", "submitted"),
        PlanState::Feedback => lang.say("besvarad av utbildaren", "answered by the trainer"),
        PlanState::Adopted => lang.say("antagen", "adopted"),
        PlanState::Running => lang.say("i gång", "running"),
        PlanState::FollowedUp => lang.say("uppföljd", "followed up"),
        PlanState::Closed => lang.say("avslutad", "closed"),
        PlanState::Renewed => lang.say("förnyad", "renewed"),
    }
}

/// A role as it stands in a sentence; a role the house does not know keeps its own word.
#[must_use]
pub fn role_in_words(role: &str, lang: Lang) -> &str {
    match role {
        "coordinator" => lang.say("samordnaren", "the coordinator"),
        "trainer" => lang.say("utbildaren", "the trainer"),
        "administrator" => lang.say("administratören", "the administrator"),
        other => other,
    }
}
