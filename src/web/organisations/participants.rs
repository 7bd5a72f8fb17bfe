//! The participants of an organisation, as its delegate follows them: days, standing and what was issued, never why.

use crate::attendance::{self, Mark};
use crate::certification::{self, Certificate};
use crate::cohorts::{self, Cohort, CohortState, CourseDay};
use crate::kernel::{CohortId, CourseDayId, Day, Instant, Lang, OrganisationId, ParticipantId};
use crate::locale::{dates, stockholm};
use crate::requirements::Verdict;
use crate::seats;
use crate::web::attendance::faces::{Face, with_names};
use crate::web::attendance::standing::{chip, strip_of, verdicts_of};
use crate::web::parts::{Chip, StripDay};
use crate::web::problem::Problem;
use sea_orm::ConnectionTrait;
use std::collections::HashMap;

/// Somebody from the organisation who takes or took part.
pub(super) struct Line {
    pub organisation: OrganisationId,
    pub name: String,
    pub cohort: String,
    pub strip: Vec<StripDay>,
    pub standing: Option<Chip>,
    /// The last day, when the cohort is closed.
    pub ended: Option<Day>,
    /// The papers that hold: name and number, and the day of issue.
    pub papers: Vec<(String, String)>,
}

/// Those who take part, then those whose cohort is closed, the latest first; by name.
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
        if !matches!(cohort.state, CohortState::Published | CohortState::Running | CohortState::Closed) {
            continue;
        }
        // A few cohorts per organisation; each is weighed by its own rule.
        verdicts.extend(verdicts_of(db, &cohort, today).await?);
        cohorts.insert(cohort.id, cohort);
    }
    participants.retain(|one| cohorts.contains_key(&one.cohort_id));
    let days = cohorts::queries::days_among(db, &cohorts.keys().copied().collect::<Vec<_>>()).await?;
    let day_ids: Vec<CourseDayId> = days.iter().map(|day| day.id).collect();
    let marks = attendance::queries::standing_on(db, &day_ids).await?;
    let ids: Vec<ParticipantId> = participants.iter().map(|one| one.id).collect();
    let held = certification::queries::held_by(db, &ids).await?;
    let faces = with_names(db, participants, lang).await?;
    let line = |face: Face| {
        let cohort = cohorts.get(&face.participant.cohort_id);
        let is_closed = cohort.is_some_and(|cohort| cohort.state == CohortState::Closed);
        let days: Vec<CourseDay> =
            days.iter().filter(|day| day.cohort_id == face.participant.cohort_id).cloned().collect();
        let own: Vec<&Mark> = marks.iter().filter(|mark| mark.participant_id == face.participant.id).collect();
        Line {
            organisation: face.participant.organisation_id,
            name: face.name,
            cohort: cohort.map(|cohort| cohort.name.clone()).unwrap_or_default(),
            ended: days.iter().map(|day| day.day).max().filter(|_| is_closed),
            papers: papers_of(&held, face.participant.id, lang),
            strip: strip_of(lang, &days, &own, today),
            standing: verdicts.get(&face.participant.id).map(|verdict| chip(verdict.outcome, lang)),
        }
    };
    let mut lines: Vec<Line> = faces.into_iter().map(line).collect();
    lines.sort_by_key(|line| (line.ended.is_some(), std::cmp::Reverse(line.ended)));
    Ok(lines)
}

/// What one participant holds, as name and number, and the day of issue in words.
fn papers_of(held: &[Certificate], who: ParticipantId, lang: Lang) -> Vec<(String, String)> {
    let own = held.iter().filter(|paper| paper.participant_id == who);
    own.map(|one| (format!("{} {}", one.kind.title(lang), one.number), dates::day_in_words(lang, one.issued_on)))
        .collect()
}
