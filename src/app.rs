//! Builds the server: routes, catchers, fairings.

use crate::house::House;
use crate::web;
use crate::web::kept::KeptPages;
use rocket::figment::Figment;
use rocket::{Build, Rocket, Route};

/// Every route, by the room whose pages it shows.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        web::assets::routes(),
        web::health::routes(),
        web::fairings::routes(),
        web::people::routes(),
        web::persons::routes(),
        web::cohorts::routes(),
        web::programmes::routes(),
        web::offers::routes(),
        web::start::routes(),
        web::setup::routes(),
        web::applications::routes(),
        web::seats::routes(),
        web::attendance::routes(),
        web::assignments::routes(),
        web::completion::routes(),
        web::certification::routes(),
        web::rollouts::routes(),
        web::organisations::routes(),
        web::needs::routes(),
        web::network::routes(),
        web::protection::routes(),
        web::research::routes(),
        web::followup::routes(),
        web::imports::routes(),
        web::privacy::routes(),
        web::public::routes(),
        web::desk::routes(),
        web::administration::routes(),
        web::journal::routes(),
        web::mailbox::routes(),
    ]
    .concat()
}

/// The server for `house`, with Rocket's own settings from `figment`.
#[must_use]
pub fn build(house: House, figment: Figment) -> Rocket<Build> {
    rocket::custom(figment)
        .manage(house)
        .manage(KeptPages::default())
        .mount("/", routes())
        .register("/", web::catchers::all())
        .attach(web::fairings::OwnSiteOnly)
        .attach(web::people::resume::NothingTypedIsLost)
        .attach(web::fairings::SafeHeaders)
        .attach(web::compression::Gzip)
}
