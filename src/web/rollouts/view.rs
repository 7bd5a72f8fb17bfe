//! A plan made ready to be read: every row in words, in the reader's language.

use crate::graduates;
use crate::house::House;
use crate::kernel::{AccountId, Lang, PersonId};
use crate::locale::{dates, numbers, sorting, stockholm};
use crate::organisations::{self, Organisation};
use crate::people;
use crate::rollouts::entity::coach_comment;
use crate::rollouts::queries::{self, Reached};
use crate::rollouts::{CouncilDecision, Happening, Heads, LocalTraining, Milestone, RolloutPlan, Told, rules};
use crate::web::parts::{Chip, Icon, TimelineItem, TimelineState, Tone};
use crate::web::problem::Problem;

use super::map::chip;

/// One milestone of thirteen.
pub struct MilestoneLine {
    pub code: &'static str,
    pub word: &'static str,
    pub reached: Option<String>,
    pub evidence: String,
    /// The name under which it can be taken back, if it was ticked by hand.
    pub taken_back_as: Option<String>,
}

/// One local training.
pub struct TrainingLine {
    /// Where it is verified, below the plan's page.
    pub verify_at: String,
    pub told: String,
    pub day: String,
    pub title: String,
    pub heads: Heads,
    pub hours: String,
    pub link: String,
    pub told_by: String,
    pub state: Chip,
    pub is_verified: bool,
}

/// One decision, shown like a record.
pub struct DecisionCard {
    /// Where it is evidenced, below the plan's page.
    pub evidence_at: String,
    pub told: String,
    pub body: &'static str,
    pub title: String,
    pub paragraph: String,
    pub decided_on: String,
    pub registry_number: String,
    pub in_force: String,
    pub link: String,
    pub told_by: String,
    pub state: Chip,
    pub is_evidenced: bool,
}

/// One happening.
pub struct HappeningLine {
    pub told: String,
    pub kind: &'static str,
    pub day: String,
    pub words: String,
    pub size: String,
    pub link: String,
    pub told_by: String,
}

/// What a coach wrote.
pub struct CommentLine {
    /// Who and when.
    pub signed: String,
    pub words: String,
}

/// A plan, ready to be read.
pub struct PlanView {
    pub organisation: Organisation,
    pub state: Chip,
    pub coach: Option<String>,
    pub next: &'static str,
    pub reached: usize,
    pub milestones: Vec<MilestoneLine>,
    pub decisions: Vec<DecisionCard>,
    pub trainings: Vec<TrainingLine>,
    pub heads: Heads,
    pub happenings: Vec<HappeningLine>,
    pub comments: Vec<CommentLine>,
    pub history: Vec<TimelineItem>,
    pub trained: Vec<String>,
}

/// Reads all of a plan.
pub async fn of(house: &House, plan: &RolloutPlan, lang: Lang) -> Result<PlanView, Problem> {
    let db = house.db.read();
    let organisation = organisations::queries::find(db, plan.organisation_id).await?.ok_or(Problem::Missing)?;
    let reached = queries::milestones_of(db, plan).await?;
    let trainings = queries::trainings_of(db, plan.id).await?;
    let decisions = queries::decisions_of(db, plan.id).await?;
    let happenings = queries::happenings_of(db, plan.id).await?;
    let comments = queries::comments_of(db, plan.id).await?;
    let history = history(house, plan, lang).await?;
    let accounts: Vec<AccountId> = comments.iter().map(|one| one.account_id).chain(plan.coach_id).collect();
    let names = people::queries::names_of(db, &accounts, lang).await?;
    let name = |account: AccountId| names.iter().find(|(id, _)| *id == account).map(|(_, name)| name.clone());
    let codes: Vec<Milestone> = reached.iter().map(|one| one.milestone).collect();
    let trained = trained(house, plan, lang).await?;
    let heads = trainings.iter().filter(|one| one.verified_at.is_some()).map(heads_of);
    Ok(PlanView {
        state: chip(Some(plan.state), lang),
        coach: plan.coach_id.and_then(&name),
        next: rules::next_step(plan.state, &codes).sentence(lang),
        reached: codes.len(),
        milestones: milestones(&reached, lang),
        heads: heads.fold(Heads::default(), std::ops::Add::add),
        decisions: decisions.iter().map(|one| decision(one, &organisation, lang)).collect(),
        trainings: trainings.iter().map(|one| training(one, lang)).collect(),
        happenings: happenings.iter().map(|one| happening(one, lang)).collect(),
        comments: comments.into_iter().map(|one| comment(one, name, lang)).collect(),
        history,
        trained,
        organisation,
    })
}

fn heads_of(row: &LocalTraining) -> Heads {
    Heads { politicians: row.politicians, officials: row.officials, others: row.others }
}

