//! What planning remarks on, in words, for one cohort or all of an offer.

use crate::cohorts;
use crate::cohorts::model::Plan;
use crate::cohorts::rules::{self, OfferTiming};
use crate::kernel::{AccountId, CohortId, Day, Lang};
use crate::people;
use sea_orm::{ConnectionTrait, DbErr};

/// A remark as the reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The cohort it is about.
    pub cohort: CohortId,
    /// The number of the day it is about; `None` for the cohort as a whole.
    pub day: Option<i64>,
    /// The remark in full sentences.
    pub sentence: String,
}

/// What planning remarks on in `plans`, all of which stand in an offer timed as `offer`.
///
/// # Errors
/// When the database does not answer.
pub async fn of(
    db: &impl ConnectionTrait,
    plans: &[(CohortId, Plan)],
    offer: Option<OfferTiming>,
    lang: Lang,
) -> Result<Vec<Told>, DbErr> {
    let days: Vec<Day> = plans.iter().flat_map(|(_, plan)| plan.days.iter().map(|day| day.day)).collect();
    let bookings = cohorts::queries::bookings_on(db, &days).await?;
    let trainers: Vec<AccountId> = plans.iter().flat_map(|(_, plan)| plan.trainers.iter().copied()).collect();
    let names = people::queries::names_of(db, &trainers, lang).await?;
    let name_of = |trainer: AccountId| {
        let known = names.iter().find(|(id, _)| *id == trainer).map(|(_, name)| name.clone());
        known.unwrap_or_else(|| lang.say("Utbildaren", "The trainer").to_owned())
    };
    let told = plans.iter().flat_map(|(id, plan)| {
        let others: Vec<_> = bookings.iter().filter(|booking| booking.of != *id).cloned().collect();
        let remarks = rules::remarks(plan, &others, offer).into_iter();
        remarks
            .map(|remark| Told { cohort: *id, day: remark.on_day(), sentence: remark.sentence(lang, name_of) })
            .collect::<Vec<_>>()
    });
    Ok(told.collect())
}
