//! All of the journal, for administrators, with a filter.

use super::lines::{Line, facts, lines};
use super::words;
use crate::house::House;
use crate::journal::{self, Event, Filter};
use crate::kernel::{AccountId, Day, Instant, Lang};
use crate::locale::stockholm;
use crate::people::{self, Administrator, Unmasker};
use crate::web::events;
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::http::RawStr;
use rocket::{FromForm, Route, get, post, routes};

const ROWS: usize = 50;

/// The journal.
#[derive(Template)]
#[template(path = "journal/list.html")]
pub struct JournalPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    asked: Kept,
    events: Vec<Choice>,
    objects: Vec<Choice>,
    accounts: Vec<Choice>,
    lines: Vec<Line>,
    /// Whether values about persons may be opened, one entry at a time.
    may_open: bool,
    newest: Option<String>,
    older: Option<String>,
}

impl JournalPage {
    fn is_filtered(&self) -> bool {
        let asked = &self.asked;
        let fields = [&asked.event, &asked.object, &asked.id, &asked.account, &asked.from, &asked.to];
        fields.into_iter().any(|field| !field.is_empty())
    }
}

/// What the filter sends; what cannot be read is left out.
#[derive(FromForm)]
struct Asked<'r> {
    event: Option<&'r str>,
    object: Option<&'r str>,
    id: Option<&'r str>,
    account: Option<&'r str>,
    from: Option<&'r str>,
    to: Option<&'r str>,
    before: Option<i64>,
}

/// The filter as the form shows it.
#[derive(Default)]
struct Kept {
    event: String,
    object: String,
    id: String,
    account: String,
    from: String,
    to: String,
}

/// Longer than anything the filter can ask for.
const LONGEST: usize = 60;

impl Kept {
    fn of(asked: &Asked<'_>) -> Self {
        let kept = |text: Option<&str>| {
            let text = text.unwrap_or_default();
            text.chars().filter(|one| !one.is_control()).take(LONGEST).collect::<String>()
        };
        Self {
            event: kept(asked.event),
            object: kept(asked.object),
            id: kept(asked.id),
            account: kept(asked.account),
            from: kept(asked.from),
            to: kept(asked.to),
        }
    }

    fn filter(&self) -> Filter<'_> {
        let word = |text: &'_ str| (!text.is_empty()).then_some(());
        Filter {
            event: word(&self.event).map(|()| self.event.as_str()),
            object: word(&self.object).map(|()| self.object.as_str()),
            object_id: self.id.parse().ok(),
            account: self.account.parse().ok().map(AccountId),
            from: day(&self.from).map(stockholm::start_of_day),
            until: day(&self.to).and_then(|day| day.succ_opt()).map(stockholm::start_of_day),
        }
    }

    /// The address of the same search, from the entry before `before` on.
    fn address(&self, chrome: &Chrome, before: Option<i64>) -> String {
        let fields = [
            ("event", &self.event),
            ("object", &self.object),
            ("id", &self.id),
            ("account", &self.account),
            ("from", &self.from),
            ("to", &self.to),
        ];
        let asked = fields.iter().filter(|(_, value)| !value.is_empty());
        let mut query: Vec<String> =
            asked.map(|(name, value)| format!("{name}={}", RawStr::new(value).percent_encode())).collect();
        query.extend(before.map(|before| format!("before={before}")));
        chrome.to(&format!("/journal?{}", query.join("&")))
    }
}

/// A day as the date field sends it, within the years a calendar has here.
fn day(text: &str) -> Option<Day> {
    let day = Day::parse_from_str(text, "%Y-%m-%d").ok()?;
    (1900..2200).contains(&chrono::Datelike::year(&day)).then_some(day)
}

#[get("/journal?<asked..>")]
async fn list(asked: Asked<'_>, who: Administrator, scene: Scene<'_>) -> Answer<JournalPage> {
    let Scene { house, chrome, lang, .. } = scene;
    let db = house.db.read();
    let kept = Kept::of(&asked);
    let page = journal::entries(db, &kept.filter(), asked.before, ROWS).await?;
    let mut named: Vec<(String, Choice)> = people::queries::accounts_with_names(db)
        .await?
        .into_iter()
        .map(|(account, person)| (person.shown_name(lang), account))
        .map(|(name, account)| {
            let label = format!("{name}, {}", account.role.word(lang));
            (name, Choice::new(account.id, label))
        })
        .collect();
    named.sort_by(|one, other| crate::locale::sorting::compare(&one.0, &other.0));
    Ok(Reply::Page(JournalPage {
        lang,
        errors: FormErrors::none(),
        events: events::all(lang).map(|(event, words)| Choice::new(event, words)).collect(),
        objects: words::objects(lang).map(|(object, words)| Choice::new(object, words)).collect(),
        accounts: named.into_iter().map(|(_, choice)| choice).collect(),
        lines: lines(db, &page.entries, &chrome).await?,
        may_open: who.may_unmask,
        newest: asked.before.map(|_| kept.address(&chrome, None)),
        older: page.next.map(|next| kept.address(&chrome, Some(next))),
        asked: kept,
        chrome,
    }))
}

/// The values about persons of one entry.
#[derive(Template)]
#[template(path = "journal/values.html")]
pub struct ValuesPage {
    lang: Lang,
    chrome: Chrome,
    line: Line,
    values: Vec<(String, String)>,
}

/// Opens what one entry says about persons; that it was opened is an entry of its own.
#[post("/journal/<id>/values")]
async fn values(id: i64, who: Administrator, _leave: Unmasker, scene: Scene<'_>) -> Answer<ValuesPage> {
    let Scene { house, now, chrome, .. } = scene;
    let Some(told) = journal::entry(house.db.read(), id).await? else { return Err(Problem::Missing) };
    open(house, &who, id, now).await?;
    let lang = chrome.lang;
    let values = told.values.as_deref().map(|values| facts(values, lang)).unwrap_or_default();
    let Some(line) = lines(house.db.read(), &[told], &chrome).await?.pop() else { return Err(Problem::Missing) };
    Ok(Reply::Page(ValuesPage { lang, chrome, line, values }))
}

async fn open(house: &House, who: &Administrator, id: i64, now: Instant) -> Result<(), Problem> {
    let tx = house.db.begin_write().await?;
    journal::record(&tx, &who.actor(), Event::new("journal.values_opened", "journal", id), now).await?;
    Ok(tx.commit().await?)
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![list, values]
}
