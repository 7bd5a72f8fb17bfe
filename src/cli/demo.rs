//! `stafett demo`: a throw-away database filled with the founding facts, then the server.

use super::serve::{listening_at, publish};
use super::{block_on, read_settings};
use crate::demo::{self, ACCOUNTS, PASSWORD, Samples};
use crate::house::House;
use crate::settings::{self, Settings, Unusable};
use crate::storage::DatabaseAddress;
use crate::{app, jobs};
use rocket::fairing::AdHoc;
use serde_json::json;
use std::process::ExitCode;

/// How the addresses and sign-ins are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// For people.
    Words,
    /// One JSON object on the first line of standard output, for scripts.
    Json,
}

impl Telling {
    /// Rocket writes its log to standard output, which scripts read.
    fn log_level(self) -> &'static str {
        match self {
            Self::Words => "critical",
            Self::Json => "off",
        }
    }
}

/// Fills the demo's database and serves it until stopped.
///
/// # Errors
/// When the database named by `DATABASE_URL` holds anything but a former demo, or the server cannot start.
pub(super) fn run(telling: Telling) -> Result<ExitCode, Unusable> {
    block_on(async move {
        let figment = settings::figment().merge(("log_level", telling.log_level()));
        let settings = read_settings()?;
        let folder = settings.data_dir.join("demo");
        // Invented certificates are not sealed with the operator's own seal.
        let settings = Settings { own_seal: None, ..settings.moved_to(&folder) };
        let address = listening_at(&figment);
        let house = House::open(settings, &address).await?.as_demo();
        make_room(&house).await?;
        publish(&house).await?;
        let now = house.now().await.map_err(|error| Unusable(error.to_string()))?;
        let samples = demo::fill(&house, now).await.map_err(|error| Unusable(error.to_string()))?;
        let jobs = jobs::start(house.clone(), jobs::carrier(&house.settings)?);
        let told =
            AdHoc::on_liftoff("tell the way in", move |_| Box::pin(async move { tell(telling, &address, &samples) }));
        let server = app::build(house, figment).attach(told);
        let ended = server.launch().await;
        jobs.end().await;
        ended.map_err(|error| Unusable(format!("The server cannot start: {error}")))?;
        Ok(ExitCode::SUCCESS)
    })
}

/// Empties the database if it is a former demo; refuses to touch anything else.
async fn make_room(house: &House) -> Result<(), Unusable> {
    let failed = |error: sea_orm::DbErr| Unusable(format!("The demo's database cannot be prepared: {error}"));
    let occupied = || {
        let place = match &house.settings.database {
            DatabaseAddress::Sqlite(file) => file.display().to_string(),
            DatabaseAddress::Postgres(_) => "named by DATABASE_URL".to_owned(),
        };
        Unusable(format!("The database {place} is not empty and not a former demo; the demo leaves it alone."))
    };
    let db = &house.db;
    if db.has_foreign_tables().await.map_err(failed)? {
        return Err(occupied());
    }
    db.migrate().await.map_err(failed)?;
    let platform = crate::organisations::queries::platform(db.read()).await.map_err(failed)?;
    let accounts = crate::people::queries::accounts_in_all(db.read()).await.map_err(failed)?;
    match platform {
        None if accounts == 0 => Ok(()),
        Some(platform) if platform.is_demo => db.start_over().await.map_err(failed),
        _ => Err(occupied()),
    }
}

fn tell(telling: Telling, address: &str, samples: &Samples) {
    match telling {
        Telling::Json => println!("{}", as_json(address, samples)),
        Telling::Words => {
            println!("\nStafett is running at {address}\n\nSign in at {address}/sign-in with the password {PASSWORD}:");
            for (account, name) in ACCOUNTS {
                println!("  {:<28} {} ({name})", account.email, account.role.word(crate::kernel::Lang::En));
            }
            println!("\nThe page for the one-time code shows the code. An app can be connected, too, with these keys:");
            for (account, _) in ACCOUNTS {
                println!("  {:<28} {}", account.email, account.totp_secret);
            }
            println!("\nWithout a password, by a link that works as in a letter:");
            for way in &samples.ways_in {
                println!("  {:<28} {address}{} ({})", way.email, way.link, way.role);
            }
            println!("\nWorth opening first:");
            println!("  the open offer           {address}{}", samples.offer);
            println!("  a fresh application      {address}{}", samples.new_application);
            println!("  a graduate's own page    {address}{}", samples.application);
            println!("  today's roster           {address}{}", samples.day);
            println!("  a certificate, verified  {address}/v/{}", samples.certificate_code);
            println!("  a pilot's rollout plan   {address}{}", samples.plan);
            println!("  the letters sent         {address}/dev/mailbox\n");
        }
    }
}

fn as_json(address: &str, samples: &Samples) -> serde_json::Value {
    let accounts: Vec<_> = ACCOUNTS
        .iter()
        .map(|(account, _)| {
            json!({"role": account.role, "email": account.email, "password": PASSWORD,
                   "totp_secret": account.totp_secret, "sign_in_link": null})
        })
        .chain(samples.ways_in.iter().map(|way| {
            json!({"role": way.role, "email": way.email, "password": null,
                   "totp_secret": null, "sign_in_link": way.link})
        }))
        .collect();
    json!({"address": address, "accounts": accounts, "samples": {
        "offer": samples.offer, "application": samples.application, "new_application": samples.new_application,
        "day": samples.day, "certificate_code": samples.certificate_code,
        "certificate_pdf": samples.certificate_pdf, "plan": samples.plan}})
}
