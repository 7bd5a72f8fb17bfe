//! The roster as its page shows it.

use crate::attendance::{Mark, MarkKind, Marker, queries, rules};
use crate::cohorts::{self, Cohort, CourseDay};
use crate::house::House;
use crate::kernel::{CourseDayId, Instant, Lang, ParticipantId};
use crate::locale::{dates, stockholm};
use crate::people;
use crate::web::attendance::faces::{Face, faces_of};
use crate::web::attendance::standing::{clock, minutes_of, times, verdicts_of, warning};
use crate::web::form::{Submitted, new_key};
use crate::web::parts::{Chip, Chrome, DayState, FormErrors, StripDay};
use crate::web::problem::Problem;
use crate::web::strip;
use askama::Template;
use std::collections::HashMap;

/// The roster of a day.
#[derive(Template)]
#[template(path = "attendance/roster.html")]
pub struct RosterPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    day: CourseDay,
    cohort: String,
    when: String,
    place: String,
    strip: Vec<StripDay>,
    rows: Vec<Row>,
    marked: usize,
    saved_at: Option<String>,
    attested: Option<String>,
    is_ahead: bool,
    /// Whether the day is today, so that its trainer may stay signed in until it is over.
    can_stay: bool,
    /// How many of those just marked have left the cohort.
    left: u16,
    seen: i64,
    key: String,
    account: String,
    /// The name a guest has said; a guest sees this roster and nothing that leads on from it.
    guest: Option<String>,
}

struct Row {
    id: ParticipantId,
    name: String,
    organisation: String,
    marked: String,
    /// What was ticked and could not be saved, in a word.
    lost: Option<&'static str>,
    state: DayState,
    note: Option<String>,
    minutes: String,
    warning: Option<Chip>,
}

impl Row {
    fn minutes_field(&self) -> String {
        format!("minutes-{}", self.id)
    }

    fn key(&self) -> String {
        self.id.to_string()
    }

    /// A state that the row's buttons do not show.
    fn is_by_reference(&self) -> bool {
        matches!(self.state, DayState::MadeUp | DayState::Credited)
    }
}

impl RosterPage {
    /// The same page, telling that so many of those just marked have left.
    pub fn without(self, left: u16) -> Self {
        Self { left, ..self }
    }

    /// The same page with what was typed and what is wrong.
    pub fn with(mut self, form: &Submitted, errors: FormErrors) -> Self {
        for row in &mut self.rows {
            let (mark, minutes) = (form.get(format!("mark-{}", row.id)), form.get(row.minutes_field()));
            row.lost = MarkKind::parse(mark).filter(|_| mark != row.marked).map(|kind| kind.word(self.lang));
            row.marked = if mark.is_empty() { std::mem::take(&mut row.marked) } else { mark.to_owned() };
            row.minutes =
                if form.has(row.minutes_field()) { minutes.to_owned() } else { std::mem::take(&mut row.minutes) };
        }
        self.seen = form.get("seen").parse().unwrap_or(self.seen);
        self.errors = errors;
        self
    }
}

/// The day and its cohort, if `who` may open it; a day of somebody else's looks like none.
pub async fn own_day(house: &House, who: &Marker, id: CourseDayId) -> Result<(CourseDay, Cohort), Problem> {
    let db = house.db.read();
    let day = cohorts::queries::find_day(db, id).await?.ok_or(Problem::Missing)?;
    if !who.reaches(db, &day).await? {
        return Err(Problem::Missing);
    }
    let cohort = cohorts::queries::find(db, day.cohort_id).await?.ok_or(Problem::Missing)?;
    Ok((day, cohort))
}

fn guest_of(who: &Marker) -> Option<String> {
    match who {
        Marker::Guest(guest) => Some(guest.name.clone()),
        Marker::Trainer(_) => None,
    }
}

