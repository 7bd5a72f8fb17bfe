//! Rosters that are saved after something else has happened: somebody has left, or the day was attested.

use super::{Course, course};
use crate::support::TestHouse;
use rocket::http::Status;
use sea_orm::{ActiveValue::Set, EntityTrait};
use stafett::attendance::MarkKind;
use stafett::people::Role;
use stafett::seats::ParticipantState;
use stafett::seats::entity::participant;

impl Course<'_> {
    async fn leaves(&self, person: usize) {
        let tx = self.house.db().begin_write().await.expect("a transaction");
        let row = participant::ActiveModel {
            id: Set(self.people[person]),
            state: Set(ParticipantState::Withdrawn),
            ..Default::default()
        };
        participant::Entity::update(row).exec(&tx).await.expect("a change");
        tx.commit().await.expect("a commit");
    }
}

#[rocket::async_test]
async fn whoever_has_just_left_loses_nobody_elses_mark() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    let page = course.trainer.get(&course.roster(0)).await;
    let (ada, bo, cia) = (course.mark(0), course.mark(1), course.mark(2));

    course.leaves(1).await;
    let ticked = [(ada.as_str(), "present"), (bo.as_str(), "absent"), (cia.as_str(), "notified")];
    let saved = course.trainer.send(&page, 0, &ticked).await;
    let after = course.trainer.follow(&saved).await;
    let english = course.trainer.get(&format!("{}&lang=en", saved.location())).await;

    after.assert_says("1 av dem du markerade är inte med i omgången längre. Övriga markeringar är sparade.");
    after.assert_says("2 av 2");
    english.assert_says("1 of those you marked are no longer in the cohort.");
    assert_eq!(course.history(0, 0).await, [MarkKind::Present]);
    assert_eq!(course.history(0, 2).await, [MarkKind::Notified]);
    assert!(course.history(0, 1).await.is_empty());
}

#[rocket::async_test]
async fn what_was_ticked_and_came_after_the_attestation_is_shown_as_not_saved() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    let colleague = house.account(Role::Trainer, "Frida Trainer").await;
    house.teaches(colleague, course.cohort).await;
    let frida = house.session_of(colleague).await;
    course.tap(&course.trainer, 0, "present", "phone-0001").await.assert_ok();
    let page = course.trainer.get(&course.roster(0)).await;
    let (ada, bo) = (course.mark(0), course.mark(1));

    frida.fill_in(&format!("{}/attest", course.roster(0)), 0, &[]).await.assert_status(Status::SeeOther);
    let late = course.trainer.send(&page, 0, &[(&ada, "absent"), (&bo, "absent")]).await;

    late.assert_status(Status::UnprocessableEntity);
    late.assert_says("Dagen är intygad");
    assert_eq!(late.text().matches("Du markerade: Frånvarande (inte sparat)").count(), 2, "{}", late.text());
    assert_eq!(course.history(0, 0).await, [MarkKind::Present]);
    assert!(course.history(0, 1).await.is_empty());
}
