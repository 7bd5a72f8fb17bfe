//! One application on the coordinator's desk: everything about it, and what a coordinator may do with it.

use super::file::File;
use crate::access::links::{self, Purpose};
use crate::applications::actions::{Decision, Recorded, Verdict};
use crate::applications::{Application, Channel, Mandate, Refusal, actions, queries, rules};
use crate::journal::{self, Event};
use crate::kernel::{ApplicationId, Failure, Instant, Lang, Refusal as _};
use crate::locale::text::folded;
use crate::locale::{dates, stockholm};
use crate::outbox::{self, Posted};
use crate::people::{self, Coordinator};
use crate::web::chips;
use crate::web::form::{Reading, Submitted};
use crate::web::journal::lines::{Line, lines};
use crate::web::parts::{Chip, Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, post, routes};

/// All about one application.
#[derive(Template)]
#[template(path = "applications/desk.html")]
struct DeskPage {
    lang: Lang,
    chrome: Chrome,
    file: File,
    state: Chip,
    answers: Vec<(String, String)>,
    mandates: Vec<(Mandate, Chip)>,
    /// Each with what became of its link.
    letters: Vec<(Posted, Option<&'static str>)>,
    history: Vec<Line>,
    /// Likely the same person: reference, name, organisation's state, id.
    alike: Vec<(Application, String, Chip)>,
    twins: Vec<Application>,
    /// Who registered it and how, when it was not the applicant.
    registered: Option<String>,
    may: May,
    verdicts: Vec<Choice>,
    channels: Vec<Choice>,
    form: Submitted,
    errors: FormErrors,
    /// Somebody saved in between.
    is_stale: bool,
    /// Whether the reader may protect the person, or see who it is.
    may_unmask: bool,
}

/// What can still be done with the application.
struct May {
    decide: bool,
    rank: bool,
    withdraw: bool,
}

impl DeskPage {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates lend what they pass")]
    fn when(at: &Instant) -> String {
        dates::iso_moment(*at)
    }

    fn to(&self, application: &Application, rest: &str) -> String {
        self.chrome.to(&format!("/desk/applications/{}{rest}", application.id))
    }

    fn offer(&self) -> String {
        self.chrome.to(&format!("/desk/offers/{}", self.file.application.offer_id))
    }

