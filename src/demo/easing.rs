//! What there is to look at where rules are kept: a second rule of the programme, a cohort eased to it, a dispensation.

use super::{Ids, Incomplete};
use crate::access::SubmissionKey;
use crate::cohorts;
use crate::completion::dispensing::{self, NewDispensation};
use crate::completion::{self, amending};
use crate::house::House;
use crate::kernel::{CohortId, Instant};
use crate::locale::stockholm;
use crate::people::Coordinator;
use crate::programmes;
use crate::requirements::{DayNumber, Usual};
use crate::seats;

/// The seat of whoever is dispensed, and why.
const DISPENSED: (i64, &str) =
    (17, "Kallad som vittne den sista dagen; går igenom dagens innehåll med utbildaren veckan efter.");

/// Lets the programme ask for the assignment and allow two days to be made up, pins that to the `running` cohort, and
/// dispenses one from days 1 and 6.
///
/// The cohorts that are still applied to keep the former rule, so that an easing can be looked at before it is done.
pub(super) async fn write(
    house: &House,
    by: &Coordinator,
    (ids, running): (&Ids, CohortId),
    now: Instant,
) -> Result<(), Incomplete> {
    let failed = |error: &dyn std::fmt::Debug| Incomplete::Action(format!("{error:?}"));
    let db = house.db.read();
    let latest = programmes::queries::latest_versions(db).await?;
    let (_, version) = latest.into_iter().find(|(one, _)| one.id == ids.programme).ok_or(Incomplete::Day)?;
    let days = programmes::queries::days_of(db, version.id).await?;
    let days = DayNumber::try_from(days.len()).map_err(|_| Incomplete::Day)?;
    let cohort = cohorts::queries::find(db, running).await?.ok_or(Incomplete::Day)?;
    let (_, pinned) = completion::queries::rule_of(db, &cohort).await?.ok_or(Incomplete::Day)?;
    let usual = Usual::read(&pinned, days).ok_or_else(|| Incomplete::Word("completion_rule".to_owned()))?;
    let easier = Usual { make_ups: 2, ..usual }.rule(days).map_err(|error| failed(&error))?;
    let set = programmes::actions::set_rule(&house.db, by, (ids.programme, version.rule_id), &easier, now).await;
    set.map_err(|error| failed(&error))?;
    if let Some(seen) = amending::preview(db, &cohort, stockholm::today(now)).await? {
        let amended = amending::amend(&house.db, by, (running, &seen.fingerprint), now).await;
        amended.map_err(|error| failed(&error))?;
    }
    let participants = seats::queries::active_among(db, &[running]).await?;
    let Some(dispensed) = participants.iter().find(|one| one.seat_number == DISPENSED.0) else { return Ok(()) };
    let new = NewDispensation {
        demand: "all/1".to_owned(),
        reason: DISPENSED.1.to_owned(),
        key: SubmissionKey::random().map_err(|error| failed(&error))?,
        receipt: String::new(),
    };
    let given = dispensing::give(&house.db, by, (running, dispensed.id), &new, now).await;
    given.map_err(|error| failed(&error))
}
