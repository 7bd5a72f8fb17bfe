//! *Året i siffror* and the lists its numbers open.

use super::table::{self, Table};
use crate::followup::model::{Answer, Facts, Group, Key, Period};
use crate::followup::{queries, rules};
use crate::house::House;
use crate::kernel::{Lang, OrganisationId};
use crate::locale::{numbers, sorting, stockholm};
use crate::people::{self, Coordinator};
use crate::rollouts::PlanState;
use crate::web::guards::Now;
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer as Replied, Download, Reply};
use crate::web::spreadsheet;
use askama::Template;
use chrono::Datelike;
use rocket::{Either, Route, State, get, routes};
use sea_orm::Iterable;
use std::collections::HashMap;

/// A number and the list it opens; no address when there is no data.
struct Number {
    text: String,
    href: Option<String>,
}

/// A figure of the year beside the year before.
struct Line {
    title: &'static str,
    now: Number,
    before: Number,
}

/// One municipality in the small table.
struct Place {
    name: String,
    now: String,
    in_all: String,
    plan: &'static str,
}

/// *Året i siffror*.
#[derive(Template)]
#[template(path = "followup/figures.html")]
pub struct FiguresPage {
    lang: Lang,
    chrome: Chrome,
    none: FormErrors,
    years: Vec<Choice>,
    period: Period,
    trained: Vec<Line>,
    funnel: Vec<Line>,
    local: Vec<Line>,
    decisions: Vec<Line>,
    plans: Vec<Line>,
    municipalities: i64,
    places: Vec<Place>,
}

/// The rows behind one number.
#[derive(Template)]
#[template(path = "followup/rows.html")]
pub struct RowsPage {
    lang: Lang,
    chrome: Chrome,
    key: Key,
    period: Period,
    figure: Option<i64>,
    table: Table,
    download: String,
    back: String,
}

#[get("/figures?<year>")]
async fn figures(
    _who: Coordinator,
    year: Option<i32>,
    chrome: Chrome,
    now: Now,
    house: &State<House>,
) -> Replied<FiguresPage> {
    let today = stockholm::today(now.0);
    let facts = queries::facts(house.db.read(), today).await?;
    let years = years(&facts);
    let period = year.and_then(Period::year).or_else(|| Period::year(*years.first()?)).ok_or(Problem::Missing)?;
    let lang = chrome.lang;
    let sheet = Sheet { facts: &facts, chrome: &chrome, period };
    let [trained, funnel, local, decisions, plans] =
        [sheet.trained(), sheet.funnel(), sheet.local(), sheet.decisions(), sheet.plans()];
    let municipalities = i64::try_from(facts.municipalities().count()).unwrap_or_default();
    let places = places(&facts, period, lang);
    let years = years.into_iter().map(|year| Choice::new(year, year.to_string())).collect();
    let none = FormErrors::none();
    Ok(Reply::Page(FiguresPage {
        lang,
        chrome,
        none,
        years,
        period,
        trained,
        funnel,
        local,
        decisions,
        plans,
        municipalities,
        places,
    }))
}

/// The years that can be chosen, newest first: the latest with anything in it leads.
fn years(facts: &Facts) -> Vec<i32> {
    let now = facts.today.year();
    let known = facts.graduates.iter().map(|one| one.completed_on.year());
    let known = known.chain(facts.cohorts.iter().map(|(_, last)| last.year()));
    let known = known.chain(facts.trainings.iter().map(|one| one.day.year())).filter(|year| *year <= now);
    let known: std::collections::BTreeSet<i32> = known.collect();
    let last = known.last().copied().unwrap_or(now);
    let first = known.first().copied().unwrap_or(now);
    std::iter::once(last).chain((first..=now).rev().filter(|year| *year != last)).collect()
}

/// Writes the lines of one page.
struct Sheet<'a> {
    facts: &'a Facts,
    chrome: &'a Chrome,
    period: Period,
}

