//! Ways in for those who have no password: a delegate, a participant, a manager. Their links last as long as the demo.

use super::{Ids, Incomplete};
use crate::access::links::{self, Purpose};
use crate::applications;
use crate::cohorts;
use crate::house::House;
use crate::kernel::{CourseDayId, EmailAddress, Instant, Lang, PersonName};
use crate::people::entity::{account, account_organisation};
use crate::people::{self, AccountState, Role};
use crate::seats;
use crate::storage::WriteTx;
use sea_orm::{ActiveValue::Set, EntityTrait};

/// Somebody without a password, and the link that lets them in.
#[derive(Debug, Clone)]
pub struct WayIn {
    /// What they are, in one word.
    pub role: &'static str,
    /// Their address.
    pub email: String,
    /// The path of their link.
    pub link: String,
}

/// Eslöv, whose delegate the demo has.
const ESLOV: &str = "1285";
const LASTS_DAYS: i64 = 365;

/// Writes the delegate and makes the links.
pub(super) async fn write(
    house: &House,
    tx: &WriteTx,
    (ids, today): (&Ids, Option<CourseDayId>),
    now: Instant,
) -> Result<Vec<WayIn>, Incomplete> {
    let until = now.plus_days(LASTS_DAYS);
    let mut ways = vec![delegate(house, tx, ids, now).await?];
    if let Some(day) = today
        && let Some(day) = cohorts::queries::find_day(tx, day).await?
        && let Some(one) = seats::queries::active_among(tx, &[day.cohort_id]).await?.into_iter().next()
    {
        let token = links::make(tx, &house.tokens, (Purpose::SignIn, one.person_id.0), now, until).await?;
        let person = people::queries::find_person(tx, one.person_id).await?;
        let email = person.and_then(|person| person.email).unwrap_or_default();
        ways.push(WayIn { role: "participant", email, link: format!("/in/{}", token.as_str()) });
    }
    let asked = applications::queries::mandates_asked(tx).await?;
    if let Some(one) = asked.into_iter().find(|one| one.deadline_at > now) {
        let token = links::make(tx, &house.tokens, (Purpose::Mandate, one.id.0), now, until).await?;
        ways.push(WayIn { role: "manager", email: one.manager_email, link: format!("/mandates/{}", token.as_str()) });
    }
    Ok(ways)
}

async fn delegate(house: &House, tx: &WriteTx, ids: &Ids, now: Instant) -> Result<WayIn, Incomplete> {
    let wrong = || Incomplete::Word("delegate@example.org".to_owned());
    let email = EmailAddress::parse("delegate@example.org").ok_or_else(wrong)?;
    let name = PersonName::parse("Disa Exempel").map_err(|_| wrong())?;
    let organisation = ids.of(ESLOV)?;
    let person = people::queries::add_person(tx, &name, Some(&email), Some(organisation), now).await?;
    let row = account::ActiveModel {
        person_id: Set(person),
        email: Set(email.normalised()),
        role: Set(Role::Delegate),
        state: Set(AccountState::Active),
        password_hash: Set(None),
        language: Set(Lang::Sv.tag().to_owned()),
        created_at: Set(now),
        version: Set(1),
        ..account::ActiveModel::default()
    };
    let id = account::Entity::insert(row).exec(tx).await?.last_insert_id;
    let speaks = account_organisation::ActiveModel { account_id: Set(id), organisation_id: Set(organisation) };
    account_organisation::Entity::insert(speaks).exec_without_returning(tx).await?;
    let until = now.plus_days(LASTS_DAYS);
    let token = links::make(tx, &house.tokens, (Purpose::DelegateSignIn, id.0), now, until).await?;
    Ok(WayIn { role: "delegate", email: email.to_string(), link: format!("/in/{}", token.as_str()) })
}
