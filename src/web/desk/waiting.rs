//! *Behöver dig*: what waits for a coordinator, sorted by when it hurts. Pure.

use super::reading::Desk;
use crate::applications::{ApplicationState, MandateState};
use crate::completion::model::Outcome;
use crate::kernel::{CohortId, Day, Instant, OfferId, PlanId};
use crate::locale::stockholm;
use crate::offers::{Offer, OfferState};
use crate::seats::{Participant, SeatOfferState};
use std::collections::BTreeMap;

/// How many days ahead an unanswered question is worth a coordinator's time.
const NEAR_DAYS: i64 = 3;

/// How many plans get a line each before they share one, so that what is urgent is not buried.
const LINES_PER_KIND: usize = 3;

/// Something that waits.
pub struct Waiting {
    /// When it hurts, or since when it has.
    pub when: Instant,
    /// What it is.
    pub what: What,
    /// Where it is done.
    pub path: String,
}

/// What waits; names are as people know the thing.
pub enum What {
    /// Nothing can be planned before there is a programme.
    NoProgramme,
    /// Applications whose manager has answered.
    ToJudge(String, usize),
    /// Applications that were asked for more.
    Supplements(String, usize),
    /// Managers who have not answered, near or past their deadline.
    Mandates(String, usize),
    /// An offer whose deadline has passed.
    ToClose(String),
    /// An offer that is closed and not allocated.
    ToAllocate(String),
    /// Seat offers without an answer, near their deadline.
    Replies(String, usize),
    /// A day that was held and not attested.
    Unattested(String, i64, Day),
    /// Assignments that wait to be read, by cohort.
    ToRead(String, usize),
    /// Participants after the last day who can be decided about and are not; who can still make up is not counted.
    ToDecide(String, usize),
    /// Participants who met the rule and have no certificate.
    ToIssue(String, usize),
    /// Participants who can no longer meet the rule and have no certificate of attendance.
    ToIssueAttendance(String, usize),
    /// Decisions whose facts have changed since.
    ToReview(String, usize),
    /// Certificates that hold although the decision that stands does not say that the rule was met.
    Undeserved(String, usize),
    /// Certificates that show other days than the attendance has by now.
    Otherwise(String, usize),
    /// Certificates that end soon.
    Ending(usize),
    /// Certificates that could not be drawn so far, by cohort.
    Undrawn(String, usize),
    /// Local trainings nobody has verified, by organisation.
    Trainings(String, usize),
    /// Local trainings nobody has verified, with the number of plans they stand in.
    TrainingsOfMany(usize, usize),
    /// Decisions said but not evidenced, by organisation.
    Decisions(String, usize),
    /// Decisions said but not evidenced, with the number of plans they stand in.
    DecisionsOfMany(usize, usize),
    /// A letter that was given up, with its addressee and what the mail server said.
    Letter(String, String),
}

/// Everything that waits at `now`, what hurts first on top.
pub fn waiting(desk: &Desk, now: Instant) -> Vec<Waiting> {
    let mut all = Vec::new();
    if !desk.has_programme {
        all.push(Waiting { when: Instant::from_millis(0), what: What::NoProgramme, path: "/setup".to_owned() });
    }
    all.extend(desk.offers.iter().flat_map(|offer| of_offer(desk, offer, now)));
    all.extend(days(desk, now));
    all.extend(decisions_and_certificates(desk, now));
    all.extend(judged(desk));
    all.extend(ending(desk));
    all.extend(by_cohort(desk, &desk.undeserved, What::Undeserved));
    all.extend(by_cohort(desk, &desk.undrawn, What::Undrawn));
    all.extend(desk.unread.iter().map(|(cohort, unread)| Waiting {
        when: unread.since,
        what: What::ToRead(desk.names.get(cohort).cloned().unwrap_or_default(), unread.count),
        path: format!("/cohorts/{cohort}/assignments"),
    }));
    all.extend(at_home(desk));
    all.extend(desk.parked.iter().map(|letter| Waiting {
        when: letter.created_at,
        what: What::Letter(letter.to_email.clone(), letter.last_error.clone().unwrap_or_default()),
        path: format!("/desk/letters/{}/retry", letter.id),
    }));
    all.sort_by_key(|one| one.when);
    all
}

