//! Seats in cohorts: whether one more can be seated, and who sits where in the end.
//!
//! A bipartite matching of applications with the seats of the cohorts they can attend, grown by augmenting paths (Berge).
//! The sets that can be seated form a transversal matroid: who is refused once is refused for good, and asking each in
//! turn seats as many as can be seated at all.

use std::collections::VecDeque;

/// Everybody admitted so far, each in some cohort they can attend.
///
/// Who sits where in between carries no meaning; only [`Seating::settle`] does. With `n` applications and `c` cohorts of
/// `s` seats a question costs `c²` steps and an admission `c² + c·s` more, all of a draw `n·c² + c·n·s`.
#[derive(Debug)]
pub struct Seating<'a> {
    attends: &'a [Vec<usize>],
    free: Vec<u64>,
    seated: Vec<Vec<usize>>,
    /// How many of those seated in the first cohort could move to the second.
    moves: Vec<Vec<u64>>,
    place: Vec<Option<usize>>,
}

impl<'a> Seating<'a> {
    /// Empty cohorts of `rooms` seats; `attends` lists for each application the cohorts it can attend.
    #[must_use]
    pub fn empty(rooms: Vec<u64>, attends: &'a [Vec<usize>]) -> Self {
        Self {
            attends,
            seated: vec![Vec::new(); rooms.len()],
            moves: vec![vec![0; rooms.len()]; rooms.len()],
            free: rooms,
            place: vec![None; attends.len()],
        }
    }

    /// Seats `application` beside all admitted before, moving them about if need be; false if that cannot be done.
    pub fn admit(&mut self, application: usize) -> bool {
        let Some(path) = self.path(&self.attends[application]) else {
            return false;
        };
        let cohort = self.open(&path);
        self.enter(application, cohort);
        true
    }

    /// Gives each of `order`, all admitted, the most preferred cohort that leaves all others seatable.
    ///
    /// The answer follows from the order and the wishes alone, not from who sat where before. The cost is that of the
    /// admissions times the number of cohorts wished for.
    #[must_use]
    pub fn settle(mut self, order: &[usize]) -> Vec<usize> {
        order
            .iter()
            .filter_map(|&application| {
                self.leave(application);
                // The place just left is open, so that one of the wishes is always found.
                let path = self.attends[application].iter().find_map(|wish| self.path(&[*wish]))?;
                Some(self.open(&path))
            })
            .collect()
    }

    /// The shortest chain of moves that opens a seat in one of `starts`: from there to a cohort with a free seat.
    fn path(&self, starts: &[usize]) -> Option<Vec<usize>> {
        let mut came_from: Vec<Option<usize>> = vec![None; self.free.len()];
        let mut queue: VecDeque<usize> = starts.iter().copied().collect();
        for start in starts {
            came_from[*start] = Some(*start);
        }
        while let Some(cohort) = queue.pop_front() {
            if self.free[cohort] > 0 {
                return Some(back_to_start(cohort, &came_from));
            }
            for (next, moves) in self.moves[cohort].iter().enumerate() {
                if *moves > 0 && came_from[next].is_none() {
                    came_from[next] = Some(cohort);
                    queue.push_back(next);
                }
            }
        }
        None
    }

    /// Moves one person along each step of `path` and takes the seat opened in its first cohort, which is returned.
    fn open(&mut self, path: &[usize]) -> usize {
        for step in path.windows(2).rev() {
            let (from, to) = (step[0], step[1]);
            let mover = self.seated[from].iter().copied().find(|person| self.attends[*person].contains(&to));
            if let Some(mover) = mover {
                self.leave(mover);
                self.free[to] -= 1;
                self.enter(mover, to);
            }
        }
        self.free[path[0]] -= 1;
        path[0]
    }

    /// Puts `application` on a seat of `cohort` already taken off the free ones.
    fn enter(&mut self, application: usize, cohort: usize) {
        self.seated[cohort].push(application);
        self.place[application] = Some(cohort);
        for other in self.attends[application].iter().filter(|other| **other != cohort) {
            self.moves[cohort][*other] += 1;
        }
    }

    /// Takes `application` from its seat, which becomes free.
    fn leave(&mut self, application: usize) {
        let Some(cohort) = self.place[application].take() else {
            return;
        };
        self.seated[cohort].retain(|person| *person != application);
        self.free[cohort] += 1;
        for other in self.attends[application].iter().filter(|other| **other != cohort) {
            self.moves[cohort][*other] -= 1;
        }
    }
}

fn back_to_start(end: usize, came_from: &[Option<usize>]) -> Vec<usize> {
    let mut path = vec![end];
    let mut cohort = end;
    while let Some(before) = came_from[cohort].filter(|before| *before != cohort) {
        path.push(before);
        cohort = before;
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_who_can_only_attend_a_full_cohort_gets_in_if_somebody_there_can_move() {
        let attends = [vec![0, 1], vec![0], vec![0]];
        let mut seating = Seating::empty(vec![1, 1], &attends);

        let admitted = [0, 1, 2].map(|application| seating.admit(application));

        assert_eq!(admitted, [true, true, false]);
        assert_eq!(seating.settle(&[0, 1]), [1, 0]);
    }

    #[test]
    fn moves_run_through_a_chain_of_cohorts() {
        let attends = [vec![0, 1], vec![1, 2], vec![2, 3], vec![0], vec![0]];
        let mut seating = Seating::empty(vec![1, 1, 1, 1], &attends);

        let admitted = [0, 1, 2, 3, 4].map(|application| seating.admit(application));

        assert_eq!(admitted, [true, true, true, true, false]);
        assert_eq!(seating.settle(&[0, 1, 2, 3]), [1, 2, 3, 0]);
    }

    #[test]
    fn the_first_in_order_of_award_gets_the_wish_all_others_can_live_with() {
        let attends = [vec![1, 0], vec![1, 0], vec![0, 1]];
        let mut seating = Seating::empty(vec![2, 1], &attends);
        for application in 0..3 {
            seating.admit(application);
        }

        let cohorts = seating.settle(&[1, 0, 2]);

        assert_eq!(cohorts, [1, 0, 0]);
    }
}
