//! The manager's page: everybody who named this address, the facts of the course, and three buttons.

use super::questions::superior;
use super::shown::{CohortLine, cohort_lines};
use crate::applications::actions::ManagersAnswer;
use crate::applications::{ApplicantsManager, Application, Mandate, MandateState, Terms, actions, queries, rules};
use crate::kernel::{ApplicationId, EmailAddress, Failure, Lang, MandateId, Refusal as _};
use crate::locale::{dates, stockholm};
use crate::organisations::{self, Organisation};
use crate::people::{self, Person};
use crate::web::chips;
use crate::web::form::{Reading, Submitted};
use crate::web::parts::{Chip, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use crate::web::way_in;
use askama::Template;
use rocket::{Route, get, post, routes};

/// The manager's page.
#[derive(Template)]
#[template(path = "applications/mandate.html")]
struct MandatePage {
    lang: Lang,
    chrome: Chrome,
    token: String,
    terms: Terms,
    cohorts: Vec<CohortLine>,
    people: Vec<Employee>,
    form: Submitted,
    errors: FormErrors,
}

/// One employee who named this manager.
struct Employee {
    mandate: Mandate,
    application: Application,
    name: String,
    organisation: String,
    chip: Chip,
    standing: Standing,
    deadline: String,
    answered: String,
}

impl Employee {
    /// The name of a field that stands once per employee.
    fn field(&self, name: &str) -> String {
        format!("{name}-{}", self.mandate.id)
    }
}

impl MandatePage {
    fn to(&self, act: &str) -> String {
        self.chrome.to(&format!("/mandates/{}/{act}", self.token))
    }
}

/// What there is to do for an employee.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Open,
    Confirmed,
    Declined,
    Over,
    Dropped,
}

async fn prove(scene: &Scene<'_>, token: &str) -> Result<ApplicantsManager, Problem> {
    let proof = ApplicantsManager::prove(scene.house.db.read(), &scene.house.tokens, token, scene.now).await?;
    proof.filter(|who| who.mandate.state != MandateState::Redirected).ok_or(Problem::Missing)
}

#[get("/mandates/<token>")]
async fn show(token: &str, scene: Scene<'_>) -> Answer<MandatePage> {
    let who = prove(&scene, token).await?;
    way_in::note_opened(scene.house, &who, scene.now).await;
    page(&who, scene, (Submitted::default(), FormErrors::none())).await.map(Reply::Page)
}

async fn page(
    who: &ApplicantsManager,
    scene: Scene<'_>,
    (form, errors): (Submitted, FormErrors),
) -> Result<MandatePage, Problem> {
    let db = scene.house.db.read();
    let of_link = queries::find(db, who.mandate.application_id).await?.ok_or(Problem::Missing)?;
    let terms = Terms::find(db, of_link.offer_id).await?.ok_or(Problem::Missing)?;
    let mandates = queries::mandates_of_manager(db, &who.mandate.manager_email).await?;
    let ids: Vec<ApplicationId> = mandates.iter().map(|one| one.application_id).collect();
    let mut applications = queries::among(db, &ids).await?;
    applications.retain(|one| one.offer_id == of_link.offer_id);
    let person_ids: Vec<_> = applications.iter().map(|one| one.person_id).collect();
    let persons = people::queries::persons_among(db, &person_ids).await?;
    let organisation_ids: Vec<_> = applications.iter().map(|one| one.organisation_id).collect();
    let organisations = organisations::queries::among(db, &organisation_ids).await?;
    let employee = |mandate: Mandate| {
        let application = applications.iter().find(|one| one.id == mandate.application_id)?;
        Some(employee(mandate, application, (&persons, &organisations), &scene))
    };
    Ok(MandatePage {
        lang: scene.lang,
        token: who.token().to_owned(),
        cohorts: cohort_lines(&terms, scene.lang, stockholm::today(scene.now)),
        people: mandates.into_iter().filter_map(employee).collect(),
        terms,
        form,
        errors,
        chrome: scene.chrome,
    })
}

