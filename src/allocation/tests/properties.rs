//! What is always true, on draws nobody would think of.

use std::collections::{BTreeMap, BTreeSet};

use super::cases::{Numbers, Size, any_draw, drawn, lists};
use super::naive;
use crate::allocation::{
    AllocationInput, Application, Cohort, Draw, Outcome, Pools, Seed, Standing, Terms, allocate, to_file, verify,
};

/// Draws of every shape, small enough to try everything.
fn small_draws() -> Vec<AllocationInput> {
    let mut numbers = Numbers(2012);
    (0..600)
        .map(|_| {
            let size = Size {
                organisations: 1 + numbers.below(4),
                applications: numbers.below(10),
                cohorts: numbers.below(4),
                pools: numbers.below(4),
                seats: 5,
            };
            any_draw(&mut numbers, &size)
        })
        .collect()
}

fn eligible(input: &AllocationInput) -> Vec<&Application> {
    input.applications.iter().filter(|application| application.standing == Standing::Eligible).collect()
}

fn all_admitted(outcome: &Outcome) -> Vec<&str> {
    outcome.awards().iter().map(|award| award.reference.as_str()).collect()
}

fn open_seats(input: &AllocationInput) -> u64 {
    let unnamed: u64 = input.organisations.iter().map(|organisation| u64::from(organisation.unnamed)).sum();
    input.pools.each().map(|(_, terms)| terms.capacity).sum::<u64>() - unnamed
}

#[test]
fn a_second_reading_of_the_rule_gives_the_same_lists() {
    for input in small_draws() {
        let outcome = drawn(input.clone());

        let slow = naive::lists(&input);

        let seated: Vec<_> = outcome.seated.iter().map(|seat| (seat.reference.clone(), seat.cohort.clone())).collect();
        for pool in 0..outcome.pools.len() {
            let (admitted, reserve) = lists(&outcome, pool);
            assert_eq!(admitted, slow.admitted[pool], "{input:?}");
            assert_eq!(reserve, slow.reserve[pool], "{input:?}");
        }
        assert_eq!(seated, slow.seated, "{input:?}");
    }
}

#[test]
fn the_order_of_input_changes_nothing() {
    let mut numbers = Numbers(7);
    for input in small_draws() {
        let mut shuffled = input.clone();

        numbers.shuffle(&mut shuffled.organisations);
        numbers.shuffle(&mut shuffled.applications);

        assert_eq!(drawn(shuffled), drawn(input));
    }
}

#[test]
fn admitted_and_reserve_are_disjoint_and_together_all_eligible() {
    for input in small_draws() {
        let outcome = drawn(input.clone());

        let reserve = outcome.pools.iter().flat_map(|pool| &pool.reserve).map(|place| place.reference.as_str());
        let mut both: Vec<&str> = all_admitted(&outcome).into_iter().chain(reserve).collect();
        both.sort_unstable();
        let mut all: Vec<&str> = eligible(&input).iter().map(|application| application.reference.as_str()).collect();
        all.sort_unstable();
        assert_eq!(both, all);
    }
}

#[test]
fn as_many_are_admitted_as_can_be_seated() {
    for input in small_draws() {
        let outcome = drawn(input.clone());

        let people = eligible(&input);
        let most = naive::most_seatable(&input, &people).min(usize::try_from(open_seats(&input)).unwrap());
        assert_eq!(all_admitted(&outcome).len(), most, "{input:?}");
        if people.iter().all(|application| application.cohorts.is_none()) {
            assert_eq!(most as u64, open_seats(&input).min(people.len() as u64));
        }
    }
}

