//! `stafett retention`: the dry run of every retention rule.

use super::{block_on, read_settings};
use crate::house::House;
use crate::kernel::Lang;
use crate::locale::dates;
use crate::privacy::{Action, due, queries, rules};
use crate::settings::Unusable;
use std::process::ExitCode;

/// Prints, rule by rule, how many records are due and since when; changes nothing.
///
/// # Errors
/// When the database cannot be opened, or its tables are not up to date.
pub(super) fn run() -> Result<ExitCode, Unusable> {
    block_on(async {
        let house = House::open(read_settings()?, "").await?;
        if !house.db.is_ready().await {
            return Err(Unusable("The tables are not up to date; run stafett migrate first.".to_owned()));
        }
        let unreadable = |error: sea_orm::DbErr| Unusable(format!("The database cannot be read: {error}"));
        let now = house.now().await.map_err(unreadable)?;
        let db = house.db.read();
        for rule in queries::rules(db).await.map_err(unreadable)? {
            let (key, name) = (rule.what().key(), rule.default.name(Lang::En));
            if rule.action == Action::Preserve {
                println!("{key:<14} preserved        {name}");
                continue;
            }
            if rule.is_fixed() {
                println!("{key:<14} by itself        {name}: {}", rule.period(Lang::En));
                continue;
            }
            let until = rules::until(rule.days, now);
            let due = due::count(db, rule.what(), until).await.map_err(unreadable)?;
            let by = if rules::may_run_by_itself(&rule) { "tonight" } else { "by hand" };
            println!("{key:<14} {:>7} {by}  {name}: {}", due.records, rule.period(Lang::En));
            if let (Some(oldest), Some(newest)) = (due.oldest, due.newest) {
                println!("{:>31} {} – {}", "", day_of(&oldest), day_of(&newest));
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// A trigger, which is a moment or a day, as a day.
fn day_of(since: &str) -> String {
    since.parse().map_or_else(
        |_| since.to_owned(),
        |millis| dates::iso(crate::locale::stockholm::today(crate::kernel::Instant::from_millis(millis))),
    )
}
