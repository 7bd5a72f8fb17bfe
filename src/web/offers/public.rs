//! The offer as everybody reads it.

use crate::cohorts::{self, Cohort, CohortState, CourseDay};
use crate::house::House;
use crate::kernel::{Day, Lang};
use crate::locale::{dates, numbers, stockholm};
use crate::offers::{self, Offer, OfferState};
use crate::programmes::{self, Programme, ProgrammeDay, ProgrammeVersion};
use crate::requirements::{self, CompletionRule};
use crate::seats::vacancies;
use crate::web::guards::Now;
use crate::web::parts::{Chrome, StripDay};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::strip;
use askama::Template;
use rocket::{Route, State, get, routes};
use sea_orm::{ConnectionTrait, DbErr};

/// One offer, for somebody who may want to apply.
#[derive(Template)]
#[template(path = "offers/public.html")]
pub struct PublicPage {
    lang: Lang,
    chrome: Chrome,
    offer: Offer,
    is_open: bool,
    /// How many seats were left over and are given in order of arrival.
    vacant: u64,
    deadline: String,
    closing: String,
    seats: String,
    days: Vec<String>,
    cohorts: Vec<OfferedCohort>,
    /// The names of cohorts that will not be held.
    cancelled: Vec<String>,
    taught: Vec<Taught>,
}

impl PublicPage {
    fn apply(&self) -> String {
        format!("/offers/{}/apply", self.offer.code)
    }

    /// The coverage rounds in a sentence.
    fn coverage(&self) -> String {
        let seats = numbers::counted(self.lang, self.offer.guarantee, ("plats", "platser"), ("seat", "seats"));
        self.lang.say(
            format!("Varje organisation som söker får upp till {seats}. De som har minst utbildade står först."),
            format!("Each organisation that applies gets up to {seats}. Those with the fewest trained stand first."),
        )
    }

    /// The filling in a sentence.
    fn fill(&self) -> String {
        let cap = self.offer.cap;
        self.lang.say(
            format!(
                "Platser som är kvar fördelas efter folkmängd, högst {cap} per organisation så länge andra väntar."
            ),
            format!("Remaining seats are given by population, at most {cap} per organisation while others wait."),
        )
    }
}

/// A cohort as a card on the offer.
#[derive(Debug, Clone)]
pub struct OfferedCohort {
    /// What it is called.
    pub name: String,
    /// The town and the room.
    pub place: String,
    /// How many seats, with the noun.
    pub seats: String,
    /// The languages, in words.
    pub languages: String,
    /// All days in one line.
    pub days: String,
    /// Each day with weekday, times and, where it differs, its room.
    pub each: Vec<String>,
    /// The strip.
    pub strip: Vec<StripDay>,
}

/// What one of the offered programmes teaches and asks for.
struct Taught {
    programme: Programme,
    version: ProgrammeVersion,
    days: Vec<ProgrammeDay>,
    rule: String,
    small_print: Vec<String>,
}

/// The cohorts as cards, in the given order.
pub(super) fn offered(cohorts: &[Cohort], days: &[CourseDay], today: Day, lang: Lang) -> Vec<OfferedCohort> {
    let card = |cohort: &Cohort| {
        let own: Vec<CourseDay> = days.iter().filter(|day| day.cohort_id == cohort.id).cloned().collect();
        let each = own.iter().map(|day| {
            let times = dates::time_range(lang, minute(day.starts_minute), minute(day.ends_minute));
            let room = if day.room == cohort.room { String::new() } else { format!(", {}", day.room) };
            format!("{} {times}{room}", dates::weekday_day(lang, day.day))
        });
        OfferedCohort {
            name: cohort.name.clone(),
            place: [cohort.place.as_str(), cohort.room.as_str()].join(", "),
            seats: numbers::counted(lang, cohort.capacity, ("plats", "platser"), ("seat", "seats")),
            languages: languages(lang, &cohort.languages),
            days: dates::days(lang, &own.iter().map(|day| day.day).collect::<Vec<_>>()),
            each: each.collect(),
            strip: strip::of_cohort(lang, &own, today),
        }
    };
    cohorts.iter().map(card).collect()
}

