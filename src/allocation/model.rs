//! What is allocated: seats in pools and cohorts, to applications of organisations.

use std::collections::{BTreeMap, BTreeSet};

use super::flaw::Flaw;
use super::lot::{Seed, composed};

/// Everything the outcome depends on, as the caller knows it.
///
/// The order of pools (spill-over) and of cohorts (the wish of whoever states none) carries meaning; that of
/// organisations and applications carries none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllocationInput {
    /// The offer's number, part of every lot.
    pub offer: String,
    /// What the lots are drawn with.
    pub seed: Seed,
    /// The seats and how they are distributed.
    pub pools: Pools,
    /// The cohorts the seats are in; empty when the draw does not tell them apart.
    ///
    /// Their capacities sum to the pools' seats less the unnamed ones: an unnamed seat is taken off the cohort it is in
    /// by the caller, who knows which that is.
    pub cohorts: Vec<Cohort>,
    /// The organisations addressed, or at least those that apply.
    pub organisations: Vec<Organisation>,
    /// All applications on the frozen list, also those that are not eligible.
    pub applications: Vec<Application>,
}

/// The seats of an offer: one heap, or several in spill-over order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pools {
    /// All organisations draw from the same seats.
    Single(Terms),
    /// Each organisation belongs to one pool; what a pool leaves over goes to the others in this order.
    Named(Vec<Pool>),
}

impl Pools {
    /// The name and terms of each pool in spill-over order; a single heap has no name.
    pub fn each(&self) -> impl Iterator<Item = (Option<&str>, Terms)> {
        let (single, named) = match self {
            Self::Single(terms) => (Some((None, *terms)), [].as_slice()),
            Self::Named(pools) => (None, pools.as_slice()),
        };
        single.into_iter().chain(named.iter().map(|pool| (Some(pool.name.as_str()), pool.terms)))
    }
}

/// A number of seats kept for some of the organisations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// What the organisations name it by.
    pub name: String,
    /// Its seats and how they are distributed.
    pub terms: Terms,
}

/// How many seats there are, and what an organisation may count on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Seats, the unnamed ones already taken included.
    pub capacity: u64,
    /// Rounds of coverage; 2 unless the offer says otherwise.
    pub guarantee: u64,
    /// Seats no organisation exceeds before everybody below has been served; 4 unless the offer says otherwise.
    pub cap: u64,
}

/// One run of the programme with seats of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    /// What applications name it by.
    pub code: String,
    /// Seats open to the draw.
    pub capacity: u64,
}

/// Whoever sends people to the training.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// What applications name it by, and what its lot is drawn on.
    pub code: String,
    /// The pool it belongs to; none exactly when there are no named pools.
    pub pool: Option<String>,
    /// People it had trained before.
    pub trained: u64,
    /// Its weight when seats are filled, normally inhabitants; 0 is allowed and comes last.
    pub population: u64,
    /// Unnamed seats it has already taken: off the pool's capacity first, and counted as seats it holds.
    pub unnamed: u32,
}

/// One person's application, as the frozen list carries it: pseudonymous.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The reference number, and what its lot is drawn on.
    pub reference: String,
    /// The code of its organisation.
    pub organisation: String,
    /// Its place in the organisation's own ranking, lowest first; equal ranks are settled by lot.
    pub rank: u64,
    /// Whether it takes part in the draw.
    pub standing: Standing,
    /// Cohorts the person can attend, preferred first; none means all, in the draw's order.
    ///
    /// An empty list excludes every cohort: the application stays eligible and waits on the reserve list.
    pub cohorts: Option<Vec<String>>,
}

/// Whether an application on the frozen list takes part in the draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It takes part.
    Eligible,
    /// It does not: never eligible, or withdrawn after the list was frozen.
    NotEligible {
        /// The class code of the reason, if one is given.
        reason: Option<String>,
    },
}

/// An input without contradictions, with every name resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    input: AllocationInput,
    seats: Vec<u64>,
    pool_of: Vec<usize>,
    organisation_of: Vec<usize>,
    attends: Vec<Vec<usize>>,
}

