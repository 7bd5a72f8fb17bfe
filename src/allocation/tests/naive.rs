//! A second reading of the rule, written to be seen to be right rather than fast: it searches all seatings one by one.

use std::collections::BTreeMap;

use crate::allocation::{AllocationInput, Application, Organisation, Standing};

/// Admitted and reserve per pool, and who sits where.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Lists {
    pub admitted: Vec<Vec<String>>,
    pub reserve: Vec<Vec<String>>,
    pub seated: Vec<(String, String)>,
}

struct Run<'a> {
    input: &'a AllocationInput,
    waiting: Vec<&'a Application>,
    admitted: Vec<&'a Application>,
    passed: Vec<&'a str>,
}

pub fn lists(input: &AllocationInput) -> Lists {
    let mut waiting: Vec<&Application> =
        input.applications.iter().filter(|a| a.standing == Standing::Eligible).collect();
    waiting.sort_by_key(|a| (a.rank, input.seed.lot(&input.offer, &a.reference).hex()));
    let mut run = Run { input, waiting, admitted: Vec::new(), passed: Vec::new() };
    let pools: Vec<_> = input.pools.each().map(|(name, terms)| (name.map(str::to_owned), terms)).collect();
    let mut rest = 0;
    for (name, terms) in &pools {
        let members = run.members(name.as_deref());
        let mut seats = terms.capacity - members.iter().map(|o| u64::from(o.unnamed)).sum::<u64>();
        run.cover_and_fill(&members, terms.guarantee, terms.cap, &mut seats);
        rest += seats;
    }
    for (name, terms) in &pools {
        run.cover_and_fill(&run.members(name.as_deref()), terms.guarantee, terms.cap, &mut rest);
    }
    for (name, _) in &pools {
        let members = run.members(name.as_deref());
        while rest > 0 {
            let in_turn = members.iter().filter(|o| run.next_of(o).is_some());
            let Some(first) = in_turn.min_by_key(|o| (run.held(o), run.lot(o))) else { break };
            run.seat(first, &mut rest);
        }
    }
    let mut lists = Lists { seated: run.seated(), ..Lists::default() };
    for (name, _) in &pools {
        let members = run.members(name.as_deref());
        let of_pool = |a: &&&Application| members.iter().any(|o| o.code == a.organisation);
        lists.admitted.push(run.admitted.iter().filter(of_pool).map(|a| a.reference.clone()).collect());
        lists.reserve.push(run.reserve(&members));
    }
    lists
}

