//! Reads what the desk shows: one statement per table, none per row.

use super::judging::Judged;
use crate::applications::entity::{application, mandate};
use crate::applications::{Application, ApplicationState, Mandate, MandateState};
use crate::assignments::{self, queries::Unread};
use crate::certification::entity::certificate;
use crate::certification::{self, CertificateKind};
use crate::cohorts::entity::{cohort, cohort_trainer, course_day};
use crate::cohorts::{self, Cohort, CohortState, CourseDay};
use crate::completion::entity as completion_decision;
use crate::completion::model::Outcome;
use crate::kernel::{CohortId, Day, Instant, OfferId, OrganisationId, ParticipantId, PlanId};
use crate::offers::entity::{offer, offer_cohort};
use crate::offers::{Offer, OfferState};
use crate::organisations::{self, Organisation};
use crate::outbox::{self, Posted};
use crate::programmes::entity::programme;
use crate::rollouts::{self, CouncilDecision, LocalTraining, RolloutPlan};
use crate::seats::entity::{participant, seat_offer};
use crate::seats::{Participant, ParticipantState, SeatOffer, SeatOfferState};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What the desk is drawn from.
pub struct Desk {
    pub has_programme: bool,
    pub offers: Vec<Offer>,
    pub offer_of: HashMap<CohortId, OfferId>,
    pub applications: Vec<Application>,
    pub mandates: Vec<Mandate>,
    pub holding: Vec<SeatOffer>,
    /// Those being planned, offered or held.
    pub cohorts: Vec<Cohort>,
    /// What every cohort is called, closed ones too: certificates may be issued later.
    pub names: HashMap<CohortId, String>,
    pub days: Vec<CourseDay>,
    pub with_trainer: HashSet<CohortId>,
    pub participants: Vec<Participant>,
    pub decided: HashMap<ParticipantId, (Outcome, Instant)>,
    pub certified: HashSet<ParticipantId>,
    /// Who has had a *närvarointyg*, in any state.
    pub with_attendance: HashSet<ParticipantId>,
    /// What weighing says, by cohort; empty until it is asked for.
    pub judged: BTreeMap<CohortId, Judged>,
    /// Every *intyg* that holds undeserved, with the moment it was issued.
    pub undeserved: Vec<(CohortId, Instant)>,
    /// The first day on which a certificate ends soon, and how many end; empty until it is asked for.
    pub ending: Option<(Day, i64)>,
    /// Certificates that could not be drawn so far, with the moment they were issued.
    pub undrawn: Vec<(CohortId, Instant)>,
    pub parked: Vec<Posted>,
    /// Assignments that wait to be read.
    pub unread: HashMap<CohortId, Unread>,
    pub trainings: Vec<LocalTraining>,
    pub decisions: Vec<CouncilDecision>,
    pub plans: HashMap<PlanId, RolloutPlan>,
    pub organisations: HashMap<OrganisationId, Organisation>,
}