#[test]
fn nobody_gets_a_second_seat_while_an_applying_organisation_of_the_pool_has_none() {
    for mut input in small_draws() {
        for application in &mut input.applications {
            application.cohorts = None;
        }
        let outcome = drawn(input.clone());

        for pool in &outcome.pools {
            let members = input.organisations.iter().filter(|organisation| organisation.pool == pool.pool);
            let mut held: BTreeMap<&str, u64> = members.map(|o| (o.code.as_str(), u64::from(o.unnamed))).collect();
            let applying: BTreeSet<&str> = eligible(&input).iter().map(|a| a.organisation.as_str()).collect();
            let applying: Vec<&str> = applying.into_iter().filter(|code| held.contains_key(code)).collect();
            for award in &pool.admitted {
                let second = held[award.organisation.as_str()] >= 1;
                assert!(!second || applying.iter().all(|code| held[code] > 0), "{input:?}");
                *held.get_mut(award.organisation.as_str()).unwrap() += 1;
            }
        }
    }
}

#[test]
fn nobody_sits_in_a_cohort_they_excluded_and_no_cohort_is_overfull() {
    for input in small_draws() {
        let outcome = drawn(input.clone());

        for seat in &outcome.seated {
            let of_seat = |application: &&Application| application.reference == seat.reference;
            let application = input.applications.iter().find(of_seat).unwrap();
            assert!(application.cohorts.as_ref().is_none_or(|wishes| wishes.contains(&seat.cohort)));
        }
        for Cohort { code, capacity } in &input.cohorts {
            assert!(outcome.seated.iter().filter(|seat| seat.cohort == *code).count() as u64 <= *capacity);
        }
    }
}

#[test]
fn whoever_withdraws_after_the_freeze_stays_in_the_list_and_moves_no_lot() {
    let mut numbers = Numbers(3);
    let size = Size { organisations: 3, applications: 9, cohorts: 0, pools: 0, seats: 9 };
    let mut input = any_draw(&mut numbers, &size);
    input.pools = Pools::Single(Terms { capacity: 20, guarantee: 2, cap: 4 });
    let before = drawn(input.clone());

    input.applications[4].standing = Standing::NotEligible { reason: Some("withdrawn".to_owned()) };
    let after = drawn(input.clone());

    let gone = input.applications[4].reference.clone();
    let stay: BTreeSet<&str> =
        all_admitted(&before).into_iter().filter(|reference| *reference != gone.as_str()).collect();
    assert_eq!(all_admitted(&after).into_iter().collect::<BTreeSet<_>>(), stay);
    for organisation in &mut input.organisations {
        organisation.unnamed = 0;
    }
    let draw = Draw::checked(input).unwrap();
    let file = to_file(&draw, &allocate(&draw), None).unwrap();
    assert!(file.contains(&format!("\"reference\":\"{gone}\"")) && file.contains("\"reason\":\"withdrawn\""));
    assert_eq!(verify(&file).unwrap().difference, None);
}

#[test]
fn a_large_draw_with_six_cohorts_agrees_with_its_own_file() {
    let mut numbers = Numbers(33);
    let size = Size { organisations: 300, applications: 2_000, cohorts: 6, pools: 3, seats: 600 };
    let mut input = any_draw(&mut numbers, &size);
    for organisation in &mut input.organisations {
        organisation.unnamed = 0;
    }
    let sum = open_seats(&input);
    input.cohorts.iter_mut().for_each(|cohort| cohort.capacity = sum / 6);
    input.cohorts[0].capacity += sum % 6;
    input.seed = Seed::drawn(b"exempel", "33");

    let draw = Draw::checked(input).unwrap();
    let file = to_file(&draw, &allocate(&draw), None).unwrap();

    assert_eq!(verify(&file).unwrap().difference, None);
}

#[test]
fn a_guarantee_without_end_ends() {
    let mut numbers = Numbers(5);
    let size = Size { organisations: 3, applications: 9, cohorts: 0, pools: 0, seats: 5 };
    let mut input = any_draw(&mut numbers, &size);
    input.pools = Pools::Single(Terms { capacity: u64::MAX, guarantee: u64::MAX, cap: u64::MAX });

    let outcome = drawn(input.clone());

    assert_eq!(all_admitted(&outcome).len(), eligible(&input).len());
}
