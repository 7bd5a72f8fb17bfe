//! `stafett journal verify`: whether the journal is as it was written.

use super::{block_on, read_settings};
use crate::house::House;
use crate::journal::{self, End};
use crate::kernel::Lang;
use crate::settings::Unusable;
use std::process::ExitCode;

/// How many flaws are printed one by one.
const MOST_TOLD: usize = 200;

/// Recomputes the chain, prints every flaw in a sentence and the end of the chain; exit code 1 if there is a flaw.
///
/// `words` may hold `--head N:HASH`, an end noted earlier that must still be part of the chain.
///
/// # Errors
/// When the words cannot be understood or the database cannot be read.
pub(super) fn verify(words: &[&str]) -> Result<ExitCode, Unusable> {
    let noted = match words {
        [] => None,
        ["--head", end] => {
            let wrong =
                || Unusable("--head takes what an earlier run has printed: a number, a colon, 64 digits.".to_owned());
            Some(end.parse::<End>().map_err(|()| wrong())?)
        }
        _ => return Err(Unusable("journal verify knows only --head; see stafett help.".to_owned())),
    };
    block_on(async {
        let house = House::open(read_settings()?, "").await?;
        if !house.db.is_ready().await {
            return Err(Unusable("The tables are not up to date; run stafett migrate first.".to_owned()));
        }
        let unreadable = |error: sea_orm::DbErr| Unusable(format!("The database cannot be read: {error}"));
        let seen = journal::verify(house.db.read(), &house.chain, noted.as_ref()).await.map_err(unreadable)?;
        for flaw in seen.flaws.iter().take(MOST_TOLD) {
            println!("{}", flaw.sentence(Lang::En));
        }
        if seen.flaws.len() > MOST_TOLD {
            println!("… and {} more.", seen.flaws.len() - MOST_TOLD);
        }
        println!(
            "{} entries, {} with their personal values erased, {} flaws",
            seen.end.position,
            seen.erased,
            seen.flaws.len()
        );
        println!("head {}", seen.end);
        Ok(if seen.flaws.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
    })
}
