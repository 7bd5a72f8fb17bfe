//! What a decision is worth once the facts beneath it have moved, or its certificate has been revoked.

use super::{Course, finished_course};
use crate::certificates::promised;
use crate::support::{Page, TestHouse};
use rocket::http::Status;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use stafett::certification::CertificateKind;
use stafett::certification::entity::certificate;
use stafett::completion::Outcome;
use stafett::jobs;
use stafett::kernel::ApplicationId;

impl Course<'_> {
    fn certificates(&self) -> String {
        format!("/desk/cohorts/{}/certificates", self.cohort)
    }

    async fn decide_all(&self) {
        let preview = self.coordinator.get(&self.decide()).await;
        let decided = self.coordinator.send(&preview, preview.form_to("/decide"), &[]).await;
        decided.assert_status(Status::SeeOther);
    }

    async fn mark_ada(&self, day: usize, fields: &[(&str, &str)]) {
        let path = format!("/days/{}/participants/{}", self.days[day].id, self.people[0]);
        self.coordinator.fill_in(&path, 0, fields).await.assert_status(Status::SeeOther);
    }

    async fn review_ada(&self) {
        let page = self.coordinator.get(&self.decide()).await;
        let form = page.form_to(&format!("/decide/{}", self.people[0]));
        self.coordinator.send(&page, form, &[]).await.assert_status(Status::SeeOther);
    }

    /// Presses the button for one certificate, and lets the papers be written.
    async fn issue_one(&self) -> Page {
        let seen = promised(&self.coordinator.get(&self.certificates()).await, "certificate");
        let fields = [("kind", "certificate"), ("seen-certificate", seen.as_str())];
        let pressed = self.coordinator.post(&self.certificates(), &fields).await;
        while jobs::write_papers(&self.house.house, self.house.now()).await.expect("written") > 0 {}
        pressed
    }

    async fn issued(&self) -> Vec<certificate::Model> {
        certificate::Entity::find()
            .filter(certificate::Column::Kind.eq(CertificateKind::Certificate))
            .all(self.house.db().read())
            .await
            .expect("read")
    }

    /// The plan of Ada's municipality, by her private link.
    async fn plan(&self) -> Page {
        let my = self.house.my_page(ApplicationId(1)).await;
        self.house.visitor().get(&format!("{my}/plan")).await
    }
}

#[rocket::async_test]
async fn a_decision_whose_facts_have_moved_gives_no_certificate_until_it_is_reviewed() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    course.decide_all().await;

    course.mark_ada(5, &[("kind", "absent"), ("reason", "Gick hem före lunch")]).await;
    let absent = course.coordinator.get(&course.certificates()).await;
    let refused = course.issue_one().await;
    course.mark_ada(5, &[("kind", "made_up"), ("reference", "Skriftlig uppgift 6")]).await;
    let made_up = course.issue_one().await;
    let before = course.issued().await.len();
    course.review_ada().await;
    let batch = course.coordinator.get(&course.certificates()).await;
    let issued = course.issue_one().await;

    absent.assert_says("Underlaget har ändrats efter beslutet. Se över det på omgångens sida.");
    absent.assert_does_not_say("Utfärda 1 intyg");
    assert!([Status::UnprocessableEntity, Status::Conflict].contains(&refused.status), "{}", refused.status);
    made_up.assert_says("Underlaget har ändrats efter beslutet.");
    assert_eq!(before, 0);
    batch.assert_says("Utfärda 1 intyg");
    issued.assert_status(Status::SeeOther);
    assert_eq!(course.issued().await.len(), 1);
}

#[rocket::async_test]
async fn whose_certificate_was_revoked_is_not_counted_and_has_no_plan_whatever_a_review_says() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    course.decide_all().await;
    let decided = (house.visitor().get("/").await, course.plan().await);
    course.issue_one().await;
    let issued = (house.visitor().get("/").await, course.plan().await);

    let paper = course.coordinator.get(&format!("/desk/certificates/{}", course.issued().await[0].id)).await;
    course.coordinator.send(&paper, paper.form_to("/revoke"), &[("reason", "mistake")]).await;
    course.mark_ada(2, &[("kind", "absent"), ("reason", "Fel rad markerad")]).await;
    course.review_ada().await;

    decided.0.assert_does_not_say("Hittills är 1 person utbildad");
    issued.0.assert_says("Hittills är 1 person utbildad");
    issued.1.assert_ok();
    assert!(course.decisions().await.contains(&(course.people[0], Outcome::Met)));
    house.visitor().get("/").await.assert_does_not_say("person utbildad");
    course.coordinator.get("/figures?year=2012").await.assert_says("Utbildade regionalt 0");
    course.plan().await.assert_status(Status::NotFound);
}

#[rocket::async_test]
async fn who_gets_a_new_certificate_after_a_revocation_counts_as_trained_again() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    course.decide_all().await;
    course.issue_one().await;
    let path = format!("/desk/certificates/{}", course.issued().await[0].id);
    let paper = course.coordinator.get(&path).await;
    course.coordinator.send(&paper, paper.form_to("/revoke"), &[("reason", "mistake")]).await;
    let revoked = house.visitor().get("/").await;

    let paper = course.coordinator.get(&path).await;
    let sent = course.coordinator.send(&paper, paper.form_to("/reissue"), &[("why", "Återkallat av misstag.")]).await;

    sent.assert_status(Status::SeeOther);
    revoked.assert_does_not_say("person utbildad");
    house.visitor().get("/").await.assert_says("Hittills är 1 person utbildad");
}
