//! Everything a cohort's certificates rest on, read in a fixed number of statements however many people there are.

use super::entity::certificate;
use super::model::{CertificateKind, CertificateState, Round};
use super::otherwise::says_otherwise;
use super::rules::{self, Extent, Stage, Standing};
use crate::cohorts::{self, Cohort, CourseDay};
use crate::completion::model::Outcome;
use crate::completion::rules::{Ground, needs_dispensation, to_decide};
use crate::completion::{self, facts};
use crate::kernel::{CohortId, Day, Lang, ParticipantId};
use crate::locale::sorting;
use crate::organisations::{entity::platform, queries as organisations};
use crate::paper::Layouts;
use crate::people::{Person, queries as people};
use crate::programmes::{AwardTitle, Programme, ProgrammeDay, ProgrammeVersion, queries as programmes};
use crate::requirements::{CompletionRule, DayNumber, Titles, TrainingRecord, weigh};
use crate::seats::Participant;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

/// A cohort with all that its certificates print.
#[derive(Debug, Clone)]
pub struct Gathered {
    /// The cohort.
    pub cohort: Cohort,
    /// Its days, in order.
    pub days: Vec<CourseDay>,
    /// The version of the programme it runs.
    pub version: ProgrammeVersion,
    /// The programme.
    pub programme: Programme,
    /// The programme's days, in order.
    pub programme_days: Vec<ProgrammeDay>,
    /// The programme's award titles.
    pub titles: Vec<AwardTitle>,
    /// What its assignments are called, in Swedish and in English.
    pub titles_sv_en: (Titles, Titles),
    /// The trainers' names, in Swedish order.
    pub trainers: Vec<String>,
    /// Who issues and signs; `None` before the set-up.
    pub platform: Option<platform::Model>,
    /// The people, in the Swedish order of the names that will be printed.
    pub prospects: Vec<Prospect>,
}

impl Gathered {
    /// Those who get a paper in this round when the button is pressed: who wait for one and whose names the fonts can print.
    #[must_use]
    pub fn waiting(&self, round: Round, layouts: &Layouts) -> Vec<&Prospect> {
        let waits = |prospect: &&Prospect| prospect.standing() == Standing::Waits(round);
        let printable = |prospect: &&Prospect| layouts.undrawable(&prospect.printed_name).is_empty();
        self.prospects.iter().filter(waits).filter(printable).collect()
    }
}

/// One participant on the way to a paper.
#[derive(Debug, Clone)]
pub struct Prospect {
    /// The participant.
    pub participant: Participant,
    /// The person.
    pub person: Person,
    /// Where they come from.
    pub organisation: String,
    /// The name that will be printed; pages show `person.shown_name`.
    pub printed_name: String,
    /// What the current decision says and when it was made.
    pub decided: Option<(Outcome, Day)>,
    /// Whether the rule can still be met, so that nothing can be decided.
    pub can_still_meet: bool,
    /// The rule the decision rests on; the cohort's where there is none.
    pub rule: Option<CompletionRule>,
    /// Whether what the decision was made on still stands.
    pub ground: Ground,
    /// Whether the rule was met only by a dispensation, which the paper says.
    pub is_dispensed: bool,
    /// What the record amounts to, as it stands today.
    pub extent: Result<Extent, Vec<DayNumber>>,
    /// Every paper this participant has ever had.
    pub papers: Vec<certificate::Model>,
}

impl Prospect {
    /// Where this participant stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let papers: Vec<(CertificateKind, CertificateState)> =
            self.papers.iter().map(|paper| (paper.kind, paper.state)).collect();
        let stage = match self.decided {
            Some((verdict, _)) => Stage::Decided(verdict),
            None if self.can_still_meet => Stage::CanStillMeet,
            None => Stage::ToDecide,
        };
        let standing = rules::standing(stage, self.ground, &self.extent, &papers);
        match (&standing, &self.extent) {
            (Standing::Holds(kind), Ok(extent))
                if self.ground == Ground::Firm
                    && self.current(*kind).is_some_and(|paper| says_otherwise(paper, extent)) =>
            {
                Standing::HoldsOtherwise(*kind)
            }
            _ => standing,
        }
    }

    /// The number of the next edition of a paper of `kind`, the revoked and replaced ones counted.
    #[must_use]
    pub fn next_edition(&self, kind: CertificateKind) -> i64 {
        self.papers.iter().filter(|paper| paper.kind == kind).map(|paper| paper.edition).max().unwrap_or(0) + 1
    }

    /// The paper of `kind` that holds, if there is one.
    #[must_use]
    pub fn current(&self, kind: CertificateKind) -> Option<&certificate::Model> {
        self.papers.iter().find(|paper| paper.kind == kind && paper.state == CertificateState::Current)
    }
}

