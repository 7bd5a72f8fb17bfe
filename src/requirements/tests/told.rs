//! Laws of the explanation: what every verdict, however it came about, tells.

use super::dice::Dice;
use super::*;
use crate::kernel::Lang;

/// How a leaf's own sentence begins, written here once more: by this it is found among the lines, and nothing else is.
fn own_words(node: &NodeVerdict, lang: Lang) -> String {
    let numbers = |days: &[DayNumber]| {
        let days: Vec<String> = days.iter().map(ToString::to_string).collect();
        days.join(lang.say(" och ", " and "))
    };
    match &node.used {
        Used::Days { counted, required, of, .. } => lang.say(
            format!("Du har deltagit {} av {of} dagar. Kravet är {required}.", counted.len()),
            format!("You have attended {} of {of} days. The requirement is {required}.", counted.len()),
        ),
        Used::RequiredDays { required, .. } => {
            let day = if required.len() == 1 { "Day" } else { "Days" };
            let days = numbers(required);
            lang.say(format!("Dag {days} måste ingå."), format!("{day} {days} must be among them."))
        }
        Used::Minutes { minutes, required, of, .. } => lang.say(
            format!("Du har deltagit {minutes} av {of} minuter. Kravet är {required}."),
            format!("You have attended {minutes} of {of} minutes. The requirement is {required}."),
        ),
        Used::Decision { role, .. } => {
            lang.say(format!("Det krävs ett beslut av {role}."), format!("A decision by {role} is needed."))
        }
        other => panic!("no generated rule asks for {other:?}"),
    }
}

/// The places that lie in an unmet part of something that is met: what nobody needs any more.
fn is_settled(verdict: &Verdict, path: &str) -> bool {
    let outcome = |path: &str| verdict.nodes.iter().find(|node| node.path == path).map(|node| node.outcome);
    let root = verdict.nodes[0].path.as_str();
    let mut above = vec![root];
    let steps: Vec<usize> = path.match_indices('/').map(|(at, _)| at).chain([path.len()]).collect();
    above.extend(steps.iter().map(|end| &path[..*end]).filter(|place| *place != root && outcome(place).is_some()));
    let outcomes: Vec<_> = above.into_iter().filter_map(outcome).collect();
    outcomes.windows(2).any(|pair| pair[0] == Outcome::Met && pair[1] != Outcome::Met)
}

#[test]
fn every_unmet_leaf_is_told_in_its_own_words_in_both_languages() {
    let mut dice = Dice(4);
    let mut told_in_choices = 0;
    for round in 0..1_000 {
        let (rule, today) = (rule(&dice.tied()), dice.today());
        let letters = dice.letters("PQHANMCX.");
        let verdict = weigh(&rule, &record(&marks(&letters)), today);

        let leaves: Vec<_> = verdict.nodes.iter().filter(|node| !matches!(node.used, Used::Parts { .. })).collect();

        assert_eq!(leaves.len(), count_leaves(rule.demand()));
        for lang in [Lang::Sv, Lang::En] {
            let lines = explain(&verdict, Voice::You, lang);
            assert!(lines.iter().all(|line| !line.text.contains("  ") && !line.text.contains(" .")), "{lines:?}");
            for node in leaves.iter().filter(|node| node.outcome != Outcome::Met) {
                let words = own_words(node, lang);
                let alike = |other: &&&NodeVerdict| other.outcome != Outcome::Met && own_words(other, lang) == words;
                let expected = leaves.iter().filter(alike).filter(|other| !is_settled(&verdict, &other.path)).count();
                let told = lines.iter().filter(|line| line.outcome != Outcome::Met && line.text.starts_with(&words));
                assert_eq!(told.count(), expected, "round {round}: {letters} {words} {lines:#?}");
                told_in_choices += usize::from(expected > 0 && has_choice(rule.demand()));
            }
        }
    }
    assert!(told_in_choices > 500, "only {told_in_choices} leaves stood in rules with a choice");
}

#[test]
fn what_can_be_met_has_a_way_that_counts() {
    let mut dice = Dice(6);
    for round in 0..1_000 {
        let (rule, today) = (rule(&dice.tree(2)), dice.today());
        let letters = dice.letters("PQHANMCX.");
        let verdict = weigh(&rule, &record(&marks(&letters)), today);

        for (path, demand) in rule.places() {
            let node = verdict.nodes.iter().find(|node| node.path == path).expect("a node");
            let (Demand::DaysAttended { accept, .. } | Demand::DaysRequired { accept, .. }) = demand else { continue };
            let attends = |step: &Step| matches!(step, Step::Attend { .. } | Step::AwaitMark { .. });
            let presence = Counted::Present.is_among(accept);
            assert!(presence || !node.remaining.iter().any(attends), "round {round}: {letters} {node:?}");
            // Without presence there may be no way but that a day is cancelled, which nobody can be advised to do.
            let is_helped = node.outcome != Outcome::Possible || !node.remaining.is_empty();
            assert!(is_helped || !presence, "round {round}: {letters} {node:?} {}", rule.canonical_json());
        }
    }
}

/// The lines as they are shown: each with its place among lists within lists.
#[test]
fn every_line_but_the_first_stands_beside_or_directly_beneath_another() {
    let mut dice = Dice(7);
    for round in 0..600 {
        let rule = rule(&dice.tied());
        let verdict = weigh(&rule, &record(&marks(&dice.letters("PHANMCX."))), dice.today());

        let lines = explain(&verdict, Voice::They, Lang::Sv);

        assert_eq!(lines.first().map_or(0, |line| line.depth), 0);
        for pair in lines.windows(2) {
            assert_eq!(pair[0].next, pair[1].depth);
            assert!(pair[1].depth <= pair[0].depth + 1, "round {round}: {lines:#?}");
            let is_head = pair[0].text.ends_with(':') || pair[0].text.contains("inte tillsammans");
            assert_eq!(is_head, pair[1].depth > pair[0].depth, "round {round}: {lines:#?}");
        }
        assert_eq!(lines.last().map_or(0, |line| line.next), 0);
    }
}

fn count_leaves(demand: &Demand) -> usize {
    if demand.parts().is_empty() { 1 } else { demand.parts().iter().map(count_leaves).sum() }
}

fn has_choice(demand: &Demand) -> bool {
    matches!(demand, Demand::Any(_) | Demand::AtLeast { .. }) || demand.parts().iter().any(has_choice)
}
