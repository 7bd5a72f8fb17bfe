//! One retention rule: its dry run in full, its form, and the button that disposes.

use super::retention::day_of;
use crate::house::House;
use crate::kernel::{Failure, Instant, Lang, Refusal as _};
use crate::locale::dates;
use crate::people::{self, Administrator, masked_name};
use crate::privacy::actions::{NewRule, Outcome, Proposal, Second, let_one_suffice, propose, set_rule};
use crate::privacy::{Action, Rule, What, due, queries, rules};
use crate::web::both::{Difference, differences};
use crate::web::form::{Reading, Submitted, new_key};
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, post, routes};

/// Rows of the dry run that are shown; the count is of all.
const MOST: u64 = 100;

/// The page of a rule.
#[derive(Template)]
#[template(path = "privacy/rule.html")]
pub struct RulePage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    stale: Option<Vec<Difference>>,
    at: String,
    name: &'static str,
    deed: &'static str,
    period: String,
    reason: String,
    version: i64,
    form: Submitted,
    actions: Vec<Choice>,
    is_disposed: bool,
    is_fixed: bool,
    needs_second: bool,
    /// Who asked that one be enough again.
    one_asked_by: Option<String>,
    until: i64,
    until_day: String,
    counted: u64,
    rows: Vec<(String, String)>,
    submission_key: String,
}

impl RulePage {
    /// Whether there are more records than are shown.
    fn is_cut(&self) -> bool {
        u64::try_from(self.rows.len()).unwrap_or_default() < self.counted
    }
    /// The address of the page below which this one stands, and of what lies beneath it.
    fn to(&self, tail: &str) -> String {
        self.chrome.to(&format!("{}{tail}", self.at))
    }

    async fn open(house: &House, chrome: Chrome, rule: &Rule, now: Instant) -> Result<Self, Problem> {
        let (lang, db, what) = (chrome.lang, house.db.read(), rule.what());
        let until = rules::until(rule.days, now);
        let is_disposed = rule.action == Action::Dispose && !rule.is_fixed();
        let asked_by: Vec<_> = rule.one_asked_by.into_iter().collect();
        let one_asked_by = people::queries::names_of(db, &asked_by, lang).await?.pop().map(|(_, name)| name);
        let (counted, rows) = if is_disposed {
            (due::count(db, what, until).await?.records, due::list(db, what, until, MOST).await?)
        } else {
            (0, Vec::new())
        };
        let ids: Vec<i64> = rows.iter().filter_map(|row| row.id.parse().ok()).collect();
        let called = due::called(db, what, &ids).await?;
        let label = |id: &str| {
            let found = id.parse().ok().and_then(|id: i64| called.iter().find(|one| one.id == id));
            match found {
                Some(one) if one.is_protected => masked_name(lang).to_owned(),
                Some(one) => one.label.clone(),
                None if what == What::Submissions => lang.say("En nyckel", "A key").to_owned(),
                None => format!("{} {id}", lang.say("Nummer", "Number")),
            }
        };
        Ok(Self {
            lang,
            errors: FormErrors::none(),
            stale: None,
            at: format!("/retention/{}", what.key()),
            name: rule.default.name(lang),
            deed: rule.default.deed(lang),
            period: rule.period(lang),
            reason: rule.reason(lang).to_owned(),
            version: rule.version,
            form: filled(rule),
            actions: [Action::Dispose, Action::Preserve].map(|one| Choice::new(one.key(), one.word(lang))).to_vec(),
            is_disposed,
            is_fixed: rule.is_fixed(),
            needs_second: rule.needs_second,
            one_asked_by,
            until: until.millis(),
            until_day: dates::day_in_words(lang, crate::locale::stockholm::today(until)),
            counted,
            rows: rows.iter().map(|row| (label(&row.id), day_of(&row.since))).collect(),
            submission_key: new_key()?,
            chrome,
        })
    }
}

fn filled(rule: &Rule) -> Submitted {
    Submitted::of([
        ("version", rule.version.to_string()),
        ("action", rule.action.key().to_owned()),
        ("days", rule.days.to_string()),
        ("basis", rule.basis.clone()),
        (
            "needs_second",
            if rule.needs_second && rule.one_asked_by.is_none() { "yes".to_owned() } else { String::new() },
        ),
    ])
}

fn what_of(key: &str) -> Result<What, Problem> {
    What::parse(key).ok_or(Problem::Missing)
}

#[get("/retention/<what>")]
async fn show(_who: Administrator, what: &str, scene: Scene<'_>) -> Answer<RulePage> {
    let rule = queries::rule(scene.house.db.read(), what_of(what)?).await?;
    Ok(Reply::Page(RulePage::open(scene.house, scene.chrome, &rule, scene.now).await?))
}

