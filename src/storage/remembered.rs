//! Answers kept for a moment, because many requests ask the same.
//!
//! What was answered counts until anything is written through this `Db` or its clones, and for half a second at most, because
//! other nodes write too. So who has written something here reads it at once, and everybody else within a second.

use super::Db;
use sea_orm::DbErr;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long an answer is kept at most: what another node writes is seen here within this time.
const MOMENT: Duration = Duration::from_millis(500);

/// How much had been written here when something was asked, and when that was.
///
/// Taken before asking: what is written meanwhile makes the answer old.
#[derive(Debug, Clone, Copy)]
struct Asked {
    writes: u64,
    at: Instant,
}

impl Asked {
    fn of(db: &Db) -> Self {
        Self { writes: db.writes(), at: Instant::now() }
    }

    fn still_counts(self, now: Self) -> bool {
        self.writes == now.writes && now.at.duration_since(self.at) < MOMENT
    }

    /// Whether what was asked then may stand among answers that were asked from this moment on: no older, nothing written between.
    fn takes(self, then: Self) -> bool {
        self.still_counts(then) && then.at >= self.at
    }
}

/// What the database last answered to one question.
#[derive(Debug)]
pub struct Remembered<T>(Mutex<Option<(Asked, T)>>);

impl<T> Default for Remembered<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T: Clone> Remembered<T> {
    /// The answer kept, if it still counts, or else what `ask` finds in `db`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn or_ask(&self, db: &Db, ask: impl AsyncFnOnce(&Db) -> Result<T, DbErr>) -> Result<T, DbErr> {
        let now = Asked::of(db);
        if let Some((_, answer)) = self.kept().as_ref().filter(|(asked, _)| asked.still_counts(now)) {
            return Ok(answer.clone());
        }
        let answer = ask(db).await?;
        *self.kept() = Some((now, answer.clone()));
        Ok(answer)
    }

    fn kept(&self) -> MutexGuard<'_, Option<(Asked, T)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The same for many questions of one kind; it is emptied as a whole, half a second after its first answer, and holds so many
/// answers at most.
#[derive(Debug)]
pub struct Shelf<K, T> {
    most: usize,
    kept: Mutex<Option<(Asked, HashMap<K, T>)>>,
}

impl<K: Eq + Hash, T: Clone> Shelf<K, T> {
    /// An empty shelf for `most` answers.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self { most, kept: Mutex::default() }
    }

    /// The answer kept for `question`, if it still counts, or else what `ask` finds; `None` is never kept.
    ///
    /// # Errors
    /// What `ask` refuses.
    pub async fn or_ask<E>(
        &self,
        db: &Db,
        question: K,
        ask: impl AsyncFnOnce() -> Result<Option<T>, E>,
    ) -> Result<Option<T>, E> {
        let now = Asked::of(db);
        if let Some((_, answers)) = self.kept().as_ref().filter(|(asked, _)| asked.still_counts(now))
            && let Some(answer) = answers.get(&question)
        {
            return Ok(Some(answer.clone()));
        }
        let Some(answer) = ask().await? else { return Ok(None) };
        let mut kept = self.kept();
        match kept.as_mut() {
            Some((asked, answers)) if asked.takes(now) => {
                if answers.len() < self.most {
                    answers.insert(question, answer.clone());
                }
            }
            // What took long to answer does not empty a shelf that was begun meanwhile.
            Some((asked, _)) if asked.at > now.at => {}
            _ => *kept = Some((now, HashMap::from([(question, answer.clone())]))),
        }
        Ok(Some(answer))
    }

    fn kept(&self) -> MutexGuard<'_, Option<(Asked, HashMap<K, T>)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_counts_until_something_is_written_and_for_half_a_second_at_most() {
        let asked = Asked { writes: 7, at: Instant::now() };
        let later = |writes, millis| Asked { writes, at: asked.at + Duration::from_millis(millis) };

        let counts = [later(7, 0), later(7, 499), later(7, 500), later(8, 0)].map(|now| asked.still_counts(now));

        assert_eq!(counts, [true, true, false, false]);
    }
}
