//! What is done to one account: role, state, second factor, unmasking, its invitation.

use super::inviting::{chosen_organisations, field_of, organisation_choices, role_choices};
use super::page::{AccountPage, account_page, saved};
use crate::accounts::Refusal;
use crate::accounts::actions::{self, Unmasking};
use crate::journal::{self, Event};
use crate::kernel::{AccountId, Failure, OrganisationId, Refusal as _};
use crate::people::{self, Administrator, Role};
use crate::web::both::{differences, label_of};
use crate::web::form::{Reading, Submitted};
use crate::web::parts::FormErrors;
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use rocket::{Route, post, routes};

/// Back to the page, saying what was done; a refusal stands above the page's forms.
///
/// The same button pressed twice by the same administrator leads to the same receipt.
async fn answered(
    scene: Scene<'_>,
    who: &Administrator,
    (id, did): (AccountId, Event),
    (done, word): (Result<(), Failure<Refusal>>, &str),
) -> Answer<AccountPage> {
    let receipt = scene.chrome.to(&format!("/accounts/{id}?done={word}"));
    match done {
        Ok(()) => Ok(Reply::See(receipt)),
        Err(Failure::Stale) if journal::was_last(scene.house.db.read(), &who.actor(), &did).await? => {
            Ok(Reply::See(receipt))
        }
        Err(Failure::Refused(refusal)) => {
            let errors = [("", refusal.sentence(scene.lang))].into_iter().collect();
            Ok(Reply::Again(account_page(scene, who, id, (None, errors)).await?))
        }
        Err(other) => Err(other.into()),
    }
}

fn did(event: &'static str, id: AccountId) -> (AccountId, Event) {
    (id, Event::new(event, "account", id.0))
}

#[post("/accounts/<id>/role", data = "<form>")]
async fn role(who: Administrator, id: AccountId, form: Submitted, scene: Scene<'_>) -> Answer<AccountPage> {
    let (version, lang, house) = (form.version()?, scene.lang, scene.house);
    let mut reading = Reading::new(&form, lang);
    let missing = lang.say("Välj en roll.", "Choose a role.");
    let Some(role) = reading.choice("role", missing, |text| text.parse::<Role>().ok()) else {
        let errors = reading.errors();
        return Ok(Reply::Again(account_page(scene, &who, id, (Some(form), errors)).await?));
    };
    let organisations = chosen_organisations(&scene, &form).await?;
    let what = ((id, version), role, organisations.as_slice());
    match actions::change_role(&house.db, &house.letterhead(), &who, what, scene.now).await {
        Err(Failure::Stale) if !is_said(&scene, &who, id, (role, &organisations)).await? => {
            second_saver(scene, &who, id, form).await
        }
        Err(Failure::Refused(refusal)) => {
            let errors = [(field_of(&refusal), refusal.sentence(lang))].into_iter().collect();
            Ok(Reply::Again(account_page(scene, &who, id, (Some(form), errors)).await?))
        }
        done => answered(scene, &who, did("account.role_changed", id), (done, "role")).await,
    }
}

/// Whether the account has this role and these organisations by the last thing `who` did to it.
async fn is_said(
    scene: &Scene<'_>,
    who: &Administrator,
    id: AccountId,
    (role, organisations): (Role, &[OrganisationId]),
) -> Result<bool, Problem> {
    let db = scene.house.db.read();
    let account = people::queries::find_account(db, id).await?.ok_or(Problem::Missing)?;
    let mut bound = people::queries::organisations_of(db, id).await?;
    bound.sort_unstable();
    let is_saved = account.role == role && (!role.has_organisations() || bound == organisations);
    Ok(is_saved && journal::was_last(db, &who.actor(), &did("account.role_changed", id).1).await?)
}