#[post("/retention/<what>", data = "<form>")]
async fn save(who: Administrator, what: &str, form: Submitted, scene: Scene<'_>) -> Answer<RulePage> {
    let Scene { house, now, chrome, lang, .. } = scene;
    let what = what_of(what)?;
    let version = form.version()?;
    let done = chrome.to("/retention?done=rule");
    let new = match read(&form, what, lang) {
        Ok(new) => NewRule { version, ..new },
        Err(errors) => {
            let rule = queries::rule(house.db.read(), what).await?;
            let page = RulePage::open(house, chrome, &rule, now).await?;
            return Ok(Reply::Again(RulePage { errors, form, ..page }));
        }
    };
    match set_rule(&house.db, &who, &new, now).await {
        Ok(()) => Ok(Reply::See(done)),
        Err(Failure::Stale) => {
            let rule = queries::rule(house.db.read(), what).await?;
            let saved = filled(&rule);
            let told = differences(&labels(lang), &form, &saved, |_, value| value.to_owned());
            if told.is_empty() {
                // The same form sent twice: nothing is left to disagree on.
                return Ok(Reply::See(done));
            }
            let form = form.over_saved().with("version", saved.get("version"));
            let page = RulePage::open(house, chrome, &rule, now).await?;
            Ok(Reply::Stale(RulePage { stale: Some(told), form, ..page }))
        }
        Err(other) => Err(other.into()),
    }
}

#[post("/retention/<what>/one-is-enough", data = "<form>")]
async fn one_is_enough(who: Administrator, what: &str, form: Submitted, scene: Scene<'_>) -> Answer<RulePage> {
    let Scene { house, now, chrome, .. } = scene;
    let what = what_of(what)?;
    let done = chrome.to("/retention?done=rule");
    match let_one_suffice(&house.db, &who, (what, form.version()?), now).await {
        Ok(()) => Ok(Reply::See(done)),
        Err(Failure::Stale) => {
            let rule = queries::rule(house.db.read(), what).await?;
            if !rule.needs_second {
                // Sent twice: it is done.
                return Ok(Reply::See(done));
            }
            Ok(Reply::Stale(RulePage::open(house, chrome, &rule, now).await?))
        }
        Err(other) => Err(other.into()),
    }
}

fn read(form: &Submitted, what: What, lang: Lang) -> Result<NewRule, FormErrors> {
    let mut reading = Reading::new(form, lang);
    let missing = lang.say("Välj om det gallras eller bevaras.", "Choose whether it is disposed of or preserved.");
    let action = reading.choice("action", missing, Action::parse);
    let days = reading.number("days", 0..=36_500);
    let missing = lang.say("Skriv vilket beslut eller vilken grund regeln har.", "Write what the rule is based on.");
    let basis = reading.line("basis", 200, missing);
    if action == Some(Action::Dispose) && what.default().action == Action::Preserve {
        let sentence =
            lang.say("Det här kan inte gallras här; det bevaras.", "This cannot be disposed of here; it is preserved.");
        reading.wrong("action", sentence);
    }
    let needs_second = if form.has("needs_second") { Second::Needed } else { Second::NotNeeded };
    let new = || Some(NewRule { what, action: action?, days: days?, basis: basis?, needs_second, version: 0 });
    new().filter(|_| reading.is_sound()).ok_or_else(|| reading.errors())
}

fn labels(lang: Lang) -> Vec<(String, String)> {
    let labels = [
        ("action", lang.say("Vad som görs", "What is done")),
        ("days", lang.say("Antal dagar", "Number of days")),
        ("basis", lang.say("Grund", "Basis")),
        ("needs_second", lang.say("Två administratörer", "Two administrators")),
    ];
    labels.map(|(name, label)| (name.to_owned(), label.to_owned())).to_vec()
}

#[post("/retention/<what>/dispose", data = "<form>")]
async fn dispose(who: Administrator, what: &str, form: Submitted, scene: Scene<'_>) -> Answer<RulePage> {
    let Scene { house, now, chrome, lang, .. } = scene;
    let what = what_of(what)?;
    let key = form.key()?;
    let (until, counted) =
        form.get("until").parse().ok().zip(form.get("counted").parse().ok()).ok_or(Problem::Unreadable)?;
    let proposal = Proposal { what, until: Instant::from_millis(until), counted };
    match propose(&house.db, &who, (proposal, &key), now).await {
        Ok(Outcome::Done(_)) => Ok(Reply::See(chrome.to("/retention?done=disposed"))),
        Ok(Outcome::Proposed(_)) => Ok(Reply::See(chrome.to("/retention?done=proposed"))),
        Err(Failure::Refused(refusal)) => {
            let rule = queries::rule(house.db.read(), what).await?;
            let mut page = RulePage::open(house, chrome, &rule, now).await?;
            page.errors.add("", refusal.sentence(lang));
            Ok(Reply::Stale(page))
        }
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show, save, one_is_enough, dispose]
}
