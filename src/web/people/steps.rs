//! The pages on the way in, and which of them an answer is.

use super::carried::{Carried, ResumePage};
use super::qr::QrPicture;
use crate::access::second_factor::Offered;
use crate::kernel::{Lang, Refusal as _};
use crate::people::{Refusal, Role};
use crate::web::form::Submitted;
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::Reply;
use crate::web::sending::is_own_path;
use askama::Template;
use rocket::response::Responder;

/// What an answer on the way in can be.
#[derive(Responder)]
pub enum Step {
    /// Address and password, or on to another address.
    SignIn(Reply<SignInPage>),
    /// The code of the app.
    Second(Reply<SecondPage>),
    /// Connecting an app.
    Enrol(Reply<EnrolPage>),
    /// The recovery codes, once.
    Codes(Reply<CodesPage>),
    /// A form that was carried through, ready to be sent on.
    Resume(Reply<ResumePage>),
}

/// The sign-in form.
#[derive(Template)]
#[template(path = "people/sign_in.html")]
pub struct SignInPage {
    lang: Lang,
    chrome: Chrome,
    form: Submitted,
    errors: FormErrors,
    /// Hidden fields: a form that came without a session and is sent on afterwards.
    carried: Vec<(String, String)>,
}

impl SignInPage {
    /// The page; with `carried` it says that what was typed is kept.
    pub fn new(chrome: Chrome, form: Submitted, errors: FormErrors, carried: Option<Carried>) -> Self {
        let carried = carried.map(|form| form.hidden()).unwrap_or_default();
        Self { lang: chrome.lang, chrome, form, errors, carried }
    }

    /// The page after a refusal, with the address kept; the password is typed anew.
    pub fn again(mut chrome: Chrome, form: &Submitted, refusal: &Refusal) -> Self {
        "/sign-in".clone_into(&mut chrome.path);
        let field = if form.has("email") { refusal.field().unwrap_or_default() } else { "" };
        let errors = [(field, refusal.sentence(chrome.lang))].into_iter().collect();
        let kept = Submitted::of([("email", form.get("email")), ("next", form.get("next"))]);
        Self::new(chrome, kept, errors, Carried::read(form))
    }
}

/// What goes through the steps unseen: where to go afterwards, and a form that is sent on.
#[derive(Debug, Clone, Default)]
pub struct Onward {
    /// Where to go; empty for the role's own start.
    pub next: String,
    /// The form, if there is one.
    pub form: Option<Carried>,
}

impl Onward {
    /// What a step's form carries.
    pub fn read(form: &Submitted) -> Self {
        Self { next: form.get("next").to_owned(), form: Carried::read(form) }
    }

    /// Straight to `next`.
    pub fn to(next: &str) -> Self {
        Self { next: next.to_owned(), form: None }
    }

    /// The hidden fields of the next step's form.
    pub fn hidden(&self) -> Vec<(String, String)> {
        let next = std::iter::once(("next".to_owned(), self.next.clone()));
        next.chain(self.form.iter().flat_map(Carried::hidden)).collect()
    }

    /// Where the way leads for `role` once it is open.
    pub fn destination(&self, role: Role) -> String {
        let start = match role {
            Role::Trainer => "/days",
            Role::Coordinator | Role::Administrator => "/desk",
            Role::Delegate => "/organisation",
            Role::Researcher => "/research",
        };
        if is_own_path(&self.next) { self.next.clone() } else { start.to_owned() }
    }
}

/// Asks for the code.
#[derive(Template)]
#[template(path = "people/second.html")]
pub struct SecondPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    carried: Vec<(String, String)>,
    shown: Shown,
}

/// What the page tells of the code itself.
pub enum Shown {
    /// Nothing: it is in the owner's app only.
    Nothing,
    /// In the throw-away example, the code that works now.
    Code(String),
    /// In the example, that the next code comes in half a minute.
    Wait,
}

impl SecondPage {
    /// The page; it stands at its own address whichever form it answers.
    pub fn new(mut chrome: Chrome, errors: FormErrors, onward: &Onward, shown: Shown) -> Self {
        "/sign-in/second".clone_into(&mut chrome.path);
        Self { lang: chrome.lang, chrome, errors, carried: onward.hidden(), shown }
    }
}

/// Connects an app.
#[derive(Template)]
#[template(path = "people/enrol.html")]
pub struct EnrolPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    carried: Vec<(String, String)>,
    sealed: String,
    qr: QrPicture,
    secret: String,
}

impl EnrolPage {
    /// The page that offers a secret to the app of `account` (its address).
    pub fn new(
        mut chrome: Chrome,
        errors: FormErrors,
        onward: &Onward,
        (offered, account): (&Offered, &str),
    ) -> Result<Self, Problem> {
        "/sign-in/enrol".clone_into(&mut chrome.path);
        let qr = QrPicture::of(&offered.secret.address(&chrome.platform, account))?;
        Ok(Self {
            lang: chrome.lang,
            errors,
            carried: onward.hidden(),
            sealed: offered.sealed.clone(),
            qr,
            secret: in_groups(&offered.secret.base32()),
            chrome,
        })
    }
}

/// The languages an account can have.
pub fn languages() -> [Choice; 2] {
    [Choice::new("sv", "Svenska"), Choice::new("en", "English")]
}

/// Letters in groups of four, for typing.
pub fn in_groups(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The recovery codes, shown once.
#[derive(Template)]
#[template(path = "people/codes.html")]
pub struct CodesPage {
    /// The language of the page.
    pub lang: Lang,
    /// The frame of the page.
    pub chrome: Chrome,
    /// The codes.
    pub codes: Vec<String>,
    /// Where to go on.
    pub next: String,
    /// A form that is sent on instead.
    pub form: Option<Carried>,
}
