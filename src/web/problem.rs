//! The only place that knows which status code a failure has, and what its page says.

use super::guards;
use super::parts::Chrome;
use super::sending;
use crate::kernel::{Failure, Lang, Refusal};
use crate::storage;
use askama::Template;
use rocket::http::{Header, Method, Status};
use rocket::response::Responder;
use rocket::{Request, response};
use sea_orm::DbErr;

/// Why a request did not get what it asked for.
#[derive(Debug)]
pub enum Problem {
    /// Sign in first.
    SignIn,
    /// Signed in, but this is not for this role.
    Forbidden,
    /// There is no such thing, or it is not theirs.
    Missing,
    /// The rules say no, and there is no form to say it in.
    Refused(Box<dyn Refusal>),
    /// The house itself is not in order, and says what has to be mended; what a reader has kept still serves.
    OutOfOrder(Box<dyn Refusal>),
    /// Somebody saved in between, and there is no form to show both in.
    Stale,
    /// The form was sent before; its receipt is there.
    Repeated(String),
    /// What was sent is larger than any form of ours.
    TooLarge,
    /// The request cannot be read.
    Unreadable,
    /// It came from another site.
    CrossSite,
    /// Too often from one network; trying again in a minute helps.
    Hurry,
    /// The database is busy or away; trying again helps.
    Busy,
    /// Something of ours is broken; the incident's number stands in the log.
    Broken(String),
}

impl From<DbErr> for Problem {
    fn from(error: DbErr) -> Self {
        if storage::is_busy(&error) {
            rocket::warn!("the database is busy: {error}");
            return Self::Busy;
        }
        Self::broken(&error)
    }
}

impl<R: Refusal> From<Failure<R>> for Problem {
    fn from(failure: Failure<R>) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::Refused(Box::new(refusal)),
            Failure::Missing(_) => Self::Missing,
            Failure::Stale => Self::Stale,
            Failure::Repeated(receipt) => Self::Repeated(receipt),
            Failure::Storage(error) => error.into(),
        }
    }
}

impl Problem {
    /// Notes something broken in the log, once, under a number the visitor can quote.
    pub fn broken(error: &dyn std::fmt::Display) -> Self {
        let mut random = [0_u8; 5];
        let _ = getrandom::fill(&mut random);
        let incident = data_encoding::BASE32_NOPAD.encode(&random);
        rocket::error!("incident {incident}: {error}");
        Self::Broken(incident)
    }

    /// The problem a catcher stands for.
    #[must_use]
    pub fn of(status: Status) -> Self {
        match status.code {
            401 => Self::SignIn,
            403 => Self::Forbidden,
            404 | 405 => Self::Missing,
            413 => Self::TooLarge,
            429 => Self::Hurry,
            400 | 415 | 422 => Self::Unreadable,
            503 => Self::Busy,
            _ => Self::broken(&status),
        }
    }

    pub(super) fn status(&self) -> Status {
        match self {
            Self::SignIn => Status::Unauthorized,
            Self::Forbidden | Self::CrossSite => Status::Forbidden,
            Self::Missing => Status::NotFound,
            Self::Refused(_) => Status::UnprocessableEntity,
            Self::Stale => Status::Conflict,
            Self::Repeated(_) => Status::SeeOther,
            Self::TooLarge => Status::PayloadTooLarge,
            Self::Unreadable => Status::BadRequest,
            Self::Hurry => Status::TooManyRequests,
            Self::Busy | Self::OutOfOrder(_) => Status::ServiceUnavailable,
            Self::Broken(_) => Status::InternalServerError,
        }
    }

