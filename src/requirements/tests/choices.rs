//! How rules with choices are explained: what lies in a choice stands beneath it, and beside it only what is needed as well.

use super::*;
use crate::kernel::Lang;

/// The lines, each indented by two blanks for every list it lies in, and cut after its first sentence.
fn shown(tree: &str, letters: &str, decisions: Vec<Decision>, lang: Lang) -> Vec<String> {
    let record = TrainingRecord { decisions, ..record(&marks(letters)) };
    let verdict = weigh(&rule(tree), &record, date("2012-10-01"));
    let first = |text: &str| text.split_inclusive(['.', ':']).next().unwrap_or_default().to_owned();
    let lines = explain(&verdict, Voice::You, lang);
    lines.iter().map(|line| format!("{}{}", "  ".repeat(line.depth), first(&line.text))).collect()
}

const EITHER: &str =
    r#"{"any":[{"assignment":{"key":"a","state":"approved"}},{"rollout_plan":{"state":"submitted"}}]}"#;

#[test]
fn what_is_needed_beside_a_choice_does_not_read_as_a_third_way() {
    let tree = format!(r#"{{"all":[{EITHER},{{"days_attended":{{"min":5}}}}]}}"#);

    let swedish = shown(&tree, "......", Vec::new(), Lang::Sv);

    let expected = [
        "Ett av följande räcker:",
        "  Hemuppgiften ”a” ska vara godkänd och är inte påbörjad.",
        "  Genomförandeplanen ska vara minst inlämnad och är inte påbörjad.",
        "Du har deltagit 0 av 6 dagar.",
    ];
    assert_eq!(swedish, expected);
}

#[test]
fn ways_that_need_several_things_are_told_apart() {
    let pair = |one: u8, other: u8| {
        format!(r#"{{"all":[{{"days_required":{{"days":[{one}]}}}},{{"days_required":{{"days":[{other}]}}}}]}}"#)
    };
    let tree = format!(r#"{{"any":[{},{}]}}"#, pair(1, 2), pair(3, 4));

    let english = shown(&tree, "......", Vec::new(), Lang::En);
    let swedish = shown(&tree, "......", Vec::new(), Lang::Sv);

    let day = |day: u8| format!("    Day {day} must be among them.");
    let heads = ["One of the following is enough:", "  All of this:"].map(str::to_owned);
    let expected = [heads[0].clone(), heads[1].clone(), day(1), day(2), heads[1].clone(), day(3), day(4)];
    assert_eq!(english, expected);
    assert_eq!(swedish[1], "  Allt detta:");
}

#[test]
fn an_unmet_way_of_a_choice_that_is_met_is_left_out_at_the_root_too() {
    let tree = r#"{"any":[{"days_attended":{"min":2}},{"assignment":{"key":"a","state":"approved"}}]}"#;
    let nested =
        r#"{"any":[{"days_attended":{"min":2}},{"all":[{"days_attended":{"min":1}},{"minutes":{"min":2000}}]}]}"#;

    let [met, all_met] = [tree, nested].map(|tree| shown(tree, "PP....", Vec::new(), Lang::Sv));

    assert_eq!(met, ["Du har deltagit 2 av 6 dagar."]);
    assert_eq!(all_met, met);
}

#[test]
fn a_choice_that_is_met_counts_as_one_within_another() {
    let met = r#"{"any":[{"days_attended":{"min":1}},{"minutes":{"min":360}}]}"#;
    let tree = format!(
        r#"{{"at_least":{{"n":2,"of":[{met},{{"days_required":{{"days":[5]}}}},{{"days_required":{{"days":[6]}}}}]}}}}"#
    );

    let swedish = shown(&tree, "P.....", Vec::new(), Lang::Sv);

    let expected = [
        "Minst 2 av följande 3 krävs:",
        "  Ett av följande räcker:",
        "    Du har deltagit 1 av 6 dagar.",
        "    Du har deltagit 360 av 2160 minuter.",
        "  Dag 5 måste ingå.",
        "  Dag 6 måste ingå.",
    ];
    assert_eq!(swedish, expected);
}

#[test]
fn nothing_is_advised_within_what_somebody_is_dispensed_from() {
    let tree = format!(r#"{{"all":[{EITHER},{{"days_attended":{{"min":5}}}}]}}"#);
    let dispensed =
        Decision { role: "coordinator".into(), reason: "Särskilda skäl.".into(), dispenses: Some("all/0".into()) };
    let record = TrainingRecord { decisions: vec![dispensed], ..record(&marks("......")) };

    let lines = explain(&weigh(&rule(&tree), &record, date("2012-10-01")), Voice::You, Lang::Sv);

    let said: Vec<_> = lines[..3].iter().map(|line| (line.depth, line.text.as_str())).collect();
    let expected = [
        (0, "Dispens är given från det här: Särskilda skäl."),
        (1, "Hemuppgiften ”a” ska vara godkänd och är inte påbörjad."),
        (1, "Genomförandeplanen ska vara minst inlämnad och är inte påbörjad."),
    ];
    assert_eq!(said, expected);
}

#[test]
fn nobody_is_told_to_attend_where_attending_does_not_count_or_to_answer_what_is_not_gathered() {
    let said = |tree: &str| {
        let verdict = weigh(&rule(tree), &record(&marks("......")), date("2012-10-01"));
        explain(&verdict, Voice::You, Lang::Sv)[0].text.clone()
    };

    let credited = said(r#"{"days_required":{"days":[2],"accept":["credited"]}}"#);
    let made_up = said(r#"{"days_required":{"days":[2],"accept":["made_up"]}}"#);
    let survey = said(r#"{"evaluation_answered":{"survey":"kursen"}}"#);

    assert!(credited.ends_with("Du når det om du får dag 2 tillgodoräknad."), "{credited}");
    assert!(made_up.ends_with("Du når det om du tar igen dag 2 senast 8 november 2013."), "{made_up}");
    assert!(!survey.contains("går att besvara") && survey.contains("bara en dispens hjälper"), "{survey}");
}

#[test]
fn no_months_is_no_limit_and_zero_months_is_the_last_day() {
    let usual = |within_months| {
        let usual = Usual { within_months, ..Usual::of_days(6) };
        usual.rule(6).expect("a rule")
    };
    let missed = record(&marks("APPPPP"));

    let terms = [Some(0), None].map(|months| small_print(&usual(months), Lang::Sv)[1].clone());
    let after = [Some(0), None].map(|months| weigh(&usual(months), &missed, date("2012-11-09")).outcome);

    assert_eq!(terms[0], "Högst 1 dag får tas igen senast sista dagen (dag 1, 2, 3, 4, 5 och 6).");
    assert_eq!(terms[1], "Högst 1 dag får tas igen (dag 1, 2, 3, 4, 5 och 6).");
    assert_eq!(after, [Outcome::Impossible, Outcome::Possible]);
    assert_eq!(Usual::read(&usual(Some(0)), 6).and_then(|usual| usual.within_months), Some(0));
}
