//! A rule as it lies in the form of the editor: a tree of fields, which may be unsound while somebody works on it.
//!
//! The form is the draft. The field `kind-r` says what the root demands, `kind-r-0` what its first part does, and so on;
//! whatever else a demand says stands in fields with the same end. Nothing is kept anywhere else, so that the editor works
//! without script and a page left open for a day still has all that was typed.

use super::trial::{ASSIGNMENT, PLAN};
use crate::kernel::Lang;
use crate::requirements::{Counted, Demand, Need};
use crate::web::form::Submitted;
use std::collections::BTreeSet;

/// The kinds of demands: the word of the JSON form, Swedish, English.
pub(super) const KINDS: [(&str, &str, &str); 10] = [
    ("all", "Allt detta krävs", "All of this is needed"),
    ("any", "Något av detta räcker", "Any of this is enough"),
    ("at_least", "Minst så många av dessa", "At least so many of these"),
    ("days_attended", "Ett antal dagar", "A number of days"),
    ("days_required", "Just dessa dagar", "These very days"),
    ("minutes", "Tid på plats", "Time attended"),
    ("assignment", "En hemuppgift", "An assignment"),
    ("evaluation_answered", "En besvarad enkät", "A survey answered"),
    ("rollout_plan", "Genomförandeplanen", "The rollout plan"),
    ("decided_by", "Ett beslut", "A decision"),
];

/// In which ways a day may come to count: the word forms send, the way, Swedish, English.
pub(super) const WAYS: [(&str, Counted, &str, &str); 4] = [
    ("present", Counted::Present, "deltog hela dagen", "attended the whole day"),
    ("partial", Counted::Partial, "deltog tillräckligt av dagen", "attended enough of the day"),
    ("made_up", Counted::MadeUp, "tog igen dagen", "made the day up"),
    ("credited", Counted::Credited, "fick dagen tillgodoräknad", "was credited with the day"),
];

/// What a demand may say beside its kind.
const FIELDS: [&str; 11] =
    ["n", "unit", "amount", "accept", "days", "key", "state", "survey", "plan", "role", "reason"];

/// How many demands may lie one in the other below the root, and how many a rule may have.
pub(super) const DEEPEST: usize = 6;
pub(super) const MOST: usize = 60;

/// Why a draft does not go into the editor whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Excess {
    /// It lies deeper than [`DEEPEST`].
    Deep,
    /// It has more than [`MOST`] demands.
    Many,
}

impl Excess {
    /// What to do about it.
    pub(super) fn sentence(self, lang: Lang) -> String {
        match self {
            Self::Deep => lang.say(
                format!("Krav kan ligga i högst {DEEPEST} grupper, den ena i den andra. Sätt ihop dem plattare."),
                format!(
                    "Requirements can lie in at most {DEEPEST} groups, one in the other. Put them together flatter."
                ),
            ),
            Self::Many => lang.say(
                format!("Kraven kan vara högst {MOST}, grupperna medräknade. Ta bort något först."),
                format!("There can be at most {MOST} requirements, groups included. Remove one first."),
            ),
        }
    }
}

/// One demand of the draft with its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub kind: String,
    fields: Vec<(&'static str, String)>,
    pub parts: Vec<Node>,
}

/// Where a demand stands: the root's parts by their places, from 0.
pub(super) type Place = Vec<usize>;

/// The end of the names of a demand's fields: `r`, `r-0`, `r-0-2`.
pub(super) fn end_of(place: &[usize]) -> String {
    place.iter().fold("r".to_owned(), |end, index| format!("{end}-{index}"))
}

/// The place such an end names.
pub(super) fn place_of(end: &str) -> Option<Place> {
    let mut parts = end.split('-');
    (parts.next() == Some("r")).then_some(())?;
    parts.map(|part| part.parse().ok()).collect()
}

/// Whether a kind ties others together.
pub(super) fn is_group(kind: &str) -> bool {
    matches!(kind, "all" | "any" | "at_least")
}

impl Node {
    /// A demand of this kind with what is asked most often.
    pub(super) fn new(kind: &str) -> Self {
        let mut fields = Vec::new();
        let all = || WAYS.iter().map(|(word, ..)| ("accept", (*word).to_owned()));
        match kind {
            "days_attended" => {
                fields.extend([("unit", "count".to_owned()), ("amount", "5".to_owned())]);
                fields.extend(all());
            }
            "days_required" => fields.extend(all()),
            "minutes" => fields.extend([("unit", "percent".to_owned()), ("amount", "80".to_owned())]),
            "assignment" => fields.push(("state", "approved".to_owned())),
            "rollout_plan" => fields.push(("plan", "submitted".to_owned())),
            "at_least" => fields.push(("n", "1".to_owned())),
            "decided_by" => fields.push(("role", "coordinator".to_owned())),
            _ => {}
        }
        Self { kind: kind.to_owned(), fields, parts: Vec::new() }
    }

