//! A paper of somebody who met the rule by a dispensation says so, and nobody else's does.

use super::{Course, FIVE_DAYS, text_of};
use sea_orm::ConnectionTrait;
use stafett::attendance::MarkKind;
use stafett::completion::model::Outcome;

const FOUR_DAYS: [MarkKind; 6] =
    [MarkKind::Present, MarkKind::Absent, MarkKind::Absent, MarkKind::Present, MarkKind::Present, MarkKind::Present];

#[rocket::async_test]
async fn a_dispensation_stands_in_the_sentence_on_paper_and_page() {
    let course = Course::over().await;
    let asa = course.participant(1, "Åsa Öberg", FOUR_DAYS, Outcome::Met).await;
    let bo = course.participant(2, "Bo Ek", FIVE_DAYS, Outcome::Met).await;
    let tx = course.house.db().begin_write().await.expect("a transaction");
    for who in [asa, bo] {
        let values = format!("{who}, {}, 'all/0', 'Skäl', 1, {}", course.cohort, course.coordinator);
        let columns = "participant_id, cohort_id, demand, reason, given_at, given_by";
        tx.execute_unprepared(&format!("INSERT INTO dispensations ({columns}) VALUES ({values})"))
            .await
            .expect("given");
    }
    tx.commit().await.expect("a commit");

    course.issue("certificate").await;

    let (asa, bo) = (course.certificate_of("Åsa Öberg").await, course.certificate_of("Bo Ek").await);
    assert!(text_of(&course.pdf_of(&asa).await).contains("Med dispens."));
    assert!(asa.facts.contains("With a dispensation."));
    // Five days are enough without it.
    assert!(!bo.facts.contains("Med dispens."));
    let code = asa.code;
    course.house.visitor().get(&format!("/v/{code}")).await.assert_says("måste ingå. Med dispens.");
}
