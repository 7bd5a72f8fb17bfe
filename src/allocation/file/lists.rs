//! The lists of the file: references in order, or such lists by pool name.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor, value::SeqAccessDeserializer};
use serde::ser::{Serialize, Serializer};

use super::super::lot::composed;

/// A JSON object that keeps the order of its names and refuses one that comes twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByName<T>(pub Vec<(String, T)>);

impl<T> ByName<T> {
    /// What stands under each name in NFC.
    pub fn composed(&self) -> BTreeMap<String, &T> {
        self.0.iter().map(|(name, value)| (composed(name), value)).collect()
    }
}

impl<T: Serialize> Serialize for ByName<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ByName<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Names(PhantomData))
    }
}

struct Names<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Names<T> {
    type Value = ByName<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object by name")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut entries, mut seen) = (Vec::new(), BTreeSet::new());
        while let Some((name, value)) = map.next_entry::<String, T>()? {
            if !seen.insert(composed(&name)) {
                return Err(A::Error::custom(format!("the name {name} comes twice")));
            }
            entries.push((name, value));
        }
        Ok(ByName(entries))
    }
}

/// References in order of award or reserve number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lists {
    /// One list.
    Plain(Vec<String>),
    /// One list per pool.
    ByPool(ByName<Vec<String>>),
}

impl Serialize for Lists {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain(list) => list.serialize(serializer),
            Self::ByPool(lists) => lists.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Lists {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PlainOrByPool)
    }
}

struct PlainOrByPool;

impl<'de> Visitor<'de> for PlainOrByPool {
    type Value = Lists;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of references, or such lists by pool")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Lists, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Lists::Plain)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Lists, A::Error> {
        Names(PhantomData).visit_map(map).map(Lists::ByPool)
    }
}
