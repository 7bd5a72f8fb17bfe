//! The list of cohorts.

use crate::cohorts::{self, Cohort, CohortState};
use crate::house::House;
use crate::kernel::{CohortId, Lang};
use crate::locale::{numbers, stockholm};
use crate::people::Coordinator;
use crate::web::guards::Now;
use crate::web::parts::{Chip, Chrome, Icon, StripDay, Tone};
use crate::web::reply::{Answer, Reply};
use crate::web::strip;
use askama::Template;
use rocket::{Route, State, get, routes};

/// Every cohort with its strip and state.
#[derive(Template)]
#[template(path = "cohorts/list.html")]
pub struct ListPage {
    lang: Lang,
    chrome: Chrome,
    rows: Vec<Row>,
}

struct Row {
    cohort: Cohort,
    days: Vec<StripDay>,
    seats: String,
    state: Chip,
    href: String,
}

#[get("/desk/cohorts")]
async fn list(_who: Coordinator, chrome: Chrome, now: Now, house: &State<House>) -> Answer<ListPage> {
    let (lang, db, today) = (chrome.lang, house.db.read(), stockholm::today(now.0));
    let cohorts = cohorts::queries::all(db).await?;
    let ids: Vec<CohortId> = cohorts.iter().map(|cohort| cohort.id).collect();
    let days = cohorts::queries::days_among(db, &ids).await?;
    let rows = cohorts.into_iter().map(|cohort| {
        let own: Vec<_> = days.iter().filter(|day| day.cohort_id == cohort.id).cloned().collect();
        let path = match cohort.state {
            CohortState::Draft => format!("/desk/cohorts/{}/edit", cohort.id),
            _ => format!("/desk/cohorts/{}", cohort.id),
        };
        Row {
            days: strip::of_cohort(lang, &own, today),
            seats: numbers::counted(lang, cohort.capacity, ("plats", "platser"), ("seat", "seats")),
            state: chip(cohort.state, lang),
            href: chrome.to(&path),
            cohort,
        }
    });
    Ok(Reply::Page(ListPage { lang, rows: rows.collect(), chrome }))
}

/// A cohort's state as a chip.
fn chip(state: CohortState, lang: Lang) -> Chip {
    let (tone, icon) = match state {
        CohortState::Draft => (Tone::Quiet, Icon::Ring),
        CohortState::Published => (Tone::Sea, Icon::Check),
        CohortState::Running => (Tone::Now, Icon::Dot),
        CohortState::Closed => (Tone::Done, Icon::Check),
        CohortState::Cancelled => (Tone::Stop, Icon::Minus),
    };
    Chip::new(state.word(lang), tone, icon)
}

pub(super) fn routes() -> Vec<Route> {
    routes![list]
}