/// Gathers `id` as it stands on `today`; `None` when there is no such cohort.
///
/// # Errors
/// When the database does not answer.
pub async fn gather(db: &impl ConnectionTrait, id: CohortId, today: Day) -> Result<Option<Gathered>, DbErr> {
    let Some(cohort) = cohorts::queries::find(db, id).await? else { return Ok(None) };
    let Some(version) = programmes::find_version(db, cohort.programme_version_id).await? else { return Ok(None) };
    let Some(programme) = programmes::find(db, version.programme_id).await? else { return Ok(None) };
    let days = cohorts::queries::days_of(db, id).await?;
    let programme_days = programmes::days_of(db, version.id).await?;
    let titles_sv_en = (
        programmes::titles_of(db, version.id, Lang::Sv).await?,
        programmes::titles_of(db, version.id, Lang::En).await?,
    );
    let titles = programmes::award_titles_of(db, programme.id).await?;
    let teaching = cohorts::queries::trainers_of(db, id).await?;
    let mut trainers: Vec<String> =
        people::names_of(db, &teaching, Lang::Sv).await?.into_iter().map(|(_, name)| name).collect();
    trainers.sort_by_cached_key(|name| sorting::sort_key(name));
    let platform = organisations::platform(db).await?;
    let prospects = prospects(db, &cohort, today).await?;
    Ok(Some(Gathered {
        cohort,
        days,
        version,
        programme,
        programme_days,
        titles,
        titles_sv_en,
        trainers,
        platform,
        prospects,
    }))
}

async fn prospects(db: &impl ConnectionTrait, cohort: &Cohort, today: Day) -> Result<Vec<Prospect>, DbErr> {
    // A decision stands on the rule of today, which may have been eased since it was made.
    let present = completion::queries::rule_of(db, cohort).await?.map(|(_, rule)| rule);
    let cohort = cohort.id;
    let (participants, records): (Vec<Participant>, Vec<TrainingRecord>) =
        facts::records_of(db, cohort).await?.into_iter().unzip();
    let ids: Vec<ParticipantId> = participants.iter().map(|participant| participant.id).collect();
    let persons: Vec<_> = participants.iter().map(|participant| participant.person_id).collect();
    let persons: HashMap<_, _> =
        people::persons_among(db, &persons).await?.into_iter().map(|person| (person.id, person)).collect();
    let homes: Vec<_> = participants.iter().map(|participant| participant.organisation_id).collect();
    let homes = organisations::among(db, &homes).await?;
    let homes: HashMap<_, _> = homes.into_iter().map(|home| (home.id, home.name)).collect();
    let decisions = completion::queries::decisions_of(db, cohort).await?;
    let rules = completion::queries::rules_behind(db, &decisions).await?;
    let decisions: HashMap<_, _> = decisions.into_iter().map(|made| (made.participant_id, made)).collect();
    let mut papers: HashMap<ParticipantId, Vec<certificate::Model>> = HashMap::new();
    let all = certificate::Entity::find()
        .filter(certificate::Column::ParticipantId.is_in(ids.iter().copied()))
        .order_by_asc(certificate::Column::Id)
        .all(db)
        .await?;
    for paper in all {
        papers.entry(paper.participant_id).or_default().push(paper);
    }
    let mut prospects: Vec<Prospect> = participants
        .into_iter()
        .zip(records)
        .filter_map(|(participant, record)| {
            let person = persons.get(&participant.person_id)?.clone();
            let printed_name = participant.name_on_certificate.clone().unwrap_or_else(|| person.true_name.clone());
            let decision = decisions.get(&participant.id);
            let verdict = present.as_ref().map(|rule| weigh(rule, &record, today));
            let ground = match (decision, &verdict) {
                (Some(made), Some(verdict)) => facts::ground_of(made, &record, verdict.outcome),
                _ => Ground::Firm,
            };
            let can_still_meet = verdict.is_some_and(|verdict| to_decide(&verdict, &record).is_none());
            let rule = decision.map_or(present.as_ref(), |made| rules.get(&made.rule_id)).cloned();
            let is_dispensed = rule.as_ref().is_some_and(|rule| needs_dispensation(rule, &record, today));
            let extent = rule.as_ref().map_or(Err(Vec::new()), |rule| rules::extent(&record, rule));
            Some(Prospect {
                organisation: homes.get(&participant.organisation_id).cloned().unwrap_or_default(),
                decided: decision.map(|made| (made.verdict, made.decided_on)),
                papers: papers.remove(&participant.id).unwrap_or_default(),
                participant,
                person,
                printed_name,
                can_still_meet,
                rule,
                ground,
                is_dispensed,
                extent,
            })
        })
        .collect();
    prospects.sort_by_cached_key(|prospect| sorting::sort_key(&prospect.printed_name));
    Ok(prospects)
}
