//! Ready-made rules with numbers to change: what nearly every programme asks for.

use std::collections::BTreeSet;

use super::{
    model::{AssignmentState, CompletionRule, Counted, DayNumber, Demand, MakeUp, MakeUpForm, Need},
    refusal::Refusal,
};

/// The share of a day's minutes from which it counts, in percent.
const PARTIAL_PERCENT: u8 = 75;

/// The default for six days: at least five, the first and the last among them, and the assignment approved.
///
/// `assignment` is the key of the home assignment (the draft rollout plan); without one only the days are asked for,
/// as in the demo.
///
/// # Errors
/// [`Refusal::NoName`] if the key is empty.
pub fn default_six_days(assignment: Option<&str>) -> Result<CompletionRule, Refusal> {
    some_days(6, 5, &BTreeSet::from([1, 6]), assignment)
}

/// At least `min` of a programme's `days` days, the `required` among them; one day may be made up within 12 months.
///
/// # Errors
/// [`Refusal::NoName`] if the key of the assignment is empty.
pub fn some_days(
    days: DayNumber,
    min: u32,
    required: &BTreeSet<DayNumber>,
    assignment: Option<&str>,
) -> Result<CompletionRule, Refusal> {
    preset(days, Need::Count(min), required, assignment)
}

/// At least `percent` percent of the days, the `required` among them; one day may be made up within 12 months.
///
/// # Errors
/// [`Refusal::OverHundred`] above 100 percent, [`Refusal::NoName`] if the key of the assignment is empty.
pub fn share_of_days(
    days: DayNumber,
    percent: u8,
    required: &BTreeSet<DayNumber>,
    assignment: Option<&str>,
) -> Result<CompletionRule, Refusal> {
    preset(days, Need::Percent(percent), required, assignment)
}

/// Every day; one may be made up within 12 months.
///
/// # Errors
/// [`Refusal::NoName`] if the key of the assignment is empty.
pub fn all_days(days: DayNumber, assignment: Option<&str>) -> Result<CompletionRule, Refusal> {
    preset(days, Need::Percent(100), &BTreeSet::new(), assignment)
}

fn preset(
    days: DayNumber,
    need: Need,
    required: &BTreeSet<DayNumber>,
    assignment: Option<&str>,
) -> Result<CompletionRule, Refusal> {
    let accept = BTreeSet::from(Counted::ALL);
    let mut parts = vec![Demand::DaysAttended { need, accept: accept.clone() }];
    if !required.is_empty() {
        parts.push(Demand::DaysRequired { days: required.clone(), accept });
    }
    if let Some(key) = assignment {
        parts.push(Demand::Assignment { key: key.to_owned(), state: AssignmentState::Approved });
    }
    let make_up = MakeUp { days: (1..=days).collect(), max: 1, within_months: Some(12), forms: MakeUpForm::all() };
    CompletionRule::new(&Demand::All(parts), PARTIAL_PERCENT, Some(make_up))
}
