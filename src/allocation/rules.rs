//! Whose turn it is: the orders of coverage, fill, leftover and reserve, exact and without ties.
//!
//! Every order ends in the lot, and no two lots are equal, so that each has exactly one first.

use std::cmp::Ordering;

use super::lot::Lot;

/// What an organisation's turn depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// People trained before.
    pub trained: u64,
    /// Its weight.
    pub population: u64,
    /// Seats held; on the reserve list also the places before.
    pub held: u64,
    /// Its lot.
    pub lot: Lot,
}

impl Claim {
    /// The fixed order of coverage: fewest trained before, then lot.
    #[must_use]
    pub fn coverage(&self) -> (u64, Lot) {
        (self.trained, self.lot)
    }

    /// The order of the fill, first in turn is least: highest `population / (2 · held + 1)`, then lot.
    ///
    /// This is the method of odd numbers (Sainte-Laguë), compared by cross-multiplication: the products stay below
    /// 2^64 · 2^43, since seats held are counted in applications and unnamed seats.
    #[must_use]
    pub fn fill(&self, other: &Self) -> Ordering {
        let mine = u128::from(self.population) * (2 * u128::from(other.held) + 1);
        let theirs = u128::from(other.population) * (2 * u128::from(self.held) + 1);
        theirs.cmp(&mine).then_with(|| self.lot.cmp(&other.lot))
    }

    /// The order of the leftover seats: fewest seats held, then lot.
    #[must_use]
    pub fn leftover(&self, other: &Self) -> Ordering {
        (self.held, self.lot).cmp(&(other.held, other.lot))
    }

    /// The order of the reserve list: fewest seats and places, then as in the fill.
    #[must_use]
    pub fn reserve(&self, other: &Self) -> Ordering {
        self.held.cmp(&other.held).then_with(|| self.fill(other))
    }
}

/// One claim in a queue that gives out the first in `order`.
pub(super) struct InTurn {
    /// The claim as it was when it queued.
    pub claim: Claim,
    /// Whose it is.
    pub holder: usize,
    /// The order of the queue.
    pub order: fn(&Claim, &Claim) -> Ordering,
}

impl PartialEq for InTurn {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for InTurn {}

impl PartialOrd for InTurn {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for InTurn {
    // The heap of the standard library gives out the greatest: whoever is first in turn is the greatest.
    fn cmp(&self, other: &Self) -> Ordering {
        (self.order)(&other.claim, &self.claim)
    }
}

#[cfg(test)]
mod tests {
    use super::super::lot::Seed;
    use super::*;

    fn claim(population: u64, held: u64) -> Claim {
        let lot = Seed::drawn(b"exempel", "").lot("B", &format!("{population}/{held}"));
        Claim { trained: 0, population, held, lot }
    }

    #[test]
    fn quotients_are_compared_exactly_where_floats_would_tie() {
        let larger = claim((1 << 60) + 1, 0);
        let smaller = claim(1 << 60, 0);

        assert_eq!(larger.fill(&smaller), Ordering::Less);
        assert_eq!(smaller.fill(&larger), Ordering::Greater);
    }

    #[test]
    fn equal_quotients_go_to_the_lower_lot() {
        let (one, third) = (claim(100, 0), claim(300, 1));

        assert_eq!(one.fill(&third), one.lot.cmp(&third.lot));
    }

    #[test]
    fn a_weight_of_nothing_comes_last_however_few_seats_are_held() {
        let (nothing, little) = (claim(0, 0), claim(1, 1_000));

        assert_eq!(nothing.fill(&little), Ordering::Greater);
        assert_eq!(nothing.fill(&claim(0, 9)), nothing.lot.cmp(&claim(0, 9).lot));
    }
}
