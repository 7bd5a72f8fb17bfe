//! Laws that hold for every record: checked over all of a small space, or over many generated ones.

use super::dice::Dice;
use super::*;
use crate::kernel::Lang;

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

/// The demand with the parts of every group in another order; at each group the dice say how far they are turned.
fn turned(demand: &Demand, dice: &mut Dice) -> Demand {
    let mut parts: Vec<Demand> = demand.parts().iter().map(|part| turned(part, dice)).collect();
    if !parts.is_empty() {
        let by = usize::try_from(dice.below(parts.len() as u64)).expect("small");
        parts.rotate_left(by);
        if dice.below(2) == 0 {
            parts.reverse();
        }
    }
    match demand {
        Demand::All(_) => Demand::All(parts),
        Demand::Any(_) => Demand::Any(parts),
        Demand::AtLeast { n, .. } => Demand::AtLeast { n: *n, of: parts },
        leaf => leaf.clone(),
    }
}

/// A demand spelt so that the order of parts does not show, to find the same one in two rules.
fn unordered(demand: &Demand) -> String {
    let mut parts: Vec<String> = demand.parts().iter().map(unordered).collect();
    parts.sort();
    match demand {
        Demand::AtLeast { n, .. } => format!("at_least {n} {parts:?}"),
        Demand::All(_) | Demand::Any(_) => format!("{} {parts:?}", demand.word()),
        leaf => format!("{leaf:?}"),
    }
}

/// What was found of every demand, in an order that does not depend on where it stands.
fn found(rule: &CompletionRule, verdict: &Verdict) -> Vec<String> {
    let told = |(path, demand): (String, &Demand)| {
        let node = verdict.nodes.iter().find(|node| node.path == path).expect("a node");
        format!("{} {:?} {:?} {:?} {:?}", unordered(demand), node.outcome, node.used, node.remaining, node.by)
    };
    let mut found: Vec<String> = rule.places().into_iter().map(told).collect();
    found.sort();
    found
}

#[test]
fn the_order_of_demands_and_decisions_changes_nothing() {
    let mut dice = Dice(3);
    let mut moved = 0;
    for round in 0..600 {
        let one = rule(&dice.tied());
        let other = CompletionRule { demand: turned(one.demand(), &mut dice), ..one.clone() };
        moved += usize::from(one != other);
        let given = |role: u64| Decision { role: format!("r{role}"), reason: role.to_string(), dispenses: None };
        let decisions: Vec<Decision> = (0..3).filter(|_| dice.below(2) == 0).map(given).collect();
        let kept = TrainingRecord { decisions, ..record(&marks(&dice.letters("PQHANMCX."))) };
        let mut swapped = kept.clone();
        swapped.decisions.reverse();
        let today = dice.today();

        let (before, after) = (weigh_with_margin(&one, &kept, today), weigh_with_margin(&other, &swapped, today));

        assert_eq!((before.outcome, before.margin), (after.outcome, after.margin), "round {round}");
        assert_eq!(found(&one, &before), found(&other, &after), "round {round}: {}", one.canonical_json());
    }
    assert!(moved > 100, "only {moved} rules were turned");
}

#[test]
fn a_record_read_in_another_order_is_the_same_and_time_only_takes_away() {
    let mut dice = Dice(5);
    for _ in 0..300 {
        let rule = rule(&dice.tree(2));
        let kept = record(&marks(&dice.letters("PQHANCX.")));
        let mut raw = serde_json::to_value(&kept).expect("a value");
        raw["days"].as_array_mut().expect("days").reverse();

        let turned: TrainingRecord = serde_json::from_value(raw).expect("a record");
        let [early, late] = ["2012-10-20", "2014-05-01"].map(|today| weigh(&rule, &kept, date(today)).outcome);

        assert_eq!(kept, turned);
        assert!(late <= early);
    }
}