impl Sheet<'_> {
    fn number(&self, key: Key, period: Period) -> Number {
        match rules::figure(self.facts, key, period) {
            Some(figure) => {
                let href = self.chrome.to(&address(key, period));
                Number { text: numbers::number(figure), href: Some(href) }
            }
            None => self.missing(),
        }
    }

    fn missing(&self) -> Number {
        Number { text: self.chrome.lang.say("uppgift saknas", "no data").to_owned(), href: None }
    }

    fn line(&self, key: Key) -> Line {
        let title = key.title(self.chrome.lang);
        Line { title, now: self.number(key, self.period), before: self.number(key, self.period.before()) }
    }

    fn lines(&self, keys: impl IntoIterator<Item = Key>) -> Vec<Line> {
        keys.into_iter().map(|key| self.line(key)).collect()
    }

    fn trained(&self) -> Vec<Line> {
        self.lines([Key::Trained, Key::TrainedInAll, Key::Municipalities, Key::MunicipalitiesInAll])
    }

    /// The funnel, and beneath it what came of the plan.
    fn funnel(&self) -> Vec<Line> {
        let lang = self.chrome.lang;
        let steps = [Key::Seats, Key::Applications, Key::Eligible, Key::Offered, Key::Accepted, Key::Started];
        let mut lines = self.lines(steps.into_iter().chain([Key::Completed]));
        let worded = |text: Option<String>| text.map_or_else(|| self.missing(), |text| Number { text, href: None });
        let share = |period: Period| {
            let of = |key| rules::figure(self.facts, key, period).and_then(|figure| u32::try_from(figure).ok());
            worded(of(Key::Completed).zip(of(Key::Started)).and_then(|(part, whole)| numbers::share(lang, part, whole)))
        };
        let deviation = |period| worded(rules::deviation(self.facts, period).map(numbers::deviation));
        let (now, before) = (self.period, self.period.before());
        let title = lang.say("Fullföljde av dem som började", "Completed of those who started");
        lines.push(Line { title, now: share(now), before: share(before) });
        let title = lang.say("Utfall mot plan (fullföljde − platser)", "Outcome against plan (completed − seats)");
        lines.push(Line { title, now: deviation(now), before: deviation(before) });
        lines
    }

    fn local(&self) -> Vec<Line> {
        let groups = [Group::Politicians, Group::Officials, Group::Others].map(Key::LocalBy);
        self.lines([Key::Local].into_iter().chain(groups).chain([Key::LocalUnverified]))
    }

    fn decisions(&self) -> Vec<Line> {
        self.lines([Answer::Council, Answer::OtherBody, Answer::No, Answer::NoData].map(Key::Decisions))
    }

    /// States nobody was in, this year or the year before, are left out; "no data" never is.
    fn plans(&self) -> Vec<Line> {
        let is_used = |key: &Key| {
            [self.period, self.period.before()].iter().any(|one| rules::figure(self.facts, *key, *one) != Some(0))
        };
        let states = PlanState::iter().map(|state| Key::Plans(Some(state))).filter(is_used);
        let rest = [Key::Plans(None), Key::Milestones, Key::Networks, Key::WorkingGroups];
        self.lines(states.chain(rest))
    }
}

fn address(key: Key, period: Period) -> String {
    format!("/figures/{}?year={}", key.slug(), period.name())
}

/// The municipalities by name, with what each has trained.
fn places(facts: &Facts, period: Period, lang: Lang) -> Vec<Place> {
    let counts = |key| -> Option<HashMap<OrganisationId, i64>> {
        let rows = rules::rows(facts, key, period)?;
        let counted = rows.iter().filter_map(|row| match row {
            crate::followup::Row::Municipality(id, count) => Some((*id, *count)),
            _ => None,
        });
        Some(counted.collect())
    };
    let (now, in_all) = (counts(Key::Municipalities), counts(Key::MunicipalitiesInAll));
    let states = rules::states_at(facts, period.to);
    let written = |counts: &Option<HashMap<_, i64>>, id| match counts {
        Some(counts) => numbers::number(counts.get(&id).copied().unwrap_or_default()),
        None => "–".to_owned(),
    };
    let mut places: Vec<Place> = facts
        .municipalities()
        .map(|one| Place {
            name: one.name.clone(),
            now: written(&now, one.id),
            in_all: written(&in_all, one.id),
            plan: states.get(&one.id).map_or("–", |(state, _)| state.word(lang)),
        })
        .collect();
    places.sort_by(|one, other| sorting::compare(&one.name, &other.name));
    places
}

#[get("/figures/<key>?<year>")]
async fn rows(
    _who: Coordinator,
    key: &str,
    year: Option<i32>,
    chrome: Chrome,
    house: &State<House>,
) -> Result<Either<Reply<RowsPage>, Download>, Problem> {
    let (slug, wants_file) = key.strip_suffix(".xlsx").map_or((key, false), |slug| (slug, true));
    let key = Key::from_slug(slug).ok_or(Problem::Missing)?;
    let today = stockholm::today(house.now().await?);
    let period = Period::year(year.unwrap_or_else(|| today.year())).ok_or(Problem::Missing)?;
    let facts = queries::facts(house.db.read(), today).await?;
    let rows = rules::rows(&facts, key, period);
    let figure = rules::figure(&facts, key, period);
    let rows = rows.unwrap_or_default();
    let persons = people::queries::persons_among(house.db.read(), &table::persons_in(&rows)).await?;
    let lang = chrome.lang;
    let table = table::table(&facts, &persons, (key, &rows), lang);
    if wants_file {
        let name = format!("{slug}-{}", period.name());
        return Ok(Either::Right(spreadsheet::sheet(&name, &table.headings, &table.rows)?));
    }
    let download = chrome.to(&format!("/figures/{slug}.xlsx?year={}", period.name()));
    let back = chrome.to(&format!("/figures?year={}", period.name()));
    Ok(Either::Left(Reply::Page(RowsPage { lang, chrome, key, period, figure, table, download, back })))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![figures, rows]
}
