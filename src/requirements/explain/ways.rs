//! What would help, by when, and that nothing would.

use super::super::{
    phrases::{capital, date, day_count, list},
    verdict::{NodeVerdict, Step, Used},
};
use super::{Teller, Voice, subject};
use crate::kernel::Day;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    Finite,
    Infinitive,
}

impl Teller<'_> {
    /// How many of the listed steps are needed; `None` where that depends on which (minutes).
    fn needed(node: &NodeVerdict) -> Option<usize> {
        match &node.used {
            Used::Days { counted, required, .. } => {
                Some(usize::try_from(*required).unwrap_or(usize::MAX).saturating_sub(counted.len()))
            }
            Used::Minutes { .. } => None,
            _ => Some(node.remaining.len()),
        }
    }

    pub(super) fn way(&self, node: &NodeVerdict) -> String {
        let lang = self.lang;
        let who = subject(self.voice, lang);
        let steps = &node.remaining;
        if steps.is_empty() {
            return lang.say("Det är inte avgjort än.", "It is not settled yet.").to_owned();
        }
        if let [
            step @ (Step::HandIn { .. } | Step::AwaitApproval { .. } | Step::Answer { .. } | Step::CarryPlan { .. }),
        ] = steps.as_slice()
        {
            return self.other(step).to_owned();
        }
        let reach = lang.say(format!("{} når det", capital(who)), format!("{} can reach it", capital(who)));
        let makes_up = steps.iter().filter(|step| matches!(step, Step::MakeUp { .. })).count();
        let limited = makes_up > usize::try_from(self.verdict.make_ups_left).unwrap_or(usize::MAX);
        let needed = Self::needed(node);
        let limit = if limited && needed != Some(1) {
            let count = day_count(self.verdict.make_ups_left, lang);
            lang.say(format!(" Högst {count} till får tas igen."), format!(" At most {count} more may be made up."))
        } else {
            String::new()
        };
        let say = |last: &str| list(&self.finite(steps), last);
        let each = || steps.iter().map(|step| self.step(step, Mood::Infinitive)).collect::<Vec<_>>().join(", ");
        match needed {
            Some(1) => lang.say(
                format!("{reach} om {who} {}.{limit}", say("eller")),
                format!("{reach} if {who} {}.{limit}", say("or")),
            ),
            Some(needed) if needed < steps.len() => {
                let (each, of) = (each(), steps.len());
                lang.say(
                    format!("Det som fattas är {needed} av dessa {of}: {each}.{limit}"),
                    format!("What is missing is {needed} of these {of}: {each}.{limit}"),
                )
            }
            Some(_) => lang.say(
                format!("{reach} om {who} {}.{limit}", say("och")),
                format!("{reach} if {who} {}.{limit}", say("and")),
            ),
            None => lang.say(
                format!("Detta för närmare: {}.{limit}", each()),
                format!("This brings it nearer: {}.{limit}", each()),
            ),
        }
    }

    /// The steps as they stand after "om du"; the verb once where every step is to attend.
    fn finite(&self, steps: &[Step]) -> Vec<String> {
        let attend_only = steps.iter().all(|step| matches!(step, Step::Attend { .. }));
        let numbered = steps.iter().enumerate();
        numbered
            .map(|(index, step)| match step {
                Step::Attend { date: when, .. } if attend_only && index > 0 => {
                    date(*when, self.verdict.today, self.lang)
                }
                step => self.step(step, Mood::Finite),
            })
            .collect()
    }

    /// A step as it stands after "om du" (finite) or in a list of what to do (infinitive).
    fn step(&self, step: &Step, mood: Mood) -> String {
        let (lang, today) = (self.lang, self.verdict.today);
        let finite = mood == Mood::Finite;
        let s = if finite && self.voice == Voice::They { "s" } else { "" };
        let on = |when: Day| date(when, today, lang);
        let make_up = if finite { "tar igen" } else { "ta igen" };
        match step {
            Step::Attend { date, .. } => lang.say(
                format!("{} {}", if finite { "deltar" } else { "delta" }, on(*date)),
                format!("attend{s} on {}", on(*date)),
            ),
            Step::AwaitMark { day, date } => lang.say(
                format!(
                    "{} med dag {day} ({}, närvaron är inte klar)",
                    if finite { "var" } else { "ha varit" },
                    on(*date)
                ),
                format!(
                    "{} day {day} ({}, attendance is not settled)",
                    if finite { "attended" } else { "have attended" },
                    on(*date)
                ),
            ),
            Step::MakeUp { day, by: Some(by) } => lang
                .say(format!("{make_up} dag {day} senast {}", on(*by)), format!("make{s} up day {day} by {}", on(*by))),
            Step::BeCredited { day } => lang.say(
                format!("{} dag {day} tillgodoräknad", if finite { "får" } else { "få" }),
                format!(
                    "{} credited with day {day}",
                    if !finite {
                        "be"
                    } else if s.is_empty() {
                        "are"
                    } else {
                        "is"
                    }
                ),
            ),
            Step::MakeUp { day, by: None } => lang.say(format!("{make_up} dag {day}"), format!("make{s} up day {day}")),
            other => self.other(other).to_owned(),
        }
    }

    /// What is to be done where no day is concerned, as a sentence of its own.
    fn other(&self, step: &Step) -> &'static str {
        let lang = self.lang;
        match step {
            Step::HandIn { .. } => lang.say("Den ska lämnas in.", "It has to be handed in."),
            Step::AwaitApproval { .. } => lang.say("Den väntar på att bli läst.", "It is waiting to be read."),
            // Answers are not gathered in the house yet: nobody could follow the advice to give one.
            Step::Answer { .. } => lang.say(
                "Svar hämtas inte in här än: bara en dispens hjälper.",
                "Answers are not gathered here yet: only a dispensation helps.",
            ),
            Step::CarryPlan { .. } => lang.say("Den kan föras vidare.", "It can be carried further."),
            Step::Attend { .. } | Step::AwaitMark { .. } | Step::MakeUp { .. } | Step::BeCredited { .. } => "",
        }
    }

    pub(super) fn out_of_reach(&self, node: &NodeVerdict) -> String {
        let lang = self.lang;
        match &node.used {
            Used::Days { reachable, .. } => lang.say(
                format!("Det går inte längre att nå: det kan bli högst {reachable}."),
                format!("It can no longer be reached: it can become {reachable} at most."),
            ),
            Used::Minutes { reachable, .. } => lang.say(
                format!("Det går inte längre att nå: det kan bli högst {reachable} minuter."),
                format!("It can no longer be reached: it can become {reachable} minutes at most."),
            ),
            Used::Decision { .. } => lang.say("Det är inte fattat.", "It has not been given.").to_owned(),
            _ => lang.say("Det går inte längre att nå.", "It can no longer be reached.").to_owned(),
        }
    }
}