fn of_offer(desk: &Desk, offer: &Offer, now: Instant) -> Vec<Waiting> {
    let near = now.plus_days(NEAR_DAYS);
    let at = |when: Instant, what: What| Waiting { when, what, path: format!("/desk/offers/{}", offer.id) };
    let mut found = Vec::new();
    match offer.state {
        OfferState::Published if offer.deadline_at < now => {
            found.push(at(offer.deadline_at, What::ToClose(offer.title.clone())));
        }
        OfferState::Closed => {
            let since = offer.closed_at.unwrap_or(offer.deadline_at);
            found.push(at(since, What::ToAllocate(offer.title.clone())));
        }
        _ => {}
    }
    let of_offer: Vec<_> = desk.applications.iter().filter(|one| one.offer_id == offer.id).collect();
    let supplements = of_offer.iter().filter(|one| one.state == ApplicationState::SupplementRequested).count();
    if supplements > 0 {
        found.push(at(offer.deadline_at, What::Supplements(offer.title.clone(), supplements)));
    }
    let answered = |state: MandateState| matches!(state, MandateState::Confirmed | MandateState::Declined);
    let awaiting = of_offer.iter().filter(|one| one.state == ApplicationState::AwaitingManager);
    // The last mandate of an application is the one that stands.
    let standing: Vec<_> =
        awaiting.filter_map(|one| desk.mandates.iter().rfind(|mandate| mandate.application_id == one.id)).collect();
    let to_judge: Vec<Instant> =
        standing.iter().filter(|one| answered(one.state)).map(|one| one.answered_at.unwrap_or(one.asked_at)).collect();
    if let Some(first) = to_judge.iter().min() {
        found.push(at(*first, What::ToJudge(offer.title.clone(), to_judge.len())));
    }
    let late: Vec<Instant> = standing
        .iter()
        .filter(|one| one.state == MandateState::Asked && one.deadline_at <= near)
        .map(|one| one.deadline_at)
        .collect();
    if let Some(first) = late.iter().min() {
        found.push(at(*first, What::Mandates(offer.title.clone(), late.len())));
    }
    let replies: Vec<Instant> = desk
        .holding
        .iter()
        .filter(|one| one.offer_id == offer.id && one.state == SeatOfferState::Offered && one.reply_by <= near)
        .map(|one| one.reply_by)
        .collect();
    if let Some(first) = replies.iter().min() {
        found.push(at(*first, What::Replies(offer.title.clone(), replies.len())));
    }
    found
}

/// Days that were held before today and have not been attested.
fn days(desk: &Desk, now: Instant) -> Vec<Waiting> {
    let today = stockholm::today(now);
    let past = desk.days.iter().filter(|day| day.day < today && !day.is_cancelled && day.attested_at.is_none());
    let with_people = past.filter(|day| desk.participants.iter().any(|one| one.cohort_id == day.cohort_id));
    with_people
        .map(|day| Waiting {
            when: stockholm::last_second_of(day.day),
            what: What::Unattested(cohort_name(desk, day.cohort_id), day.number, day.day),
            path: format!("/days/{}", day.id),
        })
        .collect()
}

fn cohort_name(desk: &Desk, id: CohortId) -> String {
    desk.names.get(&id).cloned().unwrap_or_default()
}

/// The last day of a cohort that was not cancelled.
pub fn last_day(desk: &Desk, cohort: CohortId) -> Option<Day> {
    desk.days.iter().filter(|day| day.cohort_id == cohort && !day.is_cancelled).map(|day| day.day).max()
}

fn decisions_and_certificates(desk: &Desk, now: Instant) -> Vec<Waiting> {
    let today = stockholm::today(now);
    let mut found = Vec::new();
    for cohort in &desk.cohorts {
        let Some(last) = last_day(desk, cohort.id).filter(|last| *last < today) else { continue };
        let open = desk.judged.get(&cohort.id).map_or(0, |judged| judged.decidable);
        if open > 0 {
            let what = What::ToDecide(cohort.name.clone(), open);
            let path = format!("/desk/cohorts/{}/decide", cohort.id);
            found.push(Waiting { when: stockholm::last_second_of(last), what, path });
        }
    }
    let mut to_issue: BTreeMap<CohortId, (Instant, usize)> = BTreeMap::new();
    let is_shaken =
        |one: &&Participant| desk.judged.get(&one.cohort_id).is_some_and(|judged| judged.shaken.contains(&one.id));
    let waiting = desk.participants.iter().filter(|one| !desk.certified.contains(&one.id));
    for one in waiting.filter(|one| !is_shaken(one)) {
        if let Some((Outcome::Met, at)) = desk.decided.get(&one.id) {
            let (first, count) = to_issue.entry(one.cohort_id).or_insert((*at, 0));
            *first = (*first).min(*at);
            *count += 1;
        }
    }
    found.extend(to_issue.into_iter().map(|(cohort, (when, count))| Waiting {
        when,
        what: What::ToIssue(cohort_name(desk, cohort), count),
        path: format!("/desk/cohorts/{cohort}/certificates"),
    }));
    found
}

