//! The founding facts in `demo/skane` parse, add up and agree with one another.
#![expect(clippy::unwrap_used, reason = "a fact that cannot be read is a failed test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;
use stafett::kernel::{Day, PersonName};
use stafett::locale::holidays::is_working_day;
use stafett::locale::text;

fn written(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/skane").join(file)).unwrap()
}

fn facts(file: &str) -> Value {
    serde_json::from_str(&written(file)).unwrap()
}

fn rows(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap()
}

fn count(value: &Value, key: &str) -> u64 {
    value[key].as_u64().unwrap()
}

fn day(value: &Value, key: &str) -> Day {
    word(value, key).parse().unwrap()
}

fn municipalities() -> BTreeSet<String> {
    let text = written("municipalities.csv");
    text.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect()
}

fn trained(by_municipality: &Value) -> BTreeMap<String, u64> {
    rows(by_municipality).iter().map(|row| (word(row, "municipality").to_owned(), count(row, "trained"))).collect()
}

#[test]
fn there_are_thirty_three_municipalities_at_places_of_their_own() {
    let text = written("municipalities.csv");

    let places: BTreeSet<Vec<&str>> =
        text.lines().skip(1).map(|line| line.split(',').skip(4).take(2).collect()).collect();

    assert_eq!(municipalities().len(), 33);
    assert_eq!(places.len(), 33);
}

#[test]
fn forty_six_were_trained_in_eighteen_municipalities_in_2012() {
    let outcome = &facts("history.json")["outcome"];
    let by_municipality = trained(&outcome["by_municipality"]);

    assert_eq!((count(outcome, "planned"), count(outcome, "trained")), (80, 46));
    assert_eq!(by_municipality.values().sum::<u64>(), 46);
    assert_eq!(by_municipality.len(), 18);
    assert!(by_municipality.keys().all(|code| municipalities().contains(code)));
}

#[test]
fn the_two_cohorts_add_up_to_those_who_started_and_completed() {
    let outcome = &facts("history.json")["outcome"];
    let rows = rows(&outcome["by_municipality"]);
    let unfinished: u64 = self::rows(&outcome["not_completed"]).iter().map(|row| count(row, "heads")).sum();
    let started: u64 = outcome["started_by_cohort"].as_object().unwrap().values().filter_map(Value::as_u64).sum();

    assert!(rows.iter().all(|row| count(row, "cohort_a") + count(row, "cohort_b") == count(row, "trained")));
    assert_eq!(started, count(outcome, "started"));
    assert_eq!(started, 46 + unfinished);
    for cohort in ["cohort_a", "cohort_b"] {
        assert!(rows.iter().map(|row| count(row, cohort)).sum::<u64>() <= 40);
    }
}

#[test]
fn later_courses_reach_every_municipality_with_a_hundred_and_seventeen_trained() {
    let history = facts("history.json");
    let mut so_far = trained(&history["outcome"]["by_municipality"]);
    let mut told = Vec::new();

    for course in rows(&history["later_cohorts"]) {
        let by_municipality = trained(&course["by_municipality"]);
        assert_eq!(by_municipality.values().sum::<u64>(), count(course, "trained"));
        for (code, heads) in by_municipality {
            *so_far.entry(code).or_default() += heads;
        }
        assert_eq!(so_far.values().sum::<u64>(), count(course, "trained_in_all"));
        assert_eq!(so_far.len() as u64, count(course, "municipalities_in_all"));
        told.push((count(course, "trained_in_all"), so_far.len()));
    }

    assert_eq!(told, [(72, 23), (117, 33)]);
    let totals: Vec<u64> = rows(&history["later_totals"]).iter().map(|year| count(year, "trained_in_all")).collect();
    assert_eq!(totals, [210, 258, 300]);
}

