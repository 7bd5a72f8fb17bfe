//! Who marks, when, and on which device: what every request about marks proves.

use crate::attendance::{Guest, Marker};
use crate::house::House;
use crate::people::Trainer;
use crate::web::guards::{LiveSession, Now};
use crate::web::parts::Chrome;
use rocket::http::Status;
use rocket::outcome::try_outcome;
use rocket::request::{FromRequest, Outcome, Request};

/// Who marks, when, on which device, and the frame of the answer; `W` is who may come.
pub struct Marking<W = Trainer> {
    /// The trainer, or a coordinator standing in; on the roster itself a guest, too.
    pub who: W,
    /// The frame of the page.
    pub chrome: Chrome,
    /// The moment.
    pub now: Now,
    /// The device.
    pub device: Device,
}

#[rocket::async_trait]
impl<'r, W: FromRequest<'r, Error = ()> + Send> FromRequest<'r> for Marking<W> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let who = try_outcome!(request.guard::<W>().await);
        let chrome = try_outcome!(request.guard::<Chrome>().await);
        let now = try_outcome!(request.guard::<Now>().await);
        match request.guard::<Device>().await {
            Outcome::Success(device) => Outcome::Success(Self { who, chrome, now, device }),
            _ => Outcome::Error((Status::InternalServerError, ())),
        }
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Marker {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match guest(request).await {
            Ok(Some(guest)) => {
                // The frame first, as for every proof: the page of a refusal has it too.
                request.guard::<Chrome>().await.succeeded();
                Outcome::Success(Self::Guest(guest))
            }
            Ok(None) => request.guard::<Trainer>().await.map(Self::Trainer),
            Err(()) => Outcome::Error((Status::ServiceUnavailable, ())),
        }
    }
}

/// The guest trainer who makes the request, if it is one.
async fn guest(request: &Request<'_>) -> Result<Option<Guest>, ()> {
    let Outcome::Success(LiveSession(session)) = request.guard().await else { return Err(()) };
    let (Some(session), Some(house)) = (session, request.rocket().state::<House>()) else { return Ok(None) };
    let Outcome::Success(Now(now)) = request.guard().await else { return Err(()) };
    Guest::prove(house.db.read(), &session, now).await.map_err(|_| ())
}

/// A word such as `iPhone`; kept with every mark, so that two phones of one trainer can be told apart.
pub struct Device(pub &'static str);

/// What browsers call themselves, the telling word first: phones mention other systems too.
const WORDS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
];

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Device {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        let agent = request.headers().get_one("User-Agent").unwrap_or_default();
        Outcome::Success(Self(WORDS.iter().find(|(sign, _)| agent.contains(sign)).map_or("", |(_, word)| word)))
    }
}
