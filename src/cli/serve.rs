//! `stafett serve`: the tables brought up to date, then the server with its jobs.

use super::{block_on, read_settings};
use crate::accounts::actions::link_to_first;
use crate::certification::Refusal;
use crate::certification::actions::may_seal;
use crate::house::House;
use crate::kernel::{Lang, Refusal as _};
use crate::settings::{self, Unusable};
use crate::{app, jobs, seals};
use std::process::ExitCode;

/// Serves until stopped.
///
/// # Errors
/// When a setting cannot be used or the server cannot listen.
pub(super) fn run() -> Result<ExitCode, Unusable> {
    block_on(async {
        let figment = settings::figment();
        let house = House::open(read_settings()?, &listening_at(&figment)).await?;
        house
            .db
            .migrate()
            .await
            .map_err(|error| Unusable(format!("The tables cannot be brought up to date: {error}")))?;
        let house =
            house.with_keys_in_use().await.map_err(|error| Unusable(format!("The keys cannot be read: {error}")))?;
        publish(&house).await?;
        tell_what_is_missing(&house).await?;
        tell_the_way_in(&house).await?;
        let jobs = jobs::start(house.clone(), jobs::carrier(&house.settings)?);
        let served = app::build(house, figment).launch().await;
        jobs.end().await;
        served.map_err(|error| Unusable(format!("The server cannot start: {error}")))?;
        Ok(ExitCode::SUCCESS)
    })
}

/// Publishes the keys; tells if papers would carry another host than before without anybody having said so.
pub(super) async fn publish(house: &House) -> Result<(), Unusable> {
    let failed = |error: sea_orm::DbErr| Unusable(format!("The keys cannot be published: {error}"));
    if let Some(before) = house.publish().await.map_err(failed)? {
        eprintln!(
            "stafett: papers carry {before}, and the settings name another host. Mend verification_address, or say yes with: \
             stafett verification-host accept"
        );
    }
    Ok(())
}

/// Tells why nothing will be issued: no host that papers may carry, or no key that is in use and in its time.
async fn tell_what_is_missing(house: &House) -> Result<(), Unusable> {
    let failed = |error: sea_orm::DbErr| Unusable(format!("The keys cannot be read: {error}"));
    let hosts = seals::queries::hosts(house.db.read()).await.map_err(failed)?;
    let kept = seals::queries::published(house.db.read()).await.map_err(failed)?;
    let now = house.now().await.map_err(failed)?;
    let no_host = hosts.is_empty().then_some(Refusal::NoHost);
    for why in no_host.into_iter().chain(may_seal(&house.keys, &kept, now).err()) {
        eprintln!("stafett: no certificate can be issued. {}", why.sentence(Lang::En));
    }
    Ok(())
}

/// Prints a link to the page that makes the first administrator, while there is no account.
async fn tell_the_way_in(house: &House) -> Result<(), Unusable> {
    let failed = |error: sea_orm::DbErr| Unusable(format!("The first administrator cannot be prepared: {error}"));
    let now = house.now().await.map_err(failed)?;
    let link = link_to_first(&house.db, &house.letterhead(), now).await.map_err(failed)?;
    if let Some(link) = link {
        println!(
            "Nobody can sign in yet. This link makes the first administrator; it works once, for 24 hours:\n{link}"
        );
    }
    Ok(())
}

/// The address the server will listen on, as people on this machine reach it.
pub(super) fn listening_at(figment: &rocket::figment::Figment) -> String {
    let config = figment.extract::<rocket::Config>().unwrap_or_default();
    match config.address {
        std::net::IpAddr::V6(address) => format!("http://[{address}]:{}", config.port),
        std::net::IpAddr::V4(address) => format!("http://{address}:{}", config.port),
    }
}
