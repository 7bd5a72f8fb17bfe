//! How many transactions with an entry of the journal are made true in a second, one after the other and sixteen at once.
//!
//! `cargo bench --bench journal` measures SQLite in a throw-away folder; with `TEST_DATABASE_URL` set PostgreSQL as well, in a
//! schema that must be empty. Every commit waits for the disk, and on PostgreSQL also for the end of the chain.

use rocket::futures::future::try_join_all;
use sea_orm::DbErr;
use stafett::house::House;
use stafett::journal::{self, Event};
use stafett::kernel::Actor;
use stafett::settings::{self, Settings};
use stafett::storage::DatabaseAddress;
use std::time::Instant;

const COMMITS: i64 = 640;

fn main() {
    let folder = std::env::temp_dir().join(format!("stafett-bench-{}", std::process::id()));
    let outcome = rocket::execute(measure(&folder));
    let _ = std::fs::remove_dir_all(&folder);
    if let Err(error) = outcome {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

async fn measure(folder: &std::path::Path) -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::read(&settings::figment())?.moved_to(folder);
    let sqlite = Settings { database: DatabaseAddress::Sqlite(folder.join("stafett.db")), ..settings.clone() };
    run("SQLite", House::open(sqlite, "").await?).await?;
    #[expect(clippy::disallowed_methods, reason = "says which database is measured; the house reads settings")]
    if let Ok(url) = std::env::var("TEST_DATABASE_URL") {
        let postgres = Settings { database: DatabaseAddress::Postgres(url), ..settings };
        run("PostgreSQL", House::open(postgres, "").await?).await?;
    }
    Ok(())
}

async fn run(name: &str, house: House) -> Result<(), Box<dyn std::error::Error>> {
    house.db.migrate().await?;
    for writers in [1, 16] {
        let begun = Instant::now();
        try_join_all((0..writers).map(|_| write(&house, COMMITS / writers))).await?;
        let seconds = begun.elapsed().as_secs_f64();
        let count = i32::try_from(COMMITS).map_or(0.0, f64::from);
        println!("{name}, {writers} writers: {:.0} commits per second", count / seconds);
    }
    let begun = Instant::now();
    let seen = journal::verify(house.db.read(), &house.chain, None).await?;
    println!(
        "{name}: {} entries verified in {:.3} s, {} flaws",
        seen.end.position,
        begun.elapsed().as_secs_f64(),
        seen.flaws.len()
    );
    house.db.close().await;
    Ok(())
}

async fn write(house: &House, commits: i64) -> Result<(), DbErr> {
    for n in 0..commits {
        let tx = house.db.begin_write().await?;
        let event = Event::new("offer.changed", "offer", n).with("version", n);
        journal::record(&tx, &Actor::House, event, house.now().await?).await?;
        tx.commit().await?;
    }
    Ok(())
}
