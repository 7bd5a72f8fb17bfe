//! A published offer's words and deadlines.

use crate::support::TestHouse;
use rocket::http::Status;
use stafett::journal;
use stafett::kernel::{CohortId, OfferId};
use stafett::locale::stockholm;
use stafett::offers::OfferState;

async fn published(house: &TestHouse) -> (OfferId, CohortId) {
    let version = house.programme().await;
    let cohort = house.cohort(version, "A", 40).await;
    (house.offer("BRF-2012-H", &[cohort], &[]).await, cohort)
}

fn amend(id: OfferId) -> String {
    format!("/desk/offers/{id}/amend")
}

#[rocket::async_test]
async fn words_and_a_later_deadline_are_saved_and_the_journal_keeps_before_and_after() {
    let house = TestHouse::open().await;
    let (id, _) = published(&house).await;
    let karin = house.as_coordinator().await;
    let before = house.find_offer(id).await;
    let desk = karin.get(&format!("/desk/offers/{id}")).await;

    let fields = [("title", "Barnrättsstrateg, förlängd"), ("deadline_day", "2012-09-21"), ("cost_en", "Free.")];
    let saved = karin.fill_in(&desk.link("Ändra texter eller sista ansökningsdag"), 0, &fields).await;

    assert_eq!(saved.location(), format!("/desk/offers/{id}"));
    let after = house.find_offer(id).await;
    assert_eq!(
        (after.lot_commitment, after.code, after.guarantee),
        (before.lot_commitment, before.code, before.guarantee)
    );
    assert_eq!((after.state, after.version), (OfferState::Published, 2));
    assert_eq!(after.deadline_at, stockholm::last_second_of(crate::support::world::day(2012, 9, 21)));
    house.visitor().get("/offers/BRF-2012-H").await.assert_says("Ansök senast 21 september kl. 23.59");
    house.visitor().get("/").await.assert_says("Barnrättsstrateg, förlängd");
    let history = journal::history_of(house.db().read(), "offer", id.0).await.expect("read");
    let kept = &history.iter().find(|entry| entry.entry.event == "offer.amended").expect("an entry").entry.details;
    for part in ["Barnrättsstrateg hösten 2012", "Barnrättsstrateg, förlängd", "2012-09-17 23:59", "2012-09-21 23:59"]
    {
        assert!(kept.contains(part), "{part:?} is not in {kept}");
    }
    assert!(!kept.contains("duty"), "{kept}");
}

#[rocket::async_test]
async fn a_deadline_is_never_moved_earlier_nor_past_day_1() {
    let house = TestHouse::open().await;
    let (id, _) = published(&house).await;
    let karin = house.as_coordinator().await;

    let earlier = karin.fill_in(&amend(id), 0, &[("deadline_day", "2012-09-16")]).await;
    let past = karin.fill_in(&amend(id), 0, &[("deadline_day", "2012-10-04"), ("mandate_day", "2012-10-04")]).await;
    let mandate = karin.fill_in(&amend(id), 0, &[("mandate_day", "2012-09-20")]).await;
    let empty = karin.fill_in(&amend(id), 0, &[("title", "")]).await;

    earlier.assert_status(Status::UnprocessableEntity);
    earlier.assert_field_error("deadline_day", "Sista ansökningsdag kan bara flyttas framåt");
    past.assert_field_error("deadline_day", "Omgång A börjar före sista ansökningsdag.");
    mandate.assert_field_error("mandate_day", "kan bara flyttas framåt");
    empty.assert_field_error("title", "Skriv vad erbjudandet heter.");
    assert_eq!(house.find_offer(id).await.version, 1);
}

#[rocket::async_test]
async fn a_deadline_that_has_passed_can_be_extended_until_the_offer_is_closed() {
    let house = TestHouse::open().await;
    let (id, _) = published(&house).await;
    house.set_clock(house.now().plus_days(17));
    let karin = house.as_coordinator().await;

    let still_passed = karin.fill_in(&amend(id), 0, &[("deadline_day", "2012-09-18")]).await;
    let extended = karin.fill_in(&amend(id), 0, &[("deadline_day", "2012-09-24")]).await;
    let open = house.visitor().get("/offers/BRF-2012-H").await;
    house.set_offer_state(id, OfferState::Closed).await;
    let closed = karin.get(&amend(id)).await;
    let posted = karin.post(&amend(id), &[("version", "2"), ("title", "Sent")]).await;

    still_passed.assert_field_error("deadline_day", "Sista ansökningsdag har passerat.");
    assert_eq!(extended.status, Status::SeeOther, "{}", extended.text());
    open.assert_says("Ansök om en plats");
    for page in [closed, posted] {
        page.assert_status(Status::UnprocessableEntity);
        page.assert_says("Erbjudandet är stängt och kan inte längre ändras.");
    }
}

#[rocket::async_test]
async fn the_second_saver_of_a_published_offer_sees_both_and_keeps_what_was_typed() {
    let house = TestHouse::open().await;
    let (id, _) = published(&house).await;
    let karin = house.as_coordinator().await;
    let opened = karin.get(&amend(id)).await;

    karin.send(&opened, 0, &[("title", "Hösten")]).await.assert_status(Status::SeeOther);
    let second = karin.send(&opened, 0, &[("title", "Hösten 2012")]).await;
    let third = karin.send(&second, 0, &[]).await;

    second.assert_status(Status::Conflict);
    second.assert_says("Rubrik Hösten 2012 Hösten");
    second.assert_does_not_say("BRF-2012-H");
    third.assert_status(Status::SeeOther);
    assert_eq!(house.find_offer(id).await.title, "Hösten 2012");
}
