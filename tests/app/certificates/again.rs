//! A new certificate after a revocation: one, by itself, for a reason, and only where a decision carries it.

use super::Course;
use rocket::http::Status;
use stafett::attendance::MarkKind::{Absent, Open};
use stafett::certification::CertificateState;

#[rocket::async_test]
async fn after_a_revocation_one_new_certificate_is_issued_for_a_reason() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let old = course.certificate_of("Åsa Öberg").await;
    course.revoke(&old).await;
    let (visitor, path) = (course.coordinator().await, format!("/desk/certificates/{}", old.id));

    let page = visitor.get(&path).await;
    let form = page.form_to("/reissue");
    let without = visitor.send(&page, form, &[("why", " ")]).await;
    let sent = visitor.send(&page, form, &[("why", "Återkallat av misstag: fel rad.")]).await;
    let twice = visitor.send(&page, form, &[("why", "Återkallat av misstag: fel rad.")]).await;
    course.write().await;
    let new = course.certificate_of("Åsa Öberg").await;
    let after = visitor.get(&path).await;

    without.assert_field_error("why", "Skriv varför ett nytt intyg utfärdas.");
    assert_eq!(sent.location(), format!("/desk/certificates/{}", new.id));
    assert_eq!(twice.location(), sent.location());
    assert_eq!((new.number.as_str(), new.edition, new.state), ("BRF-2012-0003", 2, CertificateState::Current));
    assert_eq!(course.all().await.len(), 3);
    assert_eq!(course.all().await[1].state, CertificateState::Revoked);
    after.assert_does_not_say("Utfärda nytt intyg");
    course.house.visitor().get(&format!("/v/{}", new.code)).await.assert_says("Giltigt");
    course.house.visitor().get(&format!("/v/{}", old.code)).await.assert_says("Återkallat");
    course.assert_sound().await;
}

#[rocket::async_test]
async fn nothing_is_issued_anew_on_a_decision_that_no_longer_stands_on_its_facts() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let old = course.certificate_of("Åsa Öberg").await;
    course.revoke(&old).await;
    let (visitor, path) = (course.coordinator().await, format!("/desk/certificates/{}", old.id));
    let opened = visitor.get(&path).await;

    course.attend(old.participant_id, [Open, Open, Absent, Absent, Open, Open]).await;
    let refused = visitor.send(&opened, opened.form_to("/reissue"), &[("why", "Ska ha ett.")]).await;
    let page = visitor.get(&path).await;

    refused.assert_status(Status::UnprocessableEntity);
    refused.assert_says("Se över beslutet på omgångens sida först.");
    page.assert_says("Se över beslutet på omgångens sida först.");
    assert!(page.posting_forms().iter().all(|form| !form.0.ends_with("/reissue")));
    assert_eq!(course.all().await.len(), 2);
}
