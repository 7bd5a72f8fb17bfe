//! The letter with the way in: a link and six digits for everybody behind an address, and what opens with them.

use super::posting::may_post;
use crate::access::asked::{self, Waiting};
use crate::access::{Letterhead, SubmissionKey, codes, links};
use crate::applications::letters::{self, WayIn};
use crate::applications::queries;
use crate::journal::{self, Event};
use crate::kernel::{AccountId, Actor, ApplicationId, EmailAddress, Instant, Lang, PersonId};
use crate::outbox;
use crate::people::{self, AccountState, Person, Role};
use crate::storage::{Db, WriteTx};
use sea_orm::DbErr;

/// How long the way in stays open.
pub const OPEN_MINUTES: i64 = 30;

/// Whom a link or a code let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entrant {
    /// Somebody without an account.
    Person(PersonId),
    /// A delegate.
    Delegate(AccountId),
}

/// Sends the way in to everybody behind the address that was typed, if there is anybody.
///
/// A mailbox shared by several persons gets one letter with a link and a code for each. Beyond the address's share of the
/// day (rule O9) the links to its applications come with the collected letter of the next morning instead.
///
/// # Errors
/// When the database refuses; then it is asked for still.
pub async fn send_way_in(
    db: &Db,
    head: &Letterhead<'_>,
    (asked, key): (&Waiting, &SubmissionKey),
    now: Instant,
) -> Result<(), DbErr> {
    let (email, lang) = (&asked.ask.email, asked.ask.lang);
    let tx = db.begin_write().await?;
    if !asked::take(&tx, asked).await? {
        return Ok(());
    }
    let (persons, applications) = behind(&tx, email).await?;
    let delegate = delegate(&tx, email).await?;
    let stored = EmailAddress::parse(&email.normalised()).filter(|_| !persons.is_empty() || delegate.is_some());
    if let Some(stored) = stored {
        if may_post(&tx, head, &stored, "sign_in", now).await? {
            let page = asked::page_of(head.keys, key);
            let ways = ways_in(&tx, head, (&persons, delegate, &page, lang), now).await?;
            let about = persons.first().map_or(("account", delegate.map_or(0, |id| id.0)), |one| ("person", one.id.0));
            outbox::put(&tx, letters::way_in((stored, about), ways, lang), now).await?;
            let told = persons.iter().map(|one| ("person", one.id.0)).chain(delegate.map(|one| ("account", one.0)));
            for (object, id) in told {
                journal::record(&tx, &Actor::House, Event::new("sign_in.letter_sent", object, id), now).await?;
            }
        } else {
            queries::note_held(&tx, &applications, Some(now)).await?;
        }
    }
    tx.commit().await
}

/// The persons with an application from `email`, by name, and their applications.
async fn behind(tx: &WriteTx, email: &EmailAddress) -> Result<(Vec<Person>, Vec<ApplicationId>), DbErr> {
    let applications = queries::of_address(tx, email).await?;
    let mut ids: Vec<PersonId> = applications.iter().map(|one| one.person_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut persons = people::queries::persons_among(tx, &ids).await?;
    persons.sort_by(|one, other| (&one.true_name, one.id).cmp(&(&other.true_name, other.id)));
    Ok((persons, applications.iter().map(|one| one.id).collect()))
}

async fn delegate(tx: &WriteTx, email: &EmailAddress) -> Result<Option<AccountId>, DbErr> {
    let account = people::queries::account_by_email(tx, &email.normalised()).await?;
    let is_delegate = |one: &people::Account| one.role == Role::Delegate && one.state == AccountState::Active;
    Ok(account.filter(is_delegate).map(|one| one.id))
}

async fn ways_in(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    (persons, delegate, page, lang): (&[Person], Option<AccountId>, &str, Lang),
    now: Instant,
) -> Result<Vec<WayIn>, DbErr> {
    let until = now.plus_minutes(OPEN_MINUTES);
    let mut ways = Vec::with_capacity(persons.len() + 1);
    for person in persons {
        let what = (links::Purpose::SignIn, person.id.0);
        let (token, code) = codes::make(tx, head.keys, (what, page), now, until).await?;
        let name = letters::own_name(person);
        ways.push(WayIn { name, link: head.links.sign_in(token.as_str(), lang), code: code.shown() });
    }
    if let Some(account) = delegate {
        let what = (links::Purpose::DelegateSignIn, account.0);
        let (token, code) = codes::make(tx, head.keys, (what, page), now, until).await?;
        let name = Role::Delegate.word(lang).to_owned();
        ways.push(WayIn { name, link: head.links.sign_in(token.as_str(), lang), code: code.shown() });
    }
    Ok(ways)
}
