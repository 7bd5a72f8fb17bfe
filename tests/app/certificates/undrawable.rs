//! A certificate whose paper cannot be drawn stands in nobody's way, says why, and is tried again.

use super::Course;
use sea_orm::ConnectionTrait;
use stafett::attendance::MarkKind;
use stafett::certification::entity::certificate;
use stafett::completion::model::Outcome;

impl Course {
    /// Presses the button without waiting for the papers.
    async fn promise(&self) {
        self.coordinator().await.fill_in(&self.page(), 0, &[("kind", "certificate")]).await;
    }

    async fn set_facts(&self, one: &certificate::Model, facts: &str) {
        let tx = self.house.db().begin_write().await.expect("a transaction");
        let facts = facts.replace('\'', "''");
        let sql = format!("UPDATE certificates SET facts = '{facts}' WHERE id = {}", one.id);
        tx.execute_unprepared(&sql).await.expect("a change");
        tx.commit().await.expect("a commit");
    }

    /// The numbers of the certificates that are released.
    async fn released(&self) -> Vec<String> {
        self.all().await.into_iter().filter(|one| one.released_at.is_some()).map(|one| one.number).collect()
    }
}

#[rocket::async_test]
async fn a_certificate_that_cannot_be_drawn_stops_no_other_and_is_tried_again() {
    let course = Course::with_three().await;
    course.promise().await;
    let broken = course.all().await.remove(0);
    course.set_facts(&broken, r#"{"holder":"Åsa Öberg"}"#).await;

    course.write().await;
    let same_run = course.released().await;
    course.participant(4, "Cia Lind", [MarkKind::Present; 6], Outcome::Met).await;
    course.issue("certificate").await;
    let later_run = course.released().await;
    let page = course.coordinator().await.get(&course.page()).await;
    let desk = course.coordinator().await.get("/desk").await;
    course.set_facts(&broken, &broken.facts).await;
    course.house.set_clock(course.house.now().plus_minutes(3));
    course.write().await;

    assert_eq!((same_run.len(), later_run.len()), (1, 2));
    assert!(!later_run.contains(&broken.number));
    page.assert_says("Intyg som inte kunde skrivas");
    page.assert_says(&format!("{} : Uppgifterna som låstes går inte att läsa (missing field", broken.number));
    desk.assert_says("1 intyg kunde inte skrivas: Omgång BRF-2012-A");
    assert!(course.released().await.contains(&broken.number));
    course.coordinator().await.get(&course.page()).await.assert_does_not_say("kunde inte skrivas");
    course.coordinator().await.get("/desk").await.assert_does_not_say("kunde inte skrivas");
    course.assert_sound().await;
}
