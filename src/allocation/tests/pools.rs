//! Pools with spill-over, unnamed seats, and the cap lifted at the end.

use super::cases::{application, draw_of, drawn, lists, organisation, pool};
use crate::allocation::{Organisation, Pools, Source, Why};

fn of_pool(mut organisation: Organisation, pool: &str) -> Organisation {
    organisation.pool = Some(pool.to_owned());
    organisation
}

#[test]
fn what_a_pool_leaves_over_goes_to_the_others_in_the_stated_order() {
    let mut input = draw_of(0);
    input.pools = Pools::Named(vec![pool("kommuner", 2), pool("lärosäten", 3), pool("föreningar", 0)]);
    input.organisations = vec![
        of_pool(organisation("1260", 0, 100), "kommuner"),
        of_pool(organisation("LU", 0, 100), "lärosäten"),
        of_pool(organisation("NIS", 0, 100), "föreningar"),
    ];
    let all = [("K1", "1260"), ("K2", "1260"), ("K3", "1260"), ("L1", "LU"), ("F1", "NIS"), ("F2", "NIS")];
    input.applications = all.into_iter().zip(1..).map(|((a, from), rank)| application(a, from, rank)).collect();

    let outcome = drawn(input);

    assert_eq!(lists(&outcome, 0), (vec!["K1", "K2", "K3"], vec![]));
    assert_eq!(lists(&outcome, 1), (vec!["L1"], vec![]));
    assert_eq!(lists(&outcome, 2), (vec!["F1"], vec!["F2"]));
    let order: Vec<&str> = outcome.awards().iter().map(|award| award.reference.as_str()).collect();
    assert_eq!(order, ["K1", "K2", "L1", "K3", "F1"]);
    let whys: Vec<Why> = outcome.awards().iter().skip(3).map(|award| award.why).collect();
    let from = Source::SpillOver;
    assert_eq!(whys, [Why::Fill { population: 100, held: 2, from }, Why::Coverage { round: 1, held: 0, from }]);
}

#[test]
fn the_cap_is_lifted_only_when_every_pool_has_had_its_fill() {
    let mut input = draw_of(0);
    input.pools = Pools::Named(vec![pool("kommuner", 6), pool("föreningar", 0)]);
    input.organisations =
        vec![of_pool(organisation("1260", 0, 100), "kommuner"), of_pool(organisation("NIS", 0, 100), "föreningar")];
    let all = ["K1", "K2", "K3", "K4", "K5", "K6"].map(|a| (a, "1260")).into_iter().chain([("F1", "NIS")]);
    input.applications = all.zip(1..).map(|((a, from), rank)| application(a, from, rank)).collect();

    let outcome = drawn(input);

    assert_eq!(lists(&outcome, 0), (vec!["K1", "K2", "K3", "K4", "K5"], vec!["K6"]));
    assert_eq!(lists(&outcome, 1), (vec!["F1"], vec![]));
    assert_eq!(outcome.pools[0].admitted[4].why, Why::Leftover { held: 4, from: Source::SpillOver });
}

#[test]
fn unnamed_seats_come_off_the_capacity_and_count_as_held() {
    let mut input = draw_of(3);
    input.organisations = vec![organisation("1260", 0, 100), organisation("1285", 5, 100)];
    input.organisations[0].unnamed = 1;
    input.applications =
        [("A01", "1260"), ("A02", "1285"), ("A03", "1285")].map(|(a, o)| application(a, o, 1)).to_vec();

    let outcome = drawn(input);

    let whys: Vec<Why> = outcome.awards().iter().map(|award| award.why).collect();
    let from = Source::OwnPool;
    assert_eq!(whys, [Why::Coverage { round: 1, held: 0, from }, Why::Coverage { round: 2, held: 1, from }]);
    assert_eq!(outcome.awards()[1].reference, "A01");
}
