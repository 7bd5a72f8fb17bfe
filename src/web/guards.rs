//! What a request proves before its handler runs: the time, the language, who is signed in and what they may do.

use super::parts::{self, Chrome, LangFrom, NavLink};
use crate::access::entity::session;
use crate::access::{Holder, Stage, sessions};
use crate::house::House;
use crate::kernel::{Instant, Lang, PersonId};
use crate::people::{self, Administrator, Coordinator, Delegate, Researcher, Role, SignedIn, Trainer, Unmasker};
use rocket::http::Status;
use rocket::outcome::try_outcome;
use rocket::request::{FromRequest, Outcome, Request};
use rocket::tokio::time::timeout;
use sea_orm::DbErr;
use std::time::Duration;

/// How long a page may wait to note that its session is in use.
const PATIENCE_TO_NOTE_USE: Duration = Duration::from_millis(500);

/// The moment this request is judged by; the same for all of it.
#[derive(Debug, Clone, Copy)]
pub struct Now(pub Instant);

/// Whoever makes the request, signed in or not.
#[derive(Debug, Clone)]
pub struct Visitor(pub Option<SignedIn>);

/// The live session of the request, whoever holds it: an account, a person, a guest trainer.
#[derive(Debug, Clone)]
pub struct LiveSession(pub Option<session::Model>);

/// Who is signed in without an account: an applicant, a participant.
#[derive(Debug, Clone, Copy)]
pub struct Own(pub Option<PersonId>);

/// The address path and query of the request, for links that lead back.
#[derive(Debug, Clone)]
pub struct Here(pub String);

/// What nearly every page of the desk asks for at once: a coordinator, the frame of the page, the moment.
#[derive(Debug, Clone)]
pub struct AtDesk {
    /// Who is there.
    pub who: Coordinator,
    /// What surrounds the page.
    pub chrome: Chrome,
    /// The moment this request is judged by.
    pub now: Instant,
}

