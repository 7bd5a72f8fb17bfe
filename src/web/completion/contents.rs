//! What a course day held: lecturers, literature, material.

use super::writing::Writing;
use crate::attendance::actions::{self, Content};
use crate::attendance::queries;
use crate::cohorts::{self, Cohort, CourseDay};
use crate::house::House;
use crate::kernel::{CohortId, CourseDayId, Failure, Lang};
use crate::locale::dates;
use crate::people::Coordinator;
use crate::web::form::{Reading, Submitted};
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, post, routes};

/// The form.
#[derive(Template)]
#[template(path = "completion/contents.html")]
pub struct ContentsPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    cohort: Cohort,
    day: CourseDay,
    when: String,
    form: Submitted,
    version: i64,
    theirs: Option<Vec<(&'static str, String)>>,
}

#[get("/desk/cohorts/<cohort>/days/<day>")]
async fn show(
    cohort: CohortId,
    day: CourseDayId,
    who: Coordinator,
    chrome: Chrome,
    house: &State<House>,
) -> Answer<ContentsPage> {
    let _ = who;
    Ok(Reply::Page(page(house, cohort, day, chrome).await?))
}

#[post("/desk/cohorts/<cohort>/days/<day>", data = "<form>")]
async fn write(
    cohort: CohortId,
    day: CourseDayId,
    by: Writing,
    form: Submitted,
    house: &State<House>,
) -> Answer<ContentsPage> {
    let lang = by.chrome.lang;
    let shown = page(house, cohort, day, by.chrome).await?;
    let mut reading = Reading::new(&form, lang);
    let [lecturers, literature, material] =
        ["lecturers", "literature", "material"].map(|field| reading.optional_words(field, 2000));
    let (Some(lecturers), Some(literature), Some(material)) = (lecturers, literature, material) else {
        let errors = reading.errors();
        return Ok(Reply::Again(ContentsPage { errors, form, ..shown }));
    };
    let content = Content { lecturers, literature, material, version: form.version()? };
    match actions::write_content(&house.db, &by.who, day, &content, by.now.0).await {
        Ok(()) => Ok(Reply::See(shown.chrome.to(&format!("/desk/cohorts/{cohort}#contents")))),
        Err(Failure::Stale) => {
            // Read once more: the other press may have been saved since this one began.
            let shown = page(house, cohort, day, shown.chrome).await?;
            let theirs = FIELDS.map(|(field, sv, en)| (lang.say(sv, en), shown.form.get(field).to_owned()));
            let sent = [content.lecturers, content.literature, content.material];
            if theirs.iter().zip(&sent).all(|((_, saved), sent)| saved == sent) {
                // The same form sent twice: nothing is left to disagree on.
                return Ok(Reply::See(shown.chrome.to(&format!("/desk/cohorts/{cohort}#contents"))));
            }
            let form = form.over_saved();
            Ok(Reply::Stale(ContentsPage { theirs: Some(theirs.into()), form, ..shown }))
        }
        Err(other) => Err(other.into()),
    }
}

/// The fields with their labels in both languages.
const FIELDS: [(&str, &str, &str); 3] = [
    ("lecturers", "Föreläsare", "Lecturers"),
    ("literature", "Litteratur", "Literature"),
    ("material", "Material", "Material"),
];

async fn page(house: &House, cohort: CohortId, day: CourseDayId, chrome: Chrome) -> Result<ContentsPage, Problem> {
    let (db, lang) = (house.db.read(), chrome.lang);
    let day =
        cohorts::queries::find_day(db, day).await?.filter(|day| day.cohort_id == cohort).ok_or(Problem::Missing)?;
    let cohort = cohorts::queries::find(db, cohort).await?.ok_or(Problem::Missing)?;
    let written = queries::contents_of(db, &[day.id]).await?.into_iter().next();
    let version = written.as_ref().map_or(0, |content| content.version);
    let form = written.map_or_else(Submitted::default, |content| {
        Submitted::of([
            ("lecturers", content.lecturers),
            ("literature", content.literature),
            ("material", content.material),
        ])
    });
    let when = dates::weekday_day(lang, day.day);
    Ok(ContentsPage { lang, chrome, errors: FormErrors::none(), cohort, day, when, form, version, theirs: None })
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, write]
}
