//! A cohort's plan: its words, days and trainers, with what planning remarks on.

use super::{reading, remarks};
use crate::cohorts::model::Plan;
use crate::cohorts::rules::OfferTiming;
use crate::cohorts::{self, Cohort, CohortState};
use crate::house::House;
use crate::kernel::{CohortId, Day, Failure, Lang, Refusal as _};
use crate::locale::{dates, sorting, stockholm};
use crate::offers;
use crate::people;
use crate::programmes::{self, ProgrammeDay};
use crate::seats::actions::replan;
use crate::web::both::{Difference, differences, label_of};
use crate::web::form::Submitted;
use crate::web::guards::AtDesk;
use crate::web::parts::{Choice, Chrome, FormErrors, Notice, StripDay, Tone};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::strip;
use askama::Template;
use rocket::{Route, State, get, post, routes};

/// The plan of one cohort.
#[derive(Template)]
#[template(path = "cohorts/edit.html")]
pub struct EditPage {
    lang: Lang,
    chrome: Chrome,
    cohort: Cohort,
    form: Submitted,
    version: i64,
    errors: FormErrors,
    stale: Option<Vec<Difference>>,
    strip: Vec<StripDay>,
    days: Vec<DayFields>,
    remarks: Vec<String>,
    trainers: Vec<Choice>,
    languages: Vec<Choice>,
}

/// One day of the form.
struct DayFields {
    number: i64,
    heading: String,
    remarks: Vec<String>,
    day: (String, String),
    starts: (String, String),
    ends: (String, String),
    room: (String, String),
}

/// What is saved of the cohort.
struct Saved {
    cohort: Cohort,
    plan: Plan,
    strip: Vec<StripDay>,
    lessons: Vec<ProgrammeDay>,
    remarks: Vec<(Option<i64>, String)>,
    trainers: Vec<Choice>,
}

async fn stand(house: &House, id: CohortId, lang: Lang, today: Day) -> Result<Saved, Problem> {
    let db = house.db.read();
    let cohort = cohorts::queries::find(db, id).await?.ok_or(Problem::Missing)?;
    let days = cohorts::queries::days_of(db, id).await?;
    let chosen = cohorts::queries::trainers_of(db, id).await?;
    let plan = cohorts::queries::plan_of(&cohort, &days, &chosen);
    let offer = offers::queries::offer_of(db, id).await?.map(|offer| OfferTiming {
        deadline: stockholm::today(offer.deadline_at),
        needed: offers::rules::days_needed(offer.reply_days),
    });
    let mut known = people::queries::trainers(db).await?;
    known.sort_by(|(_, left), (_, right)| sorting::compare(&left.true_name, &right.true_name));
    let plans = [(id, plan.clone())];
    let remarks = remarks::of(db, &plans, offer, lang).await?;
    Ok(Saved {
        strip: strip::of_cohort(lang, &days, today),
        lessons: programmes::queries::days_of(db, cohort.programme_version_id).await?,
        remarks: remarks.into_iter().map(|remark| (remark.day, remark.sentence)).collect(),
        trainers: known.iter().map(|(id, person)| Choice::new(id, person.shown_name(lang))).collect(),
        cohort,
        plan,
    })
}

impl EditPage {
    fn path(&self) -> String {
        format!("/desk/cohorts/{}/edit", self.cohort.id)
    }

    /// Whether there may be people who are told when a day moves.
    fn tells_people(&self) -> bool {
        matches!(self.cohort.state, CohortState::Published | CohortState::Running)
    }

    fn can_be_cancelled(&self) -> bool {
        matches!(self.cohort.state, CohortState::Draft | CohortState::Published)
    }

