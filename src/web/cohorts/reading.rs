//! The cohort's form: how it is filled and how it is read.

use crate::cohorts::Refusal;
use crate::cohorts::model::{Frame, Plan, PlannedDay};
use crate::cohorts::rules;
use crate::kernel::{AccountId, Lang, Refusal as _};
use crate::locale::dates;
use crate::web::form::{Reading, Submitted};
use crate::web::parts::{Choice, FormErrors};

/// Most seats one cohort can have; a slip of the finger must not make ten thousand rows.
const MOST_SEATS: i64 = 500;

/// The languages a cohort may be held in.
pub(super) fn languages(lang: Lang) -> Vec<Choice> {
    vec![Choice::new("sv", lang.say("svenska", "Swedish")), Choice::new("en", lang.say("engelska", "English"))]
}

/// Reads name, place, capacity and the rest of the frame.
pub(super) fn frame(reading: &mut Reading<'_>, form: &Submitted, lang: Lang) -> Option<Frame> {
    let code = reading.line("code", 40, lang.say("Skriv en kod, som HT2012-A.", "Write a code, such as HT2012-A."));
    if code.as_deref().is_some_and(|code| !crate::cohorts::model::is_code(code)) {
        reading.wrong("code", Refusal::NotACode.sentence(lang));
    }
    let name = reading.line("name", 100, lang.say("Skriv vad omgången heter.", "Write what the cohort is called."));
    let term = reading.line("term", 40, lang.say("Skriv terminen, som HT 2012.", "Write the term, such as HT 2012."));
    let place = reading.line("place", 100, lang.say("Skriv orten.", "Write the town."));
    let room = reading.line("room", 100, lang.say("Skriv lokalen.", "Write the room."));
    let capacity = reading.number("capacity", 1..=MOST_SEATS);
    let spoken: Vec<&str> = ["sv", "en"].into_iter().filter(|tag| form.all("languages").contains(tag)).collect();
    if spoken.is_empty() {
        reading.wrong("languages", lang.say("Välj minst ett språk.", "Choose at least one language."));
    }
    Some(Frame {
        code: code?,
        name: name?,
        term: term?,
        place: place?,
        room: room?,
        capacity: capacity?,
        languages: spoken.join(","),
    })
}

/// Reads the whole plan; `before` is the plan as it is saved, whose days say how many there are.
///
/// Gives the plan when nothing is wrong, else what is, in the order of the form.
pub(super) fn plan(form: &Submitted, before: &Plan, lang: Lang) -> Result<Plan, FormErrors> {
    let mut reading = Reading::new(form, lang);
    let frame = frame(&mut reading, form, lang);
    let days: Vec<Option<PlannedDay>> = before.days.iter().map(|before| day(&mut reading, before, lang)).collect();
    let trainers = form.all("trainers").iter().filter_map(|id| id.parse::<AccountId>().ok()).collect();
    if let (Some(frame), Some(days), true) = (frame, days.into_iter().collect(), reading.is_sound()) {
        let plan = Plan { frame, days, trainers };
        for flaw in rules::flaws(&plan) {
            reading.wrong(&flaw.field_name(), flaw.sentence(lang));
        }
        if reading.is_sound() {
            return Ok(plan);
        }
    }
    Err(reading.errors())
}

fn day(reading: &mut Reading<'_>, before: &PlannedDay, lang: Lang) -> Option<PlannedDay> {
    let number = before.number;
    let day = reading.day(&format!("day-{number}"));
    let starts = reading.minute_of_day(&format!("starts-{number}"));
    let ends = reading.minute_of_day(&format!("ends-{number}"));
    let missing = lang.say("Skriv lokalen.", "Write the room.");
    let room = reading.line(&format!("room-{number}"), 100, missing);
    let (starts_minute, ends_minute) = (starts?, ends?);
    Some(PlannedDay {
        number,
        day: day?,
        starts_minute,
        ends_minute,
        minutes: rules::minutes_taught(before, starts_minute, ends_minute),
        room: room?,
    })
}

/// The form filled with what is saved.
pub(super) fn filled(plan: &Plan, version: i64) -> Submitted {
    let mut values: Vec<(String, String)> = vec![
        ("version".into(), version.to_string()),
        ("code".into(), plan.frame.code.clone()),
        ("name".into(), plan.frame.name.clone()),
        ("term".into(), plan.frame.term.clone()),
        ("place".into(), plan.frame.place.clone()),
        ("room".into(), plan.frame.room.clone()),
        ("capacity".into(), plan.frame.capacity.to_string()),
    ];
    values.extend(plan.frame.languages.split(',').map(|tag| ("languages".to_owned(), tag.to_owned())));
    for day in &plan.days {
        let number = day.number;
        values.push((format!("day-{number}"), dates::iso(day.day)));
        values.push((format!("starts-{number}"), clock(day.starts_minute)));
        values.push((format!("ends-{number}"), clock(day.ends_minute)));
        values.push((format!("room-{number}"), day.room.clone()));
    }
    values.extend(plan.trainers.iter().map(|trainer| ("trainers".to_owned(), trainer.to_string())));
    Submitted::of(values)
}

/// A time as the time field takes it: `09:00`.
pub(super) fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// What the fields are called, for the second saver.
pub(super) fn labels(plan: &Plan, lang: Lang) -> Vec<(String, String)> {
    let frame = [
        ("code", lang.say("Kod", "Code")),
        ("name", lang.say("Namn", "Name")),
        ("term", lang.say("Termin", "Term")),
        ("place", lang.say("Ort", "Town")),
        ("room", lang.say("Lokal", "Room")),
        ("capacity", lang.say("Platser", "Seats")),
        ("languages", lang.say("Språk", "Languages")),
        ("trainers", lang.say("Utbildare", "Trainers")),
    ];
    let mut labels: Vec<(String, String)> =
        frame.into_iter().map(|(name, label)| (name.to_owned(), label.to_owned())).collect();
    for day in &plan.days {
        let number = day.number;
        let parts = [
            ("day", lang.say("datum", "date")),
            ("starts", lang.say("börjar", "begins")),
            ("ends", lang.say("slutar", "ends")),
            ("room", lang.say("lokal", "room")),
        ];
        let named = lang.say("Dag", "Day");
        labels.extend(parts.map(|(name, label)| (format!("{name}-{number}"), format!("{named} {number}, {label}"))));
    }
    labels
}
