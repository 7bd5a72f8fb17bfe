//! Whether the house is alive and ready, for whatever watches over it.

use crate::house::House;
use rocket::http::Status;
use rocket::{Route, State, get, routes};

#[get("/healthz")]
fn alive() -> &'static str {
    "alive\n"
}

#[get("/readyz")]
async fn ready(house: &State<House>) -> (Status, &'static str) {
    if house.db.is_ready().await { (Status::Ok, "ready\n") } else { (Status::ServiceUnavailable, "not ready\n") }
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![alive, ready]
}
