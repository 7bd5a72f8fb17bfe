//! Whether the journal is as it was written: recomputes every hash and finds what was edited, removed, reordered or cut off.

use super::chain::{Chain, digest_of, hash_of};
use super::entity::{Column, Entity, head, values};
use crate::kernel::{Instant, Lang};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// How many entries are looked at together.
const BATCH: u64 = 2_000;

/// The event by which values about persons are erased lawfully; its details say which.
///
/// `before` (milliseconds since 1970): those of all entries from before that moment; `entries`: those of these numbers.
pub const ERASED: &str = "journal.values_erased";

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// There is no entry of this number.
    Removed(i64),
    /// The entry does not fit its hash and the one before it.
    Changed(i64),
    /// What the entry says about persons does not fit its digest.
    ValuesChanged(i64),
    /// What the entry says about persons is gone, and no erasure covers it.
    ValuesRemoved(i64),
    /// The end of the chain was changed, or sealed with another key.
    EndChanged,
    /// Entries stand behind the sealed end; the number is the first one's.
    BeyondEnd(i64),
    /// The end that was noted earlier is not part of the chain.
    OtherChain(i64),
}

impl Flaw {
    /// The flaw in a sentence.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        let (sv, en) = match self {
            Self::Removed(n) => (format!("Händelse {n} saknas."), format!("Entry {n} is missing.")),
            Self::Changed(n) => {
                (format!("Händelse {n} är ändrad eller flyttad."), format!("Entry {n} was changed or moved."))
            }
            Self::ValuesChanged(n) => (
                format!("Personuppgifterna till händelse {n} är ändrade."),
                format!("The personal values of entry {n} were changed."),
            ),
            Self::ValuesRemoved(n) => (
                format!("Personuppgifterna till händelse {n} saknas utan att de har gallrats."),
                format!("The personal values of entry {n} are missing, and nobody erased them."),
            ),
            Self::EndChanged => (
                "Händelseloggens slut är ändrat, eller förseglat med en annan nyckel.".to_owned(),
                "The end of the journal was changed, or sealed with another key.".to_owned(),
            ),
            Self::BeyondEnd(n) => (
                format!("Händelse {n} och framåt står bakom det förseglade slutet."),
                format!("Entry {n} and later ones stand behind the sealed end."),
            ),
            Self::OtherChain(n) => (
                format!("Händelse {n} är inte den som antecknades."),
                format!("Entry {n} is not the one that was noted."),
            ),
        };
        lang.say(sv, en)
    }
}

/// An end of the chain, noted outside the database: not even its owner can then rewrite what stands before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// The number of the last entry.
    pub position: i64,
    /// Its hash.
    pub hash: String,
}

impl std::fmt::Display for End {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.position, self.hash)
    }
}

impl std::str::FromStr for End {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (position, hash) = text.split_once(':').ok_or(())?;
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let position = position.parse().ok().filter(|position| *position > 0 && is_hash).ok_or(())?;
        Ok(Self { position, hash: hash.to_lowercase() })
    }
}

/// What looking at the whole chain has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The sealed end.
    pub end: End,
    /// How many entries have had their values about persons erased.
    pub erased: u64,
    /// What is not as it was written, in order.
    pub flaws: Vec<Flaw>,
}

/// What lawful erasures cover.
#[derive(Default)]
struct Erasures {
    before: i64,
    entries: HashSet<i64>,
}

impl Erasures {
    fn cover(&self, entry: i64, at: Instant) -> bool {
        at.millis() < self.before || self.entries.contains(&entry)
    }
}

async fn erasures(db: &impl ConnectionTrait) -> Result<Erasures, DbErr> {
    let mut all = Erasures::default();
    for entry in Entity::find().filter(Column::Event.eq(ERASED)).all(db).await? {
        let details: Value = serde_json::from_str(&entry.details).unwrap_or_default();
        all.before = all.before.max(details["before"].as_i64().unwrap_or_default());
        all.entries.extend(details["entries"].as_array().into_iter().flatten().filter_map(Value::as_i64));
    }
    Ok(all)
}

