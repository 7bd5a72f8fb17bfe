//! `stafett key list|create|retire` and `stafett verification-host`: what papers are verified by.

use super::{block_on, read_settings};
use crate::certification::actions;
use crate::house::House;
use crate::seals::{self, Fault, KeyKind, KeyRing, Published};
use crate::settings::Unusable;
use crate::{locale, organisations};
use sea_orm::DbErr;
use std::process::ExitCode;

/// Lists every key that ever signed, the one in use marked with a star.
///
/// # Errors
/// When the keys or the database cannot be read.
pub(super) fn list() -> Result<ExitCode, Unusable> {
    block_on(async {
        let house = ready().await?;
        let kept = seals::queries::published(house.db.read()).await.map_err(unreadable)?;
        let here: Vec<String> = house.keys.published().into_iter().map(|one| one.id).collect();
        for one in house.keys.published_with(kept) {
            println!("{}", line(&one, house.keys.is_active(&one.id), here.contains(&one.id)));
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// Makes a key of the kind named by `word`, which signs from the next start of every node.
///
/// # Errors
/// When there is no such kind, or the key cannot be kept.
pub(super) fn create(word: &str) -> Result<ExitCode, Unusable> {
    let kind = KeyKind::from_key(word).ok_or_else(|| Unusable("A key is for signing or for a seal.".to_owned()))?;
    block_on(async {
        let house = ready().await?;
        let platform = organisations::queries::platform(house.db.read()).await.map_err(unreadable)?;
        let name = platform.map_or_else(|| "Stafett".to_owned(), |platform| platform.name);
        let mut ring = KeyRing::clone(&house.keys);
        let now = house.now().await.map_err(unreadable)?;
        let (id, text) = ring.create(kind, &name, now).map_err(unusable)?;
        actions::publish_keys(&house.db, &ring, now).await.map_err(unreadable)?;
        println!("{id} was made. It signs from the next start; what older keys signed stays good.");
        tell_where(&house, text.as_deref());
        Ok(ExitCode::SUCCESS)
    })
}

/// Writes down that the key called `id` signs no more; what it signed stays good.
///
/// # Errors
/// When there is no such key, or none would be left to sign.
pub(super) fn retire(id: &str) -> Result<ExitCode, Unusable> {
    block_on(async {
        let house = ready().await?;
        let now = house.now().await.map_err(unreadable)?;
        let mut ring = KeyRing::clone(&house.keys);
        if ring.published().iter().any(|one| one.id == id) {
            let text = ring.retire(id, now).map_err(unusable)?;
            actions::publish_keys(&house.db, &ring, now).await.map_err(unreadable)?;
            tell_where(&house, text.as_deref());
        } else if !actions::retire_key(&house.db, id, now).await.map_err(unreadable)? {
            return Err(Unusable(format!("There is no key {id} that is not retired.")));
        }
        println!("{id} is retired. What it signed stays good, and it stays published.");
        Ok(ExitCode::SUCCESS)
    })
}

/// Lists the hosts that papers carry, the one in use first.
///
/// # Errors
/// When the database cannot be read.
pub(super) fn hosts() -> Result<ExitCode, Unusable> {
    block_on(async {
        let house = ready().await?;
        for host in seals::queries::hosts(house.db.read()).await.map_err(unreadable)? {
            println!("{host}");
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// Says yes to the host in the settings standing on papers from now on; earlier hosts are answered as before.
///
/// # Errors
/// When the settings name no host.
pub(super) fn accept_host() -> Result<ExitCode, Unusable> {
    block_on(async {
        let house = ready().await?;
        let nameless = || Unusable("Neither verification_address nor public_address is set.".to_owned());
        let host = house.verification_host().ok_or_else(nameless)?;
        let now = house.now().await.map_err(unreadable)?;
        actions::accept_host(&house.db, host, now).await.map_err(unreadable)?;
        println!(
            "Papers carry {host} from now on. Keep every earlier host answering: papers that are out carry it for ever."
        );
        Ok(ExitCode::SUCCESS)
    })
}

/// The house with its tables up to date and its keys published.
async fn ready() -> Result<House, Unusable> {
    let house = House::open(read_settings()?, "").await?;
    house.db.migrate().await.map_err(unreadable)?;
    let now = house.now().await.map_err(unreadable)?;
    actions::publish_keys(&house.db, &house.keys, now).await.map_err(unreadable)?;
    house.with_keys_in_use().await.map_err(unreadable)
}

fn tell_where(house: &House, text: Option<&str>) {
    match text {
        Some(text) => println!("STAFETT_SIGNING_KEYS must now be:\n{text}"),
        None => println!("Back up {}.", house.settings.keys_file().display()),
    }
}

/// One key as a line.
fn line(one: &Published, active: bool, here: bool) -> String {
    let day = |instant| locale::dates::iso_moment(instant);
    let retired = one.retired_at.map_or_else(String::new, |at| format!(", retired {}", day(at)));
    let lifetime = seals::lifetime_of(&one.public).filter(|_| one.kind == KeyKind::Seal);
    let until = lifetime.map_or_else(String::new, |valid| format!(", valid until {}", day(valid.until)));
    let gone = if here { "" } else { ", private half not here" };
    // What is retired signs no more, even where nothing has taken its place.
    let star = if active && one.retired_at.is_none() { '*' } else { ' ' };
    format!("{star} {:<7} {} made {}{until}{retired}{gone}", one.kind.key(), one.id, day(one.created_at))
}

fn unreadable(error: DbErr) -> Unusable {
    Unusable(format!("The database does not answer: {error}"))
}

fn unusable(fault: Fault) -> Unusable {
    Unusable(fault.to_string())
}
