//! The rollout plans of the founding years, with what happened in them.

use super::facts::{History, Plan};
use super::stage::Stage;
use super::{Ids, Incomplete};
use crate::kernel::{AccountId, Day, Instant, OrganisationId, PersonId, PlanId};
use crate::locale::stockholm;
use crate::rollouts::entity::{
    coach_comment, council_decision, happening, local_training, milestone, rollout_member, rollout_plan, rollout_state,
};
use crate::rollouts::{Body, HappeningKind, PlanState};
use sea_orm::{ActiveEnum, ActiveValue::Set, EntityTrait};

/// Who told what happened, where the founding facts do not say.
const TELLER: &str = "Samordnare i kommunen";

/// Writes every plan, owned by the organisation's graduates and coached by the trainers in turn.
pub(super) async fn write(
    stage: &Stage<'_>,
    history: &History,
    ids: &Ids,
    graduates: &[(PersonId, OrganisationId)],
) -> Result<Option<PlanId>, Incomplete> {
    let mut richest: Option<(usize, PlanId)> = None;
    for (n, plan) in history.plans.iter().enumerate() {
        let organisation = ids.of(&plan.municipality)?;
        // The first trainer coaches the pilots, so that the plan worth opening first is the first sign-in's.
        let turn = if history.pilots.contains(&plan.municipality) { 0 } else { n };
        let coach = stage.trainers.get(turn % stage.trainers.len().max(1)).copied();
        let Some(id) = write_plan(stage, plan, organisation, coach).await? else { continue };
        let weight = plan.local_trainings.len() + plan.milestones.len();
        if richest.is_none_or(|(most, _)| weight > most) && history.pilots.contains(&plan.municipality) {
            richest = Some((weight, id));
        }
        let since = plan.states.first().map_or(Day::MIN, |step| step.from);
        let members: Vec<rollout_member::ActiveModel> = graduates
            .iter()
            .filter(|(_, from)| *from == organisation)
            .map(|(person, _)| rollout_member::ActiveModel {
                plan_id: Set(id),
                person_id: Set(*person),
                from_day: Set(since),
                to_day: Set(None),
            })
            .collect();
        if !members.is_empty() {
            rollout_member::Entity::insert_many(members).exec_without_returning(stage.tx).await?;
        }
        write_events(stage, plan, id, coach).await?;
    }
    Ok(richest.map(|(_, id)| id))
}

async fn write_plan(
    stage: &Stage<'_>,
    plan: &Plan,
    organisation: OrganisationId,
    coach: Option<AccountId>,
) -> Result<Option<PlanId>, Incomplete> {
    let Some(first) = plan.states.first() else { return Ok(None) };
    let row = rollout_plan::ActiveModel {
        organisation_id: Set(organisation),
        state: Set(state(&plan.state)?),
        coach_id: Set(coach),
        situation: Set(plan.situation.clone()),
        aims: Set(plan.aims.clone()),
        created_at: Set(stockholm::start_of_day(first.from)),
        version: Set(1),
        ..Default::default()
    };
    let id = rollout_plan::Entity::insert(row).exec(stage.tx).await?.last_insert_id;
    let mut steps = Vec::with_capacity(plan.states.len());
    for step in &plan.states {
        steps.push(rollout_state::ActiveModel {
            plan_id: Set(id),
            state: Set(state(&step.state)?),
            from_day: Set(step.from),
            recorded_at: Set(noon(step.from)),
            ..Default::default()
        });
    }
    rollout_state::Entity::insert_many(steps).exec_without_returning(stage.tx).await?;
    Ok(Some(id))
}

