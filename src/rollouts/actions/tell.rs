//! Telling what has happened, and taking away what was told by mistake.

use super::{Sending, held};
use crate::access::submissions::spend;
use crate::journal::{self, Event};
use crate::kernel::{Failure, Instant, PlanId};
use crate::locale::stockholm;
use crate::organisations::{self, OrganisationKind};
use crate::rollouts::entity::{council_decision, happening, local_training};
use crate::rollouts::model::{Heads, Milestone, News, Refusal, Told};
use crate::rollouts::proof::Hand;
use crate::rollouts::{RolloutPlan, queries, rules};
use crate::storage::{Db, WriteTx};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};

/// Writes down what happened at home and ticks the milestones that follow from it.
///
/// The first day a milestone was true is the one that counts, in whatever order things are told.
pub async fn tell(
    db: &Db,
    by: &Hand,
    (plan, news): (PlanId, &News),
    sending: Sending<'_>,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    spend(&tx, sending.key, sending.receipt, now).await?;
    let plan = held(&tx, by, plan).await?;
    rules::may_tell(news, stockholm::today(now)).map_err(Failure::Refused)?;
    let kind = kind_of(&tx, &plan).await?;
    let (told, ticks) = insert(&tx, by, (&plan, kind), news, now).await?;
    queries::settle(&tx, plan.id, kind, &ticks).await?;
    if let Hand::Owner(owner) = by {
        queries::join(&tx, plan.id, owner.person(), stockholm::today(now)).await?;
    }
    let event =
        Event::new("rollout.told", "rollout_plan", plan.id.0).with("what", told.code()).with("ticks", codes(&ticks));
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn kind_of(tx: &WriteTx, plan: &RolloutPlan) -> Result<OrganisationKind, Failure<Refusal>> {
    let organisation = organisations::queries::find(tx, plan.organisation_id).await?;
    organisation.map(|one| one.kind).ok_or(Failure::Missing("organisation"))
}

fn codes(milestones: &[Milestone]) -> String {
    milestones.iter().map(|milestone| milestone.code()).collect::<Vec<_>>().join(" ")
}

async fn insert(
    tx: &WriteTx,
    by: &Hand,
    (plan, organisation): (&RolloutPlan, OrganisationKind),
    news: &News,
    now: Instant,
) -> Result<(Told, Vec<Milestone>), DbErr> {
    match news {
        News::Training { day, title, minutes, heads, link } => {
            let row = local_training::ActiveModel {
                plan_id: Set(plan.id),
                day: Set(*day),
                title: Set(title.clone()),
                minutes: Set(*minutes),
                politicians: Set(heads.politicians),
                officials: Set(heads.officials),
                others: Set(heads.others),
                link: Set(link.clone()),
                told_by: Set(by.name().to_owned()),
                told_at: Set(now),
                ..local_training::ActiveModel::default()
            };
            let id = local_training::Entity::insert(row).exec(tx).await?.last_insert_id;
            Ok((Told::Training(id), rules::training_ticks(*heads)))
        }
        News::Happening { kind, day, words, members, departments, link } => {
            let row = happening::ActiveModel {
                plan_id: Set(plan.id),
                kind: Set(*kind),
                day: Set(*day),
                words: Set(words.clone()),
                members: Set(*members),
                departments: Set(*departments),
                link: Set(link.clone()),
                told_by: Set(by.name().to_owned()),
                told_at: Set(now),
                ..happening::ActiveModel::default()
            };
            let id = happening::Entity::insert(row).exec(tx).await?.last_insert_id;
            Ok((Told::Happening(id), rules::happening_ticks(*kind, *departments)))
        }
        News::Decision { body, decided_on, title, paragraph, registry_number, link, in_force } => {
            let row = council_decision::ActiveModel {
                plan_id: Set(plan.id),
                body: Set(*body),
                decided_on: Set(*decided_on),
                title: Set(title.clone()),
                paragraph: Set(paragraph.clone()),
                registry_number: Set(registry_number.clone()),
                link: Set(link.clone()),
                in_force_from: Set(in_force.0),
                in_force_to: Set(in_force.1),
                told_by: Set(by.name().to_owned()),
                told_at: Set(now),
                ..council_decision::ActiveModel::default()
            };
            let id = council_decision::Entity::insert(row).exec(tx).await?.last_insert_id;
            Ok((Told::Decision(id), rules::decision_ticks(*body, organisation)))
        }
    }
}

/// Takes away something told by mistake: it is marked, never deleted, and its milestones are settled anew.
///
/// What the coach has confirmed, only the coach takes away. Taking it away twice is taking it away once.
pub async fn remove(db: &Db, by: &Hand, (plan, told): (PlanId, Told), now: Instant) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let plan = held(&tx, by, plan).await?;
    let kind = kind_of(&tx, &plan).await?;
    let Some(ticks) = mark_removed(&tx, by, (&plan, kind), told, now).await? else { return Ok(()) };
    queries::settle(&tx, plan.id, kind, &ticks).await?;
    let event = Event::new("rollout.removed", "rollout_plan", plan.id.0).with("what", told.code());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Marks it, and says what it ticked; `None` when it was taken away before.
async fn mark_removed(
    tx: &WriteTx,
    by: &Hand,
    (plan, organisation): (&RolloutPlan, OrganisationKind),
    told: Told,
    now: Instant,
) -> Result<Option<Vec<Milestone>>, Failure<Refusal>> {
    match told {
        Told::Training(id) => {
            let row = queries::find_training(tx, plan.id, id).await?.ok_or(Failure::Missing("local training"))?;
            if row.removed_at.is_some() {
                return Ok(None);
            }
            only_the_coach(by, row.verified_at)?;
            local_training::Entity::update_many()
                .col_expr(local_training::Column::RemovedAt, Expr::value(now))
                .filter(local_training::Column::Id.eq(id))
                .exec(tx)
                .await?;
            Ok(Some(rules::training_ticks(Heads {
                politicians: row.politicians,
                officials: row.officials,
                others: row.others,
            })))
        }
        Told::Decision(id) => {
            let row = queries::find_decision(tx, plan.id, id).await?.ok_or(Failure::Missing("council decision"))?;
            if row.removed_at.is_some() {
                return Ok(None);
            }
            only_the_coach(by, row.evidenced_at)?;
            council_decision::Entity::update_many()
                .col_expr(council_decision::Column::RemovedAt, Expr::value(now))
                .filter(council_decision::Column::Id.eq(id))
                .exec(tx)
                .await?;
            Ok(Some(rules::decision_ticks(row.body, organisation)))
        }
        Told::Happening(id) => {
            let row = queries::find_happening(tx, plan.id, id).await?.ok_or(Failure::Missing("happening"))?;
            if row.removed_at.is_some() {
                return Ok(None);
            }
            happening::Entity::update_many()
                .col_expr(happening::Column::RemovedAt, Expr::value(now))
                .filter(happening::Column::Id.eq(id))
                .exec(tx)
                .await?;
            Ok(Some(rules::happening_ticks(row.kind, row.departments)))
        }
        Told::Milestone(milestone) if milestone.is_by_hand() => {
            queries::write_milestone(tx, plan.id, milestone, None).await?;
            Ok(Some(Vec::new()))
        }
        Told::Milestone(_) => Err(Failure::Refused(Refusal::FollowsFromNews)),
    }
}

fn only_the_coach(by: &Hand, confirmed_at: Option<Instant>) -> Result<(), Failure<Refusal>> {
    match (by, confirmed_at) {
        (Hand::Owner(_), Some(_)) => Err(Failure::Refused(Refusal::Confirmed)),
        _ => Ok(()),
    }
}
