//! Which persons later rooms refer to, so that undoing an import leaves them.

use crate::applications::entity::application;
use crate::certification::entity::certificate;
use crate::kernel::PersonId;
use crate::people::entity::account;
use crate::rollouts::entity::rollout_member;
use crate::seats::entity::{participant, seat_offer};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

/// Of `persons`, those with an account, an application, a seat, a certificate or a part in a plan.
///
/// # Errors
/// When the database does not answer.
pub async fn used(db: &impl ConnectionTrait, persons: &[PersonId]) -> Result<Vec<PersonId>, DbErr> {
    macro_rules! among {
        ($($entity:ident),*) => {{
            let mut used: Vec<PersonId> = Vec::new();
            $(used.extend(
                $entity::Entity::find()
                    .select_only()
                    .column($entity::Column::PersonId)
                    .distinct()
                    .filter($entity::Column::PersonId.is_in(persons.iter().copied()))
                    .into_tuple::<PersonId>()
                    .all(db)
                    .await?,
            );)*
            used
        }};
    }
    Ok(among!(account, application, seat_offer, participant, certificate, rollout_member))
}
