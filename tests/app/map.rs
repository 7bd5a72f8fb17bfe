//! The map, and the same numbers in the table beneath; the list of conferences.

use crate::rollouts::graduate;
use crate::support::TestHouse;
use crate::support::world::day;
use rocket::http::Status;
use sea_orm::{ActiveValue::Set, EntityTrait};
use stafett::kernel::OrganisationId;
use stafett::network::entity::{conference, conference_place};

/// Three municipalities, the second with two persons trained; gives them in the order of the alphabet.
async fn region(house: &TestHouse) -> [OrganisationId; 3] {
    let last = house.municipality("1292", "Ängelholm", 42_131).await;
    let first = house.municipality("1260", "Bjuv", 15_715).await;
    let middle = house.municipality("1285", "Eslöv", 33_793).await;
    house.programme().await;
    for name in ["Ada Alm", "Bo Berg"] {
        let person = house.person(name, middle).await;
        graduate(house, person, middle, day(2012, 6, 5)).await;
    }
    [first, middle, last]
}

#[rocket::async_test]
async fn every_municipality_has_a_tile_and_the_same_figure_in_the_table() {
    let house = TestHouse::open().await;
    let ids = region(&house).await;

    let page = house.visitor().get("/map").await;

    page.assert_ok();
    let places = ids.map(|id| {
        let tile = page.html.find(&format!("href=\"#organisation-{id}\"")).expect("a tile");
        let row = page.html.find(&format!("<tr id=\"organisation-{id}\"")).expect("a row");
        (tile, row)
    });
    assert!(places.is_sorted(), "tiles and rows stand in the same order: {places:?}");
    page.assert_says("Bjuv: 0, Ingen plan");
    page.assert_says("Eslöv: 2, Ingen plan");
    page.assert_says("Eslöv Ingen plan 2 0 Uppgift saknas");
    page.assert_says("2 personer är utbildade, och 1 kommun har minst en.");
}

#[rocket::async_test]
async fn a_graduate_of_tomorrow_is_not_on_the_map_today() {
    let house = TestHouse::open().await;
    let [home, ..] = region(&house).await;
    let (today, tomorrow) = (house.person("Cia Carl", home).await, house.person("Dan Dahl", home).await);
    graduate(&house, today, home, day(2012, 9, 3)).await;
    graduate(&house, tomorrow, home, day(2012, 9, 4)).await;

    let page = house.visitor().get("/map").await;

    page.assert_says("Bjuv: 1, Ingen plan");
}

#[rocket::async_test]
async fn the_map_shows_the_state_of_plans_and_speaks_english() {
    let house = TestHouse::open().await;
    let [home, ..] = region(&house).await;
    let coordinator = house.as_coordinator().await;

    let home = home.to_string();
    let opened = coordinator.fill_in("/plans", 0, &[("organisation", &home)]).await;
    let nothing_chosen = coordinator.fill_in("/plans", 0, &[("organisation", "")]).await;
    let page = house.visitor().get("/map?lang=en").await;

    assert!(opened.location().starts_with("/plans/"));
    nothing_chosen.assert_status(Status::UnprocessableEntity);
    nothing_chosen.assert_field_error("organisation", "Välj en organisation.");
    page.assert_says("Bjuv: 0, Not started");
    page.assert_says("Eslöv No plan 2 0 No data");
    assert!(page.html.contains("data-state=\"not-begun\""));
}

#[rocket::async_test]
async fn conferences_are_listed_for_staff_with_heads_by_organisation() {
    let house = TestHouse::open().await;
    let [home, other, _] = region(&house).await;
    let tx = house.db().begin_write().await.expect("a transaction");
    let row = conference::ActiveModel {
        title: Set("Från ord till handling".into()),
        day: Set(day(2011, 1, 25)),
        place: Set("Lund".into()),
        ..Default::default()
    };
    let id = conference::Entity::insert(row).exec(&tx).await.expect("a conference").last_insert_id;
    for (organisation, heads) in [(home, 4), (other, 1_200)] {
        let row = conference_place::ActiveModel {
            conference_id: Set(id),
            organisation_id: Set(organisation),
            heads: Set(heads),
        };
        conference_place::Entity::insert(row).exec_without_returning(&tx).await.expect("a place");
    }
    tx.commit().await.expect("a commit");

    let staff = house.as_trainer().await.get("/conferences").await;
    let stranger = house.visitor().get("/conferences").await;

    staff.assert_says("tisdag 25 januari 2011, Lund. 1\u{a0}204 deltagartillfällen från 2 organisationer.");
    staff.assert_says("Eslöv 1\u{a0}200");
    assert!(stranger.location().starts_with("/sign-in"));
}
