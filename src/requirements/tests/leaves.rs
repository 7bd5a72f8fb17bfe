//! Each leaf by itself.

use super::*;
use Outcome::{Impossible, Met, Possible};

#[test]
fn days_attended_counts_whichever_days_they_are() {
    let tree = r#"{"days_attended":{"min":5,"accept":["present","partial","credited"]}}"#;

    let outcomes = ["PPPPPA", "PPPPA.", "PPPAA.", "PPPPQA", "PPPPHA", "PPPPCA"].map(|letters| outcome(tree, letters));

    assert_eq!(outcomes, [Met, Possible, Impossible, Met, Impossible, Met]);
}

#[test]
fn eighty_percent_of_six_days_is_five() {
    let tree = r#"{"days_attended":{"min_percent":80,"accept":["present"]}}"#;

    let outcomes = ["PPPPPA", "PPPPAA", "PPPPAX", "PPPAAX"].map(|letters| outcome(tree, letters));

    assert_eq!(outcomes, [Met, Impossible, Met, Impossible]);
}

#[test]
fn a_cancelled_day_lowers_the_minimum() {
    let tree = r#"{"days_attended":{"min":5,"accept":["present"]}}"#;

    let outcomes = ["PPPPAX", "PPPAAX", "PPPXAX"].map(|letters| outcome(tree, letters));

    assert_eq!(outcomes, [Met, Impossible, Met]);
}

#[test]
fn required_days_must_be_these_and_a_cancelled_one_counts_as_met() {
    let tree = r#"{"days_required":{"days":[1,6],"accept":["present"]}}"#;

    let outcomes = ["PAAAAP", "XAAAAP", "PAAAA.", "APPPPP", "PPPPP"].map(|letters| outcome(tree, letters));

    assert_eq!(outcomes, [Met, Met, Possible, Impossible, Impossible]);
}

#[test]
fn minutes_add_up_and_a_cancelled_day_takes_its_own_away() {
    let count = r#"{"minutes":{"min":1800}}"#;
    let share = r#"{"minutes":{"min_percent":90}}"#;

    let counted = ["PPPPHH", "PPPPP.", "PPPHAX", "PPPPXX"].map(|letters| outcome(count, letters));
    let shared = ["PPPPPP", "PPPPPH", "PPPHHH", "PPPPP."].map(|letters| outcome(share, letters));

    assert_eq!(counted, [Met, Met, Possible, Met]);
    assert_eq!(shared, [Met, Met, Impossible, Possible]);
}

#[test]
fn more_minutes_than_the_day_has_do_not_count() {
    let mut record = record(&marks("PPPPAA"));
    for fact in record.days.values_mut().take(4) {
        fact.mark = Some(Mark::Present(9_000));
    }

    let verdict = weigh(&rule(r#"{"minutes":{"min":1801}}"#), &record, date("2014-01-01"));

    assert_eq!(verdict.outcome, Impossible);
}

#[test]
fn an_unattested_mark_counts_for_nothing_yet() {
    let mut record = record(&marks("PPPPPP"));
    record.days.get_mut(&6).expect("day 6").attested = false;

    let verdict = weigh(&rule(r#"{"days_attended":{"min":6}}"#), &record, date("2012-12-01"));

    assert_eq!(verdict.outcome, Possible);
    assert_eq!(verdict.nodes[0].remaining, [Step::AwaitMark { day: 6, date: date("2012-11-08") }]);
}

#[test]
fn assignments_surveys_and_plans_stay_open_until_they_are_there() {
    let tree = r#"{"all":[{"assignment":{"key":"plan","state":"approved"}},{"evaluation_answered":{"survey":"course"}},
                          {"rollout_plan":{"state":"submitted"}}]}"#;
    let open = record(&[]);
    let done = TrainingRecord {
        assignments: [("plan".to_owned(), AssignmentState::Approved)].into(),
        surveys_answered: ["course".to_owned()].into(),
        rollout_plan: PlanState::Adopted,
        ..record(&[])
    };

    let outcomes = [open, done].map(|record| {
        let verdict = weigh(&rule(tree), &record, date("2020-01-01"));
        verdict.nodes.iter().map(|node| node.outcome).collect::<Vec<_>>()
    });

    assert_eq!(outcomes, [[Possible; 4], [Met; 4]]);
}

#[test]
fn a_decision_counts_only_once_it_is_given() {
    let tree = r#"{"any":[{"days_attended":{"min":6}},{"decided_by":{"role":"coordinator"}}]}"#;
    let decision = |dispenses: Option<&str>| Decision {
        role: "coordinator".into(),
        reason: "Samma innehåll i en annan utbildning".into(),
        dispenses: dispenses.map(str::to_owned),
    };
    let with = |decisions| TrainingRecord { decisions, ..record(&marks("PAAAAA")) };

    let outcomes = [vec![], vec![decision(None)], vec![decision(Some("any/0"))], vec![decision(Some("any/7"))]]
        .map(|decisions| weigh(&rule(tree), &with(decisions), date("2012-11-08")).outcome);

    assert_eq!(outcomes, [Impossible, Met, Met, Impossible]);
}

#[test]
fn at_least_counts_its_parts() {
    let tree = r#"{"at_least":{"n":2,"of":[{"days_required":{"days":[1],"accept":["present"]}},
        {"days_required":{"days":[2],"accept":["present"]}},{"days_required":{"days":[3],"accept":["present"]}}]}}"#;

    let outcomes = ["PPA", "PA.", "AA."].map(|letters| outcome(tree, letters));

    assert_eq!(outcomes, [Met, Possible, Impossible]);
}

