//! Writing, publishing and reading offers.

use crate::support::filled::OFFER;
use crate::support::{TestHouse, Visitor};
use rocket::http::Status;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use stafett::cohorts::CohortState;
use stafett::cohorts::entity::cohort;
use stafett::kernel::{CohortId, OfferId};
use stafett::offers::{self, OfferState};

async fn draft_cohort(house: &TestHouse) -> CohortId {
    let version = house.programme().await;
    let id = house.cohort(version, "A", 40).await;
    let row =
        cohort::ActiveModel { state: Set(CohortState::Draft), rule_id: Set(None), ..cohort::ActiveModel::default() };
    let tx = house.db().begin_write().await.expect("a transaction");
    cohort::Entity::update_many().set(row).filter(cohort::Column::Id.eq(id)).exec(&tx).await.expect("a change");
    tx.commit().await.expect("a commit");
    id
}

async fn drafted(house: &TestHouse, coordinator: &Visitor<'_>) -> (OfferId, CohortId) {
    let cohort = draft_cohort(house).await;
    house.municipality("1260", "Bjuv", 15715).await;
    house.municipality("1285", "Eslöv", 33793).await;
    let chosen = cohort.to_string();
    let made = coordinator.fill_in("/desk/offers/new", 0, &[&OFFER[..], &[("cohorts", &chosen)]].concat()).await;
    let id = made.location().trim_start_matches("/desk/offers/").trim_end_matches("/publish").parse();
    (id.expect("an offer"), cohort)
}

#[rocket::async_test]
async fn an_offer_is_written_checked_and_published_and_its_cohort_pins_the_rule() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    let (id, cohort) = drafted(&house, &coordinator).await;
    let check = coordinator.get(&format!("/desk/offers/{id}/publish")).await;

    let published = coordinator.send(&check, 0, &[]).await;

    check.assert_says("senast 14 september kl. 23.59 (11 dagar kvar)");
    check.assert_says("senast 21 september kl. 23.59");
    check.assert_says("Omgång A: Ingen utbildare är vald.");
    check.assert_says("2 organisationer");
    assert_eq!(published.location(), format!("/desk/offers/{id}"));
    let (offer, cohort) = (house.find_offer(id).await, house.find_cohort(cohort).await);
    assert_eq!((offer.state, cohort.state), (OfferState::Published, CohortState::Published));
    assert!(cohort.rule_id.is_some());
    let secret = data_encoding::HEXLOWER.decode(offer.lot_secret.as_bytes()).expect("hex");
    assert_eq!(secret.len(), 32);
    assert_eq!(offer.lot_commitment, data_encoding::HEXLOWER.encode(&Sha256::digest(&secret)));
    let public = house.visitor().get("/offers/BRF-2012-H").await;
    public.assert_says(&offer.lot_commitment);
    assert!(!public.html.contains(&offer.lot_secret));
}

#[rocket::async_test]
async fn the_public_page_says_when_where_and_on_what_terms() {
    let house = TestHouse::open().await;
    let version = house.programme().await;
    let cohort = house.cohort(version, "A", 40).await;
    house.offer("BRF-2012-H", &[cohort], &[]).await;

    let page = house.visitor().get("/offers/BRF-2012-H").await;

    page.assert_ok();
    page.assert_says("torsdag 4 oktober 2012 kl. 9.00–16.00");
    page.assert_says("Eslöv, Stora salen");
    page.assert_says("40 platser");
    page.assert_says("Ansök senast 17 september kl. 23.59 (14 dagar kvar)");
    page.assert_says("Minst 5 av 6 dagar");
    page.assert_says("Dag 6: Tema 6");
    page.assert_says("upp till 2 platser");
    assert_eq!(page.link("Ansök om en plats"), "/offers/BRF-2012-H/apply");
}

#[rocket::async_test]
async fn the_public_page_is_complete_in_english() {
    let house = TestHouse::open().await;
    let version = house.programme().await;
    let cohort = house.cohort(version, "A", 40).await;
    house.offer("BRF-2012-H", &[cohort], &[]).await;

    let page = house.visitor().get("/offers/BRF-2012-H?lang=en").await;

    page.assert_says("Thursday 4 October 2012");
    page.assert_says("At least 5 of 6 days");
    page.assert_says("The course is free of charge.");
    page.assert_says("How the seats are distributed");
    page.assert_does_not_say("Så fördelas");
    assert_eq!(page.link("Apply for a seat"), "/offers/BRF-2012-H/apply?lang=en");
}

#[rocket::async_test]
async fn nobody_sees_a_draft_and_a_closed_offer_says_so() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    let (id, _) = drafted(&house, &coordinator).await;

    let draft = house.visitor().get("/offers/BRF-2012-H").await;
    let check = coordinator.get(&format!("/desk/offers/{id}/publish")).await;
    coordinator.send(&check, 0, &[]).await;
    house.set_clock(house.now().plus_days(12));
    let late = house.visitor().get("/offers/BRF-2012-H").await;

    draft.assert_status(Status::NotFound);
    late.assert_ok();
    late.assert_says("Ansökan är stängd");
    late.assert_does_not_say("Ansök om en plats");
}