#[test]
fn the_offer_of_2012_has_two_cohorts_of_forty_seats_on_six_working_days_each() {
    let offer = &facts("history.json")["offer"];
    let cohorts = rows(&offer["cohorts"]);

    let days: BTreeSet<Day> = cohorts
        .iter()
        .flat_map(|cohort| rows(&cohort["days"]))
        .map(|day| day.as_str().unwrap().parse().unwrap())
        .collect();

    assert_eq!(cohorts.iter().map(|cohort| count(cohort, "capacity")).collect::<Vec<_>>(), [40, 40]);
    assert!(
        cohorts.iter().all(|cohort| rows(&cohort["days"]).is_sorted_by(|left, right| left.as_str() < right.as_str()))
    );
    assert_eq!(count(offer, "seats"), 80);
    assert_eq!(days.len(), 12);
    assert!(days.iter().all(|day| is_working_day(*day) && *day > self::day(offer, "deadline_on")));
}

#[test]
fn every_municipality_has_a_plan_and_bjuv_and_eslov_are_the_pilots() {
    let history = facts("history.json");
    let plans = rows(&history["plans"]);

    let codes: BTreeSet<String> = plans.iter().map(|plan| word(plan, "municipality").to_owned()).collect();
    let pilots: Vec<&str> =
        plans.iter().filter(|plan| plan["pilot"] == true).map(|plan| word(plan, "municipality")).collect();

    assert_eq!(codes, municipalities());
    assert_eq!(pilots, ["1260", "1285"]);
    assert_eq!(history["pilots"], serde_json::json!(["1260", "1285"]));
}

#[test]
fn what_a_plan_tells_is_in_order_and_its_state_is_the_last() {
    const STATES: [&str; 9] =
        ["not_started", "draft", "submitted", "feedback", "adopted", "running", "followed_up", "closed", "resting"];
    let history = facts("history.json");

    for plan in rows(&history["plans"]) {
        let states = rows(&plan["states"]);
        assert!(states.is_sorted_by(|left, right| day(left, "from") <= day(right, "from")));
        assert!(states.iter().all(|state| STATES.contains(&word(state, "state"))));
        assert_eq!(word(plan, "state"), states.last().map_or("not_started", |last| word(last, "state")));
        for (list, key) in [("local_trainings", "day"), ("decisions", "decided_on"), ("happenings", "day")] {
            let listed = rows(&plan[list]);
            assert!(listed.is_sorted_by(|left, right| day(left, key) <= day(right, key)));
            assert!(listed.iter().all(|each| is_working_day(day(each, key))), "{} {list}", word(plan, "municipality"));
        }
        let bodies = ["council", "executive_board", "committee", "other"];
        assert!(rows(&plan["decisions"]).iter().all(|decision| bodies.contains(&word(decision, "body"))));
        let kinds = ["meeting", "working_group", "local_network", "other"];
        assert!(rows(&plan["happenings"]).iter().all(|happening| kinds.contains(&word(happening, "kind"))));
    }
}

#[test]
fn the_milestones_agree_with_what_happened() {
    let history = facts("history.json");
    let first = |list: &Value, key: &str, counts: &dyn Fn(&Value) -> bool| {
        rows(list).iter().filter(|each| counts(each)).map(|each| word(each, key).to_owned()).min()
    };

    for plan in rows(&history["plans"]) {
        let (trainings, happenings) = (&plan["local_trainings"], &plan["happenings"]);
        let expected = [
            ("M4", first(happenings, "day", &|each| each["kind"] == "working_group")),
            ("M5", first(trainings, "day", &|each| count(each, "officials") > 0)),
            ("M6", first(trainings, "day", &|each| count(each, "politicians") > 0)),
            ("M7", first(happenings, "day", &|each| each["kind"] == "local_network")),
            ("M8", first(happenings, "day", &|each| count(each, "departments") >= 2)),
            ("M9", first(&plan["decisions"], "decided_on", &|each| each["body"] == "council")),
        ];
        for (milestone, reached) in expected {
            let told = rows(&plan["milestones"]).iter().find(|each| each["milestone"] == milestone);
            assert_eq!(told.map(|each| word(each, "reached_on").to_owned()), reached, "{milestone} {plan}");
        }
    }
}

