//! Who marks, when, and on which device: what every request about marks proves.

use crate::people::Trainer;
use crate::web::guards::Now;
use crate::web::parts::Chrome;
use rocket::http::Status;
use rocket::outcome::try_outcome;
use rocket::request::{FromRequest, Outcome, Request};

/// Who marks, when, on which device, and the frame of the answer.
pub struct Marking {
    /// The trainer, or a coordinator standing in.
    pub who: Trainer,
    /// The frame of the page.
    pub chrome: Chrome,
    /// The moment.
    pub now: Now,
    /// The device.
    pub device: Device,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Marking {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let who = try_outcome!(request.guard::<Trainer>().await);
        let chrome = try_outcome!(request.guard::<Chrome>().await);
        let now = try_outcome!(request.guard::<Now>().await);
        match request.guard::<Device>().await {
            Outcome::Success(device) => Outcome::Success(Self { who, chrome, now, device }),
            _ => Outcome::Error((Status::InternalServerError, ())),
        }
    }
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
