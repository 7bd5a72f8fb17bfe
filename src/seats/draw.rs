//! From the stored applications to the draw, and from the draw to what is stored and told.

use super::course::OfferedCourse;
use super::model::Refusal;
use super::queries;
use crate::allocation::{
    self, AllocationInput, Award, Cohort as Room, Draw, Organisation, Outcome, Pools, Reveal, Seed, Standing, Terms,
    Waiting, allocate, list_hash, to_file,
};
use crate::applications::{self, Application, ApplicationState};
use crate::cohorts::CohortState;
use crate::graduates;
use crate::kernel::{ApplicationId, CohortId, Failure, Instant, Lang, OrganisationId, PersonId};
use crate::locale::stockholm;
use crate::organisations;
use data_encoding::HEXLOWER;
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// A draw made from the frozen list, not stored yet: what a preview shows and an allocation writes.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// The draw.
    pub draw: Draw,
    /// What came of it.
    pub outcome: Outcome,
    /// The protocol's file.
    pub file: String,
    /// The numbers of the seats that can be given, by cohort.
    pub free: HashMap<CohortId, Vec<i64>>,
    applications: HashMap<String, Application>,
}

/// What the protocol says about one application, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The application's reference number: nothing else in the protocol points at a person.
    pub reference: String,
    /// The code of its organisation.
    pub organisation: String,
    /// The code of the cohort it was awarded; none for reserves.
    pub cohort: Option<String>,
    /// The number on the reserve list; none for who was awarded a seat.
    pub reserve: Option<u64>,
    /// Why, in Swedish.
    pub sv: String,
    /// Why, in English.
    pub en: String,
}

impl Drawn {
    /// Draws from the frozen list of `course` with `public_value`, changing nothing.
    ///
    /// # Errors
    /// `Impossible` when the stored rows contradict themselves, `NobodyEligible` when there is nobody to give seats to.
    pub async fn from(
        db: &impl ConnectionTrait,
        course: &OfferedCourse,
        public_value: &str,
        now: Instant,
    ) -> Result<Self, Failure<Refusal>> {
        let offer = &course.offer;
        let secret = HEXLOWER
            .decode(offer.lot_secret.as_bytes())
            .map_err(|error| DbErr::Custom(format!("lot_secret of offer {}: {error}", offer.id)))?;
        let frozen: HashSet<&str> = offer.frozen_references.as_deref().unwrap_or_default().lines().collect();
        let mut applications = applications::queries::of_offer(db, offer.id).await?;
        applications.retain(|application| frozen.contains(application.reference.as_str()));
        if !applications.iter().any(|application| application.state == ApplicationState::Eligible) {
            return Err(Failure::Refused(Refusal::NobodyEligible));
        }
        let mut free = queries::free_seats(db, &course.cohort_ids()).await?;
        for cohort in course.cohorts.iter().filter(|cohort| cohort.state == CohortState::Cancelled) {
            free.insert(cohort.id, Vec::new());
        }
        let input = AllocationInput {
            offer: offer.code.clone(),
            seed: Seed::drawn(&secret, public_value),
            pools: Pools::Single(terms(course, &free)),
            cohorts: course
                .cohorts
                .iter()
                .map(|cohort| Room { code: cohort.code.clone(), capacity: seats_in(&free, cohort.id) })
                .collect(),
            organisations: organisations_of(db, &applications, now).await?,
            applications: entries(db, course, &applications).await?,
        };
        let draw = Draw::checked(input).map_err(|flaw| Failure::Refused(Refusal::Impossible(flaw)))?;
        let outcome = allocate(&draw);
        let reveal = Reveal { secret, public_value: public_value.to_owned() };
        let file = to_file(&draw, &outcome, Some(&reveal)).map_err(|error| DbErr::Custom(error.to_string()))?;
        let applications = applications.into_iter().map(|one| (one.reference.clone(), one)).collect();
        Ok(Self { draw, outcome, file, free, applications })
    }

