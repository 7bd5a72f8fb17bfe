//! The example of the founding card, the words, the strict form.

use super::*;
use crate::kernel::Lang;

const EXAMPLE: &str = r#"
{"rule":{"all":[{"days_attended":{"min":5,"accept":["present","partial","made_up","credited"]}},
                {"days_required":{"days":[1,6],"accept":["present","partial","made_up","credited"]}},
                {"any":[{"assignment":{"key":"plan","state":"approved"}},{"rollout_plan":{"state":"submitted"}}]}]},
 "partial_percent":75,
 "make_up":{"days":[1,2,3,4,5,6],"max":1,"within_months":12,"forms":["other_cohort","written","single_session"]},
 "facts":{"days":[{"day":1,"date":"2012-10-04","minutes":360,"attested":true,"mark":{"present":360}},
                  {"day":2,"date":"2012-10-05","minutes":360,"attested":true,"mark":"absent"},
                  {"day":3,"date":"2012-11-01","minutes":360,"attested":true,"mark":{"present":360}},
                  {"day":4,"date":"2012-11-02","minutes":360,"attested":true,"mark":{"partial":300}},
                  {"day":5,"date":"2012-12-04","minutes":360,"attested":false,"mark":null},
                  {"day":6,"date":"2012-12-05","minutes":360,"attested":false,"mark":null}],
          "assignments":{"plan":"approved"},"surveys":{},"rollout_plan":"draft","decisions":[]},
 "today":"2012-12-01"}"#;

#[test]
fn the_example_of_the_founding_card_can_still_be_met() {
    let answer = weigh_file(EXAMPLE).expect("an answer");

    let paths: Vec<&str> =
        answer["nodes"].as_array().expect("nodes").iter().filter_map(|node| node["path"].as_str()).collect();
    let first = &answer["nodes"][0];

    assert_eq!(answer["verdict"], "possible");
    assert_eq!(paths, ["all/0", "all/1", "all/2", "all/2/any/0", "all/2/any/1"]);
    assert_eq!(first["facts"]["counted"], serde_json::json!([1, 3, 4]));
    assert_eq!(first["facts"]["required"], 5);
    assert_eq!(
        first["remaining"],
        serde_json::json!([
            {"step": "attend", "day": 5, "date": "2012-12-04"},
            {"step": "attend", "day": 6, "date": "2012-12-05"},
            {"step": "make_up", "day": 2, "by": "2013-12-05"},
        ])
    );
    assert_eq!(first["by"], "2013-12-05");
    assert_eq!(answer["nodes"][2]["verdict"], "met");
}

