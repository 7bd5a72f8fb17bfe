//! The draw itself: coverage, fill, spill-over, leftover and the reserve lists, in this order.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, VecDeque};

use super::matching::Seating;
use super::model::{Draw, Standing, Terms};
use super::outcome::{Award, Outcome, PoolOutcome, Seated, Source, Waiting, Why, WhyWaiting};
use super::rules::{Claim, InTurn};

/// Distributes the seats of `draw`.
///
/// The same draw has one outcome, whatever the order of its organisations and applications. With `n` applications, `m`
/// organisations, `c` cohorts of `s` seats and guarantee `g`: `n log n + g·m + n·c² + c·n·s` steps.
#[must_use]
pub fn allocate(draw: &Draw) -> Outcome {
    let terms: Vec<Terms> = draw.input().pools.each().map(|(_, terms)| terms).collect();
    let mut rounds = Rounds::begin(draw);
    let mut left = 0;
    for (pool, terms) in terms.iter().enumerate() {
        let mut share = Share { seats: draw.seats()[pool], from: Source::OwnPool };
        rounds.cover(pool, *terms, &mut share);
        rounds.fill(pool, *terms, &mut share);
        left += share.seats;
    }
    // A single pool's leftover is still its own: there is nobody it could have spilled over from.
    let from = if terms.len() > 1 { Source::SpillOver } else { Source::OwnPool };
    let mut share = Share { seats: left, from };
    for (pool, terms) in terms.iter().enumerate() {
        rounds.cover(pool, *terms, &mut share);
        rounds.fill(pool, *terms, &mut share);
    }
    for pool in 0..terms.len() {
        rounds.lift_cap(pool, &mut share);
    }
    rounds.close()
}

/// Seats being handed out, and whose they were.
struct Share {
    seats: u64,
    from: Source,
}

/// An organisation in the draw.
struct Holder {
    claim: Claim,
    /// Applications whose turn has not come, in the organisation's ranking.
    queue: VecDeque<usize>,
    /// Applications whose turn came when no cohort could take them.
    passed: VecDeque<usize>,
}

impl Holder {
    fn waits_below(&self, cap: u64) -> bool {
        !self.queue.is_empty() && self.claim.held < cap
    }
}

struct Rounds<'a> {
    draw: &'a Draw,
    /// One per organisation, by its position.
    holders: Vec<Holder>,
    /// The organisations of each pool in the order of coverage, fixed once.
    pools: Vec<Vec<usize>>,
    seating: Seating<'a>,
    awards: Vec<(usize, Why)>,
}

impl<'a> Rounds<'a> {
    fn begin(draw: &'a Draw) -> Self {
        let input = draw.input();
        let mut holders: Vec<Holder> = input
            .organisations
            .iter()
            .map(|organisation| Holder {
                claim: Claim {
                    trained: organisation.trained,
                    population: organisation.population,
                    held: organisation.unnamed.into(),
                    lot: input.seed.lot(&input.offer, &organisation.code),
                },
                queue: VecDeque::new(),
                passed: VecDeque::new(),
            })
            .collect();
        for application in ranked(draw) {
            holders[draw.organisation_of()[application]].queue.push_back(application);
        }
        let mut pools = vec![Vec::new(); draw.seats().len()];
        for (holder, pool) in draw.pool_of().iter().enumerate() {
            pools[*pool].push(holder);
        }
        for pool in &mut pools {
            pool.sort_unstable_by_key(|holder| holders[*holder].claim.coverage());
        }
        Self { draw, holders, pools, seating: Seating::empty(draw.rooms(), draw.attends()), awards: Vec::new() }
    }

    /// Rounds 1…guarantee: each organisation of `pool` gets one seat if it holds fewer than the round's number.
    ///
    /// Rounds in which everybody already holds enough are skipped, so that a huge guarantee costs nothing.
    fn cover(&mut self, pool: usize, terms: Terms, share: &mut Share) {
        let order = self.pools[pool].clone();
        loop {
            let in_turn = order.iter().map(|holder| &self.holders[*holder]).filter(|h| h.waits_below(terms.cap));
            let Some(lowest) = in_turn.map(|holder| holder.claim.held).min().filter(|held| *held < terms.guarantee)
            else {
                return;
            };
            for holder in &order {
                if share.seats == 0 {
                    return;
                }
                let held = self.holders[*holder].claim.held;
                if held <= lowest && self.holders[*holder].waits_below(terms.cap) {
                    self.take_turn(*holder, Why::Coverage { round: lowest + 1, held, from: share.from }, share);
                }
            }
        }
    }