#[rocket::async_test]
async fn wrong_input_is_named_at_its_field_and_kept() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    draft_cohort(&house).await;
    house.municipality("1260", "Bjuv", 15715).await;
    let fields = [&OFFER[..8], &[("deadline_day", "2012-09-01"), ("deadline_time", "12:00"), ("cap", "1")]].concat();

    let page = coordinator.fill_in("/desk/offers/new", 0, &fields).await;
    let missing = coordinator.fill_in("/desk/offers/new", 0, &[("deadline_time", "02:61")]).await;

    page.assert_status(Status::UnprocessableEntity);
    page.assert_field_error("cohorts", "Välj minst en omgång.");
    assert!(page.form(0).1.contains(&("code".to_owned(), "BRF-2012-H".to_owned())));
    missing.assert_field_error("title", "Skriv vad erbjudandet heter.");
    missing.assert_field_error("audience_en", "Skriv vem det är för.");
    missing.assert_field_error("deadline_time", "Skriv ett klockslag");
}

#[rocket::async_test]
async fn a_deadline_that_has_passed_and_a_late_first_day_are_refused() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    let (id, cohort) = drafted(&house, &coordinator).await;
    let chosen = cohort.to_string();
    let edit = format!("/desk/offers/{id}/edit");

    let passed = coordinator.fill_in(&edit, 0, &[("deadline_day", "2012-09-02"), ("mandate_day", "")]).await;
    let late = [("cohorts", chosen.as_str()), ("deadline_day", "2012-11-01"), ("mandate_day", "")];
    coordinator.fill_in(&edit, 0, &late).await.assert_status(Status::SeeOther);
    let check = coordinator.get(&format!("/desk/offers/{id}/publish")).await;
    let refused = coordinator.send(&check, 0, &[]).await;

    passed.assert_field_error("deadline_day", "Sista ansökningsdag har passerat.");
    check.assert_says("Dag 1 kommer före sista ansökningsdag.");
    refused.assert_status(Status::UnprocessableEntity);
    refused.assert_says("Omgång A börjar före sista ansökningsdag.");
    assert_eq!(house.find_offer(id).await.state, OfferState::Draft);
}

#[rocket::async_test]
async fn the_second_saver_sees_both_versions() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    let (id, _) = drafted(&house, &coordinator).await;
    let opened = coordinator.get(&format!("/desk/offers/{id}/edit")).await;

    coordinator.send(&opened, 0, &[("title", "Hösten")]).await.assert_status(Status::SeeOther);
    let second = coordinator.send(&opened, 0, &[("title", "Hösten 2012")]).await;
    let third = coordinator.send(&second, 0, &[]).await;

    second.assert_status(Status::Conflict);
    second.assert_says("Rubrik Hösten 2012 Hösten");
    third.assert_status(Status::SeeOther);
    assert_eq!(house.find_offer(id).await.title, "Hösten 2012");
}

#[rocket::async_test]
async fn twenty_identical_posts_make_one_offer_and_a_cohort_is_offered_once() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    let cohort = draft_cohort(&house).await.to_string();
    house.municipality("1260", "Bjuv", 15715).await;
    let fields = [&OFFER[..], &[("cohorts", cohort.as_str())]].concat();
    let form = coordinator.get("/desk/offers/new").await;

    for _ in 0..20 {
        coordinator.send(&form, 0, &fields).await.assert_status(Status::SeeOther);
    }
    let other = coordinator.get("/desk/offers/new").await;
    let again = coordinator.send(&other, 0, &[&[("code", "BRF-2012-X")], &fields[..]].concat()).await;

    assert_eq!(offers::queries::all(house.db().read()).await.expect("read").len(), 1);
    other.assert_says("Det finns ingen omgång att erbjuda.");
    again.assert_status(Status::UnprocessableEntity);
    again.assert_says("En av omgångarna finns redan i ett annat erbjudande.");
}

#[rocket::async_test]
async fn a_published_offer_keeps_its_terms() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    let version = house.programme().await;
    let cohort = house.cohort(version, "A", 40).await;
    let id = house.offer("BRF-2012-H", &[cohort], &[]).await;

    let edit = coordinator.get(&format!("/desk/offers/{id}/edit")).await;

    edit.assert_status(Status::UnprocessableEntity);
    edit.assert_says("Erbjudandet är publicerat och kan inte längre ändras");
}

#[rocket::async_test]
async fn an_organisation_nobody_knows_is_told_at_the_field() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    let cohort = draft_cohort(&house).await.to_string();
    house.municipality("1260", "Bjuv", 15715).await;
    let fields = [&OFFER[..], &[("cohorts", cohort.as_str()), ("organisations", "999999")]].concat();

    let page = coordinator.fill_in("/desk/offers/new", 0, &fields).await;

    page.assert_status(Status::UnprocessableEntity);
    page.assert_field_error("organisations", "Välj organisationer bland dem i listan.");
    assert!(offers::entity::offer::Entity::find().all(house.db().read()).await.expect("read").is_empty());
}