/// Everything the desk is drawn from.
#[expect(clippy::too_many_lines, reason = "a list of reads, one for each table")]
pub async fn desk(db: &impl ConnectionTrait) -> Result<Desk, DbErr> {
    let offers = offer::Entity::find()
        .filter(offer::Column::State.is_in([OfferState::Published, OfferState::Closed, OfferState::Allocated]))
        .all(db)
        .await?;
    let cohorts = cohort::Entity::find()
        .filter(cohort::Column::State.is_in([CohortState::Draft, CohortState::Published, CohortState::Running]))
        .order_by_asc(cohort::Column::Code)
        .all(db)
        .await?;
    let open: Vec<CohortId> = cohorts.iter().map(|one| one.id).collect();
    let applications = waiting_applications(db, &offers).await?;
    let mandates = mandate::Entity::find()
        .filter(mandate::Column::ApplicationId.is_in(applications.iter().map(|one| one.id)))
        .filter(mandate::Column::State.ne(MandateState::Redirected))
        .order_by_asc(mandate::Column::Id)
        .all(db)
        .await?;
    let plans = rollouts::queries::plans(db).await?;
    let names: HashMap<CohortId, String> =
        cohorts::queries::all(db).await?.into_iter().map(|one| (one.id, one.name)).collect();
    let all: Vec<CohortId> = names.keys().copied().collect();
    let organisations = organisations::queries::all(db).await?;
    Ok(Desk {
        has_programme: programme::Entity::find().count(db).await? > 0,
        offer_of: offer_cohort::Entity::find()
            .filter(offer_cohort::Column::CohortId.is_in(open.iter().copied()))
            .all(db)
            .await?
            .into_iter()
            .map(|one| (one.cohort_id, one.offer_id))
            .collect(),
        offers,
        applications,
        mandates,
        holding: seat_offer::Entity::find()
            .filter(seat_offer::Column::State.is_in([SeatOfferState::Offered, SeatOfferState::Accepted]))
            .filter(seat_offer::Column::CohortId.is_in(open.iter().copied()))
            .all(db)
            .await?,
        days: course_day::Entity::find()
            .filter(course_day::Column::CohortId.is_in(open.iter().copied()))
            .order_by_asc(course_day::Column::Number)
            .all(db)
            .await?,
        with_trainer: cohort_trainer::Entity::find()
            .filter(cohort_trainer::Column::CohortId.is_in(open.iter().copied()))
            .all(db)
            .await?
            .into_iter()
            .map(|one| one.cohort_id)
            .collect(),
        cohorts,
        unread: assignments::queries::waiting_by_cohort(db, &all).await?,
        names,
        participants: participant::Entity::find()
            .filter(participant::Column::State.eq(ParticipantState::Active))
            .all(db)
            .await?,
        decided: decided(db).await?,
        certified: certified(db, CertificateKind::Certificate).await?,
        with_attendance: certified(db, CertificateKind::Attendance).await?,
        judged: BTreeMap::new(),
        undeserved: certification::queries::undeserved(db).await?,
        ending: None,
        undrawn: certification::queries::undrawn(db).await?,
        parked: outbox::parked(db).await?,
        trainings: rollouts::queries::unverified_trainings(db).await?,
        decisions: rollouts::queries::unevidenced_decisions(db).await?,
        plans: plans.into_iter().map(|one| (one.id, one)).collect(),
        organisations: organisations.into_iter().map(|one| (one.id, one)).collect(),
    })
}

async fn waiting_applications(db: &impl ConnectionTrait, offers: &[Offer]) -> Result<Vec<Application>, DbErr> {
    application::Entity::find()
        .filter(application::Column::OfferId.is_in(offers.iter().map(|one| one.id)))
        .filter(
            application::Column::State
                .is_in([ApplicationState::AwaitingManager, ApplicationState::SupplementRequested]),
        )
        .all(db)
        .await
}

async fn decided(db: &impl ConnectionTrait) -> Result<HashMap<ParticipantId, (Outcome, Instant)>, DbErr> {
    let rows: Vec<(ParticipantId, Outcome, Instant)> = completion_decision::Entity::find()
        .select_only()
        .column(completion_decision::Column::ParticipantId)
        .column(completion_decision::Column::Verdict)
        .column(completion_decision::Column::DecidedAt)
        .filter(completion_decision::Column::IsCurrent.eq(true))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(participant, outcome, at)| (participant, (outcome, at))).collect())
}

/// Participants who have had a paper of `kind` in any state; a revoked one is not issued anew by itself.
async fn certified(db: &impl ConnectionTrait, kind: CertificateKind) -> Result<HashSet<ParticipantId>, DbErr> {
    let rows: Vec<ParticipantId> = certificate::Entity::find()
        .select_only()
        .column(certificate::Column::ParticipantId)
        .distinct()
        .filter(certificate::Column::Kind.eq(kind))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}