/// The roster as it stands.
pub async fn of(
    house: &House,
    who: &Marker,
    id: CourseDayId,
    chrome: Chrome,
    now: Instant,
) -> Result<RosterPage, Problem> {
    let (day, cohort) = own_day(house, who, id).await?;
    let (db, lang, today) = (house.db.read(), chrome.lang, stockholm::today(now));
    let days = cohorts::queries::days_of(db, cohort.id).await?;
    let faces = faces_of(db, cohort.id, lang).await?;
    let marks = queries::standing_on(db, &[day.id]).await?;
    // Where somebody stands is none of a guest's business.
    let verdicts = if who.is_guest() { HashMap::new() } else { verdicts_of(db, &cohort, today).await? };
    let by_participant: HashMap<ParticipantId, &Mark> = marks.iter().map(|mark| (mark.participant_id, mark)).collect();
    let row = |face: &Face| {
        let mark = by_participant.get(&face.participant.id).copied();
        let warning = verdicts.get(&face.participant.id).and_then(|verdict| warning(verdict, lang));
        Row { warning, ..row_of(lang, &day, (face, mark), today) }
    };
    let rows: Vec<Row> = faces.iter().map(row).collect();
    let attested = match (day.attested_at, day.attested_by) {
        (Some(at), Some(by)) => {
            let names = people::queries::names_of(db, &[by], lang).await?;
            let name = names.into_iter().next().map(|(_, name)| name).unwrap_or_default();
            let at = dates::moment(lang, at);
            Some(lang.say(format!("Intygad av {name} {at}."), format!("Attested by {name} on {at}.")))
        }
        _ => None,
    };
    let room = if day.room.is_empty() { &cohort.room } else { &day.room };
    Ok(RosterPage {
        lang,
        errors: FormErrors::none(),
        cohort: cohort.name.clone(),
        when: format!("{} {}", dates::weekday_day(lang, day.day), times(lang, &day)),
        place: format!("{room}, {}", cohort.place),
        strip: if who.is_guest() { Vec::new() } else { linked(&chrome, &days, &day, today) },
        marked: rows.iter().filter(|row| row.state != DayState::Open).count(),
        rows,
        saved_at: marks
            .iter()
            .map(|mark| mark.marked_at)
            .max()
            .filter(|at| stockholm::today(*at) == today)
            .map(|at| clock(lang, at)),
        attested,
        is_ahead: day.day > today,
        can_stay: day.day == today,
        left: 0,
        seen: marks.iter().map(|mark| mark.id.0).max().unwrap_or_default(),
        key: new_key()?,
        account: who.key(),
        guest: guest_of(who),
        day,
        chrome,
    })
}

/// The cohort's days as links to their rosters, but for the one that is open.
fn linked(chrome: &Chrome, days: &[CourseDay], here: &CourseDay, today: crate::kernel::Day) -> Vec<StripDay> {
    let mut squares = strip::of_cohort(chrome.lang, days, today);
    for (square, day) in squares.iter_mut().zip(days) {
        if day.id == here.id {
            square.note = Some(chrome.lang.say("visas nu", "shown now").to_owned());
        } else {
            square.href = Some(chrome.to(&format!("/days/{}", day.id)));
        }
    }
    squares
}

fn row_of(lang: Lang, day: &CourseDay, (face, mark): (&Face, Option<&Mark>), today: crate::kernel::Day) -> Row {
    let kind = mark.map(|mark| mark.kind).filter(|kind| *kind != MarkKind::Open);
    let square = crate::web::attendance::standing::strip_of(
        lang,
        std::slice::from_ref(day),
        &mark.into_iter().collect::<Vec<_>>(),
        today,
    );
    let state =
        if kind.is_none() { DayState::Open } else { square.first().map_or(DayState::Open, |square| square.state) };
    let half = (rules::most_minutes(day) + 1) / 2;
    let minutes = mark.filter(|mark| mark.kind == MarkKind::Partial).and_then(|mark| mark.minutes);
    Row {
        id: face.participant.id,
        name: face.name.clone(),
        organisation: face.organisation.clone(),
        lost: None,
        marked: kind.map_or_else(String::new, |kind| kind.key().to_owned()),
        state,
        note: minutes.map(|minutes| minutes_of(lang, minutes, day.minutes)),
        minutes: minutes.unwrap_or(half).to_string(),
        warning: None,
    }
}
