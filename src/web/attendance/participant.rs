//! One participant's marks on one day: all of them, with who and when, and a form to correct the last.

use super::faces::with_names;
use super::marking::Marking;
use super::standing::{mask_reasons, minutes_of, strip_of, verdicts_of, words};
use crate::attendance::actions::{self, Place};
use crate::attendance::proof::{Marker, guest_in_words};
use crate::attendance::{Mark, MarkKind, NewMark, Nonce, Refusal, queries, rules};
use crate::cohorts::{self, Cohort, CourseDay};
use crate::house::House;
use crate::kernel::{CourseDayId, Failure, Lang, MarkId, ParticipantId, PersonId, Refusal as _};
use crate::locale::{dates, stockholm};
use crate::people::{self, Role, Unmasker};
use crate::requirements::{Line, Voice};
use crate::seats::{self, Participant};
use crate::web::form::{Reading, Submitted, new_key};
use crate::web::parts::{Choice, Chrome, FormErrors, StripDay};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, post, routes};

/// The page.
#[expect(clippy::struct_excessive_bools, reason = "what a template asks, yes or no")]
#[derive(Template)]
#[template(path = "attendance/participant.html")]
pub struct ParticipantPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    form: Submitted,
    spot: Spot,
    name: String,
    organisation: String,
    when: String,
    strip: Vec<StripDay>,
    verdict: Option<(String, Vec<Line>)>,
    history: Vec<Told>,
    kinds: Vec<Choice>,
    is_coordinator: bool,
    key: String,
    /// The mark that stands; 0 when there is none.
    seen: i64,
    /// Somebody else marked while the form was open.
    is_stale: bool,
    person: PersonId,
    is_protected: bool,
    may_unmask: bool,
}

/// One mark in words.
struct Told {
    kind: &'static str,
    note: String,
    reason: String,
    by: String,
    at: String,
    device: String,
}

/// The participant's place: the day, its cohort, the person in it.
struct Spot {
    day: CourseDay,
    cohort: Cohort,
    participant: Participant,
}

#[get("/days/<id>/participants/<participant>")]
async fn show(
    id: CourseDayId,
    participant: ParticipantId,
    by: Marking,
    house: &State<House>,
) -> Answer<ParticipantPage> {
    let spot = spot(house, &by, id, participant).await?;
    page(house, by, spot, (Submitted::default(), FormErrors::none())).await.map(Reply::Page)
}

#[post("/days/<id>/participants/<participant>", data = "<form>")]
async fn correct(
    id: CourseDayId,
    participant: ParticipantId,
    by: Marking,
    form: Submitted,
    house: &State<House>,
) -> Answer<ParticipantPage> {
    let spot = spot(house, &by, id, participant).await?;
    let lang = by.chrome.lang;
    let mark = match read(&form, &spot, lang)? {
        Ok(mark) => mark,
        Err(errors) => return page(house, by, spot, (form, errors)).await.map(Reply::Again),
    };
    let place = Place { day: id, device: by.device.0 };
    let seen = MarkId(form.version()?);
    match actions::correct(&house.db, &Marker::Trainer(by.who.clone()), place, (&mark, seen), by.now.0).await {
        Ok(()) => Ok(Reply::See(by.chrome.to(&format!("/days/{id}/participants/{participant}")))),
        Err(Failure::Refused(refusal)) => {
            let errors = [(refusal.field().unwrap_or_default(), sentence(refusal, lang))].into_iter().collect();
            page(house, by, spot, (form, errors)).await.map(Reply::Again)
        }
        Err(Failure::Stale) => {
            let page = page(house, by, spot, (form.over_saved(), FormErrors::none())).await?;
            Ok(Reply::Stale(ParticipantPage { is_stale: true, ..page }))
        }
        Err(other) => Err(other.into()),
    }
}

/// The refusal as this page says it: here is where the reason is written.
fn sentence(refusal: Refusal, lang: Lang) -> String {
    match refusal {
        Refusal::ReasonNeeded => lang
            .say(
                "Dagen är intygad. Skriv varför markeringen ändras.",
                "The day is attested. Write why the mark is changed.",
            )
            .to_owned(),
        other => other.sentence(lang),
    }
}

fn read(form: &Submitted, spot: &Spot, lang: Lang) -> Result<Result<NewMark, FormErrors>, Problem> {
    let mut reading = Reading::new(form, lang);
    let kind = reading.choice("kind", lang.say("Välj vad som ska gälla.", "Choose what is to stand."), MarkKind::parse);
    let minutes = match kind {
        Some(MarkKind::Partial) => reading.number("minutes", 1..=rules::most_minutes(&spot.day)),
        _ => None,
    };
    let reference = reading.optional_line("reference", 200);
    let reason = reading.optional_line("reason", 300);
    let key = form.key()?;
    let (Some(kind), Some(reference), Some(reason), true) = (kind, reference, reason, reading.is_sound()) else {
        return Ok(Err(reading.errors()));
    };
    let nonce = format!("{}-{}", key.as_str(), spot.participant.id);
    let nonce = Nonce::parse(&nonce).ok_or(Problem::Unreadable)?;
    let reference = if kind.is_by_reference() { reference } else { String::new() };
    Ok(Ok(NewMark { reference, reason, ..NewMark::new(spot.participant.id, kind, minutes, nonce) }))
}

