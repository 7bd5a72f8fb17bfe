//! One's own devices, each with "sign out there".

use crate::access::whence::device_words;
use crate::access::{leaving, sessions};
use crate::kernel::{PersonId, SessionId};
use crate::locale::dates;
use crate::web::form::Submitted;
use crate::web::problem::Problem;
use crate::web::scene::Scene;
use crate::web::sending;
use rocket::response::{self, Responder};
use rocket::{Request, Route, post, routes};

/// A device as its owner sees it.
pub(super) struct Device {
    pub id: SessionId,
    /// What it is, in words.
    pub name: String,
    /// When it was used last.
    pub seen: String,
    /// Until when it is remembered; `None` when it is not.
    pub remembered: Option<String>,
    pub is_this: bool,
}

/// The devices a person is signed in on, the one used last first.
pub(super) async fn of(scene: &Scene<'_>, person: PersonId, this: Option<SessionId>) -> Result<Vec<Device>, Problem> {
    let lang = scene.lang;
    let live = sessions::live_of(scene.house.db.read(), person, scene.now).await?;
    let device = |session: crate::access::entity::session::Model| Device {
        id: session.id,
        name: device_words(&session.device, lang),
        seen: dates::moment(lang, session.last_seen_at),
        remembered: session.awake_until.map(|until| dates::moment(lang, until)),
        is_this: Some(session.id) == this,
    };
    Ok(live.into_iter().map(device).collect())
}

/// Leads back to "my page".
struct Back(String);

impl<'r> Responder<'r, 'static> for Back {
    fn respond_to(self, _request: &'r Request<'_>) -> response::Result<'static> {
        sending::see(&self.0)
    }
}

#[post("/my/devices/end", data = "<form>")]
async fn end(form: Submitted, scene: Scene<'_>) -> Result<Back, Problem> {
    let person = scene.person.ok_or(Problem::Missing)?;
    let id: SessionId = form.get("session").parse().map_err(|_| Problem::Unreadable)?;
    // One that is gone already, or never was theirs, is signed out as well as can be.
    leaving::sign_out_there(&scene.house.db, person.into(), id, scene.now).await?;
    Ok(Back(scene.chrome.to("/my")))
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![end]
}
