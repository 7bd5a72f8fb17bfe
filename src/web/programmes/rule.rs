//! The usual rule of a programme: one of three, with numbers to change.

use super::assignment::keys;
use super::saved::{Said, Saved};
use super::trial::{Trial, trial};
use crate::house::House;
use crate::kernel::{Day, Failure, Lang, ProgrammeId, RuleId};
use crate::locale::stockholm;
use crate::programmes::actions;
use crate::requirements::{Amount, CompletionRule, DayNumber, Usual};
use crate::web::form::{Reading, Submitted};
use crate::web::guards::AtDesk;
use crate::web::parts::{Choice, Chrome, FormErrors, Notice, Tone};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, post, routes};
use std::collections::BTreeSet;

/// The form.
#[derive(Template)]
#[template(path = "programmes/rule.html")]
pub struct RulePage {
    lang: Lang,
    chrome: Chrome,
    saved: Saved,
    form: Submitted,
    errors: FormErrors,
    /// The rule of the form in both languages; empty while it is unsound.
    said: Vec<Said>,
    trial: Trial,
    kinds: Vec<Choice>,
    days: Vec<Choice>,
    /// What somebody else saved meanwhile.
    theirs: Option<Vec<Said>>,
    is_usual: bool,
    /// The assignments to be described: what each is called, and where.
    assignments: Vec<(String, String)>,
}

impl RulePage {
    fn new(chrome: Chrome, saved: Saved, form: Submitted, today: Day) -> (Self, Option<CompletionRule>) {
        let lang = chrome.lang;
        let mut reading = Reading::new(&form, lang);
        let usual = read(&mut reading, saved.count(), lang);
        let rule = usual.and_then(|usual| match usual.rule(saved.count()) {
            Ok(rule) => Some(rule),
            Err(refusal) => {
                reading.wrong("kind", refusal.say(lang));
                None
            }
        });
        let errors = reading.errors();
        let page = Self {
            said: rule.as_ref().map(|rule| saved.said(rule, lang)).unwrap_or_default(),
            trial: trial(&saved, rule.as_ref(), &form, (today, lang)),
            kinds: kinds(lang),
            days: saved
                .days
                .iter()
                .map(|day| Choice::new(day.number, day_label(day.number, day.title(lang), lang)))
                .collect(),
            theirs: None,
            is_usual: Usual::read(&saved.rule, saved.count()).is_some(),
            assignments: Vec::new(),
            lang,
            chrome,
            form,
            errors,
            saved,
        };
        (page, rule)
    }

    fn path(&self) -> String {
        format!("/desk/programmes/{}/rule", self.saved.programme.id)
    }
}

/// A day as it is chosen.
pub(super) fn day_label(number: i64, title: &str, lang: Lang) -> String {
    format!("{} {number}: {title}", lang.say("Dag", "Day"))
}

fn kinds(lang: Lang) -> Vec<Choice> {
    vec![
        Choice::new("days", lang.say("Ett antal dagar", "A number of days"))
            .hint(lang.say("Till exempel 5 av 6.", "For example 5 of 6.")),
        Choice::new("share", lang.say("En andel av dagarna", "A share of the days")).hint(lang.say(
            "Till exempel 80 procent; inställda dagar räknas bort.",
            "For example 80 percent; cancelled days are left out.",
        )),
        Choice::new("every", lang.say("Alla dagar", "Every day")),
    ]
}

fn read(reading: &mut Reading<'_>, days: DayNumber, lang: Lang) -> Option<Usual> {
    let missing = lang.say("Välj hur dagarna räknas.", "Choose how the days are counted.");
    let kind = reading.choice("kind", missing, |kind| ["days", "share", "every"].into_iter().find(|one| *one == kind));
    let amount = match kind? {
        "days" => reading.number("min", 1..=i64::from(days)).and_then(|min| u32::try_from(min).ok()).map(Amount::Days),
        "share" => reading.number("percent", 1..=100).and_then(|share| u8::try_from(share).ok()).map(Amount::Share),
        _ => Some(Amount::Every),
    };
    let required = required(reading, days);
    let assignment = reading.optional_line("assignment", 60);
    let partial = reading.number("partial_percent", 1..=100).and_then(|share| u8::try_from(share).ok());
    let make_ups = reading.number_or_zero("make_ups", 0..=i64::from(days)).and_then(|count| u32::try_from(count).ok());
    let months = reading.optional_number("within_months", 0..=120);
    Some(Usual {
        amount: amount?,
        required,
        assignment: Some(assignment?).filter(|name| !name.is_empty()),
        partial_percent: partial?,
        make_ups: make_ups?,
        within_months: months?.and_then(|months| u32::try_from(months).ok()),
    })
}

