//! A verdict in plain words: to the participant, or about them.

mod ways;

use crate::kernel::Lang;

use super::{
    phrases::{assignment_state, capital, day_count, days, list, plan_state, role_in_words},
    verdict::{NodeVerdict, Outcome, Used, Verdict},
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
    /// How far in it stands: 0 for what stands by itself, one more for what stands under a line such as "One of the
    /// following is enough:". Who shows the lines must show this too: side by side they say another rule.
    pub depth: usize,
    /// How far in the line stands that follows; 0 after the last, so that lists within lists can be closed.
    pub next: usize,
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
    if verdict.awaits_a_decision() {
        let roles: Vec<String> = verdict.awaits.iter().map(|role| role_in_words(role, lang).to_owned()).collect();
        let roles = list(&roles, lang.say("och", "and"));
        return lang
            .say(format!("Det väntar på beslut av {roles}."), format!("It is waiting for a decision by {roles}."));
    }
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
/// other ways of a choice that is already met, with all that lies in them.
#[must_use]
pub fn explain(verdict: &Verdict, voice: Voice, lang: Lang) -> Vec<Line> {
    let mut lines = Vec::new();
    if !verdict.nodes.is_empty() {
        Teller { verdict, voice, lang }.tell(0, Place { depth: 0, tie: Tie::Every, is_relieved: false }, &mut lines);
    }
    let depths: Vec<usize> = lines.iter().skip(1).map(|line| line.depth).chain([0]).collect();
    for (line, next) in lines.iter_mut().zip(depths) {
        line.next = next;
    }
    lines
}

/// What is needed of the lines that stand side by side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tie {
    Every,
    Choice,
}

/// Where a demand is told.
#[derive(Clone, Copy)]
struct Place {
    depth: usize,
    tie: Tie,
    /// Whether it lies within something the participant is dispensed from: its facts are told, and nothing is advised.
    is_relieved: bool,
}

struct Teller<'v> {
    verdict: &'v Verdict,
    voice: Voice,
    lang: Lang,
}

impl Teller<'_> {
    /// Tells the demand at `index` and what lies in it.
    fn tell(&self, index: usize, place: Place, lines: &mut Vec<Line>) {
        let node = &self.verdict.nodes[index];
        let Used::Parts { required, parts, .. } = node.used else {
            let text = if place.is_relieved { self.facts(node) } else { self.leaf(node) };
            lines.push(Line { depth: place.depth, next: 0, outcome: node.outcome, text });
            return;
        };
        let is_settled = node.outcome == Outcome::Met && node.dispensed.is_none();
        let told: Vec<usize> = self
            .parts_of(index)
            .into_iter()
            .filter(|part| !is_settled || self.verdict.nodes[*part].outcome == Outcome::Met)
            .collect();
        let is_one = is_settled && told.len() == 1;
        let inner = match self.head(node, (place.tie, is_one)).filter(|_| !told.is_empty()) {
            None => place,
            Some(text) => {
                lines.push(Line { depth: place.depth, next: 0, outcome: node.outcome, text });
                let tie = if required < parts { Tie::Choice } else { Tie::Every };
                let is_relieved = place.is_relieved || node.dispensed.is_some();
                Place { depth: place.depth + 1, tie, is_relieved }
            }
        };
        for part in told {
            self.tell(part, inner, lines);
        }
    }

    /// Where the parts of the demand at `index` stand, in reading order.
    fn parts_of(&self, index: usize) -> Vec<usize> {
        let level = |index: usize| self.verdict.nodes[index].path.matches('/').count().div_ceil(2);
        let within = (index + 1..self.verdict.nodes.len()).take_while(|other| level(*other) > level(index));
        within.filter(|other| level(*other) == level(index) + 1).collect()
    }

    fn leaf(&self, node: &NodeVerdict) -> String {
        let lang = self.lang;
        let stands = self.facts(node);
        if let Some(reason) = &node.dispensed {
            let dispensed = lang.say("Dispens är given", "A dispensation is given");
            return match reason.as_str() {
                "" => format!("{stands} {dispensed}."),
                reason => format!("{stands} {dispensed}: {}.", reason.trim_end_matches('.')),
            };
        }
        match node.outcome {
            Outcome::Met => stands,
            Outcome::Possible => format!("{stands} {}", self.way(node)),
            Outcome::Impossible => format!("{stands} {}", self.out_of_reach(node)),
        }
    }

    /// The line above demands tied together.
    ///
    /// An `all` among demands that are all needed has none, unless its parts clash; nor has a choice that is met, where
    /// nothing beside it is chosen from or only one part is told.
    fn head(&self, node: &NodeVerdict, (tie, is_one): (Tie, bool)) -> Option<String> {
        let Used::Parts { required, parts, within_reach, .. } = node.used else { return None };
        let lang = self.lang;
        let is_choice = required < parts;
        if let Some(reason) = &node.dispensed {
            let from = lang.say("Dispens är given från det här", "A dispensation is given from this");
            return Some(match reason.trim_end_matches('.') {
                "" => format!("{from}."),
                reason => format!("{from}: {reason}."),
            });
        }
        let is_plain = tie == Tie::Every && (!is_choice || node.outcome == Outcome::Met);
        let clashes = node.outcome == Outcome::Impossible && within_reach >= required;
        if clashes {
            let count = day_count(self.verdict.make_ups_left, lang);
            let clash = lang.say(
                format!("Kraven går att nå vart för sig men inte tillsammans: högst {count} till får tas igen."),
                format!(
                    "Each requirement can be met by itself, but not together: at most {count} more may be made up."
                ),
            );
            return Some(if is_choice { format!("{clash} {}", tied(required, parts, lang)) } else { clash });
        }
        (!is_plain && !is_one && parts > 1).then(|| tied(required, parts, lang))
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
}

/// How many of the parts that follow are needed.
fn tied(required: usize, parts: usize, lang: Lang) -> String {
    if required >= parts {
        lang.say("Allt detta:", "All of this:").to_owned()
    } else if required == 1 {
        lang.say("Ett av följande räcker:", "One of the following is enough:").to_owned()
    } else {
        lang.say(
            format!("Minst {required} av följande {parts} krävs:"),
            format!("At least {required} of the following {parts} are needed:"),
        )
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
