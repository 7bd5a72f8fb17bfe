//! Issuing for a whole cohort: who gets what and who does not and why, one button, and how far it has come.

use super::at_desk::AtDesk;
use super::sheet;
use crate::certification::composing::{Identity, compose, last_day, promise};
use crate::certification::entity::certificate;
use crate::certification::gathering::{Gathered, Prospect, gather};
use crate::certification::rules::Standing;
use crate::certification::{CertificateKind, Refusal, Round, Unwritten, actions, editions, queries};
use crate::completion::rules::Ground;
use crate::house::House;
use crate::kernel::{CohortId, Day, Failure, Instant, Lang, ParticipantId, Refusal as _};
use crate::locale::{dates, numbers, stockholm};
use crate::web::form::Submitted;
use crate::web::parts::{Chip, Chrome, FormErrors, Icon, Tone};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Download, Reply};
use askama::Template;
use rocket::http::ContentType;
use rocket::tokio::task::spawn_blocking;
use rocket::{Route, get, post, routes};

/// The cohort's certificates.
#[derive(Template)]
#[template(path = "certification/cohort.html")]
pub struct CohortPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    /// Whether a button was pressed on facts that no longer hold.
    has_changed: bool,
    cohort: CohortId,
    name: String,
    released: u64,
    issued: u64,
    /// Why nothing is issued now; nothing is promised then and there are no buttons.
    stopped: Option<String>,
    /// Whether the page asks for itself again, as its reader wished, while papers are being written.
    is_following: bool,
    undrawn: Vec<Undrawn>,
    batches: Vec<Batch>,
    rows: Vec<Row>,
    /// How many papers the file of all leaves out, because their holders are protected.
    left_out: usize,
    /// The last day of certificates issued today, where they have one.
    until: Option<String>,
}

impl CohortPage {
    /// The address of this page, or of what lies beneath it.
    fn at(&self, tail: &str) -> String {
        self.chrome.to(&format!("/desk/cohorts/{}/certificates{tail}", self.cohort))
    }

    /// The cohort's own page.
    fn back(&self) -> String {
        self.chrome.to(&format!("/desk/cohorts/{}", self.cohort))
    }

    /// Whether papers are being written that nothing stands in the way of.
    fn is_writing(&self) -> bool {
        let undrawn = u64::try_from(self.undrawn.len()).unwrap_or(u64::MAX);
        self.stopped.is_none() && self.issued.saturating_sub(self.released) > undrawn
    }
}

/// One button: how many wait for a paper in this round.
#[derive(Debug)]
struct Batch {
    round: &'static str,
    /// What the button carries, so that what was seen is what is issued.
    seen: String,
    words: String,
    variant: &'static str,
    /// What to know before it is pressed.
    note: Option<&'static str>,
}

/// A certificate whose paper could not be drawn so far.
#[derive(Debug)]
struct Undrawn {
    number: String,
    href: String,
    /// What stood in the way at the last attempt.
    why: String,
}

