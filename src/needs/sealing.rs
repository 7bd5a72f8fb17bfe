//! Needs as they lie in the database, and as the kitchen is told of them.

use super::entity::Model as SealedNeeds;
use super::model::{Food, Needs};
use crate::access::{Unopened, Vault};
use crate::kernel::ApplicationId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Food as it is sealed.
#[derive(Serialize, Deserialize)]
struct Sealed {
    food: Vec<Food>,
    other: String,
}

impl Needs {
    /// Food and access sealed for the row of `of`; empty where there is nothing.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn seal(&self, vault: &Vault, of: ApplicationId) -> Result<(String, String), Unopened> {
        let food = Sealed { food: self.food.clone(), other: self.other.clone() };
        let food = serde_json::to_string(&food).map_err(|_| Unopened)?;
        let has_food = !self.food.is_empty() || !self.other.is_empty();
        let food = if has_food { vault.seal(&place("food", of), &food)? } else { String::new() };
        let access =
            if self.access.is_empty() { String::new() } else { vault.seal(&place("access", of), &self.access)? };
        Ok((food, access))
    }

    /// What stands in a row.
    ///
    /// # Errors
    /// When it was sealed with another key, or changed.
    pub fn open(vault: &Vault, row: &SealedNeeds) -> Result<Self, Unopened> {
        let of = row.application_id;
        let (mut food, mut other) = (Vec::new(), String::new());
        if !row.food.is_empty() {
            let opened = vault.open(&place("food", of), &row.food)?;
            let sealed: Sealed = serde_json::from_str(&opened).map_err(|_| Unopened)?;
            (food, other) = (sealed.food, sealed.other);
        }
        let access =
            if row.access.is_empty() { String::new() } else { vault.open(&place("access", of), &row.access)? };
        Ok(Self { food, other, access })
    }
}

/// The place a text is sealed for: what stands in one row opens in no other.
fn place(column: &str, of: ApplicationId) -> String {
    format!("needs.{column} {of}")
}

/// What the kitchen is told: how many want what, and other wishes in words, nobody's name beside them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kitchen {
    /// How many asked for each.
    pub counts: BTreeMap<Food, usize>,
    /// Other wishes, sorted, so that their order tells nothing.
    pub other: Vec<String>,
    /// How many rows could not be opened with this key.
    pub unopened: usize,
}

impl Kitchen {
    /// What these rows ask of the kitchen.
    #[must_use]
    pub fn of(vault: &Vault, rows: &[SealedNeeds]) -> Self {
        let mut kitchen = Self::default();
        for row in rows {
            match Needs::open(vault, row) {
                Ok(needs) => {
                    needs.food.iter().for_each(|food| *kitchen.counts.entry(*food).or_default() += 1);
                    kitchen.other.extend(Some(needs.other).filter(|other| !other.is_empty()));
                }
                Err(Unopened) => kitchen.unopened += 1,
            }
        }
        kitchen.other.sort();
        kitchen
    }

    /// Whether there is nothing to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty() && self.other.is_empty() && self.unopened == 0
    }
}