    fn new(chrome: Chrome, saved: Saved, form: Submitted, errors: FormErrors) -> Self {
        let lang = chrome.lang;
        let days = saved.plan.days.iter().map(|day| day_fields(&saved, &form, day.number, lang)).collect();
        let whole = saved.remarks.iter().filter(|(day, _)| day.is_none()).map(|(_, told)| told.clone());
        Self {
            lang,
            chrome,
            version: saved.cohort.version,
            form,
            errors,
            stale: None,
            strip: saved.strip,
            days,
            remarks: whole.collect(),
            trainers: saved.trainers,
            languages: reading::languages(lang),
            cohort: saved.cohort,
        }
    }
}

fn day_fields(saved: &Saved, form: &Submitted, number: i64, lang: Lang) -> DayFields {
    let title = saved.lessons.iter().find(|lesson| lesson.number == number).map(|lesson| lesson.title(lang));
    let date = saved.plan.days.iter().find(|day| day.number == number).map(|day| dates::weekday_day(lang, day.day));
    let heading = [date.as_deref(), title].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let remarks = saved.remarks.iter().filter(|(day, _)| *day == Some(number)).map(|(_, told)| told.clone());
    let field = |name: &str| {
        let name = format!("{name}-{number}");
        let value = form.get(&name).to_owned();
        (name, value)
    };
    DayFields {
        number,
        heading,
        remarks: remarks.collect(),
        day: field("day"),
        starts: field("starts"),
        ends: field("ends"),
        room: field("room"),
    }
}

#[get("/desk/cohorts/<id>/edit?<saved>")]
async fn show(desk: AtDesk, id: CohortId, saved: Option<&str>, house: &State<House>) -> Answer<EditPage> {
    let AtDesk { mut chrome, now, .. } = desk;
    if saved.is_some() {
        let text = chrome.lang.say("Omgången är sparad.", "The cohort is saved.").to_owned();
        chrome.notice = Some(Notice { tone: Tone::Done, text });
    }
    let before = stand(house, id, chrome.lang, stockholm::today(now)).await?;
    let form = reading::filled(&before.plan, before.cohort.version);
    Ok(Reply::Page(EditPage::new(chrome, before, form, FormErrors::none())))
}

#[post("/desk/cohorts/<id>/edit", data = "<form>")]
async fn change(desk: AtDesk, id: CohortId, form: Submitted, house: &State<House>) -> Answer<EditPage> {
    let AtDesk { who, chrome, now } = desk;
    let version = form.version()?;
    let before = stand(house, id, chrome.lang, stockholm::today(now)).await?;
    let plan = match reading::plan(&form, &before.plan, chrome.lang) {
        Ok(plan) => plan,
        Err(errors) => return Ok(Reply::Again(EditPage::new(chrome, before, form, errors))),
    };
    match replan(&house.db, &house.letterhead(), &who, (id, version, &plan), now).await {
        Ok(()) => Ok(Reply::See(chrome.to(&format!("/desk/cohorts/{id}/edit?saved=yes")))),
        Err(Failure::Refused(refusal)) => {
            let errors = [(refusal.field_name(), refusal.sentence(chrome.lang))].into_iter().collect();
            Ok(Reply::Again(EditPage::new(chrome, before, form, errors)))
        }
        Err(Failure::Stale) => {
            // Read once more: the other press may have been saved since this one began.
            let before = stand(house, id, chrome.lang, stockholm::today(now)).await?;
            let labels = reading::labels(&before.plan, chrome.lang);
            let theirs = reading::filled(&before.plan, before.cohort.version);
            let languages = reading::languages(chrome.lang);
            let told = differences(&labels, &form, &theirs, |name, value| match name {
                "trainers" => label_of(&before.trainers, value),
                "languages" => label_of(&languages, value),
                _ => value.to_owned(),
            });
            if told.is_empty() {
                // The same form sent twice: nothing is left to disagree on.
                return Ok(Reply::See(chrome.to(&format!("/desk/cohorts/{id}/edit?saved=yes"))));
            }
            let page = EditPage::new(chrome, before, form.over_saved(), FormErrors::none());
            Ok(Reply::Stale(EditPage { stale: Some(told), ..page }))
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) fn routes() -> Vec<Route> {
    routes![show, change]
}
