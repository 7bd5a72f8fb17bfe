//! What a coordinator sees of a letter's link, and whom to call.

use super::{ASA, Stage};
use crate::support::letters::paths_in;
use rocket::http::Status;
use stafett::applications::ApplicationState;

#[rocket::async_test]
async fn who_has_not_reacted_for_three_days_is_listed_until_the_button_is_pressed() {
    let stage = Stage::open().await;
    let course = (stage.offer, &[stage.cohort][..]);
    let bo = stage.house.application(course, stage.eslov, "Bo Lind", ApplicationState::Offered).await;
    stage.house.seat_offer(bo, stage.cohort, 2).await;
    let my = stage.house.my_page(bo).await;

    let early = stage.house.as_coordinator().await.get("/desk/unanswered").await;
    stage.house.set_clock(stage.house.now().plus_days(3));
    let karin = stage.house.signed_in(stafett::people::Role::Coordinator, "Kim Koordinator").await;
    let unopened = karin.get("/desk/unanswered").await;
    let page = stage.house.visitor().get(&my).await;
    let opened = karin.get("/desk/unanswered").await;
    stage.house.visitor().send(&page, page.form_to("/accept"), &[]).await;
    let used = karin.get("/desk/unanswered").await;

    early.assert_says("Alla har reagerat.");
    unopened.assert_says("Bo Lind");
    unopened.assert_says("Inte öppnad");
    opened.assert_says("Öppnad, inte använd");
    used.assert_says("Alla har reagerat.");
}

#[rocket::async_test]
async fn a_corrected_address_gets_the_letter_once_and_ends_the_old_links() {
    let stage = Stage::open().await;
    let course = (stage.offer, &[stage.cohort][..]);
    let bo = stage.house.application(course, stage.eslov, "Bo Lind", ApplicationState::Offered).await;
    stage.house.seat_offer(bo, stage.cohort, 2).await;
    let old = stage.house.my_page(bo).await;
    stage.house.set_clock(stage.house.now().plus_days(4));
    let (karin, kim) = (
        stage.house.as_coordinator().await,
        stage.house.signed_in(stafett::people::Role::Coordinator, "Kim Koordinator").await,
    );
    let (page, late) = (karin.get("/desk/unanswered").await, kim.get("/desk/unanswered").await);
    let field = format!("email-seat-{bo}");

    let wrong = karin.send(&page, 0, &[(&field, "not an address")]).await;
    let right = karin.send(&page, 0, &[(&field, "bo.right@example.org")]).await;
    let twice = karin.send(&page, 0, &[(&field, "bo.right@example.org")]).await;
    let second = kim.send(&late, 0, &[(&field, "bo.other@example.org")]).await;

    wrong.assert_field_error(&field, "Skriv en e-postadress");
    assert_eq!(right.location(), "/desk/unanswered");
    assert_eq!(twice.location(), "/desk/unanswered");
    second.assert_status(Status::Conflict);
    let letters = stage.house.mailbox_of("bo.right@example.org").await;
    assert_eq!(letters.len(), 1);
    stage.house.visitor().get(&old).await.assert_status(Status::NotFound);
    stage.house.visitor().get(&paths_in(&letters[0])[0]).await.assert_says("Min ansökan");
    karin.get(&format!("/desk/applications/{bo}")).await.assert_says("Brevet till den sökande skickades igen");
}

#[rocket::async_test]
async fn a_managers_letter_tells_whether_its_link_was_opened_and_used() {
    let stage = Stage::open().await;
    let course = (stage.offer, &[stage.cohort][..]);
    let bo = stage.house.application(course, stage.eslov, "Bo Lind", ApplicationState::AwaitingManager).await;
    stage.house.set_clock(stage.house.now().plus_days(4));
    let karin = stage.house.as_coordinator().await;
    let listed = karin.get("/desk/unanswered").await;
    let sent = karin.send(&listed, 0, &[]).await;
    let path = paths_in(&stage.house.letter_to("maja.chef@example.org").await).remove(0);
    let file = format!("/desk/applications/{bo}");

    let unopened = karin.get(&file).await;
    let page = stage.house.visitor().get(&path).await;
    let opened = karin.get(&file).await;
    stage.house.visitor().send(&page, page.form_to("/confirm"), &[]).await.assert_status(Status::SeeOther);
    let used = karin.get(&file).await;

    listed.assert_says("Maja Chef");
    assert_eq!(sent.location(), "/desk/unanswered");
    unopened.assert_says("länken inte öppnad");
    opened.assert_says("länken öppnad");
    used.assert_says("länken använd");
    assert!(stage.house.mailbox_of(ASA).await.is_empty());
}

#[rocket::async_test]
async fn a_seat_that_is_answered_or_too_late_to_answer_gets_no_letter_once_more() {
    let stage = Stage::open().await;
    let course = (stage.offer, &[stage.cohort][..]);
    let bo = stage.house.application(course, stage.eslov, "Bo Lind", ApplicationState::Offered).await;
    stage.house.seat_offer(bo, stage.cohort, 2).await;
    stage.house.set_clock(stage.house.now().plus_days(3));
    let page = stage.house.as_coordinator().await.get("/desk/unanswered").await;
    let seat = stafett::seats::queries::seat_offer_of(stage.house.db().read(), bo).await.expect("read");
    stage.house.set_clock(seat.expect("a seat").reply_by.plus_minutes(1));
    let karin = stage.house.signed_in(stafett::people::Role::Coordinator, "Kim Koordinator").await;

    let late = karin.send(&page, 0, &[]).await;

    late.assert_status(Status::UnprocessableEntity);
    late.assert_says("Det finns inte längre något att svara på");
    assert!(stage.house.mailbox_of("bo.lind@example.org").await.is_empty());
}
