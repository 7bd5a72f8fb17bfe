//! Letters to owners, in the transaction that causes them.

use crate::access::Letterhead;
use crate::access::links::{self, Purpose};
use crate::accounts::letters::{self, News};
use crate::accounts::{queries, rules};
use crate::kernel::Instant;
use crate::organisations;
use crate::outbox;
use crate::people::Account;
use crate::storage::WriteTx;
use sea_orm::DbErr;

/// Tells the owner what was changed.
pub(super) async fn tell(tx: &WriteTx, account: &Account, news: News, now: Instant) -> Result<(), DbErr> {
    let Some(owner) = queries::owner(tx, account).await? else { return Ok(()) };
    let contact = organisations::queries::platform(tx).await?.map(|platform| platform.contact_email);
    let contact = contact.unwrap_or_else(|| owner.lang.say("samordnaren", "the coordinator").to_owned());
    outbox::put(tx, letters::changed(&owner, news, &contact), now).await
}

/// Sends the invitation with a new link; the former links are over.
pub(super) async fn send_invitation(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    account: &Account,
    now: Instant,
) -> Result<(), DbErr> {
    links::end_all(tx, Purpose::Invitation, account.id.0, now).await?;
    let Some(owner) = queries::owner(tx, account).await? else { return Ok(()) };
    let what = (Purpose::Invitation, account.id.0);
    let token = links::make(tx, head.keys, what, now, now.plus_days(rules::INVITATION_DAYS)).await?;
    let link = head.links.invitation(token.as_str(), owner.lang);
    outbox::put(tx, letters::invitation(&owner, account.role, link), now).await
}
