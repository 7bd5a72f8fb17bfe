//! Signing in by link or code: used up and turned into a session in one transaction.

use crate::access::codes::{self, Code};
use crate::access::links::Purpose;
use crate::access::{Holder, NewSession, Stage, Token, TokenKey, one_time, sessions};
use crate::applications::actions::Entrant;
use crate::journal::{self, Event};
use crate::kernel::{AccountId, Actor, Instant, Lang, PersonId};
use crate::people::{self, AccountState, Role};
use crate::seats::queries;
use crate::storage::{Db, WriteTx};
use sea_orm::DbErr;

/// How long a phone is remembered when no course lies ahead.
const REMEMBERED_DAYS: i64 = 90;

/// What somebody comes with.
#[derive(Clone, Copy)]
pub enum Way<'a> {
    /// The link of the letter, after its button was pressed.
    Link(&'a str),
    /// What was typed on the page that asked for the letter.
    Code(&'a str, &'a Code),
}

/// Whether the device keeps somebody signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Twelve hours, and half an hour without a request.
    Usual,
    /// Until the person's last course day has ended: *Kom ihåg den här telefonen*.
    Remembered,
}

/// Somebody let in.
#[derive(Debug, Clone)]
pub struct Entered {
    /// For the cookie.
    pub token: Token,
    /// Who it is.
    pub who: Entrant,
    /// When a remembered device is forgotten; `None` when it is not remembered.
    pub remembered_until: Option<Instant>,
}

/// Lets whoever comes this way in; `None` when the link or the code is wrong, used, over or dead.
///
/// A wrong code is counted in the same transaction, so that it is counted even though nothing else happens.
///
/// # Errors
/// When the database refuses.
pub async fn enter(
    db: &Db,
    keys: &TokenKey,
    way: Way<'_>,
    (device, trust): (&str, Trust),
    now: Instant,
) -> Result<Option<Entered>, DbErr> {
    let tx = db.begin_write().await?;
    let entered = match used_up(&tx, keys, way, now).await? {
        Some(Entrant::Person(person)) => Some(open_person(&tx, keys, person, (device, trust), now).await?),
        Some(Entrant::Delegate(account)) => open_delegate(&tx, keys, account, device, now).await?,
        None => None,
    };
    tx.commit().await?;
    Ok(entered)
}

async fn used_up(tx: &WriteTx, keys: &TokenKey, way: Way<'_>, now: Instant) -> Result<Option<Entrant>, DbErr> {
    match way {
        Way::Link(token) => {
            if let Some(person) = one_time::spend(tx, keys, (Purpose::SignIn, token), now).await? {
                return Ok(Some(Entrant::Person(PersonId(person))));
            }
            let account = one_time::spend(tx, keys, (Purpose::DelegateSignIn, token), now).await?;
            Ok(account.map(|id| Entrant::Delegate(AccountId(id))))
        }
        Way::Code(page, code) => Ok(codes::consume(tx, keys, (page, code), now).await?.map(|(purpose, id)| {
            if purpose == Purpose::DelegateSignIn {
                Entrant::Delegate(AccountId(id))
            } else {
                Entrant::Person(PersonId(id))
            }
        })),
    }
}

async fn open_person(
    tx: &WriteTx,
    keys: &TokenKey,
    person: PersonId,
    (device, trust): (&str, Trust),
    now: Instant,
) -> Result<Entered, DbErr> {
    let remembered_until = match trust {
        Trust::Usual => None,
        Trust::Remembered => {
            let last = queries::last_course_moment(tx, person).await?.filter(|last| *last > now);
            Some(last.unwrap_or_else(|| now.plus_days(REMEMBERED_DAYS)))
        }
    };
    let new = NewSession {
        holder: Holder::Person(person),
        stage: Stage::Open,
        device,
        expires_at: remembered_until.unwrap_or_else(|| now.plus_minutes(sessions::ABSOLUTE_MINUTES)),
        awake_until: remembered_until,
    };
    let token = sessions::open(tx, keys, &new, now).await?;
    let event = Event::new("session.opened", "person", person.0).with("remembered", remembered_until.is_some());
    journal::record(tx, &Actor::Person(person), event, now).await?;
    Ok(Entered { token, who: Entrant::Person(person), remembered_until })
}

/// A delegate's session is an account's; one disabled since the letter was sent is let in no more.
async fn open_delegate(
    tx: &WriteTx,
    keys: &TokenKey,
    id: AccountId,
    device: &str,
    now: Instant,
) -> Result<Option<Entered>, DbErr> {
    let account = people::queries::hold_account(tx, id).await?;
    let account = account.filter(|one| one.role == Role::Delegate && one.state == AccountState::Active);
    let Some(account) = account else { return Ok(None) };
    let token = sessions::open(tx, keys, &NewSession::of_account(id, device, now), now).await?;
    people::queries::note_sign_in(tx, id, now).await?;
    let person = people::queries::find_person(tx, account.person_id).await?;
    let who = Actor::Account(id, person.map(|person| person.shown_name(Lang::Sv)).unwrap_or_default());
    journal::record(tx, &who, Event::new("session.opened", "account", id.0), now).await?;
    Ok(Some(Entered { token, who: Entrant::Delegate(id), remembered_until: None }))
}