    /// The rank as typed, else as it is.
    fn rank(&self) -> String {
        let typed = self.form.get("rank");
        if typed.is_empty() { self.file.application.rank.to_string() } else { typed.to_owned() }
    }
}

#[get("/desk/applications/<id>")]
async fn show(who: Coordinator, id: ApplicationId, scene: Scene<'_>) -> Answer<DeskPage> {
    let page = page(id, &scene, (Submitted::default(), FormErrors::none())).await?;
    Ok(Reply::Page(DeskPage { may_unmask: who.may_unmask, ..page }))
}

async fn page(
    id: ApplicationId,
    scene: &Scene<'_>,
    (form, errors): (Submitted, FormErrors),
) -> Result<DeskPage, Problem> {
    let (db, lang) = (scene.house.db.read(), scene.lang);
    let application = queries::find(db, id).await?.ok_or(Problem::Missing)?;
    let twins = queries::twins_of(db, &application).await?;
    let file = File::of(db, application).await?.shown(lang);
    let registered = match file.application.registered_by {
        Some(account) => {
            let names = people::queries::names_of(db, &[account], lang).await?;
            let name = names.into_iter().next().map(|(_, name)| name).unwrap_or_default();
            let channel = file.application.arrived_by.word(lang);
            Some(if file.application.arrived_by == Channel::Delegate {
                lang.say(format!("föreslagen av {name}"), format!("proposed by {name}"))
            } else {
                lang.say(
                    format!("registrerat av {name} efter {channel}"),
                    format!("registered by {name} after {channel}"),
                )
            })
        }
        None => None,
    };
    let state = file.application.state;
    Ok(DeskPage {
        lang,
        state: chips::application(state, lang),
        answers: file.answers(lang),
        mandates: file.mandates.iter().map(|one| (one.clone(), chips::mandate(one.state, lang))).collect(),
        letters: posted(scene, &file).await?,
        history: lines(db, &journal::history_of(db, "application", id.0).await?, &scene.chrome).await?,
        alike: alike(scene, &file).await?,
        twins,
        registered,
        may: May {
            decide: rules::may_decide(state).is_ok(),
            rank: rules::may_rank(state, file.terms.offer.state).is_ok(),
            withdraw: rules::may_withdraw(state).is_ok(),
        },
        verdicts: Verdict::ALL.map(|verdict| Choice::new(verdict.key(), verdict.state().word(lang))).to_vec(),
        channels: channels(lang),
        form,
        errors,
        is_stale: false,
        may_unmask: false,
        file,
        chrome: scene.chrome.clone(),
    })
}

/// The letters about an application, each with what became of its link: a letter and its link are made at the same moment.
async fn posted(scene: &Scene<'_>, file: &File) -> Result<Vec<(Posted, Option<&'static str>)>, Problem> {
    let (db, lang) = (scene.house.db.read(), scene.lang);
    let mandates: Vec<i64> = file.mandates.iter().map(|one| one.id.0).collect();
    let to_managers = links::to_any_of(db, Purpose::Mandate, &mandates).await?;
    let to_applicant = links::to_any_of(db, Purpose::Application, &[file.application.id.0]).await?;
    let letters = shown_letters(outbox::about(db, "application", file.application.id.0).await?, file, lang);
    let fate = |letter: &Posted| {
        let sent = if letter.purpose.starts_with("mandate.") { &to_managers } else { &to_applicant };
        let link = sent.iter().find(|link| link.created_at == letter.created_at)?;
        Some(match (link.used_at, link.opened_at) {
            (Some(_), _) => lang.say("länken använd", "link used"),
            (None, Some(_)) => lang.say("länken öppnad", "link opened"),
            (None, None) => lang.say("länken inte öppnad", "link not opened"),
        })
    };
    Ok(letters.into_iter().map(|letter| (letter.clone(), fate(&letter))).collect())
}

/// By phone, e-mail, paper.
pub(super) fn channels(lang: Lang) -> Vec<Choice> {
    Channel::BY_OTHERS.map(|channel| Choice::new(channel.key(), channel.word(lang))).to_vec()
}

/// Other applications of the offer from the same address or under the same name.
async fn alike(scene: &Scene<'_>, file: &File) -> Result<Vec<(Application, String, Chip)>, Problem> {
    let db = scene.house.db.read();
    let of_offer = queries::of_offer(db, file.application.offer_id).await?;
    let person_ids: Vec<_> = of_offer.iter().map(|one| one.person_id).collect();
    let persons = people::queries::persons_among(db, &person_ids).await?;
    let name = folded(&file.person.true_name);
    let email = of_offer.iter().find(|one| one.id == file.application.id).map(|one| one.email.clone());
    let is_alike = |one: Application| {
        let person = persons.iter().find(|person| person.id == one.person_id)?;
        let same = Some(&one.email) == email.as_ref() || folded(&person.true_name) == name;
        // Whoever is likely the same as a protected person would tell the name: one of the two flags covers both.
        let is_covered = person.is_protected != file.person.is_protected;
        let found = same && !is_covered && one.id != file.application.id;
        let chip = chips::application(one.state, scene.lang);
        found.then(|| (one.shown(person, scene.lang), person.shown_name(scene.lang), chip))
    };
    Ok(of_offer.into_iter().filter_map(is_alike).collect())
}

/// The letters about the application, without the addresses that point at a protected person.
fn shown_letters(letters: Vec<Posted>, file: &File, lang: Lang) -> Vec<Posted> {
    let covered = |letter: Posted| Posted { to_email: file.person.shown(lang, &letter.to_email), ..letter };
    letters.into_iter().map(covered).collect()
}

/// Leads back after an action, or shows the page again with what was typed.
///
/// A form that its sender sent twice finds its own doing (`did`) as the last that happened, and leads to its receipt.
async fn settle(
    id: ApplicationId,
    scene: Scene<'_>,
    form: Submitted,
    (who, did): (&Coordinator, Event),
    outcome: Result<(), Failure<Refusal>>,
) -> Answer<DeskPage> {
    match outcome {
        Ok(()) => Ok(Reply::See(scene.chrome.to(&format!("/desk/applications/{id}")))),
        Err(Failure::Refused(refusal)) => {
            let errors = [(refusal.field().unwrap_or_default(), refusal.sentence(scene.lang))].into_iter().collect();
            page(id, &scene, (form, errors)).await.map(Reply::Again)
        }
        Err(Failure::Stale) => {
            let page = page(id, &scene, (form.over_saved(), FormErrors::none())).await?;
            let (reason, moves) = (page.form.get("reason").trim(), queries::moves_of(scene.house.db.read(), id).await?);
            let is_said = reason.is_empty() || moves.last().is_some_and(|last| last.reason_sv == reason);
            if is_said && journal::was_last(scene.house.db.read(), &who.actor(), &did).await? {
                return Ok(Reply::See(scene.chrome.to(&format!("/desk/applications/{id}"))));
            }
            Ok(Reply::Stale(DeskPage { is_stale: true, ..page }))
        }
        Err(other) => Err(other.into()),
    }
}

fn did(event: &'static str, id: ApplicationId) -> Event {
    Event::new(event, "application", id.0)
}

#[post("/desk/applications/<id>/decide", data = "<form>")]
async fn decide(who: Coordinator, id: ApplicationId, form: Submitted, scene: Scene<'_>) -> Answer<DeskPage> {
    let lang = scene.lang;
    let mut reading = Reading::new(&form, lang);
    let choose = lang.say("Välj ett beslut.", "Choose a decision.");
    let read = |key: &str| Verdict::ALL.into_iter().find(|verdict| verdict.key() == key);
    let verdict = reading.choice("verdict", choose, read);
    let missing = lang.say("Skriv skälet. Den sökande får läsa det.", "Write the reason. The applicant will read it.");
    let reason = reading.words("reason", 1000, missing);
    let (Some(verdict), Some(reason)) = (verdict, reason) else {
        let errors = reading.errors();
        return page(id, &scene, (form, errors)).await.map(Reply::Again);
    };
    let decision = Decision { application: id, version: form.version()?, verdict, reason };
    let did = did("application.decided", id).with("verdict", verdict.key());
    let outcome = actions::decide(&scene.house.db, &scene.house.letterhead(), &who, decision, scene.now).await;
    settle(id, scene, form, (&who, did), outcome).await
}

#[post("/desk/applications/<id>/mandate", data = "<form>")]
async fn record_mandate(who: Coordinator, id: ApplicationId, form: Submitted, scene: Scene<'_>) -> Answer<DeskPage> {
    let lang = scene.lang;
    let mut reading = Reading::new(&form, lang);
    let channel = read_channel(&mut reading, "channel", lang);
    let from = reading.line("from", 120, lang.say("Skriv vem som gav mandatet.", "Write who gave the mandate."));
    let on = reading.day("on");
    if on.is_some_and(|on| on > stockholm::today(scene.now)) {
        reading.wrong("on", lang.say("Dagen har inte varit än.", "That day has not come yet."));
    }
    let words = reading.optional_words("words", 1000);
    let (true, Some(channel), Some(from), Some(on), Some(words)) = (reading.is_sound(), channel, from, on, words)
    else {
        let errors = reading.errors();
        return page(id, &scene, (form, errors)).await.map(Reply::Again);
    };
    let recorded = Recorded { application: id, version: form.version()?, channel, from, on, words };
    let did = did("mandate.recorded", id).with("channel", channel.key()).with("on", dates::iso(on));
    let outcome = actions::record_mandate(&scene.house.db, &scene.house.letterhead(), &who, recorded, scene.now).await;
    settle(id, scene, form, (&who, did), outcome).await
}

/// By which way somebody else's word came.
pub(super) fn read_channel(reading: &mut Reading<'_>, field: &str, lang: Lang) -> Option<Channel> {
    reading.choice(field, lang.say("Välj hur det kom.", "Choose how it came."), Channel::by_others)
}

#[post("/desk/applications/<id>/withdraw", data = "<form>")]
async fn withdraw(who: Coordinator, id: ApplicationId, form: Submitted, scene: Scene<'_>) -> Answer<DeskPage> {
    let mut reading = Reading::new(&form, scene.lang);
    let Some(channel) = read_channel(&mut reading, "withdrawal_channel", scene.lang) else {
        let errors = reading.errors();
        return page(id, &scene, (form, errors)).await.map(Reply::Again);
    };
    let withdrawal = (id, form.version()?, channel);
    let head = scene.house.letterhead();
    let did = did("application.withdrawn", id);
    let outcome = actions::record_withdrawal(&scene.house.db, &head, &who, withdrawal, scene.now).await;
    settle(id, scene, form, (&who, did), outcome).await
}

#[post("/desk/applications/<id>/rank", data = "<form>")]
async fn rank(who: Coordinator, id: ApplicationId, form: Submitted, scene: Scene<'_>) -> Answer<DeskPage> {
    let mut reading = Reading::new(&form, scene.lang);
    let Some(rank) = reading.number("rank", 1..=999) else {
        let errors = reading.errors();
        return page(id, &scene, (form, errors)).await.map(Reply::Again);
    };
    let did = did("application.ranked", id).with("now", rank);
    let outcome = actions::rank(&scene.house.db, &who, (id, form.version()?), rank, scene.now).await;
    settle(id, scene, form, (&who, did), outcome).await
}

#[post("/desk/applications/<id>/link", data = "<form>")]
async fn link(who: Coordinator, id: ApplicationId, form: Submitted, scene: Scene<'_>) -> Answer<DeskPage> {
    let mut reading = Reading::new(&form, scene.lang);
    let missing = Refusal::NoSuchTwin.sentence(scene.lang);
    let Some(twin) = reading.line("twin", 20, &missing) else {
        let errors = reading.errors();
        return page(id, &scene, (form, errors)).await.map(Reply::Again);
    };
    let did = did("application.linked", id).with("with", twin.trim().to_uppercase());
    let outcome = actions::link_twin(&scene.house.db, &who, (id, form.version()?), &twin, scene.now).await;
    settle(id, scene, form, (&who, did), outcome).await
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show, decide, record_mandate, withdraw, rank, link]
}