    /// One seat at a time to the highest quotient below the cap.
    fn fill(&mut self, pool: usize, terms: Terms, share: &mut Share) {
        self.hand_out(
            pool,
            terms.cap,
            share,
            (Claim::fill, |claim, from| Why::Fill { population: claim.population, held: claim.held, from }),
        );
    }

    /// One seat at a time to the fewest held, without a cap.
    fn lift_cap(&mut self, pool: usize, share: &mut Share) {
        self.hand_out(pool, u64::MAX, share, (Claim::leftover, |claim, from| Why::Leftover { held: claim.held, from }));
    }

    fn hand_out(&mut self, pool: usize, cap: u64, share: &mut Share, (order, why): Step) {
        let mut turns = BinaryHeap::new();
        for holder in &self.pools[pool] {
            if self.holders[*holder].waits_below(cap) {
                turns.push(InTurn { claim: self.holders[*holder].claim, holder: *holder, order });
            }
        }
        while share.seats > 0
            && let Some(InTurn { claim, holder, .. }) = turns.pop()
        {
            self.take_turn(holder, why(claim, share.from), share);
            if self.holders[holder].waits_below(cap) {
                turns.push(InTurn { claim: self.holders[holder].claim, holder, order });
            }
        }
    }

    /// Gives a seat to the first application in `holder`'s ranking that can be seated; those before it are passed over.
    ///
    /// If none can be, the seat stays in `share` and the organisation has had its last turn.
    fn take_turn(&mut self, holder: usize, why: Why, share: &mut Share) {
        let holder = &mut self.holders[holder];
        while let Some(application) = holder.queue.pop_front() {
            if self.seating.admit(application) {
                holder.claim.held += 1;
                share.seats -= 1;
                self.awards.push((application, why));
                return;
            }
            holder.passed.push_back(application);
        }
    }

    fn close(mut self) -> Outcome {
        let input = self.draw.input();
        let mut pools: Vec<PoolOutcome> = input
            .pools
            .each()
            .enumerate()
            .map(|(pool, (name, _))| PoolOutcome {
                pool: name.map(str::to_owned),
                admitted: Vec::new(),
                reserve: self.reserve(pool),
            })
            .collect();
        for (turn, (application, why)) in (1..).zip(&self.awards) {
            let organisation = self.draw.organisation_of()[*application];
            pools[self.draw.pool_of()[organisation]].admitted.push(Award {
                turn,
                reference: input.applications[*application].reference.clone(),
                organisation: input.organisations[organisation].code.clone(),
                why: *why,
            });
        }
        let order: Vec<usize> = self.awards.iter().map(|(application, _)| *application).collect();
        let seated = if input.cohorts.is_empty() { Vec::new() } else { self.seating.settle(&order) };
        let seated = order
            .iter()
            .zip(seated)
            .map(|(application, cohort)| Seated {
                reference: input.applications[*application].reference.clone(),
                cohort: input.cohorts[cohort].code.clone(),
            })
            .collect();
        Outcome { pools, seated }
    }

    /// The reserve list of `pool`: those passed over stand in their organisation's ranking with the rest.
    fn reserve(&mut self, pool: usize) -> Vec<Waiting> {
        let input = self.draw.input();
        let mut turns = BinaryHeap::new();
        for holder in &self.pools[pool] {
            turns.push(InTurn { claim: self.holders[*holder].claim, holder: *holder, order: Claim::reserve });
        }
        let mut list = Vec::new();
        while let Some(mut turn) = turns.pop() {
            let (holder, before) = (&mut self.holders[turn.holder], turn.claim.held);
            // Whoever was passed over stood before everybody still in the queue.
            let passed = holder.passed.pop_front().map(|application| (application, WhyWaiting::PassedOver { before }));
            let waiting =
                || holder.queue.pop_front().map(|application| (application, WhyWaiting::SeatsGone { before }));
            let Some((application, why)) = passed.or_else(waiting) else {
                continue;
            };
            list.push(Waiting {
                number: list.len() as u64 + 1,
                reference: input.applications[application].reference.clone(),
                organisation: input.organisations[turn.holder].code.clone(),
                why,
            });
            turn.claim.held += 1;
            turns.push(turn);
        }
        list
    }
}

/// The order of a step, and the reason it gives.
type Step = (fn(&Claim, &Claim) -> Ordering, fn(Claim, Source) -> Why);

/// The eligible applications by rank, then lot.
fn ranked(draw: &Draw) -> Vec<usize> {
    let input = draw.input();
    let mut ranked: Vec<usize> =
        (0..input.applications.len()).filter(|a| input.applications[*a].standing == Standing::Eligible).collect();
    ranked.sort_by_cached_key(|application| {
        let application = &input.applications[*application];
        (application.rank, input.seed.lot(&input.offer, &application.reference))
    });
    ranked
}
