//! A verdict in plain words: to the participant, or about them.

use crate::kernel::Day;

use crate::kernel::Lang;

use super::{
    phrases::{assignment_state, capital, date, day_count, days, list, plan_state, role_in_words},
    verdict::{NodeVerdict, Outcome, Step, Used, Verdict},
};

/// Whom the words are meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// The participant reads them.
    You,
    /// The trainer or the coordinator reads them.
    They,
}

/// One line of an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How far in it stands: 0 for the requirements of the rule itself, 1 for the parts of one of them, and so on.
    pub depth: usize,
    /// Whether what it speaks of is met, can be met or can no longer be met.
    pub outcome: Outcome,
    /// One or more full sentences.
    pub text: String,
}

/// The verdict in one sentence.
#[must_use]
pub fn headline(verdict: &Verdict, voice: Voice, lang: Lang) -> String {
    let who = capital(subject(voice, lang));
    let have = have(voice, lang);
    match verdict.outcome {
        Outcome::Met => lang.say(format!("{who} har uppfyllt kraven."), format!("{who} {have} met the requirements.")),
        Outcome::Possible => lang
            .say(format!("{who} kan fortfarande uppfylla kraven."), format!("{who} can still meet the requirements.")),
        Outcome::Impossible => lang.say(
            format!("{who} kan inte längre uppfylla kraven."),
            format!("{who} can no longer meet the requirements."),
        ),
    }
}

/// Says about every demand where the participant stands, what would help and until when.
///
/// Every unmet demand is named, so that all that is missing can be told in one conversation. Left out are only the
/// other ways of a choice that is already met.
#[must_use]
pub fn explain(verdict: &Verdict, voice: Voice, lang: Lang) -> Vec<Line> {
    let teller = Teller { verdict, voice, lang };
    let settled = |node: &NodeVerdict| {
        verdict.nodes.iter().skip(1).any(|above| {
            let choice =
                matches!(above.used, Used::Parts { met, required, parts, .. } if required < parts && met >= required);
            choice && node.outcome != Outcome::Met && node.path.starts_with(&format!("{}/", above.path))
        })
    };
    let told = verdict.nodes.iter().filter(|node| !settled(node));
    told.filter_map(|node| {
        let depth = node.path.matches('/').count().div_ceil(2);
        let text = teller.node(node)?;
        Some(Line { depth: depth.saturating_sub(1), outcome: node.outcome, text })
    })
    .collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    Finite,
    Infinitive,
}

struct Teller<'v> {
    verdict: &'v Verdict,
    voice: Voice,
    lang: Lang,
}