#[test]
fn each_founding_year_has_figures_worth_comparing() {
    let history = facts("history.json");
    let heads = |year: &str| -> u64 {
        rows(&history["plans"])
            .iter()
            .flat_map(|plan| rows(&plan["local_trainings"]))
            .filter(|training| training["verified"] == true && word(training, "day").starts_with(year))
            .map(|training| count(training, "politicians") + count(training, "officials") + count(training, "others"))
            .sum()
    };

    let years = ["2012", "2013", "2014"].map(heads);

    assert!(0 < years[0] && years[0] < years[1] && years[1] < years[2], "{years:?}");
}

#[test]
fn conferences_name_only_organisations_that_exist() {
    let history = facts("history.json");
    let organisations = facts("organisations.json");
    let mut known = municipalities();
    known.extend(rows(&organisations["organisations"]).iter().map(|each| word(each, "code").to_owned()));

    let conferences = rows(&history["conferences"]);

    assert_eq!(conferences.iter().map(|each| word(each, "day")).collect::<Vec<_>>(), ["2011-01-25", "2012-04-12"]);
    for attended in conferences.iter().flat_map(|conference| rows(&conference["attended"])) {
        assert!(known.contains(word(attended, "organisation")) && count(attended, "heads") > 0);
    }
    for not_completed in rows(&history["outcome"]["not_completed"]) {
        assert!(known.contains(word(not_completed, "organisation")));
    }
    for member in rows(&organisations["rotating_municipalities"]) {
        assert!(known.contains(word(member, "municipality")));
    }
}

#[test]
fn the_programme_is_six_days_of_six_hours_in_two_languages() {
    let programme = facts("programme.json");
    let days = rows(&programme["days"]);

    assert_eq!(days.iter().map(|day| count(day, "number")).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    assert_eq!(days.iter().map(|day| count(day, "minutes")).sum::<u64>(), 36 * 60);
    for day in days {
        for part in ["topics", "goals"] {
            assert_eq!(rows(&day[part]["sv"]).len(), rows(&day[part]["en"]).len());
        }
    }
    assert_eq!(programme["award_titles"][0]["sv"], "barnkonventionspilot");
    assert_eq!(programme["award_titles"][1]["from"], "2017-01-01");
    assert_eq!(programme["completion_rule"]["rule"]["all"][0]["days_attended"]["min"], 5);
    assert_eq!(programme["completion_rule"]["rule"]["all"][1]["days_required"]["days"], serde_json::json!([1, 6]));
}

#[test]
fn every_name_can_be_combined_and_stored() {
    let names = facts("names.json");
    let list = |key: &str| rows(&names[key]).iter().map(|name| name.as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let (first_names, surnames) = (list("first_names"), list("surnames"));

    let combined =
        first_names.iter().flat_map(|first| surnames.iter().map(move |surname| format!("{first} {surname}")));

    assert!(first_names.len() * surnames.len() > 1000);
    for name in combined.chain(list("whole_names")) {
        assert_eq!(PersonName::parse(&name).map(String::from), Ok(name));
    }
    assert_eq!(rows(&names["mandates"]).len(), 20);
}

#[test]
fn every_text_is_canonical_and_no_address_leads_to_a_real_mailbox() {
    for file in ["organisations.json", "programme.json", "history.json", "names.json", "municipalities.csv"] {
        let written = written(file);

        for line in written.lines() {
            assert_eq!(text::line(line).as_deref(), Ok(line.split_whitespace().collect::<Vec<_>>().join(" ").as_str()));
        }
        for (at, _) in written.match_indices('@') {
            let domain = &written[at + 1..];
            assert!(domain.starts_with("example.org") || domain.starts_with("example.com"), "{file}");
        }
    }
}
