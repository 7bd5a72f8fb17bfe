//! The way of an application: what has happened, with dates and reasons, and what lies ahead until the certificate.

use super::file::File;
use crate::applications::{ApplicationState, Terms, rules};
use crate::certification::{self, CertificateKind};
use crate::kernel::{Day, Lang};
use crate::locale::dates;
use crate::seats;
use crate::web::parts::{TimelineItem, TimelineState};
use crate::web::problem::Problem;
use sea_orm::ConnectionTrait;

/// The applicant's own course, as far as it has come.
#[derive(Default)]
pub(super) struct Course {
    /// The days of the cohort the applicant takes part in; empty for everybody else.
    days: Vec<Day>,
    /// When the certificate that holds was issued.
    certified_on: Option<Day>,
}

impl Course {
    /// Reads how far the applicant of `file` has come.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn of(db: &impl ConnectionTrait, file: &File) -> Result<Self, Problem> {
        let found = seats::queries::participant_of(db, file.application.id).await?;
        let Some(participant) = found else { return Ok(Self::default()) };
        let held = certification::queries::current_of(db, participant.id).await?;
        let cohort = file.terms.cohorts.iter().find(|(cohort, _)| cohort.id == participant.cohort_id);
        let days = cohort.map(|(_, days)| days.iter().filter(|day| !day.is_cancelled).map(|day| day.day).collect());
        let certificate = held.iter().find(|one| one.kind == CertificateKind::Certificate);
        Ok(Self { days: days.unwrap_or_default(), certified_on: certificate.map(|one| one.issued_on) })
    }

    /// Has the course begun, is it over?
    fn progress(&self, today: Day) -> Option<TimelineState> {
        let (first, last) = (self.days.iter().min()?, self.days.iter().max()?);
        if *last < today {
            Some(TimelineState::Done)
        } else if *first <= today {
            Some(TimelineState::Now)
        } else {
            None
        }
    }
}

/// Everything on the way, oldest first; what is known of the days to come stands beside them.
pub(super) fn steps(file: &File, course: &Course, lang: Lang, today: Day) -> Vec<TimelineItem> {
    let last = file.moves.len().saturating_sub(1);
    let begun = course.progress(today);
    let now = if begun.is_some() { TimelineState::Done } else { standing(file.application.state) };
    let mut steps: Vec<TimelineItem> = file
        .moves
        .iter()
        .enumerate()
        .map(|(at, one)| TimelineItem {
            title: if at == 0 { lang.say("Skickad", "Sent").to_owned() } else { one.state.word(lang).to_owned() },
            when: Some(dates::moment(lang, one.at)),
            reason: Some(lang.say(&one.reason_sv, &one.reason_en).clone()),
            state: if at == last { now } else { TimelineState::Done },
        })
        .collect();
    if standing(file.application.state) == TimelineState::Stopped {
        return steps;
    }
    let reached = file.application.state;
    let until_seated = before_the_course(&file.terms, file, lang).into_iter().skip(done(reached));
    steps.extend(until_seated.map(|(title, when)| ahead(title, when)));
    steps.push(the_days(file, course, lang, begun));
    steps.push(the_certificate(file, course, lang));
    steps
}

fn ahead(title: &str, when: Option<String>) -> TimelineItem {
    TimelineItem { title: title.to_owned(), when, reason: None, state: TimelineState::Ahead }
}

/// How the state an application is in stands on the way.
fn standing(state: ApplicationState) -> TimelineState {
    match state {
        ApplicationState::NotEligible
        | ApplicationState::Declined
        | ApplicationState::Lapsed
        | ApplicationState::Withdrawn => TimelineState::Stopped,
        _ => TimelineState::Now,
    }
}

/// How many of the steps before the course lie behind an application in `state`.
fn done(state: ApplicationState) -> usize {
    match state {
        ApplicationState::AwaitingManager | ApplicationState::SupplementRequested => 0,
        ApplicationState::Eligible => 1,
        ApplicationState::Reserve | ApplicationState::Offered => 2,
        _ => 3,
    }
}

fn before_the_course(terms: &Terms, file: &File, lang: Lang) -> [(&'static str, Option<String>); 3] {
    let deadline = dates::moment(lang, terms.offer.deadline_at);
    [
        (
            lang.say("Chefen godkänner", "The manager confirms"),
            file.mandate().map(|one| dates::moment(lang, one.deadline_at)),
        ),
        (
            lang.say("Platserna fördelas", "Seats are given out"),
            Some(if rules::is_late(&terms.offer, file.application.submitted_at) {
                lang.say("i den ordning ansökningarna kommer in", "in the order applications come in").to_owned()
            } else {
                format!("{} {deadline}", lang.say("efter", "after"))
            }),
        ),
        (lang.say("Du svarar på platserbjudandet", "You answer the seat offer"), None),
    ]
}

fn the_days(file: &File, course: &Course, lang: Lang, begun: Option<TimelineState>) -> TimelineItem {
    let title = lang.say("Utbildningsdagarna", "The course days");
    if course.days.is_empty() {
        let first = file.terms.cohorts.iter().flat_map(|(_, days)| days).map(|day| day.day).min();
        let when = first.map(|day| format!("{} {}", lang.say("från", "from"), dates::day_in_words(lang, day)));
        return ahead(title, when);
    }
    TimelineItem { state: begun.unwrap_or(TimelineState::Ahead), ..ahead(title, Some(dates::days(lang, &course.days))) }
}

fn the_certificate(file: &File, course: &Course, lang: Lang) -> TimelineItem {
    let title = lang.say("Intyg", "Certificate");
    if let Some(day) = course.certified_on {
        let when = format!("{} {}", lang.say("utfärdat", "issued"), dates::day_in_words(lang, day));
        return TimelineItem { state: TimelineState::Done, ..ahead(title, Some(when)) };
    }
    let last = course.days.iter().max().copied().or_else(|| file.terms.last_day());
    ahead(title, last.map(|day| format!("{} {}", lang.say("efter", "after"), dates::day_in_words(lang, day))))
}
