//! Whether one rule asks for no more than another.

use super::{marks, record};
use crate::requirements::{
    Amount, AssignmentState, CompletionRule, Decision, Relaxation, TrainingRecord, Usual, default_six_days, relaxes,
    some_days, weigh,
};
use std::collections::BTreeSet;

fn six(letters: &str) -> TrainingRecord {
    record(&marks(letters))
}

fn days(min: u32, required: &[u16]) -> CompletionRule {
    some_days(6, min, &required.iter().copied().collect::<BTreeSet<_>>(), None).unwrap()
}

fn is_proven(was: &CompletionRule, is: &CompletionRule, record: &TrainingRecord) -> bool {
    matches!(relaxes(was, is, record), Relaxation::Proven(_))
}

#[test]
fn fewer_days_are_a_relaxation_and_more_are_none() {
    let (five, four) = (days(5, &[1, 6]), days(4, &[1]));
    let open = six("......");

    let (easier, harder) = (relaxes(&five, &four, &open), relaxes(&four, &five, &open));

    assert!(matches!(easier, Relaxation::Proven(points) if points > 50), "{easier:?}");
    assert!(matches!(harder, Relaxation::Refuted(_)), "{harder:?}");
}

#[test]
fn an_assignment_is_asked_of_nobody_afterwards() {
    let (without, with) = (default_six_days(None).unwrap(), default_six_days(Some("plan")).unwrap());

    let (added, dropped) = (is_proven(&without, &with, &six("......")), is_proven(&with, &without, &six("......")));

    assert!(dropped && !added);
}

#[test]
fn who_has_it_behind_them_may_be_weighed_by_a_harder_rule() {
    let (five, six_days) = (days(5, &[]), days(6, &[]));

    let (all_there, one_missed) =
        (is_proven(&five, &six_days, &six("PPPPPP")), is_proven(&five, &six_days, &six("PPPPP.")));

    assert!(all_there && !one_missed);
}

#[test]
fn a_refutation_meets_the_former_rule_and_not_the_new_one() {
    let (was, is) = (days(4, &[2]), days(4, &[3]));

    let Relaxation::Refuted(end) = relaxes(&was, &is, &six("......")) else { panic!("not refuted") };

    let today = end.days[&6].date;
    assert_eq!(weigh(&was, &end, today).outcome, crate::requirements::Outcome::Met);
    assert_ne!(weigh(&is, &end, today).outcome, crate::requirements::Outcome::Met);
}

#[test]
fn what_is_proven_agrees_with_every_record_of_two_to_the_sixth_and_one_make_up() {
    let rules: Vec<CompletionRule> =
        [(5, &[1, 6][..]), (5, &[]), (4, &[1, 6]), (4, &[2]), (6, &[])].map(|(min, req)| days(min, req)).into();
    let letters = ["P", "A"];
    let mut records = Vec::new();
    for bits in 0..64_usize {
        let line: String = (0..6).map(|day| letters[(bits >> day) & 1]).collect();
        records.push(six(&line));
        for made_up in (0..6).filter(|day| (bits >> day) & 1 == 1) {
            let mut line = line.clone();
            line.replace_range(made_up..=made_up, "M");
            records.push(six(&line));
        }
    }
    let met = |rule: &CompletionRule, record: &TrainingRecord| {
        weigh(rule, record, record.days[&6].date).outcome == crate::requirements::Outcome::Met
    };

    for was in &rules {
        for is in &rules {
            let by_hand = records.iter().all(|record| !met(was, record) || met(is, record));
            assert_eq!(is_proven(was, is, &six("......")), by_hand, "{was:?} {is:?}");
        }
    }
}

