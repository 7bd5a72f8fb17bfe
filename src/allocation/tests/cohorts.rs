//! Several cohorts: who is passed over, and who sits where.

use super::cases::{application, cohort, draw_of, drawn, lists, organisation, wishing};
use crate::allocation::{Outcome, WhyWaiting};

fn seats(outcome: &Outcome) -> Vec<(&str, &str)> {
    outcome.seated.iter().map(|seat| (seat.reference.as_str(), seat.cohort.as_str())).collect()
}

#[test]
fn whoever_cannot_be_seated_goes_to_the_reserve_and_the_next_of_the_organisation_takes_the_turn() {
    let mut input = draw_of(2);
    input.cohorts = vec![cohort("V", 1), cohort("H", 1)];
    input.organisations = vec![organisation("1260", 0, 100), organisation("1285", 1, 100)];
    input.applications = vec![
        wishing(application("A01", "1260", 1), &["V"]),
        wishing(application("A02", "1285", 1), &["V"]),
        wishing(application("A03", "1285", 2), &["V", "H"]),
        wishing(application("A04", "1285", 3), &["H"]),
    ];

    let outcome = drawn(input);

    assert_eq!(lists(&outcome, 0), (vec!["A01", "A03"], vec!["A02", "A04"]));
    assert_eq!(seats(&outcome), [("A01", "V"), ("A03", "H")]);
    let reasons: Vec<WhyWaiting> = outcome.pools[0].reserve.iter().map(|place| place.why).collect();
    assert_eq!(reasons, [WhyWaiting::PassedOver { before: 1 }, WhyWaiting::SeatsGone { before: 2 }]);
}

#[test]
fn a_later_application_moves_an_earlier_one_to_its_second_wish_rather_than_be_left_out() {
    let mut input = draw_of(2);
    input.cohorts = vec![cohort("V", 1), cohort("H", 1)];
    input.organisations = vec![organisation("1260", 0, 100), organisation("1285", 1, 100)];
    input.applications =
        vec![wishing(application("A01", "1260", 1), &["V", "H"]), wishing(application("A02", "1285", 1), &["V"])];

    let outcome = drawn(input);

    assert_eq!(seats(&outcome), [("A01", "H"), ("A02", "V")]);
}

#[test]
fn without_wishes_the_cohorts_are_preferred_in_the_order_of_the_offer() {
    let mut input = draw_of(3);
    input.cohorts = vec![cohort("V", 1), cohort("H", 2)];
    input.organisations = vec![organisation("1260", 0, 100)];
    input.applications =
        ["A01", "A02", "A03"].into_iter().zip(1..).map(|(a, rank)| application(a, "1260", rank)).collect();

    let outcome = drawn(input);

    assert_eq!(seats(&outcome), [("A01", "V"), ("A02", "H"), ("A03", "H")]);
}

#[test]
fn whoever_excludes_every_cohort_waits_though_seats_are_free() {
    let mut input = draw_of(2);
    input.cohorts = vec![cohort("V", 2)];
    input.organisations = vec![organisation("1260", 0, 100)];
    input.applications = vec![wishing(application("A01", "1260", 1), &[]), application("A02", "1260", 2)];

    let outcome = drawn(input);

    assert_eq!(lists(&outcome, 0), (vec!["A02"], vec!["A01"]));
}