#[test]
fn one_make_up_serves_one_day_only() {
    let tree = r#"{"all":[{"days_required":{"days":[1]}},{"days_required":{"days":[6]}}]}"#;

    let one = weigh(&rule(tree), &record(&marks("APPPPP")), date("2012-11-08"));
    let two = weigh(&rule(tree), &record(&marks("APPPPA")), date("2012-11-08"));

    assert_eq!(one.outcome, Possible);
    assert_eq!(two.nodes.iter().map(|node| node.outcome).collect::<Vec<_>>(), [Impossible, Possible, Possible]);
    assert!(explain(&two, Voice::You, crate::kernel::Lang::Sv)[0].text.contains("inte tillsammans"));
}

#[test]
fn a_spent_make_up_is_spent_and_more_than_allowed_do_not_count() {
    let required = r#"{"days_required":{"days":[1,6]}}"#;
    let five = r#"{"days_attended":{"min":5}}"#;

    assert_eq!([outcome(required, "PMPPPA"), outcome(required, "MPPPPM")], [Impossible, Impossible]);
    assert_eq!([outcome(five, "PPPPMA"), outcome(five, "PPPMMA")], [Met, Impossible]);
    let waiting = weigh(&rule(five), &record(&marks("PPPMA.")), date("2012-11-01"));
    assert_eq!(waiting.make_ups_left, 0);
    assert_eq!(waiting.nodes[0].remaining, [Step::Attend { day: 6, date: date("2012-11-08") }]);
}

#[test]
fn the_make_up_months_count_from_the_last_day_and_end_with_their_last() {
    let required = rule(r#"{"days_required":{"days":[2]}}"#);
    let record = record(&marks("PAPPPP"));

    let outcomes = ["2013-11-08", "2013-11-09"].map(|today| weigh(&required, &record, date(today)).outcome);

    assert_eq!(outcomes, [Possible, Impossible]);
}

#[test]
fn a_rule_without_make_up_leaves_recorded_ones_to_its_demands() {
    let bare = CompletionRule::parse(r#"{"rule":{"days_attended":{"min":2}}}"#).expect("a rule");

    let made_up = weigh(&bare, &record(&marks("PM")), date("2012-11-08")).outcome;
    let missed = weigh(&bare, &record(&marks("PA")), date("2012-11-08")).outcome;

    assert_eq!((made_up, missed), (Met, Impossible));
}

#[test]
fn the_margin_says_who_is_about_to_fall() {
    let five_of_six = default_six_days(None).expect("a rule");
    let margin = |letters: &str| {
        let verdict = weigh_with_margin(&five_of_six, &record(&marks(letters)), date("2012-10-01"));
        (verdict.margin, verdict.about_to_fall())
    };

    assert_eq!(margin("......"), (Some(1), false));
    assert_eq!(margin("PAA..."), (Some(0), true));
    assert_eq!(margin("PPPPPP"), (None, false));
    assert_eq!(margin("AAA..."), (None, false));
}