impl Teller<'_> {
    fn node(&self, node: &NodeVerdict) -> Option<String> {
        let lang = self.lang;
        if let Used::Parts { required, parts, within_reach, .. } = node.used {
            return self.parts(node, (required, parts, within_reach));
        }
        let stands = self.facts(node);
        if let Some(reason) = &node.dispensed {
            let dispensed = lang.say("Dispens är given", "A dispensation is given");
            return Some(match reason.as_str() {
                "" => format!("{stands} {dispensed}."),
                reason => format!("{stands} {dispensed}: {}.", reason.trim_end_matches('.')),
            });
        }
        Some(match node.outcome {
            Outcome::Met => stands,
            Outcome::Possible => format!("{stands} {}", self.way(node)),
            Outcome::Impossible => format!("{stands} {}", self.out_of_reach(node)),
        })
    }

    /// A line for demands tied together; an `all` needs none, unless its parts clash.
    fn parts(&self, node: &NodeVerdict, (required, parts, within_reach): (usize, usize, usize)) -> Option<String> {
        let lang = self.lang;
        if node.outcome == Outcome::Impossible && within_reach >= required {
            let left = self.verdict.make_ups_left;
            let count = day_count(left, lang);
            return Some(lang.say(
                format!("Kraven går att nå vart för sig men inte tillsammans: högst {count} till får tas igen."),
                format!(
                    "Each requirement can be met by itself, but not together: at most {count} more may be made up."
                ),
            ));
        }
        if let Some(reason) = &node.dispensed {
            return Some(lang.say(format!("Dispens är given: {reason}"), format!("A dispensation is given: {reason}")));
        }
        (required < parts && node.outcome != Outcome::Met).then(|| {
            if required == 1 {
                lang.say("Ett av följande räcker:".to_owned(), "One of the following is enough:".to_owned())
            } else {
                lang.say(
                    format!("Minst {required} av följande {parts} krävs:"),
                    format!("At least {required} of the following {parts} are needed:"),
                )
            }
        })
    }

    fn facts(&self, node: &NodeVerdict) -> String {
        let (lang, who) = (self.lang, capital(subject(self.voice, self.lang)));
        let have = have(self.voice, lang);
        match &node.used {
            Used::Days { counted, required, of, .. } => {
                let attended = counted.len();
                lang.say(
                    format!("{who} har deltagit {attended} av {of} dagar. Kravet är {required}."),
                    format!("{who} {have} attended {attended} of {of} days. The requirement is {required}."),
                )
            }
            Used::RequiredDays { required, counted, open, missed } => {
                let which = capital(&days(required, lang));
                let asked = lang.say(format!("{which} måste ingå."), format!("{which} must be among them."));
                let mut lacking: Vec<_> = open.iter().chain(missed).copied().collect();
                lacking.sort_unstable();
                if node.outcome == Outcome::Met && lacking.is_empty() && !counted.is_empty() {
                    lang.say(format!("{asked} Det är klart."), format!("{asked} That is done."))
                } else {
                    let verb = if lacking.len() == 1 { "is" } else { "are" };
                    let lacking = capital(&days(&lacking, lang));
                    lang.say(format!("{asked} {lacking} fattas."), format!("{asked} {lacking} {verb} missing."))
                }
            }
            Used::Minutes { minutes, required, of, .. } => lang.say(
                format!("{who} har deltagit {minutes} av {of} minuter. Kravet är {required}."),
                format!("{who} {have} attended {minutes} of {of} minutes. The requirement is {required}."),
            ),
            Used::Assignment { assignment, required, state } => {
                let (required, state) = (assignment_state(*required, lang), assignment_state(*state, lang));
                lang.say(
                    format!("Hemuppgiften ”{assignment}” ska vara {required} och är {state}."),
                    format!("The assignment “{assignment}” must be {required} and is {state}."),
                )
            }
            Used::Survey { survey, answered: true } => {
                lang.say(format!("Enkäten ”{survey}” är besvarad."), format!("The survey “{survey}” is answered."))
            }
            Used::Survey { survey, answered: false } => lang.say(
                format!("Enkäten ”{survey}” är inte besvarad."),
                format!("The survey “{survey}” is not answered."),
            ),
            Used::Plan { required, rollout_plan } => {
                let (required, state) = (plan_state(*required, lang), plan_state(*rollout_plan, lang));
                lang.say(
                    format!("Genomförandeplanen ska vara minst {required} och är {state}."),
                    format!("The rollout plan must be at least {required} and is {state}."),
                )
            }
            Used::Decision { role: who, decided } => {
                let who = role_in_words(who, lang);
                if *decided {
                    lang.say(format!("Beslut av {who} finns."), format!("A decision by {who} is given."))
                } else {
                    lang.say(format!("Det krävs ett beslut av {who}."), format!("A decision by {who} is needed."))
                }
            }
            Used::Parts { .. } => String::new(),
        }
    }

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

    fn way(&self, node: &NodeVerdict) -> String {
        let lang = self.lang;
        let who = subject(self.voice, lang);
        let steps = &node.remaining;
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
            Step::Answer { .. } => lang.say("Den går att besvara.", "It can be answered."),
            Step::CarryPlan { .. } => lang.say("Den kan föras vidare.", "It can be carried further."),
            Step::Attend { .. } | Step::AwaitMark { .. } | Step::MakeUp { .. } => "",
        }
    }

    fn out_of_reach(&self, node: &NodeVerdict) -> String {
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

fn subject(voice: Voice, lang: Lang) -> &'static str {
    match voice {
        Voice::You => lang.say("du", "you"),
        Voice::They => lang.say("deltagaren", "the participant"),
    }
}

fn have(voice: Voice, lang: Lang) -> &'static str {
    match voice {
        Voice::You => lang.say("har", "have"),
        Voice::They => lang.say("har", "has"),
    }
}