/// No number with a fraction takes part: of the language, of a record, or of what is said about one.
#[test]
fn only_whole_numbers_are_weighed() {
    let sources = ["weigh", "tally", "margin", "relaxing", "model", "facts", "verdict", "presets", "places"];
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/requirements");
    for name in sources {
        let text = std::fs::read_to_string(folder.join(format!("{name}.rs"))).expect("a source");
        let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect();
        let fractions = words.iter().filter(|word| ["f32", "f64"].iter().any(|kind| word.ends_with(kind)));
        assert_eq!(fractions.count(), 0, "{name}.rs reckons with fractions");
    }
    let refused = |text: &str| CompletionRule::parse(text).is_err();
    assert!(refused(r#"{"rule":{"days_attended":{"min":4.5}}}"#));
    assert!(refused(r#"{"rule":{"days_attended":{"min_percent":79.5}}}"#));
    assert!(refused(r#"{"rule":{"minutes":{"min":1}},"partial_percent":74.9}"#));

    // One minute less than four fifths of 359 is not four fifths, which no rounding may hide: 359 * 80 = 28 720.
    for (minutes, expected) in [(287, Outcome::Impossible), (288, Outcome::Met)] {
        let mut short = record(&[Some(Mark::Present(minutes))]);
        short.days.get_mut(&1).expect("a day").minutes = 359;
        let rule = rule(r#"{"minutes":{"min_percent":80}}"#);
        let rule = CompletionRule { make_up: None, ..rule };
        assert_eq!(weigh(&rule, &short, date("2012-11-08")).outcome, expected, "{minutes}");
    }
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

    let hard = weigh_with_margin(&rule(80, 30), &record, date("2012-10-20"));
    let fair = weigh_with_margin(&rule(60, 25), &record, date("2012-10-20"));

    assert_eq!((hard.outcome, hard.margin), (Outcome::Impossible, None));
    assert_eq!((fair.outcome, fair.margin), (Outcome::Possible, Some(1)));
}

/// At least twelve of twenty-four days, each a demand of its own, of which `max` may be made up.
fn hostile(max: u32) -> String {
    let days = (1..=24).map(|day| format!(r#"{{"days_required":{{"days":[{day}]}}}}"#)).collect::<Vec<_>>().join(",");
    let all = format!("{:?}", (1..=24).collect::<Vec<_>>());
    format!(r#""rule":{{"at_least":{{"n":12,"of":[{days}]}}}},"make_up":{{"days":{all},"max":{max}}}"#)
}

#[test]
fn a_rule_with_more_ends_than_can_be_looked_at_is_refused_at_once() {
    let rule = CompletionRule::parse(&format!("{{{}}}", hostile(24))).expect("a rule that is kept already");
    let record = record(&marks(&"A".repeat(24)));
    let facts = serde_json::to_string(&record).expect("facts");
    let file = format!(r#"{{{},"facts":{facts},"today":"2012-10-20"}}"#, hostile(24));
    let began = std::time::Instant::now();

    let exact = weigh_exactly(&rule, &record, date("2012-10-20"));
    let told = weigh_with_margin(&rule, &record, date("2012-10-20")).outcome;
    let saved = CompletionRule::new(rule.demand(), 75, rule.make_up().cloned());
    let relaxed = relaxes(&rule, &rule, &record);

    assert_eq!(exact, Err(Refusal::TooMany));
    assert_eq!(weigh_file(&file), Err(Refusal::TooMany));
    assert_eq!((saved, told), (Err(Refusal::TooMany), Outcome::Possible));
    assert_eq!(relaxed, Relaxation::Unproven);
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}

#[test]
fn a_rule_that_people_use_is_never_too_many() {
    let one_by_one = CompletionRule::parse(&format!("{{{}}}", hostile(2))).expect("a rule");

    let saved = CompletionRule::new(one_by_one.demand(), 75, one_by_one.make_up().cloned());

    assert!(saved.is_ok());
    assert!(CompletionRule::new(default_six_days(None).expect("a rule").demand(), 75, None).is_ok());
}

#[test]
fn only_a_decision_that_is_missing_is_waited_for() {
    let decided = rule(r#"{"all":[{"days_attended":{"min":2}},{"decided_by":{"role":"coordinator"}}]}"#);
    let weighed = |letters: &str| weigh(&decided, &record(&marks(letters)), date("2012-10-01"));
    let say = |letters: &str| headline(&weighed(letters), Voice::You, Lang::Sv);

    assert_eq!(weighed("...").awaits, ["coordinator"]);
    assert_eq!(say("..."), "Det väntar på beslut av samordnaren.");
    assert_eq!(weighed("AAA").awaits, Vec::<String>::new());
    assert_eq!(say("AAA"), "Du kan inte längre uppfylla kraven.");
}

#[test]
fn the_days_made_up_that_count_are_no_more_than_allowed_and_carry_what_all_of_them_carry() {
    let mut dice = Dice(17);
    let mut met = 0;
    for _ in 0..3_000 {
        let rule = rule(&dice.tied());
        let all = record(&marks(&dice.letters("PQHAMMM")));
        let counting = days_made_up(&rule, &all);
        let mut only = all.clone();
        for (day, fact) in &mut only.days {
            if matches!(fact.mark, Some(Mark::MadeUp(_))) && !counting.contains(day) {
                fact.mark = Some(Mark::Absent);
            }
        }

        let outcomes = [&all, &only].map(|record| weigh(&rule, record, date("2014-05-01")).outcome == Outcome::Met);

        let made_up = all.days.values().filter(|fact| matches!(fact.mark, Some(Mark::MadeUp(_)))).count();
        assert_eq!(counting.len(), made_up.min(1), "{all:?}");
        assert_eq!(outcomes[0], outcomes[1], "{rule:?} {all:?}");
        met += usize::from(outcomes[0]);
    }
    assert!((300..2_900).contains(&met), "{met}: the dice say nothing");
}