#[test]
fn the_words_say_what_is_missing_and_by_when() {
    let rule = rule(r#"{"days_attended":{"min":5}}"#);
    let verdict = weigh(&rule, &record(&marks("PPAPA.")), date("2012-11-01"));
    let closer = weigh(&rule, &record(&marks("PPAPP.")), date("2012-11-01"));

    let said = |verdict, voice, lang| explain(verdict, voice, lang)[0].text.clone();

    assert_eq!(
        said(&closer, Voice::You, Lang::Sv),
        "Du har deltagit 4 av 6 dagar. Kravet är 5. Du når det om du deltar 8 november eller tar igen dag 3 senast 8 november 2013."
    );
    assert_eq!(
        said(&closer, Voice::They, Lang::En),
        "The participant has attended 4 of 6 days. The requirement is 5. The participant can reach it if the participant attends on 8 November or makes up day 3 by 8 November 2013."
    );
    assert_eq!(
        said(&verdict, Voice::They, Lang::Sv),
        "Deltagaren har deltagit 3 av 6 dagar. Kravet är 5. Det som fattas är 2 av dessa 3: delta 8 november, ta igen dag 3 senast 8 november 2013, ta igen dag 5 senast 8 november 2013. Högst 1 dag till får tas igen."
    );
}

#[test]
fn the_rule_itself_is_a_sentence() {
    let demo = default_six_days(None).expect("a rule");
    let full = default_six_days(Some("plan")).expect("a rule");

    assert_eq!(sentence(&demo, Some(6), Lang::Sv), "Minst 5 av 6 dagar, dag 1 och 6 måste ingå.");
    assert_eq!(sentence(&demo, Some(6), Lang::En), "At least 5 of 6 days, days 1 and 6 must be among them.");
    assert_eq!(
        sentence(&full, Some(6), Lang::Sv),
        "Minst 5 av 6 dagar, dag 1 och 6 måste ingå, hemuppgiften ”plan” godkänd."
    );
    assert_eq!(small_print(&demo, Lang::Sv).len(), 3);
}

#[test]
fn two_spellings_of_a_rule_have_one_text_and_one_hash() {
    let tidy = CompletionRule::parse(r#"{"rule":{"days_attended":{"min":5,"accept":["present","credited"]}}}"#);
    let untidy = CompletionRule::parse(
        r#" {"make_up":null, "partial_percent":75,
             "rule":{"days_attended":{"accept":["credited","present","present"],"min":5}}}"#,
    );

    let (tidy, untidy) = (tidy.expect("a rule"), untidy.expect("a rule"));

    assert_eq!(
        tidy.canonical_json(),
        r#"{"make_up":null,"partial_percent":75,"rule":{"days_attended":{"accept":["present","credited"],"min":5}}}"#
    );
    assert_eq!(tidy.hash(), untidy.hash());
    assert_eq!(tidy.hash().len(), 64);
    assert_eq!(CompletionRule::parse(&tidy.canonical_json()), Ok(tidy));
}

#[test]
fn what_is_unsound_is_refused_with_its_place() {
    let refused = |tree: &str| CompletionRule::parse(&format!(r#"{{"rule":{tree}}}"#)).expect_err("a refusal");

    assert_eq!(refused(r#"{"all":[]}"#), Refusal::NoParts { path: "all".into() });
    assert_eq!(refused(r#"{"all":[{"any":[{"minutes":{}}]}]}"#), Refusal::MinOrPercent { path: "all/0/any/0".into() });
    assert_eq!(
        refused(r#"{"all":[{"days_attended":{"min_percent":101}}]}"#),
        Refusal::OverHundred { path: "all/0".into(), percent: 101 }
    );
    assert_eq!(
        refused(r#"{"at_least":{"n":2,"of":[{"minutes":{"min":1}}]}}"#),
        Refusal::WrongNumber { path: "at_least".into(), n: 2, of: 1 }
    );
    assert_eq!(
        refused(r#"{"rollout_plan":{"state":"resting"}}"#),
        Refusal::RestingPlan { path: "rollout_plan".into() }
    );
    let grounds = refused(r#"{"all":[{"decided_by":{"role":"x","reason":"a"}},{"decided_by":{"role":"x"}}]}"#);
    assert_eq!(grounds, Refusal::TwoGrounds { path: "all/1".into() });
    let misspelt = refused(r#"{"days_attended":{"minimum":5}}"#);
    assert!(misspelt.say(Lang::Sv).contains("fältet ”minimum” finns inte"), "{misspelt:?}");
}

#[test]
fn an_unusable_file_is_refused() {
    let twice = EXAMPLE.replace(r#"{"day":2,"#, r#"{"day":1,"#);
    let unknown = EXAMPLE.replace(r#""surveys":{}"#, r#""enkäter":{}"#);

    assert_eq!(weigh_file(&twice), Err(Refusal::DayTwice { day: 1 }));
    assert!(matches!(weigh_file(&unknown), Err(Refusal::Unreadable { .. })));
    assert!(matches!(weigh_file(""), Err(Refusal::Unreadable { .. })));
}

#[test]
fn a_record_survives_its_written_form() {
    let kept = record(&marks("PHANMX"));

    let text = serde_json::to_string(&kept).expect("text");

    assert_eq!(serde_json::from_str::<TrainingRecord>(&text).expect("a record"), kept);
}
