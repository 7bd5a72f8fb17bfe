//! The rule itself in words, as offers, certificates and the rule editor show it.

use std::collections::BTreeSet;

use crate::kernel::Lang;
use crate::locale::numbers;

use super::{
    model::{CompletionRule, Counted, DayNumber, Demand, MakeUpForm, Need},
    phrases::{assignment_state, capital, day_count, days, list, plan_state, role_in_words},
};

/// The demand of a rule as one sentence, such as "Minst 5 av 6 dagar, dag 1 och 6 måste ingå."
///
/// `of_days` is how many days the programme has; `None` leaves it out, for a rule that stands by itself.
#[must_use]
pub fn sentence(rule: &CompletionRule, of_days: Option<DayNumber>, lang: Lang) -> String {
    format!("{}.", capital(&clause(rule.demand(), of_days, lang, Place::Outermost)))
}

/// The terms beside the demand as full sentences: what a partly attended day is worth, and how days are made up.
#[must_use]
pub fn small_print(rule: &CompletionRule, lang: Lang) -> Vec<String> {
    let share = rule.partial_percent();
    let mut terms = Vec::new();
    if accepts(rule.demand(), Counted::Partial) {
        terms.push(lang.say(
            format!("En dag räknas om man är med minst {share} % av tiden."),
            format!("A day counts for who attends at least {share} % of its time."),
        ));
    }
    let Some(make_up) = rule.make_up().filter(|make_up| make_up.max > 0 && !make_up.days.is_empty()) else {
        if accepts(rule.demand(), Counted::MadeUp) {
            // No way to make up leaves what is recorded to the demands: any number of days counts.
            terms.push(match rule.make_up() {
                Some(_) => {
                    lang.say("Dagar som tas igen räknas inte.", "Days that are made up do not count.").to_owned()
                }
                None => lang.say("Alla dagar som tas igen räknas.", "Every day that is made up counts.").to_owned(),
            });
        }
        return terms;
    };
    let within = make_up.within_months.map_or_else(String::new, |months| {
        if months == 0 {
            return lang.say(" senast sista dagen", " by the last day").to_owned();
        }
        let months = numbers::counted(lang, months, ("månad", "månader"), ("month", "months"));
        lang.say(format!(" inom {months} efter sista dagen"), format!(" within {months} of the last day"))
    });
    let which: Vec<DayNumber> = make_up.days.iter().copied().collect();
    let count = day_count(make_up.max, lang);
    terms.push(lang.say(
        format!("Högst {count} får tas igen{within} ({}).", days(&which, lang)),
        format!("At most {count} may be made up{within} ({}).", days(&which, lang)),
    ));
    let forms: Vec<String> = make_up.forms.iter().map(|form| form_in_words(*form, lang).to_owned()).collect();
    if !forms.is_empty() {
        let forms = list(&forms, lang.say("eller", "or"));
        terms.push(lang.say(format!("Det görs {forms}."), format!("It is done {forms}.")));
    }
    terms
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Outermost,
    Inside,
}

