//! What is cared for: one protected participant, needs for the running cohort, a researcher with two pilots.

use super::present::Present;
use super::{Ids, Incomplete};
use crate::house::House;
use crate::kernel::{AccountId, CohortId, Instant, Lang};
use crate::needs::{Food, Needs, entity};
use crate::people::entity::{account, account_organisation};
use crate::people::{self, Protection, SignedIn, Unmasker};
use crate::protection;
use crate::seats;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// Bjuv and Eslöv.
const RESEARCHED: [&str; 2] = ["1260", "1285"];
/// The seat in the first cohort of 2012 of somebody with protected personal data.
const PROTECTED_SEAT: i64 = 7;

/// Writes it, once everything else is there.
pub(super) async fn write(
    house: &House,
    (accounts, ids): (&[AccountId], &Ids),
    (founding, present): (CohortId, &Present),
    now: Instant,
) -> Result<(), Incomplete> {
    let tx = house.db.begin_write().await?;
    let (coordinator, administrator) = (accounts[0], accounts[3]);
    account::Entity::update_many()
        .col_expr(account::Column::MayUnmask, Expr::value(true))
        .filter(account::Column::Id.is_in([coordinator, administrator]))
        .exec(&tx)
        .await?;
    for code in RESEARCHED {
        let row =
            account_organisation::ActiveModel { account_id: Set(accounts[4]), organisation_id: Set(ids.of(code)?) };
        account_organisation::Entity::insert(row).exec_without_returning(&tx).await?;
    }
    let sealed = |error: crate::access::Unopened| Incomplete::Action(error.to_string());
    if let Some(cohort) = present.running {
        let participants = seats::queries::active_among(&tx, &[cohort]).await?;
        for (one, needs) in participants.iter().filter_map(|one| one.application_id).zip(needs()) {
            let (food, access) = needs.seal(&house.vault, one).map_err(sealed)?;
            let row = entity::ActiveModel {
                application_id: Set(one),
                food: Set(food),
                access: Set(access),
                given_at: Set(now),
                version: Set(1),
            };
            entity::Entity::insert(row).exec_without_returning(&tx).await?;
        }
    }
    tx.commit().await?;
    protect(house, founding, coordinator, now).await
}

fn needs() -> Vec<Needs> {
    let food = |food: &[Food]| Needs { food: food.to_vec(), ..Needs::default() };
    vec![
        food(&[Food::Vegetarian]),
        food(&[Food::Vegan]),
        food(&[Food::Vegetarian, Food::GlutenFree]),
        Needs { access: "Hörslinga i salen.".to_owned(), ..Needs::default() },
        food(&[Food::LactoseFree]),
        Needs { other: "Tål inte senap.".to_owned(), ..food(&[Food::WithoutNuts]) },
        food(&[Food::Vegetarian]),
        Needs { access: "Plats för rullstol, gärna nära dörren.".to_owned(), ..food(&[Food::WithoutPork]) },
    ]
}

async fn protect(house: &House, cohort: CohortId, by: AccountId, now: Instant) -> Result<(), Incomplete> {
    let account = people::queries::find_account(house.db.read(), by).await?.ok_or(Incomplete::Day)?;
    let person = people::queries::find_person(house.db.read(), account.person_id).await?.ok_or(Incomplete::Day)?;
    let who = SignedIn::prove(&account, person.shown_name(Lang::Sv)).and_then(Unmasker::prove);
    let who = who.ok_or_else(|| Incomplete::Action("the demo's coordinator may not protect anybody".to_owned()))?;
    let participants = seats::queries::participants_of(house.db.read(), cohort).await?;
    let Some(one) = participants.iter().find(|one| one.seat_number == PROTECTED_SEAT) else { return Ok(()) };
    let protected = protection::actions::set(&house.db, &who, (one.person_id, Protection::On), now).await;
    protected.map_err(|error| Incomplete::Action(format!("{error:?}")))
}
