//! The file: what it may carry, what is refused, and that it reads back as it was written.

use super::cases::{Numbers, Size, any_draw};
use super::example::EXAMPLE;
use crate::allocation::{Draw, Reveal, Seed, Unusable, allocate, commitment, list_hash, to_file, verify};

fn with(old: &str, new: &str) -> String {
    assert!(EXAMPLE.contains(old), "{old} is not in the example");
    EXAMPLE.replacen(old, new, 1)
}

fn without_lists(text: &str) -> String {
    text.split_once(r#""admitted""#).unwrap().0.trim_end().trim_end_matches(',').to_owned() + "}"
}

fn refusal(text: &str) -> String {
    verify(text).unwrap_err().to_string()
}

#[test]
fn every_draw_reads_back_as_it_was_written() {
    let mut numbers = Numbers(11);
    for _ in 0..100 {
        let (cohorts, pools) = (numbers.below(4), numbers.below(4));
        let mut input = any_draw(&mut numbers, &Size { organisations: 4, applications: 9, cohorts, pools, seats: 5 });
        let reveal = Reveal { secret: numbers.next().to_be_bytes().to_vec(), public_value: "Lotto 12 å".to_owned() };
        input.seed = Seed::drawn(&reveal.secret, &reveal.public_value);
        let unnamed: u64 = input.organisations.iter().map(|organisation| u64::from(organisation.unnamed)).sum();
        let draw = Draw::checked(input).unwrap();

        let file = to_file(&draw, &allocate(&draw), Some(&reveal));

        match file {
            Ok(file) => assert_eq!(verify(&file).unwrap().difference, None),
            Err(refused) => assert!(unnamed > 0 && matches!(refused, Unusable::Contradiction(_))),
        }
    }
}

#[test]
fn cohorts_add_the_seats_to_the_output() {
    let text = with(r#""cap":4,"#, r#""cap":4,"cohorts":[{"code":"V","capacity":3},{"code":"H","capacity":4}],"#);

    let recomputed = verify(&text).unwrap().recomputed;

    let seated = r#""seated":{"A01":"V","A03":"V","A11":"V","A06":"H","A02":"H","A04":"H","A07":"H"}}"#;
    assert!(recomputed.ends_with(seated), "{recomputed}");
    let other = text.replacen(r#""admitted""#, r#""seated":{"A01":"H"},"admitted""#, 1);
    assert_eq!(verify(&other).unwrap().difference.unwrap(), "seated, A01: the file says H, recomputed V");
}

#[test]
fn pools_make_the_lists_objects_in_spill_over_order() {
    let text = with(
        r#""capacity":7,"guarantee":2,"cap":4,"#,
        r#""pools":[{"name":"små","capacity":3,"guarantee":1,"cap":2},{"name":"allt","capacity":1,"guarantee":1,"cap":9}],"#,
    );
    let text = text
        .replace(r#","trained":0"#, r#","pool":"små","trained":0"#)
        .replace(r#","trained":3"#, r#","pool":"allt","trained":3"#);
    let text = without_lists(&text);

    let recomputed = verify(&text).unwrap().recomputed;

    assert!(recomputed.starts_with(r#"{"admitted":{"små":["A01","A03","A11"],"allt":["A06"]},"reserve":{"små":["#));
    let own = text.trim_end_matches('}').to_owned() + r#","admitted":{"allt":["A07"],"små":["A01","A03","A11"]}}"#;
    let difference = verify(&own).unwrap().difference.unwrap();
    assert_eq!(difference, "admitted, pool allt, no. 1: the file says A07, recomputed A06");
}

#[test]
fn the_secret_the_commitment_and_the_hash_of_the_list_are_checked_when_present() {
    let references: Vec<String> = (1..=11).map(|number| format!("A{number:02}")).collect();
    let list = list_hash(references.iter().map(String::as_str));
    let proof = |secret: &str, public: &str, commitment: &str, list: &str| {
        let fields = format!(
            r#"{{"secret":"{secret}","public_value":"{public}","commitment":"{commitment}","list_hash":"{list}","offer""#
        );
        verify(&with(r#"{"offer""#, &fields)).unwrap().difference
    };
    // "exempel" and "exem" in hexadecimal: the public value completes the second to the same seed.
    let (whole, part, zeros) = ("6578656d70656c", "6578656D", "0".repeat(64));

    assert_eq!(proof(whole, "", &commitment(b"exempel"), &list.to_uppercase()), None);
    assert_eq!(proof(part, "pel", &commitment(b"exem"), &list), None);
    assert!(proof(whole, "", &zeros, &list).unwrap().starts_with("commitment: the file says 0000"));
    assert!(proof(part, "", &commitment(b"exem"), &list).unwrap().starts_with("seed: the file says c938c252"));
    assert!(proof(whole, "", &commitment(b"exempel"), &zeros).unwrap().starts_with("list_hash: the file says 0000"));
}

#[test]
fn an_application_that_is_not_eligible_takes_no_part() {
    let text = with(r#""reference":"A01","#, r#""eligible":false,"reason":"withdrawn","reference":"A01","#);

    let verification = verify(&text).unwrap();

    assert!(!verification.recomputed.contains("A01"));
    assert!(verification.difference.is_some());
}

#[test]
fn rank_is_first_when_absent_and_weight_may_be_nothing() {
    let text = with(r#""organisation":"1260","rank":1"#, r#""organisation":"1260""#).replace("344166", "0");

    let verification = verify(&text).unwrap();

    assert!(verification.recomputed.starts_with(r#"{"admitted":["A01","A03","A11","A06""#));
}

#[test]
fn names_are_compared_as_their_lots_are() {
    let spelled = with(r#""code":"1260""#, "\"code\":\"\u{c5}12\"")
        .replace(r#""organisation":"1260""#, "\"organisation\":\"A\u{30a}12\"");

    assert!(verify(&spelled).is_ok());
}

#[test]
fn an_unusable_file_says_what_is_wrong_with_it() {
    let pool = r#""pools":[{"name":"p","capacity":7,"guarantee":2,"cap":4}],"#;
    let cohorts = |capacity: u64| format!(r#""cap":4,"cohorts":[{{"code":"V","capacity":{capacity}}}],"#);
    let refused = [
        ("not JSON".to_owned(), "expected"),
        (with(r#""cap":4,"#, r#""cap":4,"colour":"red","#), "unknown field `colour`"),
        (with(r#""rank":1"#, r#""rank":1,"name":"Ada""#), "unknown field `name`"),
        (with(r#""trained":0"#, r#""trained":0,"unnamed":1"#), "unknown field `unnamed`"),
        (with(r#""cap":4,"#, r#""cap":4,"cap":4,"#), "duplicate field `cap`"),
        (with(r#""cap":4,"#, ""), "capacity, guarantee and cap are needed"),
        (without_lists(&with(r#""cap":4,"#, &format!(r#""cap":4,{pool}"#))), "stand in the pools"),
        (with(r#""capacity":7,"guarantee":2,"cap":4,"#, pool), "not an object by pool"),
        (without_lists(&with(r#""capacity":7,"guarantee":2,"cap":4,"#, pool)), "belongs to no pool"),
        (with(r#""trained":0"#, r#""trained":0,"pool":"p""#), "names pool p"),
        (with(r#""reserve":["A08","A05","A09","A10"]"#, r#""reserve":{"p":[]}"#), "there are no pools"),
        (with(r#""reserve":["A08","A05","A09","A10"]"#, r#""seated":{}"#), "no cohorts"),
        (with(r#""cap":4,"#, r#""cap":4,"cohorts":[],"#), "list of cohorts is empty"),
        (with(r#""cap":4,"#, &cohorts(6)), "7 seats to allocate but 6"),
        (with(r#""rank":1"#, r#""rank":1,"cohorts":["V"]"#), "names cohort V"),
        (
            with(r#""cap":4,"#, &cohorts(7)).replacen(r#""rank":1"#, r#""rank":1,"cohorts":["V","V"]"#, 1),
            "cohort V twice",
        ),
        (with(r#""reference":"A02""#, r#""reference":"A01""#), "Application A01 is listed twice"),
        (with(r#""code":"1285""#, r#""code":"1260""#), "Organisation 1260 is listed twice"),
        (with(r#""organisation":"1275""#, r#""organisation":"1276""#), "names organisation 1276"),
        (with(r#""reference":"A02""#, r#""reference":"A\n2""#), "line break"),
        (with("c938c252", "c938c25"), "seed is not 64"),
        (with("c938c252", "x938c252"), "seed is not 64"),
        (with(r#"{"offer""#, r#"{"secret":"abc","offer""#), "secret is not hexadecimal"),
        (with(r#"{"offer""#, r#"{"commitment":"ab","offer""#), "commitment is not 64"),
        (with(r#"{"offer""#, r#"{"list_hash":"ab","offer""#), "list_hash is not 64"),
        (with(r#""population":15715"#, r#""population":-1"#), "invalid value"),
        (with(r#""population":15715"#, r#""population":1.5"#), "invalid type"),
    ];

    for (text, reason) in refused {
        let said = refusal(&text);

        assert!(said.contains(reason), "{said} does not say {reason}");
    }
}
