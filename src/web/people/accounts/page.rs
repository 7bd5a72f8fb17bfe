//! One account, with what can be done to it.

use super::inviting::{organisation_choices, role_choices};
use super::list::state_chip;
use crate::access::sessions;
use crate::access::whence::device_words;
use crate::accounts::rules;
use crate::kernel::{AccountId, Lang};
use crate::locale::dates;
use crate::people::{self, Account, AccountState, Administrator};
use crate::web::both::Difference;
use crate::web::form::Submitted;
use crate::web::parts::{Chip, Choice, Chrome, FormErrors, Notice, Tone};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, routes};

/// The page.
#[derive(Template)]
#[template(path = "people/accounts/page.html")]
pub struct AccountPage {
    lang: Lang,
    chrome: Chrome,
    form: Submitted,
    errors: FormErrors,
    stale: Option<Vec<Difference>>,
    account: Account,
    name: String,
    role: &'static str,
    state: Chip,
    last_sign_in: String,
    devices: Vec<(String, String)>,
    organisations: Vec<Choice>,
    bound_to: String,
    merged_into: Option<(String, String)>,
    is_own: bool,
    can_be_invited: bool,
}

impl AccountPage {
    fn roles(&self) -> Vec<Choice> {
        role_choices(self.lang)
    }

    fn is_active(&self) -> bool {
        self.account.state == AccountState::Active
    }

    fn can_be_reset(&self) -> bool {
        rules::can_have_new_password(&self.account)
    }

    fn is_disabled(&self) -> bool {
        self.account.state == AccountState::Disabled && !self.can_be_invited
    }

    fn has_role_form(&self) -> bool {
        matches!(self.account.state, AccountState::Active | AccountState::Invited) && !self.is_own
    }

    fn href(&self, deed: &str) -> String {
        self.chrome.to(&format!("/accounts/{}/{deed}", self.account.id))
    }

    /// The same page beside what somebody else saved in between.
    pub(super) fn beside(self, stale: Vec<Difference>) -> Self {
        Self { stale: Some(stale), ..self }
    }
}

/// The form as it is saved now.
pub(super) async fn saved(scene: &Scene<'_>, account: &Account) -> Result<Submitted, Problem> {
    let organisations = people::queries::organisations_of(scene.house.db.read(), account.id).await?;
    let mut form = Submitted::of([("role", account.role.key().to_owned()), ("version", account.version.to_string())]);
    for organisation in organisations {
        form = form.with("organisations", organisation.to_string());
    }
    Ok(form)
}

/// The page of `account`, with a form that was sent or as it is saved.
pub(super) async fn account_page(
    mut scene: Scene<'_>,
    who: &Administrator,
    id: AccountId,
    (form, errors): (Option<Submitted>, FormErrors),
) -> Result<AccountPage, Problem> {
    scene.chrome.path = format!("/accounts/{id}");
    let (db, lang) = (scene.house.db.read(), scene.lang);
    let account = people::queries::find_account(db, id).await?.ok_or(Problem::Missing)?;
    let mut ids = vec![account.id];
    ids.extend(account.merged_into);
    let names = people::queries::names_of(db, &ids, lang).await?;
    let name_of = |id: AccountId| names.iter().find(|(one, _)| *one == id).map(|(_, name)| name.clone());
    let live = sessions::live_of(db, id, scene.now).await?;
    let now_saved = saved(&scene, &account).await?;
    let organisations = organisation_choices(&scene).await?;
    let bound = now_saved.all("organisations");
    let bound_to: Vec<&str> =
        organisations.iter().filter(|one| one.is_among(&bound)).map(|one| one.label.as_str()).collect();
    Ok(AccountPage {
        lang,
        bound_to: bound_to.join(", "),
        name: name_of(id).unwrap_or_default(),
        role: account.role.word(lang),
        state: state_chip(account.state, lang),
        last_sign_in: account.last_sign_in_at.map(|at| dates::moment(lang, at)).unwrap_or_default(),
        devices: live
            .iter()
            .map(|one| (device_words(&one.device, lang), dates::moment(lang, one.last_seen_at)))
            .collect(),
        merged_into: account
            .merged_into
            .map(|into| (scene.chrome.to(&format!("/accounts/{into}")), name_of(into).unwrap_or_default())),
        is_own: who.account == id,
        can_be_invited: rules::can_be_invited(&account),
        form: form.unwrap_or(now_saved),
        errors,
        stale: None,
        organisations,
        account,
        chrome: scene.chrome,
    })
}

#[get("/accounts/<id>?<done>")]
async fn show(who: Administrator, id: AccountId, done: Option<&str>, mut scene: Scene<'_>) -> Answer<AccountPage> {
    let lang = scene.lang;
    let said = match done {
        Some("invited") => lang.say("Inbjudan är skickad.", "The invitation is sent."),
        Some("withdrawn") => lang.say("Inbjudan är återtagen.", "The invitation is withdrawn."),
        Some("role") => {
            lang.say("Rollen är ändrad och alla enheter utloggade.", "The role is changed and all devices signed out.")
        }
        Some("disabled") => lang.say("Kontot är avstängt.", "The account is disabled."),
        Some("enabled") => lang.say("Kontot är öppet igen.", "The account is open again."),
        Some("factor") => lang.say("Engångskoderna är nollställda.", "The one-time codes are reset."),
        Some("unmask") => lang.say("Det är sparat.", "It is saved."),
        Some("reset") => lang.say("Brevet med länken är skickat.", "The letter with the link is sent."),
        Some("merged") => lang.say("De två kontona är ett nu.", "The two accounts are one now."),
        _ => "",
    };
    if !said.is_empty() {
        scene.chrome.notice = Some(Notice { tone: Tone::Done, text: said.to_owned() });
    }
    Ok(Reply::Page(account_page(scene, &who, id, (None, FormErrors::none())).await?))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show]
}
