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

/// How many days a usual rule asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// So many days, whichever they are.
    Days(u32),
    /// So many percent of the days.
    Share(u8),
    /// Every day.
    Every,
}

/// A usual rule by its numbers: what the three presets come from and are changed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usual {
    /// How many days.
    pub amount: Amount,
    /// Which of them in any case.
    pub required: BTreeSet<DayNumber>,
    /// The home assignment that has to be approved, if any.
    pub assignment: Option<String>,
    /// The share of a day's minutes from which it counts, in percent.
    pub partial_percent: u8,
    /// How many days one person may make up.
    pub make_ups: u32,
    /// Within how many months of the last day; `None` sets no limit.
    pub within_months: Option<u32>,
}

impl Usual {
    /// What most programmes begin with: all days but one, the first and the last among them.
    #[must_use]
    pub fn of_days(days: DayNumber) -> Self {
        Self {
            amount: Amount::Days(u32::from(days.saturating_sub(1).max(1))),
            required: BTreeSet::from([1, days.max(1)]),
            assignment: None,
            partial_percent: PARTIAL_PERCENT,
            make_ups: 1,
            within_months: Some(12),
        }
    }

    /// The rule, for a programme of so many `days`.
    ///
    /// # Errors
    /// [`Refusal::OverHundred`] above 100 percent, [`Refusal::NoName`] if the assignment has no name.
    pub fn rule(&self, days: DayNumber) -> Result<CompletionRule, Refusal> {
        let need = match self.amount {
            Amount::Days(count) => Need::Count(count),
            Amount::Share(percent) => Need::Percent(percent),
            Amount::Every => Need::Percent(100),
        };
        let like = preset(days, need, &self.required, self.assignment.as_deref())?;
        let make_up = like.make_up().cloned().map(|make_up| MakeUp {
            max: self.make_ups,
            within_months: self.within_months,
            ..make_up
        });
        CompletionRule::new(like.demand(), self.partial_percent, make_up)
    }

    /// The numbers of `rule`; `None` where it is no usual one.
    #[must_use]
    pub fn read(rule: &CompletionRule, days: DayNumber) -> Option<Self> {
        let make_up = rule.make_up()?;
        let mut usual = Self {
            required: BTreeSet::new(),
            partial_percent: rule.partial_percent(),
            make_ups: make_up.max,
            within_months: make_up.within_months,
            ..Self::of_days(days)
        };
        for part in rule.demand().parts() {
            match part {
                Demand::DaysAttended { need: Need::Count(count), .. } => usual.amount = Amount::Days(*count),
                Demand::DaysAttended { need: Need::Percent(100), .. } => usual.amount = Amount::Every,
                Demand::DaysAttended { need: Need::Percent(share), .. } => usual.amount = Amount::Share(*share),
                Demand::DaysRequired { days, .. } => usual.required.clone_from(days),
                Demand::Assignment { key, .. } => usual.assignment = Some(key.clone()),
                _ => return None,
            }
        }
        // Whatever the numbers do not say (other lists, other order) makes it another rule.
        (usual.rule(days).as_ref() == Ok(rule)).then_some(usual)
    }
}