#[test]
fn minutes_and_very_many_ends_prove_nothing() {
    let minutes = CompletionRule::parse(r#"{"rule":{"minutes":{"min":1800}}}"#).unwrap();

    assert_eq!(relaxes(&minutes, &minutes, &six("......")), Relaxation::Unproven);
}

#[test]
fn a_usual_rule_is_read_back_as_its_numbers() {
    let usual = Usual {
        amount: Amount::Share(80),
        required: BTreeSet::from([2]),
        assignment: Some("plan".to_owned()),
        partial_percent: 60,
        make_ups: 2,
        within_months: None,
    };

    let rule = usual.rule(6).unwrap();

    assert_eq!(Usual::read(&rule, 6), Some(usual));
    assert_eq!(Usual::read(&CompletionRule::parse(r#"{"rule":{"any":[{"minutes":{"min":9}}]}}"#).unwrap(), 6), None);
}

#[test]
fn less_time_to_make_a_day_up_is_no_relaxation() {
    let within = |months: &str| {
        let make_up = format!(r#"{{"days":[1,2],"max":1,"within_months":{months}}}"#);
        CompletionRule::parse(&format!(r#"{{"rule":{{"days_attended":{{"min":5}}}},"make_up":{make_up}}}"#)).unwrap()
    };
    let (short, long, endless) = (within("6"), within("12"), within("null"));

    let proven = [(&short, &long), (&long, &endless), (&long, &short), (&endless, &long)]
        .map(|(was, is)| is_proven(was, is, &six("......")));

    assert_eq!(proven, [true, true, false, false]);
}

fn tree(tree: &str) -> CompletionRule {
    CompletionRule::parse(&format!(r#"{{"rule":{tree}}}"#)).unwrap()
}

#[test]
fn who_was_absent_can_still_be_credited() {
    let was = default_six_days(None).unwrap();
    let text = was.canonical_json().replace(r#""credited","#, "").replace(r#","credited""#, "");
    let is = CompletionRule::parse(&text).unwrap();

    let proven = ["PPPPPP", "PPAAPP", "PAAAPP", "PPAMPP"].map(|letters| is_proven(&was, &is, &six(letters)));

    assert_ne!(was, is);
    assert_eq!(proven, [true, false, false, false]);
}

#[test]
fn what_is_dispensed_from_can_be_asked_for_again() {
    let was = tree(r#"{"any":[{"days_required":{"days":[1]}},{"days_attended":{"min":5}}]}"#);
    let is = tree(r#"{"any":[{"days_required":{"days":[1]}},{"days_attended":{"min":6}}]}"#);
    let given = Decision { role: "coordinator".into(), reason: "Skäl".into(), dispenses: Some("any/0".into()) };
    let dispensed = TrainingRecord { decisions: vec![given], ..six("APPPP.") };

    assert!(is_proven(&was, &was, &dispensed) && !is_proven(&was, &is, &dispensed));
}

#[test]
fn what_is_handed_in_may_be_returned_and_so_may_what_is_approved() {
    let was = tree(r#"{"assignment":{"key":"plan","state":"returned"}}"#);
    let is = tree(r#"{"assignment":{"key":"plan","state":"handed_in"}}"#);
    let at = |state| TrainingRecord { assignments: [("plan".to_owned(), state)].into(), ..six("PPPPPP") };

    let proven = [AssignmentState::HandedIn, AssignmentState::Approved].map(|state| is_proven(&was, &is, &at(state)));

    assert_eq!(proven, [false, false]);
}

#[test]
fn a_plan_may_come_to_rest() {
    let was = tree(r#"{"days_attended":{"min":5}}"#);
    let is = tree(r#"{"all":[{"days_attended":{"min":5}},{"rollout_plan":{"state":"not_started"}}]}"#);

    assert!(is_proven(&is, &was, &six("PPPPPP")) && !is_proven(&was, &is, &six("PPPPPP")));
}

#[test]
fn a_decision_on_another_ground_proves_nothing() {
    let by = |ground: &str| tree(&format!(r#"{{"decided_by":{{"role":"coordinator","reason":"{ground}"}}}}"#));

    assert!(is_proven(&by("a"), &by("a"), &six("......")));
    assert_eq!(relaxes(&by("a"), &by("b"), &six("......")), Relaxation::Unproven);
}
