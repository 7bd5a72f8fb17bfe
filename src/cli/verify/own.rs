//! What this installation itself verifies with.

use crate::seals::{self, KeyPlace, KeyRing, Published};
use crate::settings::{Secret, Settings, Unusable};
use crate::storage::{DatabaseAddress, Db};

/// The keys of an installation, and the hosts that its papers carry.
#[derive(Debug, Default)]
pub(super) struct Own {
    /// Every key that ever signed.
    pub published: Vec<Published>,
    /// Scheme and host, as papers carry them.
    pub hosts: Vec<String>,
}

/// The keys in the file and in the database, where those stand whose private halves are gone; nothing is made.
///
/// A database that cannot be read is told of and done without, as long as there is a file.
pub(super) async fn of(settings: &Settings) -> Result<Own, Unusable> {
    let ring = ring(settings)?;
    let kept = match kept(settings).await {
        Err(why) if ring.is_some() => {
            eprintln!("stafett: only the keys in keys.json are known, the database cannot be read: {why}");
            Own::default()
        }
        Err(why) => return Err(Unusable(format!("The database cannot be read: {why}"))),
        Ok(kept) => kept,
    };
    let published = match ring {
        Some(ring) => ring.published_with(kept.published),
        None => kept.published,
    };
    if published.is_empty() {
        return Err(Unusable(
            "No key is known here: name the issuer's did.json (--keys did.json); a companion brings none.".to_owned(),
        ));
    }
    Ok(Own { published, hosts: kept.hosts })
}

fn ring(settings: &Settings) -> Result<Option<KeyRing>, Unusable> {
    let file = settings.keys_file();
    let given = settings.signing_keys.as_ref().map(Secret::reveal);
    if given.is_none() && !file.exists() {
        return Ok(None);
    }
    let own_seal = settings.own_seal.as_ref().map(|(file, password)| (file.as_path(), password.reveal()));
    let place = KeyPlace { file: &file, given, own_seal, name: "Stafett" };
    let opened = KeyRing::open(place, crate::house::machine_clock()).map_err(|why| Unusable(why.to_string()))?;
    Ok(Some(opened.ring))
}

async fn kept(settings: &Settings) -> Result<Own, sea_orm::DbErr> {
    if matches!(&settings.database, DatabaseAddress::Sqlite(file) if !file.exists()) {
        return Ok(Own::default());
    }
    let db = Db::open(&settings.database).await?;
    let published = seals::queries::published(db.read()).await?;
    let hosts = seals::queries::hosts(db.read()).await?;
    db.close().await;
    Ok(Own { published, hosts })
}