impl Draw {
    /// Checks `input` and resolves its names.
    ///
    /// Names are compared in NFC, as their lots are, so that no two lots can be equal.
    ///
    /// # Errors
    /// The first [`Flaw`] found.
    pub fn checked(input: AllocationInput) -> Result<Self, Flaw> {
        let pools = distinct(input.pools.each().filter_map(|(name, _)| name), Flaw::DuplicatePool)?;
        if matches!(&input.pools, Pools::Named(pools) if pools.is_empty()) {
            return Err(Flaw::NoPools);
        }
        let cohorts = distinct(input.cohorts.iter().map(|cohort| cohort.code.as_str()), Flaw::DuplicateCohort)?;
        let organisations = distinct(input.organisations.iter().map(|o| o.code.as_str()), Flaw::DuplicateOrganisation)?;
        distinct(input.applications.iter().map(|a| a.reference.as_str()), Flaw::DuplicateApplication)?;

        let pool_of = input.organisations.iter().map(|o| pool_of(o, &pools)).collect::<Result<Vec<_>, _>>()?;
        let organisation_of = input
            .applications
            .iter()
            .map(|application| {
                organisations.get(&composed(&application.organisation)).copied().ok_or_else(|| {
                    Flaw::UnknownOrganisation {
                        reference: application.reference.clone(),
                        organisation: application.organisation.clone(),
                    }
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let attends = input.applications.iter().map(|a| attended(a, &cohorts)).collect::<Result<Vec<_>, _>>()?;
        let seats = open_seats(&input, &pool_of)?;
        Ok(Self { input, seats, pool_of, organisation_of, attends })
    }

    /// What the draw was made of.
    #[must_use]
    pub fn input(&self) -> &AllocationInput {
        &self.input
    }

    /// Open seats of each pool: its capacity less the unnamed seats taken.
    pub(super) fn seats(&self) -> &[u64] {
        &self.seats
    }

    /// The pool of each organisation, by position.
    pub(super) fn pool_of(&self) -> &[usize] {
        &self.pool_of
    }

    /// The organisation of each application, by position.
    pub(super) fn organisation_of(&self) -> &[usize] {
        &self.organisation_of
    }

    /// The cohorts each application can attend, preferred first, by position; without cohorts all attend position 0.
    pub(super) fn attends(&self) -> &[Vec<usize>] {
        &self.attends
    }

    /// Seats of each cohort; without cohorts one that holds everybody.
    pub(super) fn rooms(&self) -> Vec<u64> {
        if self.input.cohorts.is_empty() {
            vec![self.seats.iter().sum()]
        } else {
            self.input.cohorts.iter().map(|cohort| cohort.capacity).collect()
        }
    }
}

/// The position of each name, or what `twice` makes of the first that comes again.
fn distinct<'a>(
    names: impl Iterator<Item = &'a str>,
    twice: fn(String) -> Flaw,
) -> Result<BTreeMap<String, usize>, Flaw> {
    let mut positions = BTreeMap::new();
    for (position, name) in names.enumerate() {
        if name.contains(['\n', '\r']) {
            return Err(Flaw::LineBreak(name.to_owned()));
        }
        if positions.insert(composed(name), position).is_some() {
            return Err(twice(name.to_owned()));
        }
    }
    Ok(positions)
}

fn pool_of(organisation: &Organisation, pools: &BTreeMap<String, usize>) -> Result<usize, Flaw> {
    match &organisation.pool {
        None if pools.is_empty() => Some(0),
        None => None,
        Some(name) => pools.get(&composed(name)).copied(),
    }
    .ok_or_else(|| Flaw::UnknownPool { organisation: organisation.code.clone(), pool: organisation.pool.clone() })
}

fn attended(application: &Application, cohorts: &BTreeMap<String, usize>) -> Result<Vec<usize>, Flaw> {
    let Some(wishes) = &application.cohorts else {
        return Ok((0..cohorts.len().max(1)).collect());
    };
    let (reference, mut seen) = (&application.reference, BTreeSet::new());
    wishes
        .iter()
        .map(|cohort| match cohorts.get(&composed(cohort)) {
            None => Err(Flaw::UnknownCohort { reference: reference.clone(), cohort: cohort.clone() }),
            Some(position) if seen.insert(*position) => Ok(*position),
            Some(_) => Err(Flaw::DuplicatePreference { reference: reference.clone(), cohort: cohort.clone() }),
        })
        .collect()
}

fn open_seats(input: &AllocationInput, pool_of: &[usize]) -> Result<Vec<u64>, Flaw> {
    let mut seats: Vec<u64> = input.pools.each().map(|(_, terms)| terms.capacity).collect();
    for (organisation, pool) in input.organisations.iter().zip(pool_of) {
        seats[*pool] = seats[*pool]
            .checked_sub(organisation.unnamed.into())
            .ok_or_else(|| Flaw::UnnamedExceed { pool: organisation.pool.clone() })?;
    }
    let sum = total(seats.iter().copied())?;
    let cohorts = total(input.cohorts.iter().map(|cohort| cohort.capacity))?;
    if !input.cohorts.is_empty() && cohorts != sum {
        return Err(Flaw::SeatsDisagree { seats: sum, cohorts });
    }
    Ok(seats)
}

fn total(mut numbers: impl Iterator<Item = u64>) -> Result<u64, Flaw> {
    numbers.try_fold(0_u64, u64::checked_add).ok_or(Flaw::TooManySeats)
}
