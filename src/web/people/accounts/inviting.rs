//! Inviting somebody to an account.

use crate::accounts::{Invitee, Refusal, actions};
use crate::kernel::{Failure, Lang, OrganisationId, Refusal as _};
use crate::organisations;
use crate::people::{Administrator, Role};
use crate::web::form::{Reading, Submitted, new_key};
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::people::steps::languages;
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, post, routes};

/// The form.
#[derive(Template)]
#[template(path = "people/accounts/invite.html")]
pub struct InvitePage {
    lang: Lang,
    chrome: Chrome,
    form: Submitted,
    errors: FormErrors,
    key: String,
    organisations: Vec<Choice>,
    languages: [Choice; 2],
}

impl InvitePage {
    fn roles(&self) -> Vec<Choice> {
        role_choices(self.lang)
    }
}

/// The roles, each with what it may do.
pub(super) fn role_choices(lang: Lang) -> Vec<Choice> {
    let hint = |role: Role| match role {
        Role::Administrator => lang.say(
            "Som samordnare, och sköter konton och inställningar.",
            "As a coordinator, and looks after accounts and settings.",
        ),
        Role::Coordinator => lang.say(
            "Planerar, fördelar platser, beslutar och utfärdar intyg.",
            "Plans, gives seats, decides and issues certificates.",
        ),
        Role::Trainer => lang.say(
            "Markerar närvaro i sina omgångar och coachar planer.",
            "Marks attendance in their cohorts and coaches plans.",
        ),
        Role::Delegate => lang.say(
            "Talar för en organisation. Loggar in med en länk i stället för lösenord.",
            "Speaks for an organisation. Signs in with a link instead of a password.",
        ),
        Role::Researcher => {
            lang.say("Läser om utvalda piloter, med pseudonymer.", "Reads about chosen pilots, with pseudonyms.")
        }
    };
    Role::ALL.iter().map(|role| Choice::new(role.key(), capital(role.word(lang))).hint(hint(*role))).collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Every organisation a role can be bound to.
pub(super) async fn organisation_choices(scene: &Scene<'_>) -> Result<Vec<Choice>, Problem> {
    let all = organisations::queries::all(scene.house.db.read()).await?;
    Ok(all.into_iter().map(|one| Choice::new(one.id, one.name)).collect())
}

/// The organisations a form names, those that exist.
pub(super) async fn chosen_organisations(scene: &Scene<'_>, form: &Submitted) -> Result<Vec<OrganisationId>, Problem> {
    let mut wanted: Vec<OrganisationId> =
        form.all("organisations").into_iter().filter_map(|id| id.parse().ok()).take(100).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let known = organisations::queries::among(scene.house.db.read(), &wanted).await?;
    Ok(known.into_iter().map(|one| one.id).collect())
}

async fn page(scene: Scene<'_>, form: Submitted, errors: FormErrors) -> Result<InvitePage, Problem> {
    let organisations = organisation_choices(&scene).await?;
    let key = if form.has("submission_key") { form.get("submission_key").to_owned() } else { new_key()? };
    Ok(InvitePage { lang: scene.lang, chrome: scene.chrome, form, errors, key, organisations, languages: languages() })
}

#[get("/accounts/new")]
async fn show(_who: Administrator, scene: Scene<'_>) -> Answer<InvitePage> {
    let form = Submitted::of([("language", "sv")]);
    Ok(Reply::Page(page(scene, form, FormErrors::none()).await?))
}

#[post("/accounts/new", data = "<form>")]
async fn invite(who: Administrator, form: Submitted, scene: Scene<'_>) -> Answer<InvitePage> {
    let (key, lang) = (form.key()?, scene.lang);
    let mut reading = Reading::new(&form, lang);
    let (name, email) = (reading.name("name"), reading.email("email"));
    let missing = lang.say("Välj en roll.", "Choose a role.");
    let role = reading.choice("role", missing, |text| text.parse::<Role>().ok());
    let missing = lang.say("Välj ett språk.", "Choose a language.");
    let language = reading.choice("language", missing, Lang::from_tag);
    let (Some(name), Some(email), Some(role), Some(language)) = (name, email, role, language) else {
        let errors = reading.errors();
        return Ok(Reply::Again(page(scene, form, errors).await?));
    };
    let organisations = chosen_organisations(&scene, &form).await?;
    let new = Invitee { name, email, role, organisations, lang: language };
    let house = scene.house;
    match actions::invite(&house.db, &house.letterhead(), &who, (&new, &key), scene.now).await {
        Ok(id) => Ok(Reply::See(scene.chrome.to(&format!("/accounts/{id}?done=invited")))),
        Err(Failure::Refused(refusal)) => {
            let errors = [(field_of(&refusal), refusal.sentence(lang))].into_iter().collect();
            Ok(Reply::Again(page(scene, form, errors).await?))
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) fn field_of(refusal: &Refusal) -> &'static str {
    refusal.field().unwrap_or_default()
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, invite]
}
