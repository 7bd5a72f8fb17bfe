//! The trainer's days: today's first, then what comes, then what still has to be attested.

use super::standing::times;
use crate::assignments;
use crate::attendance::{MarkKind, queries};
use crate::cohorts::{self, Cohort, CourseDay};
use crate::house::House;
use crate::kernel::{CohortId, CourseDayId, Lang, ParticipantId};
use crate::locale::{dates, stockholm};
use crate::people::Trainer;
use crate::seats::{self, Participant};
use crate::web::guards::Now;
use crate::web::parts::Chrome;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, routes};
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::HashMap;

/// The list.
#[derive(Template)]
#[template(path = "attendance/days.html")]
pub struct DaysPage {
    lang: Lang,
    chrome: Chrome,
    today: Vec<Entry>,
    coming: Vec<Entry>,
    unattested: Vec<Entry>,
    attested: Vec<Entry>,
    /// The assignments of each cohort that has handed some in: address, cohort, how many wait to be read.
    assignments: Vec<(String, String, usize)>,
}

struct Entry {
    href: String,
    when: String,
    times: String,
    cohort: String,
    place: String,
    count: String,
    is_cancelled: bool,
}

#[get("/days")]
async fn list(who: Trainer, chrome: Chrome, now: Now, house: &State<House>) -> Answer<DaysPage> {
    let (db, lang, today) = (house.db.read(), chrome.lang, stockholm::today(now.0));
    let cohorts = queries::cohorts_open_to(db, &who).await?;
    let ids: Vec<CohortId> = cohorts.iter().map(|cohort| cohort.id).collect();
    let mut days = cohorts::queries::days_among(db, &ids).await?;
    days.sort_by_key(|day| (day.day, day.starts_minute, day.id));
    let mut heads: HashMap<CohortId, usize> = HashMap::new();
    let participants = seats::queries::active_among(db, &ids).await?;
    for participant in &participants {
        *heads.entry(participant.cohort_id).or_default() += 1;
    }
    let waiting = waiting_in(db, &participants).await?;
    let all: Vec<CourseDayId> = days.iter().map(|day| day.id).collect();
    let mut marked: HashMap<CourseDayId, usize> = HashMap::new();
    for mark in queries::standing_on(db, &all).await?.iter().filter(|mark| mark.kind != MarkKind::Open) {
        *marked.entry(mark.course_day_id).or_default() += 1;
    }
    let of_cohort: HashMap<CohortId, &Cohort> = cohorts.iter().map(|cohort| (cohort.id, cohort)).collect();
    let entry = |day: &&CourseDay| {
        let cohort = of_cohort.get(&day.cohort_id)?;
        let of = heads.get(&day.cohort_id).copied().unwrap_or_default();
        let count = marked.get(&day.id).copied().unwrap_or_default();
        let room = if day.room.is_empty() { &cohort.room } else { &day.room };
        Some(Entry {
            href: format!("/days/{}", day.id),
            when: dates::weekday_day(lang, day.day),
            times: times(lang, day),
            cohort: cohort.name.clone(),
            place: [room.as_str(), cohort.place.as_str()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            count: lang.say(format!("{count} av {of} markerade"), format!("{count} of {of} marked")),
            is_cancelled: day.is_cancelled,
        })
    };
    let list = |wanted: &dyn Fn(&CourseDay) -> bool| {
        days.iter().filter(|day| wanted(day)).filter_map(|day| entry(&day)).collect::<Vec<_>>()
    };
    let is_settled = |day: &CourseDay| day.attested_at.is_some() || day.is_cancelled;
    let mut page = DaysPage {
        lang,
        today: list(&|day| day.day == today),
        coming: list(&|day| day.day > today),
        unattested: list(&|day| day.day < today && !is_settled(day)),
        attested: list(&|day| day.day < today && is_settled(day)),
        assignments: cohorts
            .iter()
            .filter_map(|cohort| {
                let waiting = *waiting.get(&cohort.id)?;
                Some((format!("/cohorts/{}/assignments", cohort.id), cohort.name.clone(), waiting))
            })
            .collect(),
        chrome,
    };
    page.attested.reverse();
    Ok(Reply::Page(page))
}

/// How many assignments wait to be read in each cohort; cohorts that have handed in nothing are not listed.
async fn waiting_in(
    db: &impl ConnectionTrait,
    participants: &[Participant],
) -> Result<HashMap<CohortId, usize>, DbErr> {
    let ids: Vec<ParticipantId> = participants.iter().map(|one| one.id).collect();
    let of: HashMap<ParticipantId, CohortId> = participants.iter().map(|one| (one.id, one.cohort_id)).collect();
    let mut waiting: HashMap<CohortId, usize> = HashMap::new();
    for one in assignments::queries::standing_among(db, &ids).await? {
        let Some(cohort) = of.get(&one.participant) else { continue };
        *waiting.entry(*cohort).or_default() += usize::from(one.state == assignments::State::HandedIn);
    }
    Ok(waiting)
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list]
}
