//! Laws that hold for every record: checked over all of a small space, or over many generated ones.

use super::*;
use crate::kernel::Lang;

/// A small deterministic generator (splitmix64), so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        among[usize::try_from(self.below(among.len() as u64)).expect("small")]
    }

    fn accept(&mut self) -> String {
        let ways: Vec<&str> = ["\"present\"", "\"partial\"", "\"made_up\"", "\"credited\""]
            .into_iter()
            .filter(|_| self.below(3) > 0)
            .collect();
        if ways.is_empty() { "\"present\"".into() } else { ways.join(",") }
    }

    fn tree(&mut self, depth: u64) -> String {
        let kind = if depth == 0 { 3 + self.below(6) } else { self.below(9) };
        let n = self.below(7);
        let accept = self.accept();
        let parts = |dice: &mut Self| (0..=dice.below(2)).map(|_| dice.tree(depth - 1)).collect::<Vec<_>>().join(",");
        match kind {
            0 => format!(r#"{{"all":[{}]}}"#, parts(self)),
            1 => format!(r#"{{"any":[{}]}}"#, parts(self)),
            2 => format!(r#"{{"at_least":{{"n":1,"of":[{}]}}}}"#, parts(self)),
            3 => format!(r#"{{"days_attended":{{"min":{n},"accept":[{accept}]}}}}"#),
            4 => format!(r#"{{"days_attended":{{"min_percent":{},"accept":[{accept}]}}}}"#, n * 16),
            5 => format!(r#"{{"days_required":{{"days":[{},{}],"accept":[{accept}]}}}}"#, 1 + n % 6, 1 + self.below(6)),
            6 => format!(r#"{{"minutes":{{"min":{}}}}}"#, n * 360),
            7 => format!(r#"{{"minutes":{{"min_percent":{}}}}}"#, n * 15),
            _ => format!(r#"{{"decided_by":{{"role":"r{}"}}}}"#, self.below(2)),
        }
    }

    fn letters(&mut self, among: &str) -> String {
        let among: Vec<char> = among.chars().collect();
        (0..6).map(|_| self.pick(&among)).collect()
    }

    /// A date before or after the end of the make-ups.
    fn today(&mut self) -> Day {
        date(self.pick(&["2012-10-20", "2013-05-01", "2014-05-01"]))
    }
}

/// The default rule counted by hand, sharing nothing with the room: five days, the first and the last among them.
fn met_by_hand(letters: &[char]) -> bool {
    let counts = |letter: char| "PQMC".contains(letter);
    let cancelled = letters.iter().filter(|letter| **letter == 'X').count();
    let attended = letters.iter().filter(|letter| counts(**letter)).count();
    let kept = |letter: char| counts(letter) || letter == 'X';
    attended + cancelled >= 5 && kept(letters[0]) && kept(letters[5])
}

/// Whether any end of the course meets the default rule: every mark for every open day, then at most one make-up.
fn reachable_by_hand(letters: &[char], may_make_up: bool) -> bool {
    if let Some(open) = letters.iter().position(|letter| *letter == '.') {
        return "PQHAXC".chars().any(|mark| {
            let mut next = letters.to_vec();
            next[open] = mark;
            reachable_by_hand(&next, may_make_up)
        });
    }
    let spent = letters.contains(&'M');
    let made_up = |day: usize| {
        let mut next = letters.to_vec();
        next[day] = 'M';
        "AH".contains(letters[day]) && met_by_hand(&next)
    };
    met_by_hand(letters) || (may_make_up && !spent && (0..6).any(made_up))
}

#[test]
fn the_default_rule_agrees_with_brute_force_over_every_record() {
    let rule = default_six_days(None).expect("a rule");
    let among = ['P', 'H', 'A', 'X', '.'];
    let in_time = [("2012-11-08", true), ("2013-11-09", false)];

    for number in 0..5_usize.pow(6) {
        let letters: Vec<char> = (0..6).map(|place| among[number / 5_usize.pow(place) % 5]).collect();
        // A made-up day is put in now and then, never a second one: what more than one means is not the default's.
        let letters: Vec<char> = match number % 7 {
            0 => letters.iter().enumerate().map(|(i, l)| if i == number % 6 { 'M' } else { *l }).collect(),
            _ => letters,
        };
        let record = record(&letters.iter().map(|letter| mark(*letter)).collect::<Vec<_>>());
        let (today, may_make_up) = in_time[number % 2];
        let expected = if met_by_hand(&letters) {
            Outcome::Met
        } else if reachable_by_hand(&letters, may_make_up) {
            Outcome::Possible
        } else {
            Outcome::Impossible
        };

        let bench = weigh(&rule, &record, date(today)).outcome;

        assert_eq!(bench, expected, "{letters:?} on {today}");
    }
}

#[test]
fn what_can_happen_is_never_called_impossible() {
    let mut dice = Dice(1);
    for round in 0..1_500 {
        let rule = rule(&dice.tree(2));
        let (now, today) = (dice.letters("PQHANCX..."), date("2012-10-20"));
        let before = weigh(&rule, &record(&marks(&now)), today);
        let mut made_up = false;
        let later: String = now
            .chars()
            .map(|letter| match letter {
                '.' => dice.pick(&['P', 'Q', 'H', 'A', 'C', 'X', '.']),
                'A' | 'N' | 'H' if !made_up && dice.below(4) == 0 => {
                    made_up = true;
                    'M'
                }
                other => other,
            })
            .collect();

        let after = weigh(&rule, &record(&marks(&later)), today);

        for (before, after) in before.nodes.iter().zip(&after.nodes) {
            let broken = before.outcome == Outcome::Impossible && after.outcome != Outcome::Impossible;
            assert!(!broken, "round {round}: {now} then {later} at {} of {}", before.path, rule.canonical_json());
        }
    }
}

#[test]
fn more_attendance_never_hurts() {
    let mut dice = Dice(2);
    for round in 0..1_500 {
        let (rule, today) = (rule(&dice.tree(2)), dice.today());
        let less = dice.letters("PQHANMC.");
        let day = usize::try_from(dice.below(6)).expect("small");
        let better = |letter: char, dice: &mut Dice| match letter {
            'A' | 'N' => dice.pick(&['H', 'Q', 'P', 'C']),
            'H' => dice.pick(&['Q', 'P']),
            'Q' => 'P',
            other => other,
        };
        let more: String =
            less.chars().enumerate().map(|(i, l)| if i == day { better(l, &mut dice) } else { l }).collect();

        let (lower, higher) =
            (weigh(&rule, &record(&marks(&less)), today), weigh(&rule, &record(&marks(&more)), today));

        for (lower, higher) in lower.nodes.iter().zip(&higher.nodes) {
            let place = &lower.path;
            assert!(lower.outcome <= higher.outcome, "round {round}: {less} {more} {place} {}", rule.canonical_json());
        }
    }
}

#[test]
fn the_order_of_days_and_time_change_nothing_but_the_deadline() {
    let mut dice = Dice(3);
    for _ in 0..300 {
        let rule = rule(&dice.tree(2));
        let kept = record(&marks(&dice.letters("PQHANCX.")));
        let mut raw = serde_json::to_value(&kept).expect("a value");
        raw["days"].as_array_mut().expect("days").reverse();
        let turned: TrainingRecord = serde_json::from_value(raw).expect("a record");

        let (early, late) = (date("2012-10-20"), date("2014-05-01"));

        assert_eq!(weigh(&rule, &kept, early), weigh(&rule, &turned, early));
        assert!(weigh(&rule, &kept, late).outcome <= weigh(&rule, &kept, early).outcome);
    }
}

#[test]
fn every_unmet_leaf_is_mentioned_in_both_languages() {
    let mut dice = Dice(4);
    for round in 0..600 {
        let (rule, today) = (rule(&dice.tree(2)), dice.today());
        let letters = dice.letters("PQHANMCX.");
        let verdict = weigh(&rule, &record(&marks(&letters)), today);

        let leaves: Vec<_> = verdict.nodes.iter().filter(|node| !matches!(node.used, Used::Parts { .. })).collect();

        assert_eq!(leaves.len(), count_leaves(rule.demand()));
        for lang in [Lang::Sv, Lang::En] {
            let lines = explain(&verdict, Voice::You, lang);
            assert!(lines.iter().all(|line| !line.text.contains("  ") && !line.text.contains(" .")), "{lines:?}");
            if verdict.outcome != Outcome::Met && !has_choice(rule.demand()) {
                let told = lines.iter().filter(|line| line.outcome != Outcome::Met).count();
                let missing = leaves.iter().filter(|node| node.outcome != Outcome::Met).count();
                assert!(told >= missing, "round {round}: {letters} {lines:#?}");
            }
            for node in leaves.iter().filter(|node| node.outcome == Outcome::Possible) {
                assert!(!node.remaining.is_empty(), "round {round}: {letters} {node:?} {}", rule.canonical_json());
            }
        }
    }
}

fn count_leaves(demand: &Demand) -> usize {
    if demand.parts().is_empty() { 1 } else { demand.parts().iter().map(count_leaves).sum() }
}

fn has_choice(demand: &Demand) -> bool {
    matches!(demand, Demand::Any(_) | Demand::AtLeast { .. }) || demand.parts().iter().any(has_choice)
}

#[test]
fn many_days_are_weighed_in_a_moment() {
    let all = format!("{:?}", (1..=40).collect::<Vec<_>>());
    let rule = |share: u32, days: u32| {
        let demands = format!(r#"[{{"minutes":{{"min_percent":{share}}}}},{{"days_attended":{{"min":{days}}}}}]"#);
        let text = format!(r#"{{"rule":{{"all":{demands}}},"make_up":{{"days":{all},"max":6}}}}"#);
        CompletionRule::parse(&text).expect("a rule")
    };
    let mut record = record(&marks(&"PHA.PHAP".repeat(5)));
    for (day, fact) in &mut record.days {
        fact.minutes = 300 + u32::from(*day) * 7 % 61;
    }

    let hard = weigh(&rule(80, 30), &record, date("2012-10-20"));
    let fair = weigh(&rule(60, 25), &record, date("2012-10-20"));

    assert_eq!((hard.outcome, hard.margin), (Outcome::Impossible, None));
    assert_eq!((fair.outcome, fair.margin), (Outcome::Possible, Some(1)));
}
