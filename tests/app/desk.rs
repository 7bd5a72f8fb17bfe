//! The desk: what waits stands there, the most pressing on top; a parked letter can be sent again.

use crate::support::TestHouse;
use rocket::http::Status;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use stafett::applications::ApplicationState;
use stafett::kernel::EmailAddress;
use stafett::locale::stockholm;
use stafett::offers::OfferState;
use stafett::offers::entity::offer;
use stafett::outbox::{self, Addressee, Letter};

#[rocket::async_test]
async fn an_empty_house_points_to_the_example_programme() {
    let house = TestHouse::open().await;
    let karin = house.as_coordinator().await;

    let page = karin.get("/desk").await;
    let english = karin.get("/desk?lang=en").await;

    assert_eq!(page.link("börja med exempelprogrammet"), "/setup");
    page.assert_says("Ingen omgång är planerad.");
    english.assert_says("Needs you");
    house
        .signed_in(stafett::people::Role::Trainer, "Tuva Lind")
        .await
        .get("/desk")
        .await
        .assert_status(Status::Forbidden);
}

#[rocket::async_test]
async fn what_hurts_first_stands_on_top() {
    let house = TestHouse::open().await;
    let bjuv = house.municipality("1260", "Bjuv", 15_715).await;
    let programme = house.programme().await;
    let cohort = house.cohort(programme, "A", 40).await;
    let offer = house.offer("H12", &[cohort], &[bjuv]).await;
    house.application((offer, &[cohort]), bjuv, "Anna Ek", ApplicationState::AwaitingManager).await;
    house.application((offer, &[cohort]), bjuv, "Bo Ek", ApplicationState::SupplementRequested).await;
    house.participant((offer, cohort), 1, bjuv, "Cy Ek").await;
    house.set_clock(stockholm::start_of_day(chrono::NaiveDate::from_ymd_opt(2012, 10, 6).expect("a day")));
    let karin = house.as_coordinator().await;

    let page = karin.get("/desk").await;

    page.assert_says("Stäng erbjudandet: Barnrättsstrateg hösten 2012 sedan 17 september 2012 Nu");
    page.assert_says("1 chef har inte svarat: Barnrättsstrateg hösten 2012");
    page.assert_says("1 ansökan väntar på komplettering");
    page.assert_says("Intyga närvaron dag 1 (4 oktober): Omgång A");
    page.assert_says("1 av 40 platser tagna");
    page.assert_says("Saknar utbildare");
    let text = page.text();
    let place = |words: &str| text.find(words).unwrap_or(usize::MAX);
    assert!(place("Stäng erbjudandet") < place("1 chef har"), "{text}");
    assert!(place("1 chef har") < place("Intyga närvaron dag 1"), "{text}");
    assert!(place("Intyga närvaron dag 1") < place("Intyga närvaron dag 2"), "{text}");
}

#[rocket::async_test]
async fn after_the_last_day_allocations_wait_and_decisions_only_once_they_can_be_made() {
    let house = TestHouse::open().await;
    let bjuv = house.municipality("1260", "Bjuv", 15_715).await;
    let programme = house.programme().await;
    let cohort = house.cohort(programme, "A", 40).await;
    let offer = house.offer("H12", &[cohort], &[bjuv]).await;
    house.participant((offer, cohort), 1, bjuv, "Cy Ek").await;
    let tx = house.db().begin_write().await.expect("a transaction");
    offer::Entity::update_many()
        .col_expr(offer::Column::State, Expr::value(OfferState::Closed))
        .filter(offer::Column::Id.eq(offer))
        .exec(&tx)
        .await
        .expect("an update");
    tx.commit().await.expect("a commit");
    house.set_clock(stockholm::start_of_day(chrono::NaiveDate::from_ymd_opt(2012, 12, 20).expect("a day")));
    let karin = house.as_coordinator().await;

    let page = karin.get("/desk").await;

    page.assert_says("Fördela platserna: Barnrättsstrateg hösten 2012");
    page.assert_says("Intyga närvaron dag 6 (5 december): Omgång A");
    page.assert_does_not_say("väntar på beslut");
    assert_eq!(page.link("Bjuv"), "/plans");
}

#[rocket::async_test]
async fn a_parked_letter_shows_its_error_and_is_tried_again() {
    let house = TestHouse::open().await;
    let to = Addressee { name: "Eva Ek".into(), email: EmailAddress::parse("eva@example.org").expect("an address") };
    let letter = Letter::new(to, "test", ("test", 1), stafett::kernel::Lang::Sv, "Hej".into());
    let tx = house.db().begin_write().await.expect("a transaction");
    outbox::put(&tx, letter, house.now()).await.expect("a letter");
    tx.commit().await.expect("a commit");
    park(&house).await;
    let karin = house.as_coordinator().await;
    let page = karin.get("/desk").await;

    let sent = karin.send(&page, page.form_to("/retry"), &[]).await;

    page.assert_says("Brevet till eva@example.org kunde inte skickas");
    page.assert_says("E-postservern svarade: 550");
    karin.follow(&sent).await.assert_does_not_say("Brevet till eva@example.org");
    assert!(outbox::parked(house.db().read()).await.expect("read").is_empty());
    karin.post("/desk/letters/99/retry", &[]).await.assert_status(Status::NotFound);
}

/// Brings every letter to where five failed attempts bring it.
async fn park(house: &TestHouse) {
    use sea_orm::ConnectionTrait;
    let tx = house.db().begin_write().await.expect("a transaction");
    let sql = "UPDATE outbox SET state = 'parked', attempts = 5, last_error = '550 no such mailbox'";
    tx.execute_unprepared(sql).await.expect("an update");
    tx.commit().await.expect("a commit");
}
