//! The public start page.

use crate::support::TestHouse;
use std::collections::BTreeSet;

#[rocket::async_test]
async fn an_open_offer_stands_on_the_start_page_with_its_deadline() {
    let house = TestHouse::open().await;
    house.platform().await;
    let version = house.programme().await;
    let cohort = house.cohort(version, "A", 40).await;
    house.offer("BRF-2012-H", &[cohort], &[]).await;

    let page = house.visitor().get("/").await;

    page.assert_ok();
    page.assert_says("Barnrättsstrateg hösten 2012");
    page.assert_says("torsdag 4 oktober 2012");
    page.assert_says("40 platser");
    page.assert_says("Ansök senast 17 september kl. 23.59 (14 dagar kvar)");
    assert_eq!(page.link("Läs mer och ansök"), "/offers/BRF-2012-H");
    assert_eq!(page.link("Få en ny länk"), "/new-link");
    assert_eq!(page.form(0).0, "/v");
    assert!(!page.headers.contains_key("set-cookie"));
}

#[rocket::async_test]
async fn when_nothing_is_open_the_next_planned_course_is_told_by_its_month() {
    let house = TestHouse::open().await;
    house.platform().await;
    let coordinator = house.as_coordinator().await;
    house.programme().await;

    let nothing = house.visitor().get("/").await;
    let frame = [
        ("name", "Omgång B"),
        ("code", "VT2013-B"),
        ("place", "Lund"),
        ("room", "Aulan"),
        ("from", "2013-02-04"),
        ("term", "VT 2013"),
    ];
    coordinator.fill_in("/desk/cohorts/new", 0, &frame).await;
    let planned = house.visitor().get("/").await;

    nothing.assert_says("ingen ny är planerad än");
    nothing.assert_says("kansli@example.org");
    planned.assert_says("Nästa är planerad att börja i februari 2013.");
    planned.assert_does_not_say("Omgång B");
}

#[rocket::async_test]
async fn the_start_page_is_complete_in_english_and_carries_the_language_on() {
    let house = TestHouse::open().await;
    house.platform().await;
    house.municipality("1260", "Bjuv", 15715).await;
    let version = house.programme().await;
    let cohort = house.cohort(version, "A", 40).await;
    house.offer("BRF-2012-H", &[cohort], &[]).await;

    let page = house.visitor().get("/?lang=en").await;

    page.assert_says("Open for applications");
    page.assert_says("Apply by 17 September");
    page.assert_says("Verify a certificate");
    assert_eq!(page.link("Read more and apply"), "/offers/BRF-2012-H?lang=en");
    assert_eq!(page.link("See the municipalities on the map"), "/map?lang=en");
}

#[rocket::async_test]
async fn the_start_page_with_its_styles_and_scripts_costs_at_most_sixty_kilobytes_on_the_wire() {
    let house = TestHouse::open().await;
    house.platform().await;
    let version = house.programme().await;
    for n in 1..=6 {
        let cohort = house.cohort(version, &format!("C{n}"), 40).await;
        house.offer(&format!("BRF-2012-{n}"), &[cohort], &[]).await;
    }
    let (visitor, packed) = (house.visitor(), [("Accept-Encoding", "gzip")]);

    let plain = visitor.get("/").await;
    let assets: BTreeSet<&str> = plain.html.split('"').filter(|part| part.starts_with("/static/")).collect();
    let mut cost = visitor.get_with("/", &packed).await.bytes.len();
    for address in &assets {
        cost += visitor.get_with(address, &packed).await.bytes.len();
    }

    assert!(assets.len() >= 5, "{assets:?}");
    assert!((20_000..=60_000).contains(&cost), "{cost} bytes");
}