fn minute(of_day: i64) -> u32 {
    u32::try_from(of_day).unwrap_or(0)
}

fn languages(lang: Lang, tags: &str) -> String {
    match tags {
        "en" => lang.say("På engelska", "In English"),
        "sv,en" => lang.say("På svenska och engelska", "In Swedish and English"),
        _ => lang.say("På svenska", "In Swedish"),
    }
    .to_owned()
}

#[get("/offers/<code>")]
async fn show(code: &str, chrome: Chrome, now: Now, house: &State<House>) -> Answer<PublicPage> {
    let (lang, db) = (chrome.lang, house.db.read());
    let found = offers::queries::find_by_code(db, code).await?;
    let offer = found.filter(|offer| offer.state != OfferState::Draft).ok_or(Problem::Missing)?;
    let all = offers::queries::cohorts_of(db, offer.id).await?;
    let (off, cohorts): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.state == CohortState::Cancelled);
    let days = cohorts::queries::days_among(db, &cohorts.iter().map(|cohort| cohort.id).collect::<Vec<_>>()).await?;
    let seats: i64 = cohorts.iter().map(|cohort| cohort.capacity).sum();
    let counts = cohorts.iter().map(|cohort| days.iter().filter(|day| day.cohort_id == cohort.id).count());
    let mut lengths: Vec<usize> = counts.collect();
    lengths.sort_unstable();
    lengths.dedup();
    Ok(Reply::Page(PublicPage {
        is_open: offer.is_open(now.0),
        vacant: vacancies::vacant_under(db, offer.id, now.0).await?,
        deadline: dates::deadline(lang, offer.deadline_at, now.0),
        closing: dates::moment(lang, offer.deadline_at),
        seats: numbers::counted(lang, seats, ("plats", "platser"), ("seat", "seats")),
        days: lengths.into_iter().map(|count| day_count(lang, count)).collect(),
        cohorts: offered(&cohorts, &days, stockholm::today(now.0), lang),
        cancelled: off.into_iter().map(|cohort| cohort.name).collect(),
        taught: taught(db, &cohorts, lang).await?,
        lang,
        chrome,
        offer,
    }))
}

fn day_count(lang: Lang, count: usize) -> String {
    numbers::counted(lang, count, ("dag", "dagar"), ("day", "days"))
}

/// The programmes behind the cohorts, each with its days and the rule the first of its cohorts has pinned.
async fn taught(db: &impl ConnectionTrait, cohorts: &[Cohort], lang: Lang) -> Result<Vec<Taught>, DbErr> {
    let mut taught: Vec<Taught> = Vec::new();
    for cohort in cohorts {
        if taught.iter().any(|one| one.version.id == cohort.programme_version_id) {
            continue;
        }
        let Some(version) = programmes::queries::find_version(db, cohort.programme_version_id).await? else { continue };
        let Some(programme) = programmes::queries::programme_of(db, version.id).await? else { continue };
        let days = programmes::queries::days_of(db, version.id).await?;
        let kept = requirements::queries::rule(db, cohort.rule_id.unwrap_or(version.rule_id)).await?;
        let rule = kept.and_then(|kept| CompletionRule::parse(&kept.rule).ok());
        let of_days = u16::try_from(days.len()).ok();
        let titles = programmes::queries::titles_of(db, version.id, lang).await?;
        let rule = rule.map(|rule| rule.titled(&titles));
        taught.push(Taught {
            rule: rule.as_ref().map(|rule| requirements::sentence(rule, of_days, lang)).unwrap_or_default(),
            small_print: rule.as_ref().map(|rule| requirements::small_print(rule, lang)).unwrap_or_default(),
            programme,
            version,
            days,
        });
    }
    Ok(taught)
}

pub(super) fn routes() -> Vec<Route> {
    routes![show]
}
