//! Marks that are corrected by two at once, and marks that cannot be read.

use super::course;
use crate::support::TestHouse;
use rocket::http::Status;
use stafett::attendance::MarkKind;

#[rocket::async_test]
async fn the_second_who_corrects_a_mark_sees_the_first_correction() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    course.tap(&course.trainer, 1, "absent", "phone-0001").await.assert_ok();
    let karin = house.as_coordinator().await;
    let path = course.person(0, 1);
    let (trainers, karins) = (course.trainer.get(&path).await, karin.get(&path).await);

    let first = course.trainer.send(&trainers, 0, &[("kind", "present")]).await;
    let twice = course.trainer.send(&trainers, 0, &[("kind", "present")]).await;
    let second = karin.send(&karins, 0, &[("kind", "notified")]).await;
    let after_reading = karin.send(&second, 0, &[("kind", "notified")]).await;

    assert_eq!(first.location(), twice.location());
    second.assert_status(Status::Conflict);
    second.assert_says("Någon annan markerade först");
    after_reading.assert_status(Status::SeeOther);
    assert_eq!(course.history(0, 1).await, [MarkKind::Absent, MarkKind::Present, MarkKind::Notified]);
}

#[rocket::async_test]
async fn a_mark_that_cannot_be_read_is_told_and_nothing_is_saved() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    let page = course.trainer.get(&format!("{}?lang=en", course.roster(0))).await;
    let (bo, cia) = (course.mark(1), course.mark(2));

    let unknown = course.trainer.send(&page, 0, &[(&bo, "present"), (&cia, "perhaps")]).await;
    let unseen = course.trainer.send(&page, 0, &[(&bo, "present"), ("seen", "")]).await;

    unknown.assert_status(Status::UnprocessableEntity);
    unknown.assert_says("A mark could not be read, so nothing is saved.");
    unseen.assert_status(Status::UnprocessableEntity);
    assert_eq!(course.standing(course.days[0].id).await, 0);
    assert!(page.html.contains(&format!("href=\"/days/{}?lang=en\"", course.days[1].id)));
}
