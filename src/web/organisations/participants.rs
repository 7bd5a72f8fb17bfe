//! The participants of an organisation, as its delegate follows them: days and standing, never why.

use crate::attendance::{self, Mark};
use crate::cohorts::{self, Cohort, CohortState, CourseDay};
use crate::kernel::{CohortId, CourseDayId, Instant, Lang, OrganisationId, ParticipantId};
use crate::locale::stockholm;
use crate::requirements::Verdict;
use crate::seats;
use crate::web::attendance::faces::{Face, with_names};
use crate::web::attendance::standing::{chip, strip_of, verdicts_of};
use crate::web::parts::{Chip, StripDay};
use crate::web::problem::Problem;
use sea_orm::ConnectionTrait;
use std::collections::HashMap;

/// Somebody from the organisation who takes part.
pub(super) struct Line {
    pub organisation: OrganisationId,
    pub name: String,
    pub cohort: String,
    pub strip: Vec<StripDay>,
    pub standing: Option<Chip>,
}

/// Those who take part in a cohort that has not ended, by name.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    organisations: &[OrganisationId],
    now: Instant,
    lang: Lang,
) -> Result<Vec<Line>, Problem> {
    let today = stockholm::today(now);
    let mut participants = seats::queries::active_from(db, organisations).await?;
    let ids: Vec<CohortId> = participants.iter().map(|one| one.cohort_id).collect();
    let mut cohorts: HashMap<CohortId, Cohort> = HashMap::new();
    let mut verdicts: HashMap<ParticipantId, Verdict> = HashMap::new();
    for cohort in cohorts::queries::among(db, &ids).await? {
        if !matches!(cohort.state, CohortState::Published | CohortState::Running) {
            continue;
        }
        // A few cohorts run at a time; each is weighed by its own rule.
        verdicts.extend(verdicts_of(db, &cohort, today).await?);
        cohorts.insert(cohort.id, cohort);
    }
    participants.retain(|one| cohorts.contains_key(&one.cohort_id));
    let days = cohorts::queries::days_among(db, &cohorts.keys().copied().collect::<Vec<_>>()).await?;
    let day_ids: Vec<CourseDayId> = days.iter().map(|day| day.id).collect();
    let marks = attendance::queries::standing_on(db, &day_ids).await?;
    let faces = with_names(db, participants, lang).await?;
    let line = |face: Face| {
        let cohort = face.participant.cohort_id;
        let days: Vec<CourseDay> = days.iter().filter(|day| day.cohort_id == cohort).cloned().collect();
        let own: Vec<&Mark> = marks.iter().filter(|mark| mark.participant_id == face.participant.id).collect();
        Line {
            organisation: face.participant.organisation_id,
            name: face.name,
            cohort: cohorts.get(&cohort).map(|cohort| cohort.name.clone()).unwrap_or_default(),
            strip: strip_of(lang, &days, &own, today),
            standing: verdicts.get(&face.participant.id).map(|verdict| chip(verdict.outcome, lang)),
        }
    };
    Ok(faces.into_iter().map(line).collect())
}