impl<'a> Run<'a> {
    fn members(&self, pool: Option<&str>) -> Vec<&'a Organisation> {
        self.input.organisations.iter().filter(|o| o.pool.as_deref() == pool).collect()
    }

    fn lot(&self, organisation: &Organisation) -> String {
        self.input.seed.lot(&self.input.offer, &organisation.code).hex()
    }

    fn held(&self, organisation: &Organisation) -> u64 {
        let named = self.admitted.iter().filter(|a| a.organisation == organisation.code).count() as u64;
        named + u64::from(organisation.unnamed)
    }

    fn next_of(&self, organisation: &Organisation) -> Option<&'a Application> {
        let taken = |a: &Application| {
            self.admitted.iter().any(|b| b.reference == a.reference) || self.passed.contains(&a.reference.as_str())
        };
        self.waiting.iter().copied().find(|a| a.organisation == organisation.code && !taken(a))
    }

    fn seat(&mut self, organisation: &Organisation, seats: &mut u64) {
        while let Some(next) = self.next_of(organisation) {
            self.admitted.push(next);
            if seatings(self.input, &self.admitted, &[]) {
                *seats -= 1;
                return;
            }
            self.admitted.pop();
            self.passed.push(&next.reference);
        }
    }

    fn cover_and_fill(&mut self, members: &[&Organisation], guarantee: u64, cap: u64, seats: &mut u64) {
        let mut order = members.to_vec();
        order.sort_by_key(|o| (o.trained, self.lot(o)));
        for round in 1..=guarantee {
            for organisation in &order {
                if *seats > 0 && self.held(organisation) < round && self.held(organisation) < cap {
                    self.seat(organisation, seats);
                }
            }
        }
        while *seats > 0 {
            let in_turn = members.iter().filter(|o| self.held(o) < cap && self.next_of(o).is_some());
            let Some(first) = in_turn.min_by(|a, b| {
                let (for_a, for_b) = (a.population * (2 * self.held(b) + 1), b.population * (2 * self.held(a) + 1));
                for_b.cmp(&for_a).then(self.lot(a).cmp(&self.lot(b)))
            }) else {
                break;
            };
            self.seat(first, seats);
        }
    }

    fn reserve(&self, members: &[&Organisation]) -> Vec<String> {
        let mut places: BTreeMap<&str, u64> = members.iter().map(|o| (o.code.as_str(), self.held(o))).collect();
        let mut left: Vec<&Application> = self.waiting.clone();
        left.retain(|a| places.contains_key(a.organisation.as_str()));
        left.retain(|a| self.admitted.iter().all(|b| b.reference != a.reference));
        let mut list = Vec::new();
        while !left.is_empty() {
            let first = members
                .iter()
                .filter(|o| left.iter().any(|a| a.organisation == o.code))
                .min_by(|a, b| {
                    let (of_a, of_b) = (places[a.code.as_str()], places[b.code.as_str()]);
                    let (for_a, for_b) = (a.population * (2 * of_b + 1), b.population * (2 * of_a + 1));
                    of_a.cmp(&of_b).then(for_b.cmp(&for_a)).then(self.lot(a).cmp(&self.lot(b)))
                })
                .unwrap();
            let position = left.iter().position(|a| a.organisation == first.code).unwrap();
            list.push(left.remove(position).reference.clone());
            *places.get_mut(first.code.as_str()).unwrap() += 1;
        }
        list
    }

    fn seated(&self) -> Vec<(String, String)> {
        let mut fixed: Vec<&str> = Vec::new();
        if self.input.cohorts.is_empty() {
            return Vec::new();
        }
        for application in &self.admitted {
            let wish = wishes(self.input, application).into_iter().find(|wish| {
                fixed.push(wish);
                let fits = seatings(self.input, &self.admitted, &fixed);
                fixed.pop();
                fits
            });
            fixed.push(wish.unwrap());
        }
        self.admitted.iter().zip(fixed).map(|(a, cohort)| (a.reference.clone(), cohort.to_owned())).collect()
    }
}

fn wishes<'a>(input: &'a AllocationInput, application: &'a Application) -> Vec<&'a str> {
    match &application.cohorts {
        Some(wishes) => wishes.iter().map(String::as_str).collect(),
        None => input.cohorts.iter().map(|cohort| cohort.code.as_str()).collect(),
    }
}

/// Whether all of `people` can be seated at once, the first of them where `fixed` says: tries everything.
pub fn seatings(input: &AllocationInput, people: &[&Application], fixed: &[&str]) -> bool {
    let mut free: BTreeMap<&str, u64> = input.cohorts.iter().map(|c| (c.code.as_str(), c.capacity)).collect();
    input.cohorts.is_empty() || placed(input, people, fixed, &mut free)
}

fn placed<'a>(
    input: &'a AllocationInput,
    people: &[&'a Application],
    fixed: &[&str],
    free: &mut BTreeMap<&'a str, u64>,
) -> bool {
    let Some((first, others)) = people.split_first() else {
        return true;
    };
    let (here, later) = fixed.split_first().map_or((None, fixed), |(here, later)| (Some(*here), later));
    wishes(input, first).into_iter().filter(|wish| here.is_none_or(|here| here == *wish)).any(|wish| {
        if free[wish] == 0 {
            return false;
        }
        *free.get_mut(wish).unwrap() -= 1;
        let fits = placed(input, others, later, free);
        *free.get_mut(wish).unwrap() += 1;
        fits
    })
}

/// The largest number of `people` that can be seated at once: tries every subset.
pub fn most_seatable(input: &AllocationInput, people: &[&Application]) -> usize {
    let subset = |chosen: u32| -> Vec<&Application> {
        people.iter().enumerate().filter(|(place, _)| chosen >> place & 1 == 1).map(|(_, a)| *a).collect()
    };
    (0..1_u32 << people.len())
        .map(subset)
        .filter(|chosen| seatings(input, chosen, &[]))
        .map(|chosen| chosen.len())
        .max()
        .unwrap_or(0)
}
