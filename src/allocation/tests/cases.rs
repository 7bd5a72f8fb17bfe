//! Small draws to test with, and a deterministic generator of many.

use crate::allocation::{
    AllocationInput, Application, Cohort, Draw, Organisation, Outcome, Pool, Pools, Seed, Standing, Terms, allocate,
};

/// A draw of one heap of seats with nothing in it yet.
pub fn draw_of(capacity: u64) -> AllocationInput {
    AllocationInput {
        offer: "BRF-2012-H".to_owned(),
        seed: Seed::drawn(b"exempel", ""),
        pools: Pools::Single(Terms { capacity, guarantee: 2, cap: 4 }),
        cohorts: Vec::new(),
        organisations: Vec::new(),
        applications: Vec::new(),
    }
}

pub fn organisation(code: &str, trained: u64, population: u64) -> Organisation {
    Organisation { code: code.to_owned(), pool: None, trained, population, unnamed: 0 }
}

pub fn application(reference: &str, organisation: &str, rank: u64) -> Application {
    Application {
        reference: reference.to_owned(),
        organisation: organisation.to_owned(),
        rank,
        standing: Standing::Eligible,
        cohorts: None,
    }
}

pub fn wishing(mut application: Application, cohorts: &[&str]) -> Application {
    application.cohorts = Some(cohorts.iter().map(|code| (*code).to_owned()).collect());
    application
}

pub fn cohort(code: &str, capacity: u64) -> Cohort {
    Cohort { code: code.to_owned(), capacity }
}

pub fn pool(name: &str, capacity: u64) -> Pool {
    Pool { name: name.to_owned(), terms: Terms { capacity, guarantee: 2, cap: 4 } }
}

pub fn drawn(input: AllocationInput) -> Outcome {
    allocate(&Draw::checked(input).unwrap())
}

/// The references admitted and in reserve in the pool at `position`.
pub fn lists(outcome: &Outcome, position: usize) -> (Vec<&str>, Vec<&str>) {
    let pool = &outcome.pools[position];
    let admitted = pool.admitted.iter().map(|award| award.reference.as_str()).collect();
    (admitted, pool.reserve.iter().map(|place| place.reference.as_str()).collect())
}

/// Numbers that look random and are the same on every run (`SplitMix64`, Steele, Lea and Flood 2014).
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let chosen = usize::try_from(self.below(last as u64 + 1)).unwrap();
            items.swap(last, chosen);
        }
    }
}

/// How large the generated draws are.
pub struct Size {
    pub organisations: u64,
    pub applications: u64,
    pub cohorts: u64,
    pub pools: u64,
    pub seats: u64,
}

/// A draw nobody would think of; with `size.cohorts` of 0 it has none, with `size.pools` of 0 one heap.
pub fn any_draw(numbers: &mut Numbers, size: &Size) -> AllocationInput {
    let mut input = draw_of(0);
    input.seed = Seed::drawn(&numbers.next().to_be_bytes(), "");
    let terms = |numbers: &mut Numbers| Terms {
        capacity: numbers.below(size.seats + 1),
        guarantee: 1 + numbers.below(3),
        cap: numbers.below(6),
    };
    let pools = (0..size.pools).map(|pool| Pool { name: format!("P{pool}"), terms: terms(numbers) }).collect();
    input.pools = if size.pools == 0 { Pools::Single(terms(numbers)) } else { Pools::Named(pools) };
    let mut seats: Vec<u64> = input.pools.each().map(|(_, terms)| terms.capacity).collect();
    for code in 0..size.organisations {
        let chosen = usize::try_from(numbers.below(size.pools.max(1))).unwrap();
        let mut new = organisation(&format!("O{code}"), numbers.below(3), numbers.below(4) * 100);
        new.pool = (size.pools > 0).then(|| format!("P{chosen}"));
        new.unnamed = u32::try_from(numbers.below(4).saturating_sub(2).min(seats[chosen])).unwrap();
        seats[chosen] -= u64::from(new.unnamed);
        input.organisations.push(new);
    }
    let mut left: u64 = seats.iter().sum();
    for code in 0..size.cohorts {
        let capacity = if code + 1 == size.cohorts { left } else { numbers.below(left + 1) };
        left -= capacity;
        input.cohorts.push(cohort(&format!("C{code}"), capacity));
    }
    for reference in 0..size.applications {
        let from = format!("O{}", numbers.below(size.organisations));
        let mut new = application(&format!("A{reference}"), &from, 1 + numbers.below(3));
        if numbers.below(8) == 0 {
            new.standing = Standing::NotEligible { reason: Some("withdrawn".to_owned()) };
        }
        if size.cohorts > 0 && numbers.below(3) > 0 {
            let mut wishes: Vec<String> = (0..size.cohorts).map(|code| format!("C{code}")).collect();
            numbers.shuffle(&mut wishes);
            wishes.truncate(usize::try_from(numbers.below(size.cohorts + 1)).unwrap());
            new.cohorts = Some(wishes);
        }
        input.applications.push(new);
    }
    input
}
