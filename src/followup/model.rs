//! The words of this room: periods, keys, the facts figures are drawn from, the rows behind them.

use crate::applications::Application;
use crate::cohorts::Cohort;
use crate::graduates::Graduate;
use crate::kernel::{ApplicationId, CohortId, Day, OfferId, OrganisationId, ParticipantId, PlanId};
use crate::organisations::{Organisation, OrganisationKind};
use crate::rollouts::entity::milestone::Model as Milestone;
use crate::rollouts::entity::rollout_state;
use crate::rollouts::{CouncilDecision, Happening, LocalTraining, PlanState, RolloutPlan};
use crate::seats::{Participant, SeatOffer};
use chrono::Datelike;
use std::collections::{HashMap, HashSet};

/// The days P = [a, b] a figure is about, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day, a.
    pub from: Day,
    /// The last day, b.
    pub to: Day,
}

impl Period {
    /// The calendar year `year`; `None` outside 1900 to 2199.
    #[must_use]
    pub fn year(year: i32) -> Option<Self> {
        let sound = (1900..2200).contains(&year);
        let (from, to) = (Day::from_ymd_opt(year, 1, 1)?, Day::from_ymd_opt(year, 12, 31)?);
        sound.then_some(Self { from, to })
    }

    /// The same days one year earlier.
    #[must_use]
    pub fn before(self) -> Self {
        let earlier = |day: Day| day.checked_sub_months(chrono::Months::new(12)).unwrap_or(day);
        Self { from: earlier(self.from), to: earlier(self.to) }
    }

    /// Whether `day` lies in the period.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// The year the period ends in.
    #[must_use]
    pub fn name(self) -> i32 {
        self.to.year()
    }
}

/// Heads of a local training, by audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Elected politicians.
    Politicians,
    /// Officials.
    Officials,
    /// Others.
    Others,
}

/// What is known of a municipality's decision (K4); the four groups share out all municipalities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The council has decided, it is in force and evidenced.
    Council,
    /// Another body has, likewise.
    OtherBody,
    /// What was decided, evidenced, has ended or has not begun.
    No,
    /// Nothing is known, or a decision is said but not evidenced.
    NoData,
}

/// A number on the page *Året i siffror*, and the list it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// K2: persons trained in P.
    Trained,
    /// K2: persons trained until b.
    TrainedInAll,
    /// K2m: municipalities with at least one trained in P.
    Municipalities,
    /// K2m: municipalities with at least one trained until b.
    MunicipalitiesInAll,
    /// Funnel: seats planned in cohorts that end in P.
    Seats,
    /// Funnel: applications to the offers of those cohorts.
    Applications,
    /// Funnel: those of them found eligible.
    Eligible,
    /// Funnel: applications offered a seat in those cohorts.
    Offered,
    /// Funnel: offers of a seat accepted.
    Accepted,
    /// Funnel: participants who came to at least one day.
    Started,
    /// Funnel: participants who completed.
    Completed,
    /// K3: heads in verified local trainings.
    Local,
    /// K3 by audience.
    LocalBy(Group),
    /// K3: heads reported but not verified.
    LocalUnverified,
    /// K4 by what is known.
    Decisions(Answer),
    /// K10: municipalities whose plan is in this state at b; `None` is "no data".
    Plans(Option<PlanState>),
    /// K10: milestones reached in P.
    Milestones,
    /// K10: municipalities with a local network at b.
    Networks,
    /// K10: municipalities with a working group at b.
    WorkingGroups,
}

/// What the figures are drawn from, read once for all of them.
#[derive(Debug, Default)]
pub struct Facts {
    /// Today, so that a cohort still running is not told as fallen short.
    pub today: Day,
    /// Every organisation.
    pub organisations: HashMap<OrganisationId, Organisation>,
    /// Everyone who completed.
    pub graduates: Vec<Graduate>,
    /// Days on which completion was decided for somebody, met or not.
    pub decided_on: Vec<Day>,
    /// Cohorts that were offered, by the last day that was not cancelled.
    pub cohorts: Vec<(Cohort, Day)>,
    /// Which offer a cohort belongs to.
    pub offer_of: HashMap<CohortId, OfferId>,
    /// Applications that were sent.
    pub applications: Vec<Application>,
    /// Applications that have been eligible at some time.
    pub once_eligible: HashSet<ApplicationId>,
    /// Seat offers in any state.
    pub seat_offers: Vec<SeatOffer>,
    /// Participants, withdrawn ones too.
    pub participants: Vec<Participant>,
    /// Participants whose standing mark counts as attended on at least one day.
    pub attended: HashSet<ParticipantId>,
    /// Plans.
    pub plans: Vec<RolloutPlan>,
    /// States of plans, oldest first.
    pub states: Vec<rollout_state::Model>,
    /// Local trainings that were not taken back.
    pub trainings: Vec<LocalTraining>,
    /// Decisions that were not taken back.
    pub decisions: Vec<CouncilDecision>,
    /// Working groups and networks that were not taken back.
    pub happenings: Vec<Happening>,
    /// Milestones that were reached.
    pub milestones: Vec<Milestone>,
}

impl Facts {
    /// M: the municipalities, in no particular order.
    pub fn municipalities(&self) -> impl Iterator<Item = &Organisation> {
        self.organisations.values().filter(|one| one.kind == OrganisationKind::Municipality)
    }

    /// Whether the organisation is a municipality; any other counts for persons only.
    #[must_use]
    pub fn is_municipality(&self, id: OrganisationId) -> bool {
        self.organisations.get(&id).is_some_and(|one| one.kind == OrganisationKind::Municipality)
    }

    /// The organisation that owns the plan.
    #[must_use]
    pub fn owner_of(&self, plan: PlanId) -> Option<OrganisationId> {
        self.plans.iter().find(|one| one.id == plan).map(|one| one.organisation_id)
    }
}

/// One row behind a figure.
#[derive(Debug, Clone, Copy)]
pub enum Row<'a> {
    /// A person who completed.
    Graduate(&'a Graduate),
    /// A municipality and how many it has trained.
    Municipality(OrganisationId, i64),
    /// A cohort: counts as many as its seats.
    Cohort(&'a Cohort, Day),
    /// An application.
    Application(&'a Application),
    /// A participant.
    Participant(&'a Participant),
    /// A local training of an organisation: counts as many as the heads asked for.
    Training(OrganisationId, &'a LocalTraining, i64),
    /// A municipality and the decision that puts it in its group, if any.
    Decision(OrganisationId, Option<&'a CouncilDecision>),
    /// A municipality and since when its plan has had the state.
    Plan(OrganisationId, Option<Day>),
    /// A milestone.
    Milestone(OrganisationId, &'a Milestone),
    /// A municipality and the first time it told of a network or group.
    Happening(OrganisationId, &'a Happening),
}

impl Row<'_> {
    /// What the row adds to its figure.
    #[must_use]
    pub fn weight(&self) -> i64 {
        match self {
            Self::Cohort(cohort, _) => cohort.capacity,
            Self::Training(_, _, heads) => *heads,
            _ => 1,
        }
    }
}