fn required(reading: &Reading<'_>, days: DayNumber) -> BTreeSet<DayNumber> {
    let ticked = reading.form().all("required");
    ticked.iter().filter_map(|day| day.parse().ok()).filter(|day| (1..=days).contains(day)).collect()
}

fn filled(usual: &Usual) -> Submitted {
    let (kind, min, percent) = match usual.amount {
        Amount::Days(min) => ("days", min.to_string(), String::new()),
        Amount::Share(share) => ("share", String::new(), share.to_string()),
        Amount::Every => ("every", String::new(), String::new()),
    };
    let mut form = Submitted::of([
        ("kind", kind.to_owned()),
        ("min", min),
        ("percent", percent),
        ("assignment", usual.assignment.clone().unwrap_or_default()),
        ("partial_percent", usual.partial_percent.to_string()),
        ("make_ups", usual.make_ups.to_string()),
        ("within_months", usual.within_months.map(|months| months.to_string()).unwrap_or_default()),
    ]);
    for day in &usual.required {
        form = form.with("required", day.to_string());
    }
    form
}

#[get("/desk/programmes/<id>/rule?<saved>")]
async fn show(desk: AtDesk, id: ProgrammeId, saved: Option<&str>, house: &State<House>) -> Answer<RulePage> {
    let AtDesk { mut chrome, now, .. } = desk;
    if saved.is_some() {
        let text = chrome.lang.say("Kraven är sparade.", "The rule is saved.").to_owned();
        chrome.notice = Some(Notice { tone: Tone::Done, text });
    }
    let saved = Saved::of(house, id).await?;
    let usual = Usual::read(&saved.rule, saved.count()).unwrap_or_else(|| Usual::of_days(saved.count()));
    let keys = keys(house, &saved).await?;
    let (mut page, _) = RulePage::new(chrome, saved, filled(&usual), stockholm::today(now));
    let path = |number: usize| page.chrome.to(&format!("/desk/programmes/{id}/assignments/{number}"));
    let title = |key: &String| page.saved.titles(page.lang).of(key).to_owned();
    page.assignments = (1..).zip(&keys).map(|(number, key)| (title(key), path(number))).collect();
    Ok(Reply::Page(page))
}

#[post("/desk/programmes/<id>/rule", data = "<form>")]
async fn save(desk: AtDesk, id: ProgrammeId, form: Submitted, house: &State<House>) -> Answer<RulePage> {
    let AtDesk { who, chrome, now } = desk;
    let (seen, today) = (RuleId(form.version()?), stockholm::today(now));
    let is_saving = form.get("do") == "save";
    let (page, rule) = RulePage::new(chrome, Saved::of(house, id).await?, form, today);
    let Some(rule) = rule else { return Ok(Reply::Again(page)) };
    if !is_saving {
        return Ok(Reply::Page(page));
    }
    match actions::set_rule(&house.db, &who, (id, seen), &rule, now).await {
        Ok(()) => Ok(Reply::See(page.chrome.to(&format!("{}?saved=yes", page.path())))),
        Err(Failure::Stale) => {
            let saved = Saved::of(house, id).await?;
            let theirs = saved.said(&saved.rule, page.lang);
            let (page, _) = RulePage::new(page.chrome, saved, page.form.over_saved(), today);
            Ok(Reply::Stale(RulePage { theirs: Some(theirs), ..page }))
        }
        Err(other) => Err(Problem::from(other)),
    }
}

pub(super) fn routes() -> Vec<Route> {
    routes![show, save]
}