    /// The draft in a form, and why it is not all of it; `None` where there is none.
    ///
    /// What lies deeper or is more than an editor shows is not read: whoever reads must say so, since saving the rest would
    /// drop demands without a word.
    pub(super) fn read(form: &Submitted) -> (Option<Self>, Option<Excess>) {
        let (mut left, mut excess) = (MOST, None);
        let node = Self::read_at(form, &mut Vec::new(), (&mut left, &mut excess));
        (node, excess)
    }

    fn read_at(form: &Submitted, place: &mut Place, (left, excess): (&mut usize, &mut Option<Excess>)) -> Option<Self> {
        let end = end_of(place);
        let kind = form.get(format!("kind-{end}"));
        if kind.is_empty() {
            return None;
        }
        if *left == 0 || place.len() > DEEPEST {
            excess.get_or_insert(if *left == 0 { Excess::Many } else { Excess::Deep });
            return None;
        }
        *left -= 1;
        let said = |name: &'static str| {
            let values = form.all(format!("{name}-{end}"));
            values.into_iter().map(|value| (name, value.to_owned())).collect::<Vec<_>>()
        };
        let mut node =
            Self { kind: kind.to_owned(), fields: FIELDS.into_iter().flat_map(said).collect(), parts: Vec::new() };
        for index in 0.. {
            place.push(index);
            let part = Self::read_at(form, place, (&mut *left, &mut *excess));
            place.pop();
            let Some(part) = part else { break };
            node.parts.push(part);
        }
        Some(node)
    }

    /// Why the draft does not go into the editor; `None` where it does.
    pub(super) fn excess(&self) -> Option<Excess> {
        if self.count() > MOST {
            return Some(Excess::Many);
        }
        (self.depth() > DEEPEST).then_some(Excess::Deep)
    }

    /// Every role a decision is asked of, in reading order.
    pub(super) fn roles(&self, into: &mut Vec<String>) {
        into.extend(self.fields.iter().filter(|(name, _)| *name == "role").map(|(_, role)| role.clone()));
        self.parts.iter().for_each(|part| part.roles(into));
    }

    fn count(&self) -> usize {
        1 + self.parts.iter().map(Self::count).sum::<usize>()
    }

    fn depth(&self) -> usize {
        self.parts.iter().map(|part| part.depth() + 1).max().unwrap_or(0)
    }

    /// The fields of this demand and its parts, as a form sends them.
    pub(super) fn write(&self, place: &mut Place, into: &mut Vec<(String, String)>) {
        let end = end_of(place);
        into.push((format!("kind-{end}"), self.kind.clone()));
        into.extend(self.fields.iter().map(|(name, value)| (format!("{name}-{end}"), value.clone())));
        for (index, part) in self.parts.iter().enumerate() {
            place.push(index);
            part.write(place, into);
            place.pop();
        }
    }

    /// The draft of a sound demand.
    pub(super) fn of(demand: &Demand) -> Self {
        let mut fields = Vec::new();
        let mut need = |need: &Need| {
            let (unit, amount) = match need {
                Need::Count(count) => ("count", count.to_string()),
                Need::Percent(share) => ("percent", share.to_string()),
            };
            fields.extend([("unit", unit.to_owned()), ("amount", amount)]);
        };
        let accepted = |accept: &BTreeSet<Counted>| {
            let words = WAYS.iter().filter(|(_, way, ..)| accept.contains(way));
            words.map(|(word, ..)| ("accept", (*word).to_owned())).collect::<Vec<_>>()
        };
        match demand {
            Demand::All(_) | Demand::Any(_) => {}
            Demand::AtLeast { n, .. } => fields.push(("n", n.to_string())),
            Demand::DaysAttended { need: amount, accept } => {
                need(amount);
                fields.extend(accepted(accept));
            }
            Demand::DaysRequired { days, accept } => {
                fields.extend(days.iter().map(|day| ("days", day.to_string())));
                fields.extend(accepted(accept));
            }
            Demand::Minutes { need: amount } => need(amount),
            Demand::Assignment { key, state } => {
                let word = ASSIGNMENT.iter().find(|(_, one, ..)| one == state).map_or("", |(word, ..)| word);
                fields.extend([("key", key.clone()), ("state", word.to_owned())]);
            }
            Demand::EvaluationAnswered { survey } => fields.push(("survey", survey.clone())),
            Demand::RolloutPlan { state } => {
                let word = PLAN.iter().find(|(_, one, ..)| one == state).map_or("", |(word, ..)| word);
                fields.push(("plan", word.to_owned()));
            }
            Demand::DecidedBy { role, reason } => {
                fields.extend([("role", role.clone()), ("reason", reason.clone().unwrap_or_default())]);
            }
        }
        let parts = demand.parts().iter().map(Self::of).collect();
        Self { kind: demand.word().to_owned(), fields, parts }
    }

    /// The demand at `place`.
    pub(super) fn at(&mut self, place: &[usize]) -> Option<&mut Self> {
        place.iter().try_fold(self, |node, index| node.parts.get_mut(*index))
    }

    /// Does what a button of the editor says, such as `add r-0`, `remove r-0-2`, `up r-1` or `tie r`; `kind` is what to add.
    pub(super) fn press(&mut self, button: &str, kind: &str) {
        let Some((deed, end)) = button.split_once(' ') else { return };
        let Some(place) = place_of(end) else { return };
        match (deed, place.split_last()) {
            ("add", _) => {
                if let Some(node) = self.at(&place).filter(|node| is_group(&node.kind)) {
                    node.parts.push(Self::new(kind));
                }
            }
            ("tie", _) => {
                if let Some(node) = self.at(&place) {
                    let inner = std::mem::replace(node, Self::new("all"));
                    node.parts.push(inner);
                }
            }
            ("remove", Some((last, above))) => {
                if let Some(node) = self.at(above).filter(|node| *last < node.parts.len()) {
                    node.parts.remove(*last);
                }
            }
            ("up", Some((last, above))) => {
                if let Some(node) = self.at(above).filter(|node| *last > 0 && *last < node.parts.len()) {
                    node.parts.swap(*last - 1, *last);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    //! Of the draft alone: nothing that is read, changed and written loses a field.
    use super::*;
    use crate::requirements::CompletionRule;
    use crate::web::form::Reading;

    const RULE: &str = r#"{"rule":{"all":[{"days_attended":{"min":5}},{"at_least":{"n":1,"of":[
        {"assignment":{"key":"plan","state":"approved"}},{"rollout_plan":{"state":"submitted"}},
        {"minutes":{"min_percent":80}},{"decided_by":{"role":"coordinator","reason":"särskilda skäl"}},
        {"evaluation_answered":{"survey":"slut"}},{"days_required":{"days":[1,6],"accept":["present"]}}]}}]}}"#;

    fn form_of(node: &Node) -> Submitted {
        let mut fields = Vec::new();
        node.write(&mut Vec::new(), &mut fields);
        Submitted::of(fields)
    }

    fn demand_in(form: &Submitted) -> Option<Demand> {
        let node = Node::read(form).0?;
        let mut reading = Reading::new(form, Lang::Sv);
        node.demand(&mut reading, &mut Vec::new(), 6, Lang::Sv)
    }

    #[test]
    fn every_leaf_of_the_language_survives_the_form() {
        let rule = CompletionRule::parse(RULE).unwrap();

        let form = form_of(&Node::of(rule.demand()));

        assert_eq!(demand_in(&form).as_ref(), Some(rule.demand()));
    }

    #[test]
    fn buttons_add_remove_move_and_tie() {
        let rule = CompletionRule::parse(RULE).unwrap();
        let mut node = Node::of(rule.demand());

        node.press("add r-1", "minutes");
        node.press("up r-1", "");
        node.press("remove r-0-0", "");
        node.press("tie r-1", "");
        node.press("remove r-9", "");
        node.press("add r-1-0", "minutes");
        node.press("up r-x", "");

        let kinds: Vec<&str> = node.parts[0].parts.iter().map(|part| part.kind.as_str()).collect();
        assert_eq!(kinds.last(), Some(&"minutes"));
        assert_eq!((kinds.len(), kinds[0]), (6, "rollout_plan"));
        assert_eq!((node.parts[1].kind.as_str(), node.parts[1].parts[0].kind.as_str()), ("all", "days_attended"));
    }

    #[test]
    fn a_form_nobody_was_shown_is_no_draft() {
        let deep: Vec<(String, String)> =
            (0..300).map(|depth| (format!("kind-{}", end_of(&vec![0; depth])), "all".to_owned())).collect();
        let wide: Vec<(String, String)> = [("kind-r".to_owned(), "all".to_owned())]
            .into_iter()
            .chain((0..900).map(|at| (format!("kind-r-{at}"), "any".to_owned())))
            .collect();

        let (deep, wide) = (Node::read(&Submitted::of(deep)), Node::read(&Submitted::of(wide)));

        assert_eq!((deep.0.map(|node| node.depth()), deep.1), (Some(DEEPEST), Some(Excess::Deep)));
        assert_eq!((wide.0.map(|node| node.count()), wide.1), (Some(MOST), Some(Excess::Many)));
        assert_eq!(Node::read(&Submitted::default()), (None, None));
    }

    #[test]
    fn a_role_the_house_does_not_know_survives_the_form() {
        let rule = r#"{"rule":{"decided_by":{"role":"rektor"}}}"#;
        let rule = CompletionRule::parse(rule).unwrap();

        let form = form_of(&Node::of(rule.demand()));

        assert_eq!(demand_in(&form).as_ref(), Some(rule.demand()));
    }
}
