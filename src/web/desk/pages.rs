//! The desk.

use super::judging;
use super::reading::{self, Desk};
use super::waiting::{self, Waiting, What};
use super::words;
use crate::certification;
use crate::cohorts::{Cohort, CohortState};
use crate::house::House;
use crate::kernel::{Instant, Lang, LetterId};
use crate::locale::stockholm;
use crate::outbox;
use crate::people::{Coordinator, masked_value};
use crate::protection;
use crate::web::guards::Now;
use crate::web::parts::{Chip, Chrome, Icon, StripDay, Tone};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::rollouts::map::{Leads, MapView, overview};
use crate::web::strip;
use askama::Template;
use rocket::{Route, State, get, post, routes};

/// One line of *Behöver dig*.
struct Item {
    sentence: String,
    detail: Option<String>,
    when: Option<String>,
    is_late: bool,
    href: String,
    is_letter: bool,
}

/// One cohort of this term.
struct Run {
    name: String,
    place: String,
    href: String,
    strip: Vec<StripDay>,
    taken: i64,
    capacity: i64,
    risks: Vec<Chip>,
}

/// The coordinator's start page.
#[derive(Template)]
#[template(path = "desk/desk.html")]
pub struct DeskPage {
    lang: Lang,
    chrome: Chrome,
    items: Vec<Item>,
    runs: Vec<Run>,
    map: MapView,
}

#[get("/desk")]
async fn desk(_who: Coordinator, chrome: Chrome, now: Now, house: &State<House>) -> Answer<DeskPage> {
    let db = house.db.read();
    let mut desk = reading::desk(db).await?;
    let today = stockholm::today(now.0);
    desk.judged = judging::judged(db, &desk, today).await?;
    desk.ending = certification::queries::ending(db, today).await?;
    let protected = protection::queries::addresses(db).await?;
    for letter in desk.parked.iter_mut().filter(|letter| protected.contains(&letter.to_email)) {
        masked_value(chrome.lang).clone_into(&mut letter.to_email);
        letter.last_error = None;
    }
    let map = MapView::new(&overview(db, today).await?, &chrome, Leads::ToPlan);
    let lang = chrome.lang;
    let items = waiting::waiting(&desk, now.0).iter().map(|one| item(one, &chrome, now.0)).collect();
    let runs = desk.cohorts.iter().map(|cohort| run(&desk, cohort, &chrome, now.0)).collect();
    Ok(Reply::Page(DeskPage { lang, chrome, items, runs, map }))
}

fn item(waiting: &Waiting, chrome: &Chrome, now: Instant) -> Item {
    let lang = chrome.lang;
    Item {
        sentence: words::sentence(&waiting.what, lang),
        detail: words::detail(&waiting.what, lang),
        when: words::when(waiting, lang, now),
        is_late: waiting.when <= now,
        href: chrome.to(&waiting.path),
        is_letter: matches!(waiting.what, What::Letter(..)),
    }
}

fn run(desk: &Desk, cohort: &Cohort, chrome: &Chrome, now: Instant) -> Run {
    let (lang, today) = (chrome.lang, stockholm::today(now));
    let days: Vec<_> = desk.days.iter().filter(|day| day.cohort_id == cohort.id).cloned().collect();
    let taken = waiting::seats_taken(desk, cohort.id, now);
    let mut risks = Vec::new();
    let mut risk = |word: &str| risks.push(Chip::new(word, Tone::Now, Icon::Alert));
    if cohort.state == CohortState::Draft {
        risk(lang.say("Inte publicerad", "Not published"));
    }
    if waiting::offer_of(desk, cohort.id).is_none() && cohort.state != CohortState::Running {
        risk(lang.say("Saknar erbjudande", "No offer"));
    }
    if !desk.with_trainer.contains(&cohort.id) {
        risk(lang.say("Saknar utbildare", "No trainer"));
    }
    let first = days.iter().filter(|day| !day.is_cancelled).map(|day| day.day).min();
    let is_near = first.is_some_and(|first| first >= today && (first - today).num_days() <= 21);
    if is_near && taken < cohort.capacity {
        risk(lang.say("Lediga platser nära start", "Seats free close to the start"));
    }
    Run {
        name: cohort.name.clone(),
        place: cohort.place.clone(),
        href: chrome.to(&format!("/desk/cohorts/{}", cohort.id)),
        strip: strip::of_cohort(lang, &days, today),
        taken,
        capacity: cohort.capacity,
        risks,
    }
}

#[post("/desk/letters/<letter>/retry")]
async fn retry(who: Coordinator, letter: LetterId, chrome: Chrome, now: Now, house: &State<House>) -> Answer<DeskPage> {
    if !outbox::try_again(&house.db, &who.actor(), letter, now.0).await? {
        return Err(Problem::Missing);
    }
    Ok(Reply::See(chrome.to("/desk")))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![desk, retry]
}