async fn end(db: &impl ConnectionTrait) -> Result<Option<head::Model>, DbErr> {
    head::Entity::find_by_id(1).one(db).await
}

/// Looks at every entry, in batches, and at the sealed end; `noted` is an end that somebody wrote down earlier.
///
/// Entries that are added meanwhile are left for the next time.
///
/// # Errors
/// When the database does not answer.
pub async fn verify(db: &impl ConnectionTrait, chain: &Chain, noted: Option<&End>) -> Result<Verified, DbErr> {
    let mut flaws = Vec::new();
    let sealed = end(db).await?.unwrap_or(head::Model { id: 1, position: 0, hash: String::new(), seal: String::new() });
    let mut gone = Vec::new();
    let (mut place, mut before, mut erased) = (0, String::new(), 0);
    let mut was_noted = noted.is_none();
    loop {
        let entries = Entity::find()
            .filter(Column::Id.gt(place))
            .filter(Column::Id.lte(sealed.position))
            .order_by_asc(Column::Id)
            .limit(BATCH)
            .all(db)
            .await?;
        let Some(last) = entries.last().map(|entry| entry.id) else { break };
        let mut beside = values_between(db, place, last).await?;
        for entry in entries {
            flaws.extend((place + 1..entry.id).map(Flaw::Removed));
            if hash_of(&before, &entry) != entry.hash {
                flaws.push(Flaw::Changed(entry.id));
            }
            match beside.remove(&entry.id) {
                Some(values) if digest_of(&values) == entry.values_digest => {}
                Some(_) => flaws.push(Flaw::ValuesChanged(entry.id)),
                None => gone.push((entry.id, entry.at)),
            }
            was_noted |= noted.is_some_and(|noted| noted.position == entry.id && noted.hash == entry.hash);
            place = entry.id;
            before = entry.hash;
        }
    }
    flaws.extend((place + 1..=sealed.position).map(Flaw::Removed));
    // Read last: what is erased while this goes on is on record by then.
    let lawful = erasures(db).await?;
    for (entry, at) in gone {
        if lawful.cover(entry, at) {
            erased += 1;
        } else {
            flaws.push(Flaw::ValuesRemoved(entry));
        }
    }
    let is_untouched = sealed.position == 0 && sealed.hash.is_empty() && sealed.seal.is_empty();
    let is_sealed = chain.seal(sealed.position, &sealed.hash) == sealed.seal;
    if !is_untouched && (!is_sealed || (place == sealed.position && before != sealed.hash)) {
        flaws.push(Flaw::EndChanged);
    }
    flaws.extend(first_beyond_the_end(db).await?.map(Flaw::BeyondEnd));
    if let Some(noted) = noted.filter(|_| !was_noted) {
        flaws.push(Flaw::OtherChain(noted.position));
    }
    Ok(Verified { end: End { position: sealed.position, hash: sealed.hash }, erased, flaws })
}

async fn values_between(
    db: &impl ConnectionTrait,
    after: i64,
    last: i64,
) -> Result<HashMap<i64, values::Model>, DbErr> {
    let rows = values::Entity::find()
        .filter(values::Column::JournalId.gt(after))
        .filter(values::Column::JournalId.lte(last))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.journal_id, row)).collect())
}

/// The first entry behind the end as it is now, which has moved on if somebody has written meanwhile.
async fn first_beyond_the_end(db: &impl ConnectionTrait) -> Result<Option<i64>, DbErr> {
    let last = Entity::find().order_by_desc(Column::Id).one(db).await?.map_or(0, |entry| entry.id);
    let position = end(db).await?.map_or(0, |end| end.position);
    if last <= position {
        return Ok(None);
    }
    let first = Entity::find().filter(Column::Id.gt(position)).order_by_asc(Column::Id).one(db).await?;
    Ok(first.map(|entry| entry.id))
}