    /// What tells this draw from any other: whoever saw its preview makes this one or none.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        list_hash(std::iter::once(self.file.as_str()))
    }

    /// The awards in the order they were made.
    #[must_use]
    pub fn awards(&self) -> Vec<&Award> {
        self.outcome.awards()
    }

    /// The reserve list, number 1 first.
    #[must_use]
    pub fn reserves(&self) -> &[Waiting] {
        self.outcome.pools.first().map_or(&[], |pool| &pool.reserve)
    }

    /// The application behind a reference.
    #[must_use]
    pub fn application(&self, reference: &str) -> Option<&Application> {
        self.applications.get(reference)
    }

    /// Which cohort each awarded application sits in, by its code.
    #[must_use]
    pub fn seated(&self) -> HashMap<&str, &str> {
        self.outcome.seated.iter().map(|seat| (seat.reference.as_str(), seat.cohort.as_str())).collect()
    }

    /// What the protocol says, awards first in their order, then the reserve list.
    #[must_use]
    pub fn told(&self, method: allocation::Method) -> Vec<Told> {
        let seated = self.seated();
        let everybody = method == allocation::Method::Everybody;
        let awards = self.awards().into_iter().map(|award| {
            let why = |lang: Lang| if everybody { everybody_fits(lang) } else { award.why.sentence(lang) };
            Told {
                reference: award.reference.clone(),
                organisation: award.organisation.clone(),
                cohort: seated.get(award.reference.as_str()).map(|cohort| (*cohort).to_owned()),
                reserve: None,
                sv: why(Lang::Sv),
                en: why(Lang::En),
            }
        });
        let reserves = self.reserves().iter().map(|place| Told {
            reference: place.reference.clone(),
            organisation: place.organisation.clone(),
            cohort: None,
            reserve: Some(place.number),
            sv: place.why.sentence(Lang::Sv),
            en: place.why.sentence(Lang::En),
        });
        awards.chain(reserves).collect()
    }
}

fn everybody_fits(lang: Lang) -> String {
    lang.say(
        "Alla behöriga sökande fick plats, så ingen behövde väljas bort.",
        "All eligible applicants were seated, so nobody had to be left out.",
    )
    .to_owned()
}

fn seats_in(free: &HashMap<CohortId, Vec<i64>>, cohort: CohortId) -> u64 {
    free.get(&cohort).map_or(0, |seats| seats.len() as u64)
}

fn terms(course: &OfferedCourse, free: &HashMap<CohortId, Vec<i64>>) -> Terms {
    Terms {
        capacity: course.cohorts.iter().map(|cohort| seats_in(free, cohort.id)).sum(),
        guarantee: course.offer.guarantee.unsigned_abs(),
        cap: course.offer.cap.unsigned_abs(),
    }
}

async fn organisations_of(
    db: &impl ConnectionTrait,
    applications: &[Application],
    now: Instant,
) -> Result<Vec<Organisation>, DbErr> {
    let ids: HashSet<OrganisationId> = applications.iter().map(|application| application.organisation_id).collect();
    let ids: Vec<OrganisationId> = ids.into_iter().collect();
    let trained = graduates::queries::trained_before(db, stockholm::today(now)).await?;
    let trained: HashMap<OrganisationId, i64> = trained.into_iter().collect();
    let mut rows = organisations::queries::among(db, &ids).await?;
    rows.sort_by(|one, other| one.code.cmp(&other.code));
    Ok(rows
        .into_iter()
        .map(|row| Organisation {
            trained: trained.get(&row.id).copied().unwrap_or_default().unsigned_abs(),
            population: row.weight.max(0).unsigned_abs(),
            code: row.code,
            pool: None,
            unnamed: 0,
        })
        .collect())
}

async fn entries(
    db: &impl ConnectionTrait,
    course: &OfferedCourse,
    applications: &[Application],
) -> Result<Vec<allocation::Application>, DbErr> {
    let wishes = applications::queries::wishes_of(db, course.offer.id).await?;
    let ids: Vec<OrganisationId> = applications.iter().map(|application| application.organisation_id).collect();
    let codes: HashMap<OrganisationId, String> =
        organisations::queries::among(db, &ids).await?.into_iter().map(|row| (row.id, row.code)).collect();
    let cohort_codes = |wished: &[CohortId]| {
        wished.iter().filter_map(|id| course.cohort(*id)).map(|cohort| cohort.code.clone()).collect()
    };
    let mut persons: HashSet<PersonId> = HashSet::new();
    Ok(applications
        .iter()
        .map(|one| allocation::Application {
            reference: one.reference.clone(),
            organisation: codes.get(&one.organisation_id).cloned().unwrap_or_default(),
            rank: one.rank.max(1).unsigned_abs(),
            standing: standing(one, &mut persons),
            cohorts: wishes.of(one.id).map(cohort_codes),
        })
        .collect())
}

/// Of several eligible applications of one person the first to arrive takes part.
fn standing(application: &Application, persons: &mut HashSet<PersonId>) -> Standing {
    let reason = match application.state {
        ApplicationState::Eligible if persons.insert(application.person_id) => return Standing::Eligible,
        ApplicationState::Eligible => "duplicate",
        ApplicationState::AwaitingManager => "awaiting_manager",
        ApplicationState::SupplementRequested => "supplement_requested",
        ApplicationState::Withdrawn => "withdrawn",
        _ => "not_eligible",
    };
    Standing::NotEligible { reason: Some(reason.to_owned()) }
}

/// The ids of eligible applications, for counting.
#[must_use]
pub fn eligible(applications: &[Application]) -> Vec<ApplicationId> {
    applications.iter().filter(|one| one.state == ApplicationState::Eligible).map(|one| one.id).collect()
}
