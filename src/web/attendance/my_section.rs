//! What "my application" shows a participant: the own days, what is still needed, the name on the certificate.

use super::standing::{decided_on, strip_of, words};
use crate::applications::Applicant;
use crate::attendance::{self, DayContent, Mark};
use crate::cohorts::{self, CourseDay};
use crate::completion::{self, facts};
use crate::house::House;
use crate::kernel::{Instant, Lang};
use crate::locale::{dates, stockholm};
use crate::people;
use crate::programmes;
use crate::requirements::{Line, Voice, weigh};
use crate::seats::{self, ParticipantState};
use crate::web::parts::{Chrome, StripDay};
use crate::web::problem::Problem;
use askama::Template;

#[derive(Template)]
#[template(path = "attendance/my_section.html")]
struct MySection {
    lang: Lang,
    chrome: Chrome,
    strip: Vec<StripDay>,
    verdict: Option<(String, Vec<Line>)>,
    decision: Option<String>,
    /// The rule the decision was made by, and how the facts stood then.
    ground: Option<(String, Vec<Line>)>,
    contents: Vec<(String, DayContent)>,
    name: String,
    is_confirmed: bool,
    name_href: String,
}

/// The section of a participant; `None` for somebody who is not one, or no longer.
///
/// # Errors
/// When the database does not answer.
pub async fn section(house: &House, who: &Applicant, chrome: &Chrome, now: Instant) -> Result<Option<String>, Problem> {
    let (db, lang, today) = (house.db.read(), chrome.lang, stockholm::today(now));
    let participant = seats::queries::participant_of(db, who.application.id).await?;
    let Some(participant) = participant.filter(|each| each.state == ParticipantState::Active) else { return Ok(None) };
    let Some(cohort) = cohorts::queries::find(db, participant.cohort_id).await? else { return Ok(None) };
    let days = cohorts::queries::days_of(db, cohort.id).await?;
    let standing = attendance::queries::standing_marks(db, cohort.id).await?;
    let own: Vec<&Mark> = standing.iter().filter(|mark| mark.participant_id == participant.id).collect();
    let titles = programmes::queries::titles_of(db, cohort.programme_version_id, lang).await?;
    let verdict = match completion::queries::rule_of(db, &cohort).await? {
        Some((_, rule)) => {
            let records = facts::records_of(db, cohort.id).await?;
            let record = records.iter().find(|(each, _)| each.id == participant.id);
            record.map(|(_, record)| words(&weigh(&rule, record, today).titled(&titles), Voice::You, lang))
        }
        None => None,
    };
    let made = completion::queries::decision_of(db, participant.id).await?;
    let ground = match &made {
        Some(decision) => decided_on(db, decision, (&days, &titles), lang).await?,
        None => None,
    };
    let decision = made.map(|decision| {
        let day = dates::day_in_words(lang, decision.decided_on);
        format!("{} {day}: {}.", lang.say("Beslut", "Decision of"), decision.verdict.word(lang))
    });
    let ids: Vec<_> = days.iter().map(|day| day.id).collect();
    let written = attendance::queries::contents_of(db, &ids).await?;
    let content = |day: &CourseDay| {
        let content = written.iter().find(|content| content.course_day_id == day.id)?;
        Some((dates::weekday_day(lang, day.day), content.clone()))
    };
    let person = people::queries::find_person(db, participant.person_id).await?.ok_or(Problem::Missing)?;
    let section = MySection {
        lang,
        strip: strip_of(lang, &days, &own, today),
        verdict,
        decision,
        ground,
        contents: days.iter().filter_map(content).collect(),
        name: participant.name_on_certificate.unwrap_or(person.true_name),
        is_confirmed: participant.name_confirmed_at.is_some(),
        name_href: chrome.to(&format!("/my/{}/name", who.token())),
        chrome: chrome.clone(),
    };
    section.render().map(Some).map_err(|error| Problem::broken(&error))
}