/// One participant.
#[derive(Debug)]
struct Row {
    name: String,
    organisation: String,
    chip: Chip,
    /// What somebody has to look at although there is a paper.
    alert: Option<Chip>,
    why: String,
    /// Where that is done, and what the link says.
    act: Option<(String, &'static str)>,
    warning: Option<String>,
    respell: Option<String>,
    draft: Option<String>,
    certificate: Option<(String, String)>,
}

#[get("/desk/cohorts/<id>/certificates?<follow>")]
async fn show(id: CohortId, follow: Option<&str>, desk: AtDesk<'_>) -> Answer<CohortPage> {
    let page = page(id, desk.now, (desk.chrome, desk.house), FormErrors::none()).await?;
    Ok(Reply::Page(CohortPage { is_following: follow.is_some() && page.is_writing(), ..page }))
}

#[post("/desk/cohorts/<id>/certificates", data = "<form>")]
async fn press_button(id: CohortId, desk: AtDesk<'_>, form: Submitted) -> Answer<CohortPage> {
    let AtDesk { who, chrome, now, house } = desk;
    let round = Round::from_key(form.get("kind")).ok_or(Problem::Unreadable)?;
    let seen = form.get(format!("seen-{}", round.key()));
    let here = chrome.to(&format!("/desk/cohorts/{id}/certificates?follow=yes"));
    let batch = actions::Batch { cohort: id, round, seen: Some(seen) };
    match actions::issue(&house.db, &who, batch, &house.press(), now).await {
        Ok(_) => {
            house.due.notify_one();
            Ok(Reply::See(here))
        }
        // The same button pressed twice: the papers it promised are issued.
        Err(Failure::Refused(Refusal::NobodyWaits)) if has_issued(house, (id, round.kind()), now).await? => {
            Ok(Reply::See(here))
        }
        Err(Failure::Stale) => {
            let page = page(id, now, (chrome, house), FormErrors::none()).await?;
            Ok(Reply::Stale(CohortPage { has_changed: true, ..page }))
        }
        Err(Failure::Refused(refusal)) => {
            let errors = [("", refusal.sentence(chrome.lang))].into_iter().collect();
            Ok(Reply::Again(page(id, now, (chrome, house), errors).await?))
        }
        Err(other) => Err(other.into()),
    }
}

async fn has_issued(house: &House, (cohort, kind): (CohortId, CertificateKind), now: Instant) -> Result<bool, Problem> {
    let gathered = gather(house.db.read(), cohort, stockholm::today(now)).await?.ok_or(Problem::Missing)?;
    Ok(gathered.prospects.iter().any(|one| one.current(kind).is_some()))
}

/// How one participant's paper would look; without number, code and QR, so that it can never pass for the real one.
#[get("/desk/cohorts/<id>/certificates/<who>/draft.pdf")]
async fn draft(id: CohortId, who: ParticipantId, desk: AtDesk<'_>) -> Result<Download, Problem> {
    let gathered = gather(desk.house.db.read(), id, stockholm::today(desk.now)).await?.ok_or(Problem::Missing)?;
    let prospect = gathered.prospects.iter().find(|one| one.participant.id == who).ok_or(Problem::Missing)?;
    desk.may_open_paper(prospect.person.id, "").await?;
    let AtDesk { chrome, now, house, .. } = desk;
    let kind = match prospect.standing() {
        Standing::Waits(round) => round.kind(),
        _ => prospect.decided.map(|(verdict, _)| CertificateKind::of(verdict)).ok_or(Problem::Missing)?,
    };
    let identity = Identity::draft(stockholm::today(now));
    let facts = compose(&gathered, prospect, kind, &identity, &house.links)
        .map_err(|refusal| Problem::Refused(Box::new(refusal)))?;
    let layout = editions::name_for(house.db.read(), &gathered.version.layout).await?;
    let layouts = editions::equipped(house.db.read(), &house.layouts, &[layout.as_str()]).await?;
    let drawn = spawn_blocking(move || layouts.draw_preview(&layout, &facts)).await;
    let bytes = drawn
        .map_err(|error| Problem::broken(&error))?
        .map_err(|why| Problem::Refused(Box::new(Refusal::Unprintable(why))))?;
    let name = chrome.lang.say("utkast", "draft");
    Ok(Download { bytes, kind: ContentType::PDF, name: format!("{name}-{who}.pdf") })
}

async fn page(
    id: CohortId,
    now: Instant,
    (chrome, house): (Chrome, &House),
    errors: FormErrors,
) -> Result<CohortPage, Problem> {
    let lang = chrome.lang;
    let today = stockholm::today(now);
    let gathered = gather(house.db.read(), id, today).await?.ok_or(Problem::Missing)?;
    let holds = |one: &&Prospect| one.papers.iter().any(|paper| paper.released_at.is_some());
    let left_out = gathered.prospects.iter().filter(|one| one.person.is_protected).filter(holds).count();
    let (released, issued) = queries::progress(house.db.read(), id).await?;
    let undrawn = queries::undrawn_of(house.db.read(), id).await?;
    let stopped = queries::standing_stop(house.db.read()).await?.map(|stop| stop.reason);
    let layout = editions::name_for(house.db.read(), &gathered.version.layout).await?;
    let unprintable = |one: &Prospect| house.layouts.undrawable(&one.printed_name);
    let batch = |round: Round| {
        let waiting = gathered.waiting(round, &house.layouts);
        let is_offered = !waiting.is_empty() && stopped.is_none();
        is_offered.then(|| batch(round, waiting.len(), promise(&gathered, &waiting, round, &layout), lang))
    };
    let awarded = gathered.prospects.iter().any(|one| one.standing() == Standing::Waits(Round::Completed));
    let until = last_day(today, gathered.version.valid_months).filter(|_| awarded);
    let rows = gathered.prospects.iter().map(|one| row(&gathered, one, &unprintable(one), (&chrome, today))).collect();
    Ok(CohortPage {
        lang,
        errors,
        has_changed: false,
        cohort: id,
        name: gathered.cohort.name.clone(),
        released,
        issued,
        is_following: false,
        undrawn: undrawn.into_iter().map(|one| undrawn_one(one, &chrome)).collect(),
        batches: Round::ALL.into_iter().filter_map(batch).collect(),
        rows,
        left_out,
        until: until.map(|day| dates::day_in_words(lang, day)),
        stopped,
        chrome,
    })
}

fn batch(round: Round, count: usize, seen: String, lang: Lang) -> Batch {
    let papers = match round.kind() {
        CertificateKind::Certificate => {
            numbers::counted(lang, count, ("intyg", "intyg"), ("certificate", "certificates"))
        }
        CertificateKind::Attendance => numbers::counted(
            lang,
            count,
            ("närvarointyg", "närvarointyg"),
            ("certificate of attendance", "certificates of attendance"),
        ),
    };
    let is_meanwhile = round == Round::Meanwhile;
    let meanwhile = if is_meanwhile { lang.say(" så länge", " in the meantime") } else { "" };
    let note = lang.say(
        "Så länge: till dem som är klara med dagarna men ännu kan uppfylla kraven, till exempel med en hemuppgift. Uppfyller de kraven senare ersätter intyget närvarointyget.",
        "In the meantime: for those whose days are over but who can still meet the requirements, as by an assignment. If they meet them later, the certificate takes the place of the certificate of attendance.",
    );
    Batch {
        round: round.key(),
        seen,
        words: format!("{} {papers}{meanwhile}", lang.say("Utfärda", "Issue")),
        variant: if round == Round::Completed { "primary" } else { "secondary" },
        note: is_meanwhile.then_some(note),
    }
}

fn undrawn_one(one: certificate::Model, chrome: &Chrome) -> Undrawn {
    let href = chrome.to(&format!("/desk/certificates/{}", one.id));
    Undrawn { href, number: one.number, why: Unwritten::read(&one.draw_error.unwrap_or_default()).say(chrome.lang) }
}

fn row(cohort: &Gathered, one: &Prospect, unprintable: &[char], (chrome, today): (&Chrome, Day)) -> Row {
    let lang = chrome.lang;
    let standing = one.standing();
    let (chip, why) = state(&standing, lang);
    let waits = matches!(standing, Standing::Waits(_));
    let base = format!("/desk/cohorts/{}/certificates/{}", cohort.cohort.id, one.participant.id);
    let mut warning = None;
    if waits && !unprintable.is_empty() {
        warning = Some(crate::paper::Refusal::Undrawable(unprintable.to_vec()).say(lang));
    } else if waits && one.participant.name_confirmed_at.is_none() {
        let words = lang.say("Personen har inte bekräftat namnet.", "The person has not confirmed the name.");
        warning = Some(words.to_owned());
    }
    let held = match &standing {
        Standing::Holds(kind) | Standing::HoldsOtherwise(kind) | Standing::HoldsUndeserved(kind) => one.current(*kind),
        Standing::Revoked(kind) => one.papers.iter().rfind(|paper| paper.kind == *kind),
        _ => None,
    };
    let to_review = || Some(Chip::new(lang.say("Att granska", "To review"), Tone::Stop, Icon::Alert));
    let (alert, act) = match (&standing, held) {
        (Standing::HoldsUndeserved(_), Some(paper)) => {
            let href = chrome.to(&format!("/desk/certificates/{}#revoke", paper.id));
            (to_review(), Some((href, lang.say("Återkalla", "Revoke"))))
        }
        (Standing::HoldsOtherwise(_), Some(paper)) => {
            let href = chrome.to(&format!("/desk/certificates/{}#replace", paper.id));
            (to_review(), Some((href, lang.say("Ersätt", "Replace"))))
        }
        (Standing::Holds(_), Some(_)) if one.ground != Ground::Firm => {
            let (alert, words) = state(&Standing::UnderReview, lang);
            warning = Some(words);
            (Some(alert), Some(review(cohort, chrome)))
        }
        (Standing::UnderReview, _) => (None, Some(review(cohort, chrome))),
        _ => (None, None),
    };
    Row {
        name: if one.person.is_protected { one.person.shown_name(lang) } else { one.printed_name.clone() },
        organisation: one.organisation.clone(),
        chip: held.map_or(chip, |paper| sheet::chip(paper, (lang, today))),
        alert,
        why,
        act,
        warning,
        respell: waits.then(|| chrome.to(&format!("{base}/name"))),
        draft: waits.then(|| chrome.to(&format!("{base}/draft.pdf"))),
        certificate: held.map(|paper| (paper.number.clone(), chrome.to(&format!("/desk/certificates/{}", paper.id)))),
    }
}

/// Where a decision is looked at again.
fn review(cohort: &Gathered, chrome: &Chrome) -> (String, &'static str) {
    let href = chrome.to(&format!("/desk/cohorts/{}/decide", cohort.cohort.id));
    (href, chrome.lang.say("Se över beslutet", "Review the decision"))
}

#[expect(clippy::too_many_lines, reason = "a chip and a sentence for every standing, side by side")]
fn state(standing: &Standing, lang: Lang) -> (Chip, String) {
    let chip = |word: &str, tone, icon| Chip::new(word, tone, icon);
    match standing {
        Standing::Waits(Round::Completed) => (
            chip(lang.say("Får intyg", "Gets a certificate"), Tone::Sea, Icon::Plus),
            lang.say("Har uppfyllt kraven.", "Has met the requirements.").to_owned(),
        ),
        Standing::Waits(Round::NotCompleted) => (
            chip(lang.say("Får närvarointyg", "Gets a certificate of attendance"), Tone::Sea, Icon::Plus),
            lang.say("Kan inte längre uppfylla kraven.", "Can no longer meet the requirements.").to_owned(),
        ),
        Standing::HoldsUndeserved(kind) => (
            chip(kind.title(lang), Tone::Now, Icon::Alert),
            lang.say(
                "Intyget gäller, men det beslut som står säger inte att kraven är uppfyllda. Återkalla intyget, eller besluta på nytt.",
                "The certificate holds, but the decision that stands does not say that the requirements were met. Revoke it, or decide anew.",
            )
            .to_owned(),
        ),
        Standing::Waits(Round::Meanwhile) => (
            chip(lang.say("Kan få närvarointyg", "May get a certificate of attendance"), Tone::Quiet, Icon::Plus),
            lang.say(
                "Alla dagar är klara, men kraven kan ännu uppfyllas.",
                "Every day is over, but the requirements can still be met.",
            )
            .to_owned(),
        ),
        Standing::CanStillMeet => (
            chip(lang.say("Ej beslutat", "Not decided"), Tone::Quiet, Icon::Question),
            lang.say(
                "Kan fortfarande uppfylla kraven. Det finns inget att besluta om än.",
                "Can still meet the requirements. There is nothing to decide yet.",
            )
            .to_owned(),
        ),
        Standing::HoldsOtherwise(kind) => (
            chip(kind.title(lang), Tone::Now, Icon::Alert),
            lang.say(
                "Intyget visar andra dagar än närvaron nu. Utfärda ett nytt med dagens uppgifter.",
                "The certificate shows other days than the attendance now. Issue a new one with today’s facts.",
            )
            .to_owned(),
        ),
        Standing::Holds(kind) | Standing::Revoked(kind) => {
            (chip(kind.title(lang), Tone::Done, Icon::Check), kind.title(lang).to_owned())
        }
        Standing::Undecided => (
            chip(lang.say("Ej beslutat", "Not decided"), Tone::Quiet, Icon::Question),
            lang.say(
                "Inget beslut är fattat än. Fatta beslut på omgångens sida.",
                "Nothing has been decided yet. Decide on the cohort’s page.",
            )
            .to_owned(),
        ),
        Standing::UnderReview => (
            chip(lang.say("Se över beslutet", "Review the decision"), Tone::Now, Icon::Alert),
            lang.say(
                "Underlaget har ändrats efter beslutet. Se över det på omgångens sida.",
                "The facts have changed since the decision. Review it on the cohort’s page.",
            )
            .to_owned(),
        ),
        Standing::OpenDays(days) => {
            let list = days.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let why = if days.is_empty() {
                lang.say("Beslutets uppgifter går inte att läsa.", "The decision’s facts cannot be read.").to_owned()
            } else {
                lang.say(
                    format!("Dag {list} är inte markerad eller inte intygad av utbildaren. Gör det först."),
                    format!("Day {list} is not marked, or not attested by the trainer. Do that first."),
                )
            };
            (chip(lang.say("Öppna dagar", "Open days"), Tone::Now, Icon::Question), why)
        }
        Standing::NothingAttended => (
            chip(lang.say("Inget intyg", "No certificate"), Tone::Quiet, Icon::Minus),
            lang.say("Deltog inte någon dag.", "Attended no day.").to_owned(),
        ),
    }
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, press_button, draft]
}