async fn spot(house: &House, by: &Marking, id: CourseDayId, participant: ParticipantId) -> Result<Spot, Problem> {
    let db = house.db.read();
    let day = cohorts::queries::find_day(db, id).await?.ok_or(Problem::Missing)?;
    let participant = seats::queries::find_participant(db, participant).await?.ok_or(Problem::Missing)?;
    if participant.cohort_id != day.cohort_id || !queries::is_open_to(db, &by.who, day.cohort_id).await? {
        return Err(Problem::Missing);
    }
    let cohort = cohorts::queries::find(db, day.cohort_id).await?.ok_or(Problem::Missing)?;
    Ok(Spot { day, cohort, participant })
}

async fn page(
    house: &House,
    by: Marking,
    spot: Spot,
    (form, errors): (Submitted, FormErrors),
) -> Result<ParticipantPage, Problem> {
    let (db, lang, today) = (house.db.read(), by.chrome.lang, stockholm::today(by.now.0));
    let face =
        with_names(db, vec![spot.participant.clone()], lang).await?.into_iter().next().ok_or(Problem::Missing)?;
    let days = cohorts::queries::days_of(db, spot.cohort.id).await?;
    let standing = queries::standing_marks(db, spot.cohort.id).await?;
    let own: Vec<&Mark> = standing.iter().filter(|mark| mark.participant_id == spot.participant.id).collect();
    let mut strip = strip_of(lang, &days, &own, today);
    for (square, day) in strip.iter_mut().zip(&days).filter(|(_, day)| day.id != spot.day.id) {
        square.href = Some(by.chrome.to(&format!("/days/{}/participants/{}", day.id, spot.participant.id)));
    }
    let mut verdict = verdicts_of(db, &spot.cohort, today).await?.remove(&spot.participant.id);
    if let (Some(verdict), true) = (&mut verdict, face.is_protected) {
        mask_reasons(verdict, lang);
    }
    let history = queries::history(db, spot.participant.id, spot.day.id).await?;
    let accounts: Vec<_> = history.iter().filter_map(|mark| mark.account_id).collect();
    let names = people::queries::names_of(db, &accounts, lang).await?;
    let told = |mark: &Mark| {
        let name = names.iter().find(|(account, _)| Some(*account) == mark.account_id);
        let by = name.map_or_else(|| guest_in_words(lang, &mark.guest_name), |(_, name)| name.clone());
        told(lang, mark, (&spot.day, by.as_str()))
    };
    let is_coordinator = by.who.role != Role::Trainer;
    let kinds = MarkKind::ALL.into_iter().filter(|kind| is_coordinator || !kind.is_by_reference());
    Ok(ParticipantPage {
        lang,
        errors,
        form,
        name: face.name,
        person: spot.participant.person_id,
        is_protected: face.is_protected,
        may_unmask: Unmasker::prove((*by.who).clone()).is_some(),
        organisation: face.organisation,
        when: dates::weekday_day(lang, spot.day.day),
        strip,
        verdict: verdict.map(|verdict| words(&verdict, Voice::They, lang)),
        history: history.iter().rev().map(told).collect(),
        kinds: kinds.map(|kind| choice(lang, kind)).collect(),
        is_coordinator,
        key: new_key()?,
        seen: history.last().map_or(0, |mark| mark.id.0),
        is_stale: false,
        spot,
        chrome: by.chrome,
    })
}

fn choice(lang: Lang, kind: MarkKind) -> Choice {
    match kind {
        MarkKind::Open => Choice::new(kind.key(), lang.say("Ingen markering (ångra)", "No mark (undo)")),
        kind => Choice::new(kind.key(), kind.word(lang)),
    }
}

fn told(lang: Lang, mark: &Mark, (day, by): (&CourseDay, &str)) -> Told {
    let minutes = mark.minutes.filter(|_| mark.kind == MarkKind::Partial);
    Told {
        kind: mark.kind.word(lang),
        note: minutes.map_or_else(|| mark.reference.clone(), |minutes| minutes_of(lang, minutes, day.minutes)),
        reason: mark.reason.clone(),
        by: by.to_owned(),
        at: dates::iso_moment(mark.marked_at),
        device: mark.device.clone(),
    }
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, correct]
}
