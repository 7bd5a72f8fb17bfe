//! The chain: every entry hashes the one before it, and the last is sealed with a key that is not in the database.

use super::entity::{self, Model, head, values};
use crate::storage::{LastStep, Noted, WriteTx};
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DbErr, EntityTrait, IntoActiveModel, QuerySelect};
use serde_json::json;
use sha2::{Digest, Sha256};

/// How many rows one statement inserts: SQLite takes 32 766 parameters.
const BATCH: usize = 1_000;

/// Writes entries and seals the last one.
#[derive(Clone)]
pub struct Chain([u8; 32]);

impl std::fmt::Debug for Chain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Chain(secret)")
    }
}

/// SHA-256 of the salt, the actor's name and the values, each on a line of its own, in hex.
pub(super) fn digest_of(values: &values::Model) -> String {
    let text = format!("{}\n{}\n{}", values.salt, values.actor_name, values.details);
    HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

/// SHA-256 of the JSON array [place, hash before, milliseconds, actor, actor's row, event, object, its row, details, digest of the
/// values], in hex.
pub(super) fn hash_of(before: &str, entry: &Model) -> String {
    let line = json!([
        entry.id,
        before,
        entry.at.millis(),
        entry.actor,
        entry.actor_id,
        entry.event,
        entry.object,
        entry.object_id,
        entry.details,
        entry.values_digest
    ]);
    HEXLOWER.encode(&Sha256::digest(line.to_string().as_bytes()))
}

impl Chain {
    /// The chain that seals with this key.
    #[must_use]
    pub fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// HMAC-SHA256 of place and hash, in hex.
    pub(super) fn seal(&self, position: i64, hash: &str) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            return String::new(); // HMAC takes keys of any length
        };
        mac.update(format!("journal {position} {hash}").as_bytes());
        HEXLOWER.encode(&mac.finalize().into_bytes())
    }
}

/// The entry and its values as they will stand in the tables, `place` being the next free one.
fn written(noted: Noted, place: i64, before: &str) -> Result<(Model, values::Model), DbErr> {
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).map_err(|error| DbErr::Custom(error.to_string()))?;
    let values = values::Model {
        journal_id: place,
        salt: HEXLOWER.encode(&salt),
        actor_name: noted.actor.name().to_owned(),
        details: noted.values,
    };
    let mut entry = Model {
        id: place,
        at: noted.at,
        actor: noted.actor.kind().to_owned(),
        actor_id: noted.actor.id(),
        event: noted.event.to_owned(),
        object: noted.object.to_owned(),
        object_id: noted.object_id,
        details: noted.details,
        values_digest: digest_of(&values),
        hash: String::new(),
    };
    entry.hash = hash_of(before, &entry);
    Ok((entry, values))
}

#[rocket::async_trait]
impl LastStep for Chain {
    async fn write(&self, tx: &WriteTx, noted: Vec<Noted>) -> Result<(), DbErr> {
        let Some(end) = head::Entity::find_by_id(1).lock_exclusive().one(tx).await? else {
            return Err(DbErr::RecordNotFound("the head of the journal".to_owned()));
        };
        let (mut position, mut hash) = (end.position, end.hash.clone());
        let (mut entries, mut beside) = (Vec::with_capacity(noted.len()), Vec::with_capacity(noted.len()));
        for one in noted {
            let (entry, values) = written(one, position + 1, &hash)?;
            position = entry.id;
            hash.clone_from(&entry.hash);
            entries.push(entry.into_active_model());
            beside.push(values.into_active_model());
        }
        for batch in entries.chunks(BATCH) {
            entity::Entity::insert_many(batch.to_vec()).exec_without_returning(tx).await?;
        }
        for batch in beside.chunks(BATCH) {
            values::Entity::insert_many(batch.to_vec()).exec_without_returning(tx).await?;
        }
        let mut end = end.into_active_model();
        end.seal = Set(self.seal(position, &hash));
        end.position = Set(position);
        end.hash = Set(hash);
        end.update(tx).await.map(|_| ())
    }
}