fn house<'r>(request: &'r Request<'_>) -> Option<&'r House> {
    request.rocket().state::<House>()
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Now {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let now = request
            .local_cache_async(async {
                match house(request) {
                    Some(house) => house.now().await.ok(),
                    None => None,
                }
            })
            .await;
        now.map_or(Outcome::Error((Status::ServiceUnavailable, ())), |now| Outcome::Success(Self(now)))
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Visitor {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let visitor = request.local_cache_async(async { who_is_it(request).await.ok() }).await;
        visitor.clone().map_or(Outcome::Error((Status::ServiceUnavailable, ())), |who| Outcome::Success(Self(who)))
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for LiveSession {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let session = request.local_cache_async(async { live_session(request).await.ok() }).await;
        session.clone().map_or(Outcome::Error((Status::ServiceUnavailable, ())), |found| Outcome::Success(Self(found)))
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Own {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let LiveSession(session) = try_outcome!(request.guard().await);
        Outcome::Success(Self(match session.as_ref().and_then(sessions::holder) {
            Some(Holder::Person(person)) => Some(person),
            _ => None,
        }))
    }
}

async fn who_is_it(request: &Request<'_>) -> Result<Option<SignedIn>, DbErr> {
    let (Some(house), Outcome::Success(LiveSession(session))) = (house(request), request.guard().await) else {
        return Err(DbErr::Custom("the session could not be looked up".to_owned()));
    };
    let Some(Holder::Account(account)) = session.as_ref().and_then(sessions::holder) else { return Ok(None) };
    let db = house.db.read();
    let Some(account) = people::queries::find_account(db, account).await? else { return Ok(None) };
    let Some(person) = people::queries::find_person(db, account.person_id).await? else { return Ok(None) };
    Ok(SignedIn::prove(&account, person.shown_name(Lang::from_tag(&account.language).unwrap_or_default())))
}

/// Looks the session up; half an hour without a request ends it, so being here is noted (at most once a minute).
async fn live_session(request: &Request<'_>) -> Result<Option<session::Model>, DbErr> {
    let Some(house) = house(request) else { return Ok(None) };
    let Some(cookie) = request.cookies().get(sessions::COOKIE) else { return Ok(None) };
    let now = house.now().await?;
    let token = (cookie.value(), Stage::Open);
    let found = sessions::find_live(house.db.read(), &house.tokens, token, now).await?;
    let Some(session) = found else { return Ok(None) };
    if sessions::wants_touch(&session, now) {
        // Reading goes on while nothing can be written, and soon; the session then only ends earlier.
        match timeout(PATIENCE_TO_NOTE_USE, note_use(house, &session, now)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => rocket::warn!("the use of a session could not be noted: {error}"),
            Err(_) => rocket::warn!("the use of a session could not be noted in time"),
        }
    }
    Ok(Some(session))
}

async fn note_use(house: &House, session: &session::Model, now: Instant) -> Result<(), DbErr> {
    let tx = house.db.begin_write().await?;
    sessions::touch(&tx, session, now).await?;
    tx.commit().await
}

macro_rules! role_guards {
    ($($proof:ty),*) => {$(
        #[rocket::async_trait]
        impl<'r> FromRequest<'r> for $proof {
            type Error = ();

            async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
                // The frame first: the page of a refusal has it too, with the menu, the name and the language.
                request.guard::<Chrome>().await.succeeded();
                match request.guard::<Visitor>().await {
                    Outcome::Success(Visitor(Some(who))) => match <$proof>::prove(who) {
                        Some(proof) => Outcome::Success(proof),
                        None => Outcome::Error((Status::Forbidden, ())),
                    },
                    Outcome::Success(Visitor(None)) => Outcome::Error((Status::Unauthorized, ())),
                    Outcome::Error(error) => Outcome::Error(error),
                    Outcome::Forward(status) => Outcome::Forward(status),
                }
            }
        }
    )*};
}

role_guards!(Coordinator, Trainer, Administrator, Delegate, Researcher, Unmasker);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for SignedIn {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match request.guard::<Visitor>().await {
            Outcome::Success(Visitor(Some(who))) => Outcome::Success(who),
            Outcome::Success(Visitor(None)) => Outcome::Error((Status::Unauthorized, ())),
            Outcome::Error(error) => Outcome::Error(error),
            Outcome::Forward(status) => Outcome::Forward(status),
        }
    }
}

/// The language of the answer and where it was found: the address, the account, the browser, else Swedish.
pub(super) fn language(request: &Request<'_>, who: Option<&SignedIn>) -> (Lang, LangFrom) {
    let in_address = request.query_value::<&str>("lang").and_then(Result::ok).and_then(Lang::from_tag);
    if let Some(lang) = in_address {
        return (lang, LangFrom::Address);
    }
    let of_account = who.map(|who| who.lang);
    (of_account.or_else(|| in_browser(request)).unwrap_or_default(), LangFrom::Reader)
}

/// The first of the browser's languages that we speak, by its order; weights that reorder are rare and honoured.
fn in_browser(request: &Request<'_>) -> Option<Lang> {
    let header = request.headers().get_one("Accept-Language")?;
    let mut wanted: Vec<(u32, Lang)> = header
        .split(',')
        .filter_map(|part| {
            let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
            let weight = weight.trim().parse::<f32>().unwrap_or(0.0).clamp(0.0, 1.0);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1 above")]
            let thousandths = (weight * 1000.0) as u32;
            Some((thousandths, Lang::from_tag(tag.trim())?))
        })
        .filter(|(weight, _)| *weight > 0)
        .collect();
    wanted.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    wanted.first().map(|(_, lang)| *lang)
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Chrome {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let chrome = request.local_cache_async(async { Some(frame(request).await) }).await;
        chrome.clone().map_or(Outcome::Error((Status::InternalServerError, ())), Outcome::Success)
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for AtDesk {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let who = try_outcome!(request.guard::<Coordinator>().await);
        let chrome = try_outcome!(request.guard::<Chrome>().await);
        let Now(now) = try_outcome!(request.guard::<Now>().await);
        Outcome::Success(Self { who, chrome, now })
    }
}

async fn frame(request: &Request<'_>) -> Chrome {
    let who = match request.guard::<Visitor>().await {
        Outcome::Success(Visitor(who)) => who,
        _ => None,
    };
    let platform = match house(request) {
        Some(house) => house.platform_name().await.ok().flatten(),
        None => None,
    };
    let (lang, from) = language(request, who.as_ref());
    let name = platform.as_deref().unwrap_or("Stafett");
    let mut chrome = Chrome::public(lang, from, &path_and_query(request), name);
    chrome.has_own_page = matches!(request.guard::<Own>().await, Outcome::Success(Own(Some(_))));
    chrome.signed_in = who.map(|who| signed_in(who.name, who.role, lang));
    chrome
}

/// What the frame says of somebody signed in.
pub(super) fn signed_in(name: String, role: Role, lang: Lang) -> parts::SignedIn {
    parts::SignedIn { name, role: role.word(lang).to_owned(), nav: navigation(role, lang) }
}

fn navigation(role: Role, lang: Lang) -> Vec<NavLink> {
    let desk = [
        ("/desk", lang.say("Skrivbord", "Desk")),
        ("/desk/cohorts", lang.say("Omgångar", "Cohorts")),
        ("/desk/offers", lang.say("Erbjudanden", "Offers")),
        ("/desk/certificates", lang.say("Intyg", "Certificates")),
        ("/plans", lang.say("Genomförandeplaner", "Rollout plans")),
        ("/figures", lang.say("Året i siffror", "The year in figures")),
        ("/administration", lang.say("Administration", "Administration")),
    ];
    let trainer =
        [("/days", lang.say("Mina dagar", "My days")), ("/plans", lang.say("Planer jag coachar", "Plans I coach"))];
    let links: &[(&str, &str)] = match role {
        Role::Administrator => &desk,
        Role::Coordinator => &desk[..6],
        Role::Trainer => &trainer,
        Role::Delegate => &[("/organisation", lang.say("Min organisation", "My organisation"))],
        Role::Researcher => &[("/research", lang.say("Piloter", "Pilots"))],
    };
    links.iter().map(|(href, text)| NavLink { href: (*href).to_owned(), text: (*text).to_owned() }).collect()
}

/// The address of the request without its language.
pub(super) fn path_and_query(request: &Request<'_>) -> String {
    let path = request.uri().path().to_string();
    let query = request.uri().query().map(|query| query.to_string()).unwrap_or_default();
    let kept: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !part.starts_with("lang=")).collect();
    if kept.is_empty() { path } else { format!("{path}?{}", kept.join("&")) }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Here {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        Outcome::Success(Self(path_and_query(request)))
    }
}