/// Shows what was chosen beside what somebody else saved in between.
async fn second_saver(scene: Scene<'_>, who: &Administrator, id: AccountId, form: Submitted) -> Answer<AccountPage> {
    let lang = scene.lang;
    let account = people::queries::find_account(scene.house.db.read(), id).await?.ok_or(Problem::Missing)?;
    let now_saved = saved(&scene, &account).await?;
    let (roles, organisations) = (role_choices(lang), organisation_choices(&scene).await?);
    let labels = [
        ("role".to_owned(), lang.say("Roll", "Role").to_owned()),
        ("organisations".to_owned(), lang.say("Organisationer", "Organisations").to_owned()),
    ];
    let told = differences(&labels, &form, &now_saved, |name, value| {
        label_of(if name == "role" { &roles } else { &organisations }, value)
    });
    let form = form.over_saved().with("version", account.version.to_string());
    let page = account_page(scene, who, id, (Some(form), FormErrors::none())).await?;
    Ok(Reply::Stale(page.beside(told)))
}

#[post("/accounts/<id>/disable", data = "<form>")]
async fn disable(who: Administrator, id: AccountId, form: Submitted, scene: Scene<'_>) -> Answer<AccountPage> {
    let done = actions::disable(&scene.house.db, &who, (id, form.version()?), scene.now).await;
    answered(scene, &who, did("account.disabled", id), (done, "disabled")).await
}

#[post("/accounts/<id>/enable", data = "<form>")]
async fn enable(who: Administrator, id: AccountId, form: Submitted, scene: Scene<'_>) -> Answer<AccountPage> {
    let done = actions::enable(&scene.house.db, &who, (id, form.version()?), scene.now).await;
    answered(scene, &who, did("account.enabled", id), (done, "enabled")).await
}

#[post("/accounts/<id>/factor", data = "<form>")]
async fn reset_factor(who: Administrator, id: AccountId, form: Submitted, scene: Scene<'_>) -> Answer<AccountPage> {
    let done = actions::reset_factor(&scene.house.db, &who, (id, form.version()?), scene.now).await;
    answered(scene, &who, did("account.factor_reset", id), (done, "factor")).await
}

#[post("/accounts/<id>/unmasking", data = "<form>")]
async fn unmasking(who: Administrator, id: AccountId, form: Submitted, scene: Scene<'_>) -> Answer<AccountPage> {
    let may = match form.get("may") {
        "yes" => Unmasking::Allowed,
        "no" => Unmasking::Denied,
        _ => return Err(Problem::Unreadable),
    };
    let done = actions::allow_unmasking(&scene.house.db, &who, ((id, form.version()?), may), scene.now).await;
    let (is_allowed, event) = (may == Unmasking::Allowed, Event::new("account.unmasking_set", "account", id.0));
    answered(scene, &who, (id, event.changed("may_unmask", !is_allowed, is_allowed)), (done, "unmask")).await
}

#[post("/accounts/<id>/invite", data = "<form>")]
async fn invite_again(who: Administrator, id: AccountId, form: Submitted, scene: Scene<'_>) -> Answer<AccountPage> {
    let (house, opened) = (scene.house, (id, form.version()?));
    let done = actions::invite_again(&house.db, &house.letterhead(), &who, opened, scene.now).await;
    answered(scene, &who, did("account.invited_again", id), (done, "invited")).await
}

#[post("/accounts/<id>/withdraw", data = "<form>")]
async fn withdraw(who: Administrator, id: AccountId, form: Submitted, scene: Scene<'_>) -> Answer<AccountPage> {
    let done = actions::withdraw(&scene.house.db, &who, (id, form.version()?), scene.now).await;
    answered(scene, &who, did("account.invitation_withdrawn", id), (done, "withdrawn")).await
}

#[post("/accounts/<id>/reset", data = "<form>")]
async fn send_reset(who: Administrator, id: AccountId, form: Submitted, scene: Scene<'_>) -> Answer<AccountPage> {
    let (house, opened) = (scene.house, (id, form.version()?));
    let done = actions::send_reset(&house.db, &house.letterhead(), &who, opened, scene.now).await;
    answered(scene, &who, did("account.reset_sent", id), (done, "reset")).await
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![role, disable, enable, reset_factor, unmasking, invite_again, withdraw, send_reset]
}