/// What weighing has found, by cohort: decisions to look at again, and papers of attendance to issue.
fn judged(desk: &Desk) -> Vec<Waiting> {
    let mut found = Vec::new();
    for (cohort, judged) in &desk.judged {
        let name = || cohort_name(desk, *cohort);
        if let Some(when) = judged.shaken_since {
            let path = format!("/desk/cohorts/{cohort}/decide");
            found.push(Waiting { when, what: What::ToReview(name(), judged.shaken.len()), path });
        }
        if let Some(when) = judged.attendance_since {
            let path = format!("/desk/cohorts/{cohort}/certificates");
            found.push(Waiting { when, what: What::ToIssueAttendance(name(), judged.attendance), path });
        }
        if let Some(when) = judged.otherwise_since {
            let path = format!("/desk/cohorts/{cohort}/certificates");
            found.push(Waiting { when, what: What::Otherwise(name(), judged.otherwise), path });
        }
    }
    found
}

/// Certificates that end soon: one line for all, and the register narrowed to them.
fn ending(desk: &Desk) -> Option<Waiting> {
    let (first, count) = desk.ending?;
    Some(Waiting {
        when: stockholm::last_second_of(first),
        what: What::Ending(usize::try_from(count).unwrap_or_default()),
        path: "/desk/certificates?state=ending".to_owned(),
    })
}

/// Certificates that something is wrong with: a line per cohort, whose page tells what.
fn by_cohort(desk: &Desk, rows: &[(CohortId, Instant)], what: fn(String, usize) -> What) -> Vec<Waiting> {
    let mut by_cohort: BTreeMap<CohortId, (Instant, usize)> = BTreeMap::new();
    for (cohort, at) in rows {
        by_cohort.entry(*cohort).or_insert((*at, 0)).1 += 1;
    }
    let line = |(cohort, (when, count))| Waiting {
        when,
        what: what(cohort_name(desk, cohort), count),
        path: format!("/desk/cohorts/{cohort}/certificates"),
    };
    by_cohort.into_iter().map(line).collect()
}

/// What organisations have told and nobody has looked at: a line per plan, or one for all where they are many.
fn at_home(desk: &Desk) -> Vec<Waiting> {
    let trainings = desk.trainings.iter().map(|one| (one.plan_id, one.told_at)).collect();
    let decisions = desk.decisions.iter().map(|one| (one.plan_id, one.told_at)).collect();
    let mut found = told(desk, trainings, (What::Trainings, What::TrainingsOfMany));
    found.extend(told(desk, decisions, (What::Decisions, What::DecisionsOfMany)));
    found
}

/// What is waiting in one plan, and what is waiting in many.
type Telling = (fn(String, usize) -> What, fn(usize, usize) -> What);

fn told(desk: &Desk, rows: Vec<(PlanId, Instant)>, (of_one, of_many): Telling) -> Vec<Waiting> {
    let count = rows.len();
    let mut by_plan: BTreeMap<PlanId, (Instant, usize)> = BTreeMap::new();
    for (plan, at) in rows {
        let (first, count) = by_plan.entry(plan).or_insert((at, 0));
        *first = (*first).min(at);
        *count += 1;
    }
    if by_plan.len() > LINES_PER_KIND {
        let since = by_plan.values().map(|(first, _)| *first).min().unwrap_or(Instant::from_millis(0));
        return vec![Waiting {
            when: since,
            what: of_many(count, by_plan.len()),
            path: "/plans?show=waiting".to_owned(),
        }];
    }
    let line = |(plan, (when, count))| {
        let owner = desk.plans.get(&plan).and_then(|plan| desk.organisations.get(&plan.organisation_id));
        let name = owner.map(|one| one.name.clone()).unwrap_or_default();
        Waiting { when, what: of_one(name, count), path: format!("/plans/{plan}") }
    };
    by_plan.into_iter().map(line).collect()
}

/// Seats of `cohort` that are spoken for at `now`; an offer past its reply-by frees its seat.
pub fn seats_taken(desk: &Desk, cohort: CohortId, now: Instant) -> i64 {
    let holds = desk
        .holding
        .iter()
        .filter(|one| one.cohort_id == cohort && (one.state == SeatOfferState::Accepted || one.reply_by >= now));
    i64::try_from(holds.count()).unwrap_or_default()
}

/// The offer a cohort stands in, if any.
pub fn offer_of(desk: &Desk, cohort: CohortId) -> Option<OfferId> {
    desk.offer_of.get(&cohort).copied()
}