fn employee(
    mandate: Mandate,
    application: &Application,
    (persons, organisations): (&[Person], &[Organisation]),
    scene: &Scene<'_>,
) -> Employee {
    let person = persons.iter().find(|one| one.id == application.person_id);
    let organisation = organisations.iter().find(|one| one.id == application.organisation_id);
    let standing = match mandate.state {
        MandateState::Confirmed => Standing::Confirmed,
        MandateState::Declined => Standing::Declined,
        _ if !rules::awaits_manager(application.state) => Standing::Dropped,
        _ if scene.now > mandate.deadline_at => Standing::Over,
        _ => Standing::Open,
    };
    let lang = scene.lang;
    let name = match person {
        Some(person) if person.is_protected => lang.say(
            format!("En medarbetare med skyddade personuppgifter, ansökan {}", application.reference),
            format!("An employee with protected personal data, application {}", application.reference),
        ),
        person => person.map(|one| one.shown_name(lang)).unwrap_or_default(),
    };
    Employee {
        name,
        organisation: organisation.map(|one| one.name.clone()).unwrap_or_default(),
        chip: chips::application(application.state, scene.lang),
        standing,
        deadline: dates::deadline(scene.lang, mandate.deadline_at, scene.now),
        answered: mandate.answered_at.map(|at| dates::moment(scene.lang, at)).unwrap_or_default(),
        application: person.map_or_else(|| application.clone(), |person| application.shown(person, lang)),
        mandate,
    }
}

#[post("/mandates/<token>/confirm", data = "<form>")]
async fn confirm(token: &str, form: Submitted, scene: Scene<'_>) -> Answer<MandatePage> {
    let who = prove(&scene, token).await?;
    act(&who, scene, form, ManagersAnswer::Confirm).await
}

#[post("/mandates/<token>/decline", data = "<form>")]
async fn decline(token: &str, form: Submitted, scene: Scene<'_>) -> Answer<MandatePage> {
    let who = prove(&scene, token).await?;
    let mut reading = Reading::new(&form, scene.lang);
    let field = format!("reason-{}", form.get("mandate"));
    let missing =
        scene.lang.say("Skriv varför. Den som har sökt får läsa det.", "Write why. The applicant will read it.");
    let Some(reason) = reading.words(&field, 1000, missing) else {
        let errors = reading.errors();
        return page(&who, scene, (form, errors)).await.map(Reply::Again);
    };
    act(&who, scene, form, ManagersAnswer::Decline(reason)).await
}

#[post("/mandates/<token>/redirect", data = "<form>")]
async fn redirect(token: &str, form: Submitted, scene: Scene<'_>) -> Answer<MandatePage> {
    let who = prove(&scene, token).await?;
    let mut reading = Reading::new(&form, scene.lang);
    let id = form.get("mandate").to_owned();
    let (name, email) = (format!("name-{id}"), format!("email-{id}"));
    let own = EmailAddress::parse(&who.mandate.manager_email);
    let right = superior(&mut reading, (&name, &email), None, scene.lang);
    if right.as_ref().is_some_and(|right| own.is_some_and(|own| own.normalised() == right.email.normalised())) {
        let sentence = scene.lang.say(
            "Det är din egen adress. Skriv adressen till den som är rätt person.",
            "That is your own address. Write the address of the right person.",
        );
        reading.wrong(&email, sentence);
    }
    let Some(right) = right.filter(|_| reading.is_sound()) else {
        let errors = reading.errors();
        return page(&who, scene, (form, errors)).await.map(Reply::Again);
    };
    act(&who, scene, form, ManagersAnswer::WrongPerson(right)).await
}

async fn act(
    who: &ApplicantsManager,
    scene: Scene<'_>,
    form: Submitted,
    answer: ManagersAnswer,
) -> Answer<MandatePage> {
    let mandate: MandateId = form.get("mandate").parse().map_err(|_| Problem::Unreadable)?;
    let is_passed_on = matches!(answer, ManagersAnswer::WrongPerson(_)) && mandate == who.mandate.id;
    let head = scene.house.letterhead();
    match actions::answer_mandate(&scene.house.db, &head, who, (mandate, answer), scene.now).await {
        // The link is dead once its own mandate is passed on, so its page cannot be the receipt.
        Ok(()) if is_passed_on => Ok(Reply::See(scene.chrome.to("/mandates/passed-on"))),
        Ok(()) | Err(Failure::Repeated(_)) => Ok(Reply::See(scene.chrome.to(&format!("/mandates/{}", who.token())))),
        Err(Failure::Refused(refusal)) => {
            let field = refusal.field().map_or(String::new(), |_| format!("email-{mandate}"));
            let errors = [(field, refusal.sentence(scene.lang))].into_iter().collect();
            page(who, scene, (form, errors)).await.map(Reply::Again)
        }
        Err(other) => Err(other.into()),
    }
}

/// The receipt of *Fel person*.
#[derive(Template)]
#[template(path = "applications/passed_on.html")]
struct PassedOnPage {
    lang: Lang,
    chrome: Chrome,
}

#[get("/mandates/passed-on")]
fn passed_on(scene: Scene<'_>) -> Reply<PassedOnPage> {
    Reply::Page(PassedOnPage { lang: scene.lang, chrome: scene.chrome })
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show, confirm, decline, redirect, passed_on]
}
