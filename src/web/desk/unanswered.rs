//! *Inte reagerat*: everybody whose letter asks for something and who has not reacted, with the letter once more.

use super::silence::{self, Kind, Silent};
use crate::applications::Refusal;
use crate::applications::actions::{self, Reached};
use crate::journal::{self, Event};
use crate::kernel::{ApplicationId, DraftId, Failure, Lang, MandateId, Refusal as _};
use crate::locale::dates;
use crate::people::Coordinator;
use crate::seats;
use crate::web::form::{Reading, Submitted};
use crate::web::parts::{Chip, Chrome, FormErrors, Icon, Tone};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, post, routes};

/// The list.
#[derive(Template)]
#[template(path = "desk/unanswered.html")]
struct UnansweredPage {
    lang: Lang,
    chrome: Chrome,
    rows: Vec<Row>,
    form: Submitted,
    errors: FormErrors,
    is_stale: bool,
}

/// One who has not reacted.
struct Row {
    /// `seat-12`: which form of the page it is.
    id: String,
    name: String,
    about: String,
    /// What waits.
    what: &'static str,
    deadline: String,
    sent: String,
    state: Chip,
    email: String,
    version: i64,
    /// The application's own page, where the rest can be read.
    href: Option<String>,
}

impl Row {
    /// The name of the field, unlike that of any other row.
    fn field(&self) -> String {
        format!("email-{}", self.id)
    }
}

impl UnansweredPage {
    /// The address as typed, else as it is kept.
    fn email(&self, row: &Row) -> String {
        let typed = self.form.get(row.field());
        if typed.is_empty() { row.email.clone() } else { typed.to_owned() }
    }

    fn to(&self, row: &Row) -> String {
        self.chrome.to(&format!("/desk/unanswered/{}", row.id))
    }
}

#[get("/desk/unanswered")]
async fn show(_who: Coordinator, scene: Scene<'_>) -> Answer<UnansweredPage> {
    page(scene, (Submitted::default(), FormErrors::none())).await.map(Reply::Page)
}

async fn page(scene: Scene<'_>, (form, errors): (Submitted, FormErrors)) -> Result<UnansweredPage, Problem> {
    let silent = silence::silent(scene.house.db.read(), scene.now, scene.lang).await?;
    let rows = silent.into_iter().map(|one| row(one, &scene)).collect();
    Ok(UnansweredPage { lang: scene.lang, rows, form, errors, is_stale: false, chrome: scene.chrome })
}

fn row(one: Silent, scene: &Scene<'_>) -> Row {
    let lang = scene.lang;
    let state = if one.is_parked {
        Chip::new(lang.say("Kom inte fram", "Did not arrive"), Tone::Stop, Icon::Cross)
    } else if one.is_opened {
        Chip::new(lang.say("Öppnad, inte använd", "Opened, not used"), Tone::Now, Icon::Clock)
    } else {
        Chip::new(lang.say("Inte öppnad", "Not opened"), Tone::Now, Icon::Letter)
    };
    let (what, id) = match one.kind {
        Kind::Seat(id) => (lang.say("Svar på platserbjudande", "Answer to a seat offer"), format!("seat-{id}")),
        Kind::Mandate(id) => (lang.say("Uppdrag och mandat", "Assignment and mandate"), format!("mandate-{id}")),
        Kind::Proposal(id) => {
            (lang.say("Föreslagen, har inte sökt", "Proposed, has not applied"), format!("proposal-{id}"))
        }
    };
    Row {
        id,
        what,
        name: one.name,
        about: one.about,
        deadline: dates::deadline(lang, one.deadline, scene.now),
        sent: dates::moment(lang, one.sent),
        state,
        email: one.email,
        version: one.version,
        href: one.application.map(|id| scene.chrome.to(&format!("/desk/applications/{id}"))),
    }
}

#[post("/desk/unanswered/<which>", data = "<form>")]
async fn resend(who: Coordinator, which: &str, form: Submitted, scene: Scene<'_>) -> Answer<UnansweredPage> {
    let kind = Kind::parse(which).ok_or(Problem::Missing)?;
    let field = format!("email-{which}");
    let version = form.version()?;
    // An address that may not be shown comes back empty: the letter goes where it went.
    let kept = if form.has(&field) { None } else { kept(&scene, kind).await? };
    let read = kept.map(|kept| Submitted::of([(field.as_str(), kept)]));
    let mut reading = Reading::new(read.as_ref().unwrap_or(&form), scene.lang);
    let email = reading.email(&field);
    let Some(email) = email else {
        let errors = reading.errors();
        return page(scene, (form, errors)).await.map(Reply::Again);
    };
    let (db, head) = (&scene.house.db, scene.house.letterhead());
    let outcome = match kind {
        Kind::Seat(id) => {
            let seat = seats::queries::seat_offer_of(db.read(), id).await?.ok_or(Problem::Missing)?;
            match seats::rules::may_accept(seat.state, seat.reply_by, scene.now) {
                // A seat that is answered or lapses from here on changes the version, too.
                Ok(()) => {
                    let whom = Reached::Applicant(id, version, seat.reply_by);
                    actions::resend(db, &head, &who, (whom, email), scene.now).await
                }
                Err(_) => Err(Failure::Refused(Refusal::NothingToAnswer)),
            }
        }
        Kind::Mandate(id) => actions::resend(db, &head, &who, (Reached::Superior(id, version), email), scene.now).await,
        Kind::Proposal(id) => actions::resend_proposal(db, &head, &who, ((id, version), email), scene.now).await,
    };
    let back = scene.chrome.to("/desk/unanswered");
    match outcome {
        Ok(()) => {
            scene.house.posted.notify_one();
            Ok(Reply::See(back))
        }
        Err(Failure::Refused(refusal)) => {
            let errors = [(field, refusal.sentence(scene.lang))].into_iter().collect();
            page(scene, (form, errors)).await.map(Reply::Again)
        }
        Err(Failure::Stale) => {
            if is_own_doing(&scene, &who, kind).await? {
                // The same form sent twice: the letter is on its way, once.
                return Ok(Reply::See(back));
            }
            let page = page(scene, (form.over_saved(), FormErrors::none())).await?;
            Ok(Reply::Stale(UnansweredPage { is_stale: true, ..page }))
        }
        Err(other) => Err(other.into()),
    }
}

/// The address of a row that shows none.
async fn kept(scene: &Scene<'_>, kind: Kind) -> Result<Option<String>, Problem> {
    let all = silence::silent(scene.house.db.read(), scene.now, scene.lang).await?;
    let found = all.into_iter().find(|one| one.kind == kind && one.email.is_empty());
    Ok(found.map(|one| one.kept))
}

async fn is_own_doing(scene: &Scene<'_>, who: &Coordinator, kind: Kind) -> Result<bool, Problem> {
    let db = scene.house.db.read();
    let did = match kind {
        Kind::Seat(ApplicationId(id)) => Event::new("application.resent", "application", id),
        Kind::Mandate(MandateId(id)) => {
            let asked = crate::applications::owned::application_of(db, MandateId(id)).await?;
            let ApplicationId(application) = asked.ok_or(Problem::Missing)?;
            Event::new("mandate.resent", "application", application).with("mandate", id)
        }
        Kind::Proposal(DraftId(id)) => Event::new("proposal.resent", "draft", id),
    };
    Ok(journal::was_last(db, &who.actor(), &did).await?)
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, resend]
}