async fn write_events(stage: &Stage<'_>, plan: &Plan, id: PlanId, coach: Option<AccountId>) -> Result<(), Incomplete> {
    for training in &plan.local_trainings {
        let row = local_training::ActiveModel {
            plan_id: Set(id),
            day: Set(training.day),
            title: Set(training.title.clone()),
            minutes: Set(training.minutes),
            politicians: Set(training.politicians),
            officials: Set(training.officials),
            others: Set(training.others),
            link: Set(String::new()),
            told_by: Set(TELLER.to_owned()),
            told_at: Set(noon(training.day)),
            verified_by: Set(coach.filter(|_| training.verified)),
            verified_at: Set(training.verified.then(|| noon(training.day).plus_days(9))),
            removed_at: Set(None),
            ..Default::default()
        };
        local_training::Entity::insert(row).exec_without_returning(stage.tx).await?;
    }
    write_decisions(stage, plan, id, coach).await?;
    for told in &plan.happenings {
        let row = happening::ActiveModel {
            plan_id: Set(id),
            kind: Set(HappeningKind::try_from_value(&told.kind).map_err(|_| Incomplete::Word(told.kind.clone()))?),
            day: Set(told.day),
            words: Set(told.words.clone()),
            members: Set(told.members),
            departments: Set(told.departments),
            link: Set(String::new()),
            told_by: Set(TELLER.to_owned()),
            told_at: Set(noon(told.day)),
            removed_at: Set(None),
            ..Default::default()
        };
        happening::Entity::insert(row).exec_without_returning(stage.tx).await?;
    }
    let reached = plan.milestones.iter().map(|reached| milestone::ActiveModel {
        plan_id: Set(id),
        milestone: Set(reached.milestone.clone()),
        planned_on: Set(None),
        reached_on: Set(Some(reached.reached_on)),
        evidence: Set(String::new()),
    });
    if !plan.milestones.is_empty() {
        milestone::Entity::insert_many(reached).exec_without_returning(stage.tx).await?;
    }
    comment(stage, plan, id, coach).await
}

async fn write_decisions(
    stage: &Stage<'_>,
    plan: &Plan,
    id: PlanId,
    coach: Option<AccountId>,
) -> Result<(), Incomplete> {
    for decision in &plan.decisions {
        let row = council_decision::ActiveModel {
            plan_id: Set(id),
            body: Set(Body::try_from_value(&decision.body).map_err(|_| Incomplete::Word(decision.body.clone()))?),
            decided_on: Set(decision.decided_on),
            title: Set(decision.title.clone()),
            paragraph: Set(decision.paragraph.clone()),
            registry_number: Set(decision.registry_number.clone()),
            link: Set(String::new()),
            in_force_from: Set(decision.in_force_from),
            in_force_to: Set(decision.in_force_to),
            told_by: Set(TELLER.to_owned()),
            told_at: Set(noon(decision.decided_on)),
            evidenced_by: Set(coach.filter(|_| decision.evidenced)),
            evidenced_at: Set(decision.evidenced.then(|| noon(decision.decided_on).plus_days(14))),
            removed_at: Set(None),
            ..Default::default()
        };
        council_decision::Entity::insert(row).exec_without_returning(stage.tx).await?;
    }
    Ok(())
}

async fn comment(stage: &Stage<'_>, plan: &Plan, id: PlanId, coach: Option<AccountId>) -> Result<(), Incomplete> {
    let (Some(coach), Some(last)) = (coach, plan.states.last()) else { return Ok(()) };
    let words = match plan.state.as_str() {
        "draft" => "Bra början. Skriv var ni står i dag så blir nästa steg lättare att se.",
        "submitted" => "Jag har läst. Vi pratar igenom målen när vi ses på nätverksträffen.",
        "running" | "followed_up" => "Fint att politikerna är med. Berätta för de andra på nästa träff.",
        _ => "Hör av dig när du vill bolla planen.",
    };
    let row = coach_comment::ActiveModel {
        plan_id: Set(id),
        account_id: Set(coach),
        words: Set(words.to_owned()),
        at: Set(noon(last.from).plus_days(3)),
        ..Default::default()
    };
    coach_comment::Entity::insert(row).exec_without_returning(stage.tx).await?;
    Ok(())
}

fn state(word: &str) -> Result<PlanState, Incomplete> {
    PlanState::try_from_value(&word.to_owned()).map_err(|_| Incomplete::Word(word.to_owned()))
}

fn noon(day: Day) -> Instant {
    stockholm::start_of_day(day).plus_minutes(12 * 60)
}
