//! Letters somebody asks for by naming an address: kept as they were asked for; a job looks up whom they are for.
//!
//! A request does the same for every address and looks none up: it counts the network it comes from and keeps one row. So
//! neither the answer nor its time tells which addresses are known (promise P18).

use super::attempts::{self, Limit};
use super::entity::asked_letter::{ActiveModel, Column, Entity};
use super::sign_in::Door;
use super::submissions::{self, SubmissionKey};
use super::token::TokenKey;
use super::vault::Vault;
use crate::kernel::{EmailAddress, Failure, Instant, Lang};
use crate::people::Refusal;
use crate::storage::WriteTx;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

/// How many letters may be asked for from one network, whatever the addresses: a class in one room fits in.
const MOST_FROM_NETWORK: u64 = 50;
/// How long they count.
const MINUTES: i64 = 15;
/// Where the rows are sealed for.
const PLACE: &str = "asked_letters.sealed";

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The way in, by a form with this key; its digits are typed on the page of the key ([`page_of`]).
    WayIn(SubmissionKey),
    /// New private links to the applications from the address.
    Links,
    /// A link to a new password.
    NewPassword,
}

/// A letter as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// What for.
    pub wanted: Wanted,
    /// The address that was typed.
    pub email: EmailAddress,
    /// The language of the page.
    pub lang: Lang,
    /// The network it came from, digested ([`super::Whence`]).
    pub network: String,
}

/// One that waits for the job.
#[derive(Debug, Clone)]
pub struct Waiting {
    id: i64,
    /// What was asked for.
    pub ask: Ask,
}

impl Ask {
    fn written(&self) -> String {
        let (word, key) = match &self.wanted {
            Wanted::WayIn(key) => ("way-in", key.as_str()),
            Wanted::Links => ("links", "-"),
            Wanted::NewPassword => ("new-password", "-"),
        };
        format!("{word} {key} {} {} {}", self.lang.tag(), self.network, self.email)
    }

    fn read(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let mut next = || words.next();
        let (word, key, lang, network, email) = (next()?, next()?, next()?, next()?, next()?);
        let wanted = match word {
            "way-in" => Wanted::WayIn(SubmissionKey::parse(key)?),
            "links" => Wanted::Links,
            "new-password" => Wanted::NewPassword,
            _ => return None,
        };
        let email = EmailAddress::parse(email)?;
        Some(Self { wanted, email, lang: Lang::from_tag(lang)?, network: network.to_owned() })
    }
}

/// The page that a form with this key leads to: where alone the digits of its letter are typed.
#[must_use]
pub fn page_of(keys: &TokenKey, key: &SubmissionKey) -> String {
    keys.digest(&format!("way in {}", key.as_str())).chars().take(40).collect()
}

/// Keeps `ask` for the job.
///
/// # Errors
/// Refused when too much was asked for from this network; `Repeated` with the page of the first form when a way in was asked
/// for with its key before.
pub async fn ask(door: &Door<'_>, ask: &Ask, now: Instant) -> Result<(), Failure<Refusal>> {
    let sealed = door.vault.seal(PLACE, &ask.written()).map_err(|error| DbErr::Custom(error.to_string()))?;
    let tx = door.db.begin_write().await?;
    if let Wanted::WayIn(key) = &ask.wanted {
        submissions::spend(&tx, key, &format!("/code/{}", page_of(door.keys, key)), now).await?;
    }
    let limit = Limit { subject: format!("asked from {}", ask.network), most: MOST_FROM_NETWORK, minutes: MINUTES };
    if attempts::admit(&tx, &[limit], now).await?.is_none() {
        return Err(Failure::Refused(Refusal::TooManyAttempts));
    }
    let row = ActiveModel { sealed: Set(sealed), asked_at: Set(now), ..ActiveModel::default() };
    Entity::insert(row).exec_without_returning(&tx).await?;
    tx.commit().await?;
    Ok(())
}

/// What waits for the job, the oldest first. What was sealed with a former key is passed over, and forgotten at night.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(db: &impl ConnectionTrait, vault: &Vault) -> Result<Vec<Waiting>, DbErr> {
    let rows = Entity::find().order_by_asc(Column::Id).all(db).await?;
    let opened = |sealed: &str| vault.open(PLACE, sealed).ok().and_then(|text| Ask::read(&text));
    Ok(rows.into_iter().filter_map(|row| Some(Waiting { id: row.id, ask: opened(&row.sealed)? })).collect())
}

/// Takes one off the queue, in the transaction that answers it; `false` when another node was faster.
///
/// # Errors
/// When the database refuses.
pub async fn take(tx: &WriteTx, waiting: &Waiting) -> Result<bool, DbErr> {
    Ok(Entity::delete_by_id(waiting.id).exec(tx).await?.rows_affected == 1)
}

/// Forgets what could not be answered within a day; runs at night.
///
/// # Errors
/// When the database refuses.
pub async fn forget_old(tx: &WriteTx, now: Instant) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::AskedAt.lt(now.plus_days(-1))).exec(tx).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_read_as_it_was_written() {
        let key = SubmissionKey::random().expect("a key");
        let wanted = [Wanted::WayIn(key), Wanted::Links, Wanted::NewPassword];
        let email = EmailAddress::parse("asa.berg@example.org").expect("an address");
        let asks = wanted.map(|wanted| Ask { wanted, email: email.clone(), lang: Lang::En, network: "abc".to_owned() });

        let read = asks.clone().map(|ask| Ask::read(&ask.written()));

        assert_eq!(read, asks.map(Some));
    }
}
