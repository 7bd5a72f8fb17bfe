//! The answer to a verifier, for people or for machines by what they accept.

use crate::certification::CertificateKind;
use crate::certification::verification::{Verified, not_shown};
use crate::kernel::{Instant, Lang};
use crate::locale::{dates, stockholm};
use crate::paper::DayState;
use crate::web::kept::Kept;
use crate::web::problem::Problem;
use crate::web::sending;
use askama::Template;
use rocket::Request;
use rocket::http::{ContentType, Header, Status};
use rocket::response::{self, Responder, Response};
use serde_json::{Value, json};
use std::io::Cursor;

/// Whether the verifier prefers JSON.
pub fn prefers_json(request: &Request<'_>) -> bool {
    request.accept().is_some_and(|accept| accept.preferred().is_json())
}

/// A page or JSON; the same address gives both, so the answer names what it depends on.
#[derive(Debug)]
pub enum Answered<P> {
    /// For people.
    Page(Status, Box<P>),
    /// For people, kept for a moment because many may ask the same.
    Kept(Kept),
    /// For machines.
    Json(Status, Value),
    /// No answer, and whether it is for a machine.
    Problem(Problem, bool),
}

impl<'r, P: Template> Responder<'r, 'static> for Answered<P> {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let mut response = match self {
            Self::Page(status, page) => sending::show(&*page, status)?,
            Self::Kept(page) => page.respond_to(request)?,
            Self::Json(status, value) => json(status, &value),
            Self::Problem(Problem::Hurry, true) => {
                let mut response = json(Status::TooManyRequests, &json!({ "state": "too_many_requests" }));
                response.set_header(Header::new("Retry-After", "60"));
                response
            }
            Self::Problem(problem, _) => problem.respond_to(request)?,
        };
        response.set_header(Header::new("Vary", "Accept, Accept-Language, Accept-Encoding"));
        Ok(response)
    }
}

fn json(status: Status, value: &Value) -> Response<'static> {
    let text = value.to_string();
    Response::build().status(status).header(ContentType::JSON).sized_body(text.len(), Cursor::new(text)).finalize()
}

/// The answer about a certificate, or about a code that no released certificate has.
#[must_use]
pub fn in_json(shown: Option<&Verified>, lang: Lang, now: Instant) -> Value {
    let as_of = moment(now);
    let Some(shown) = shown else {
        return json!({
            "state": "unknown", "as_of": as_of, "certificate": null, "replaced_by": null, "revoked_on": null,
        });
    };
    json!({
        "state": shown.validity(stockholm::today(now)).key(),
        "as_of": as_of,
        "certificate": certificate(shown, lang),
        "replaced_by": shown.successor.as_ref().map(|(number, _)| number),
        "revoked_on": shown.certificate.revoked_on.map(dates::iso),
    })
}

/// Every printed fact. `days` are those attended, of `days_held`; `hours` may have a fraction, `minutes` says them to the full.
fn certificate(shown: &Verified, lang: Lang) -> Value {
    let facts = &shown.facts;
    let kind = shown.certificate.kind;
    let course_days: Vec<Value> = facts
        .days
        .iter()
        .map(|day| {
            json!({
                "day": day.number, "date": dates::iso(day.date), "topic": day.topic.in_lang(lang),
                "state": state(day.state),
            })
        })
        .collect();
    let goals: Vec<&str> = facts.learning_goals.iter().map(|goal| goal.in_lang(lang)).collect();
    let award = (kind == CertificateKind::Certificate).then(|| facts.award.in_lang(lang));
    json!({
        "number": facts.number,
        "kind": kind.key(),
        "language": lang.tag(),
        "name": shown.holder(),
        "name_withheld": shown.is_masked.then(|| withheld(lang)),
        "award": award,
        "wording": shown.own_words(lang).map(|[before, after]| json!({ "before_name": before, "after_name": after })),
        "programme": facts.programme.in_lang(lang),
        "days": facts.attended_days,
        "days_held": facts.total_days,
        "hours": hours(facts.minutes_total),
        "minutes": facts.minutes_total,
        "place": facts.place,
        "from": dates::iso(facts.from),
        "to": dates::iso(facts.to),
        "issuer": facts.issuer,
        "issued_on": dates::iso(facts.issued_on),
        "expires_on": facts.expires_on.map(dates::iso),
        "course_days": course_days,
        "trainers": shown.trainers(not_shown(lang)),
        "rule": facts.rule_in_words.in_lang(lang),
        "learning_goals": goals,
        "signatory": { "name": facts.signatory_name, "title": facts.signatory_title },
        "code": facts.code,
    })
}

/// Why the name is missing.
#[must_use]
pub fn withheld(lang: Lang) -> &'static str {
    lang.say(
        "Namnet visas inte här. Jämför intygets övriga uppgifter med papperet.",
        "The name is not shown here. Compare the other facts with the paper.",
    )
}

fn hours(minutes: u32) -> Value {
    if minutes.is_multiple_of(60) { json!(minutes / 60) } else { json!((f64::from(minutes) / 6.0).round() / 10.0) }
}

fn state(day: DayState) -> Value {
    serde_json::to_value(day).unwrap_or_default()
}

/// A moment as RFC 3339 in UTC, to the second.
fn moment(now: Instant) -> String {
    chrono::DateTime::from_timestamp_millis(now.millis())
        .map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
        .unwrap_or_default()
}
