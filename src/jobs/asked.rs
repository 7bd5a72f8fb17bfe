//! Writes the letters that somebody asked for by naming an address.

use crate::access::asked::{self, Waiting, Wanted};
use crate::house::House;
use crate::kernel::Instant;
use crate::{accounts, applications};
use sea_orm::DbErr;

/// Answers what was asked for and says how much that was; wakes the post.
///
/// # Errors
/// When the database does not answer for one; the others are answered all the same, and that one is tried again.
pub async fn write_asked(house: &House, now: Instant) -> Result<usize, DbErr> {
    let (mut answered, mut trouble) = (0, None);
    for asked in asked::waiting(house.db.read(), &house.vault).await? {
        match answer(house, &asked, now).await {
            Ok(()) => answered += 1,
            Err(error) => trouble = Some(error),
        }
    }
    if answered > 0 {
        house.posted.notify_one();
    }
    trouble.map_or(Ok(answered), Err)
}

async fn answer(house: &House, asked: &Waiting, now: Instant) -> Result<(), DbErr> {
    let (db, head) = (&house.db, house.letterhead());
    match &asked.ask.wanted {
        Wanted::WayIn(key) => applications::actions::send_way_in(db, &head, (asked, key), now).await,
        Wanted::Links => applications::actions::new_links(db, &head, asked, now).await,
        Wanted::NewPassword => accounts::actions::forgotten(db, &head, asked, now).await,
    }
}
