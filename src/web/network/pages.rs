//! The list of conferences: who came from where.

use crate::house::House;
use crate::kernel::{ConferenceId, Lang, OrganisationId};
use crate::locale::{dates, numbers, sorting};
use crate::network::{self, Conference, ConferencePlace};
use crate::organisations::{self, Organisation};
use crate::people::Trainer;
use crate::web::parts::Chrome;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, routes};

/// The list of conferences.
#[derive(Template)]
#[template(path = "network/conferences.html")]
pub struct ConferencesPage {
    lang: Lang,
    chrome: Chrome,
    conferences: Vec<Shown>,
}

struct Shown {
    title: String,
    when: String,
    place: String,
    sum: String,
    organisations: Vec<(String, String)>,
}

#[get("/conferences")]
async fn show(_who: Trainer, chrome: Chrome, house: &State<House>) -> Answer<ConferencesPage> {
    let db = house.db.read();
    let conferences = network::queries::conferences(db).await?;
    let ids: Vec<ConferenceId> = conferences.iter().map(|one| one.id).collect();
    let places = network::queries::places_of(db, &ids).await?;
    let organisations: Vec<OrganisationId> = places.iter().map(|place| place.organisation_id).collect();
    let organisations = organisations::queries::among(db, &organisations).await?;
    let lang = chrome.lang;
    let conferences = conferences.iter().map(|one| shown(one, &places, &organisations, lang)).collect();
    Ok(Reply::Page(ConferencesPage { lang, chrome, conferences }))
}

fn shown(conference: &Conference, places: &[ConferencePlace], organisations: &[Organisation], lang: Lang) -> Shown {
    let here = || places.iter().filter(|place| place.conference_id == conference.id && place.heads > 0);
    let heads = numbers::counted(
        lang,
        here().map(|place| place.heads).sum::<i64>(),
        ("deltagartillfälle", "deltagartillfällen"),
        ("participation", "participations"),
    );
    let from =
        numbers::counted(lang, here().count(), ("organisation", "organisationer"), ("organisation", "organisations"));
    let name = |place: &ConferencePlace| {
        let found = organisations.iter().find(|one| one.id == place.organisation_id);
        (found.map(|one| one.name.clone()).unwrap_or_default(), numbers::number(place.heads))
    };
    let mut named: Vec<(String, String)> = here().map(name).collect();
    named.sort_by(|left, right| sorting::compare(&left.0, &right.0));
    Shown {
        title: conference.title.clone(),
        when: dates::weekday_day(lang, conference.day),
        place: conference.place.clone(),
        sum: lang.say(format!("{heads} från {from}"), format!("{heads} from {from}")),
        organisations: named,
    }
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show]
}