fn milestones(reached: &[Reached], lang: Lang) -> Vec<MilestoneLine> {
    let line = |milestone: Milestone| {
        let found = reached.iter().find(|one| one.milestone == milestone);
        MilestoneLine {
            code: milestone.code(),
            word: milestone.word(lang),
            reached: found.map(|one| dates::day_in_words(lang, one.on)),
            evidence: found.map(|one| one.evidence.clone()).unwrap_or_default(),
            taken_back_as: (found.is_some() && milestone.is_by_hand()).then(|| Told::Milestone(milestone).code()),
        }
    };
    Milestone::ALL.into_iter().map(line).collect()
}

fn training(row: &LocalTraining, lang: Lang) -> TrainingLine {
    let is_verified = row.verified_at.is_some();
    let state = if is_verified {
        Chip::new(lang.say("Verifierad", "Verified"), Tone::Done, Icon::Check)
    } else {
        Chip::new(lang.say("Ej verifierad", "Not verified"), Tone::Quiet, Icon::Clock)
    };
    let hours = u32::try_from(row.minutes).ok().filter(|minutes| *minutes > 0);
    TrainingLine {
        verify_at: format!("/trainings/{}/verify", row.id),
        told: Told::Training(row.id).code(),
        day: dates::iso(row.day),
        title: row.title.clone(),
        heads: heads_of(row),
        hours: hours.map(|minutes| numbers::hours(lang, minutes)).unwrap_or_default(),
        link: row.link.clone(),
        told_by: told_by(&row.told_by, lang),
        state,
        is_verified,
    }
}

fn decision(row: &CouncilDecision, organisation: &Organisation, lang: Lang) -> DecisionCard {
    let is_evidenced = row.evidenced_at.is_some();
    let state = if is_evidenced {
        Chip::new(lang.say("Styrkt", "Evidenced"), Tone::Done, Icon::Check)
    } else {
        Chip::new(lang.say("Uppgivet, ej styrkt", "Said, not evidenced"), Tone::Quiet, Icon::Clock)
    };
    let until = match row.in_force_to {
        Some(to) => dates::day_range(lang, row.in_force_from, to),
        None => lang.say("från ", "from ").to_owned() + &dates::day_in_words(lang, row.in_force_from),
    };
    DecisionCard {
        evidence_at: format!("/decisions/{}/evidence", row.id),
        told: Told::Decision(row.id).code(),
        body: row.body.word(organisation.kind, lang),
        title: row.title.clone(),
        paragraph: rules::paragraph(&row.paragraph),
        decided_on: dates::day_in_words(lang, row.decided_on),
        registry_number: row.registry_number.clone(),
        in_force: until,
        link: row.link.clone(),
        told_by: told_by(&row.told_by, lang),
        state,
        is_evidenced,
    }
}

fn happening(row: &Happening, lang: Lang) -> HappeningLine {
    let members = (row.members > 0)
        .then(|| numbers::counted(lang, row.members, ("deltagare", "deltagare"), ("member", "members")));
    let departments = (row.departments > 0).then(|| {
        numbers::counted(lang, row.departments, ("förvaltning", "förvaltningar"), ("department", "departments"))
    });
    HappeningLine {
        told: Told::Happening(row.id).code(),
        kind: row.kind.word(lang),
        day: dates::day_in_words(lang, row.day),
        words: row.words.clone(),
        size: members.into_iter().chain(departments).collect::<Vec<_>>().join(", "),
        link: row.link.clone(),
        told_by: told_by(&row.told_by, lang),
    }
}

fn comment(row: coach_comment::Model, name: impl Fn(AccountId) -> Option<String>, lang: Lang) -> CommentLine {
    let who = name(row.account_id).unwrap_or_default();
    let when = dates::day_in_words(lang, stockholm::today(row.at));
    CommentLine { signed: format!("{who}, {when}"), words: row.words }
}

/// Who told it; the name of a protected person is not kept.
fn told_by(name: &str, lang: Lang) -> String {
    if name.is_empty() { lang.say("en av de utbildade", "one of those trained").to_owned() } else { name.to_owned() }
}

async fn history(house: &House, plan: &RolloutPlan, lang: Lang) -> Result<Vec<TimelineItem>, Problem> {
    let states = queries::states_of(house.db.read(), plan.id).await?;
    let last = states.len().saturating_sub(1);
    let item = |(index, one): (usize, &crate::rollouts::entity::rollout_state::Model)| TimelineItem {
        title: one.state.word(lang).to_owned(),
        when: Some(dates::day_in_words(lang, one.from_day)),
        reason: None,
        state: if index == last { TimelineState::Now } else { TimelineState::Done },
    };
    Ok(states.iter().enumerate().map(item).collect())
}

/// The names of those trained, sorted; protected persons are counted in and not named.
async fn trained(house: &House, plan: &RolloutPlan, lang: Lang) -> Result<Vec<String>, Problem> {
    let db = house.db.read();
    let graduates = graduates::queries::of_organisation(db, plan.organisation_id).await?;
    let mut ids: Vec<PersonId> = graduates.iter().map(|graduate| graduate.person_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let persons = people::queries::persons_among(db, &ids).await?;
    let mut names: Vec<String> = persons.iter().map(|person| person.shown_name(lang)).collect();
    names.sort_by(|left, right| sorting::compare(left, right));
    Ok(names)
}