    fn heading(&self, lang: Lang) -> &'static str {
        match self {
            Self::SignIn => lang.say("Logga in först", "Sign in first"),
            Self::Forbidden => lang.say("Det här är inte din sida", "This page is not yours"),
            Self::CrossSite => lang.say("Formuläret kom från en annan webbplats", "The form came from another site"),
            Self::Missing => lang.say("Sidan finns inte", "There is no such page"),
            Self::Refused(_) | Self::OutOfOrder(_) => lang.say("Det gick inte", "That was not possible"),
            Self::Stale => lang.say("Någon annan hann spara", "Somebody else saved first"),
            Self::Repeated(_) => lang.say("Redan skickat", "Already sent"),
            Self::TooLarge => lang.say("Det är för stort", "That is too large"),
            Self::Unreadable => lang.say("Det gick inte att läsa", "That could not be read"),
            Self::Hurry => lang.say("Vänta en minut", "Wait a minute"),
            Self::Busy => lang.say("Mycket att göra just nu", "Very busy right now"),
            Self::Broken(_) => lang.say("Något gick fel hos oss", "Something went wrong on our side"),
        }
    }

    fn sentence(&self, lang: Lang) -> String {
        let said = match self {
            Self::SignIn => lang.say(
                "Du är inte inloggad, så inget är sparat. Logga in och gör om det.",
                "You are not signed in, so nothing is saved. Sign in and do it again.",
            ),
            Self::Forbidden => lang.say(
                "Din roll har inte tillgång hit. Be en samordnare om hjälp.",
                "Your role has no access here. Ask a coordinator for help.",
            ),
            Self::CrossSite => lang.say(
                "Gå till sidan här och skicka formuläret därifrån.",
                "Open the page here and send the form from there.",
            ),
            Self::Missing => lang.say(
                "Kontrollera adressen. En privat länk kan ha gått ut: be om en ny på startsidan.",
                "Check the address. A private link may have run out: ask for a new one on the start page.",
            ),
            Self::Refused(refusal) | Self::OutOfOrder(refusal) => return refusal.sentence(lang),
            Self::Stale => lang.say(
                "Öppna sidan på nytt, se vad som ändrats och gör om din ändring.",
                "Open the page again, see what has changed and make your change once more.",
            ),
            Self::Repeated(_) => {
                lang.say("Formuläret har redan skickats en gång.", "The form has been sent once already.")
            }
            Self::TooLarge => lang.say(
                "Dela upp det eller korta texten och försök igen.",
                "Split it up or shorten the text and try again.",
            ),
            Self::Unreadable => {
                lang.say("Gå bakåt, ladda om sidan och försök igen.", "Go back, reload the page and try again.")
            }
            Self::Hurry => lang.say(
                "Det har kommit många frågor från ditt nät på kort tid. Vänta en minut och försök igen.",
                "Many questions have come from your network in a short time. Wait a minute and try again.",
            ),
            Self::Busy => lang.say(
                "Vänta några sekunder och försök igen. Titta efter om din ändring redan finns där.",
                "Wait a few seconds and try again. See whether your change is already there.",
            ),
            Self::Broken(incident) => {
                return match lang {
                    Lang::Sv => format!(
                        "Vi har skrivit upp det som händelse {incident}. Titta efter om din ändring finns där innan du gör om den."
                    ),
                    Lang::En => format!(
                        "We have noted it as incident {incident}. See whether your change is there before you make it again."
                    ),
                };
            }
        };
        said.to_owned()
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    lang: Lang,
    chrome: Chrome,
    heading: &'static str,
    sentence: String,
}

impl<'r> Responder<'r, 'static> for Problem {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let chrome = request.local_cache(|| None::<Chrome>).clone().unwrap_or_else(|| {
            let (lang, from) = guards::language(request, None);
            Chrome::public(lang, from, "/", "Stafett")
        });
        if let Self::Repeated(receipt) = &self {
            return sending::see(&chrome.to(receipt));
        }
        if matches!(self, Self::SignIn) && request.method() == Method::Get {
            let here = guards::path_and_query(request);
            let next = rocket::http::RawStr::new(&here).percent_encode().to_string();
            return sending::see(&chrome.to(&format!("/sign-in?next={next}")));
        }
        let lang = chrome.lang;
        let page = ProblemPage { lang, heading: self.heading(lang), sentence: self.sentence(lang), chrome };
        let mut response = sending::show(&page, self.status())?;
        if matches!(self, Self::Hurry) {
            response.set_header(Header::new("Retry-After", "60"));
        }
        Ok(response)
    }
}