fn clause(demand: &Demand, of_days: Option<DayNumber>, lang: Lang, place: Place) -> String {
    let tied = |parts: &[Demand], last: &str| {
        let clauses: Vec<String> = parts.iter().map(|part| clause(part, of_days, lang, Place::Inside)).collect();
        let separator = if clauses.iter().any(|clause| clause.contains(',')) { "; " } else { ", " };
        let text = if last.is_empty() { clauses.join(separator) } else { list(&clauses, last) };
        if place == Place::Outermost || parts.len() == 1 { text } else { format!("({text})") }
    };
    match demand {
        Demand::All(parts) if place == Place::Outermost => tied(parts, ""),
        Demand::All(parts) => tied(parts, lang.say("och", "and")),
        Demand::Any(parts) => tied(parts, lang.say("eller", "or")),
        Demand::AtLeast { n, of } => {
            let parts: Vec<String> = of.iter().map(|part| clause(part, of_days, lang, Place::Inside)).collect();
            let parts = parts.join("; ");
            lang.say(format!("minst {n} av dessa: [{parts}]"), format!("at least {n} of these: [{parts}]"))
        }
        Demand::DaysAttended { need, accept } => {
            let amount = amount_of_days(*need, of_days, lang);
            format!("{} {amount}{}", lang.say("minst", "at least"), not_accepted(accept, lang))
        }
        Demand::DaysRequired { days: asked, accept } => {
            let asked: Vec<DayNumber> = asked.iter().copied().collect();
            let (which, except) = (days(&asked, lang), not_accepted(accept, lang));
            lang.say(format!("{which} måste ingå{except}"), format!("{which} must be among them{except}"))
        }
        Demand::Minutes { need: Need::Count(minutes) } => {
            lang.say(format!("minst {minutes} minuter"), format!("at least {minutes} minutes"))
        }
        Demand::Minutes { need: Need::Percent(share) } => {
            lang.say(format!("minst {share} % av tiden"), format!("at least {share} % of the time"))
        }
        Demand::Assignment { key, state } => {
            let state = assignment_state(*state, lang);
            lang.say(format!("hemuppgiften ”{key}” {state}"), format!("the assignment “{key}” {state}"))
        }
        Demand::EvaluationAnswered { survey } => {
            lang.say(format!("enkäten ”{survey}” besvarad"), format!("the survey “{survey}” answered"))
        }
        Demand::RolloutPlan { state } => {
            let state = plan_state(*state, lang);
            lang.say(format!("genomförandeplanen minst {state}"), format!("the rollout plan at least {state}"))
        }
        Demand::DecidedBy { role: who, reason } => {
            let why = reason.as_ref().map_or_else(String::new, |reason| format!(" ({reason})"));
            let who = role_in_words(who, lang);
            lang.say(format!("beslut av {who}{why}"), format!("a decision by {who}{why}"))
        }
    }
}

fn not_accepted(accept: &BTreeSet<Counted>, lang: Lang) -> String {
    let missing = Counted::ALL.iter().filter(|way| !way.is_among(accept)).map(|way| match way {
        Counted::Present => lang.say("hela dagar på plats", "whole days attended"),
        Counted::Partial => lang.say("delvis deltagna dagar", "partly attended days"),
        Counted::MadeUp => lang.say("dagar som tagits igen", "made-up days"),
        Counted::Credited => lang.say("tillgodoräknade dagar", "credited days"),
    });
    let missing: Vec<String> = missing.map(str::to_owned).collect();
    if missing.is_empty() {
        return String::new();
    }
    let missing = list(&missing, lang.say("och", "and"));
    lang.say(format!(" ({missing} räknas inte)"), format!(" ({missing} do not count)"))
}

fn accepts(demand: &Demand, way: Counted) -> bool {
    match demand {
        Demand::DaysAttended { accept, .. } | Demand::DaysRequired { accept, .. } => accept.contains(&way),
        other => other.parts().iter().any(|part| accepts(part, way)),
    }
}

fn form_in_words(form: MakeUpForm, lang: Lang) -> &'static str {
    match form {
        MakeUpForm::OtherCohort => lang.say("i en annan omgång", "in another cohort"),
        MakeUpForm::Written => lang.say("med en skriftlig uppgift", "by a written task"),
        MakeUpForm::SingleSession => lang.say("vid ett enskilt tillfälle", "in a single session"),
    }
}

/// How many days are asked for, as a number or a share.
fn amount_of_days(need: Need, of_days: Option<DayNumber>, lang: Lang) -> String {
    match (need, of_days) {
        (Need::Count(count), Some(of)) => lang.say(format!("{count} av {of} dagar"), format!("{count} of {of} days")),
        (Need::Count(count), None) => day_count(count, lang),
        (Need::Percent(share), Some(of)) => {
            let count = need.of(u32::from(of), 0);
            lang.say(
                format!("{share} % av dagarna ({count} av {of})"),
                format!("{share} % of the days ({count} of {of})"),
            )
        }
        (Need::Percent(share), None) => lang.say(format!("{share} % av dagarna"), format!("{share} % of the days")),
    }
}
