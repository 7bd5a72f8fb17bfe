//! The operator's own look: saved as an edition, seen before it counts, and kept by the certificates drawn with it.

use crate::certificates::{Course, text_of};
use crate::support::{Page, Visitor};
use rocket::http::Status;
use stafett::attendance::MarkKind::Present;
use stafett::completion::model::Outcome;

const FORM: &str = "/setup/certificates/formal-landscape";

async fn press(visitor: &Visitor<'_>, fields: &[(&str, &str)]) -> Page {
    let page = visitor.get(FORM).await;
    visitor.send(&page, page.form_to(FORM), fields).await
}

async fn printed(course: &Course, id: impl std::fmt::Display) -> String {
    let page = course.coordinator().await.get(&format!("/desk/certificates/{id}/paper.pdf")).await;
    page.assert_ok();
    text_of(&page.bytes)
}

#[rocket::async_test]
async fn an_edition_is_drawn_from_then_on_and_older_papers_keep_their_look() {
    let course = Course::over().await;
    course.participant(1, "Ada Alm", [Present; 6], Outcome::Met).await;
    let visitor = course.coordinator().await;
    course.issue("certificate").await;

    let saved = press(&visitor, &[("sentence_sv", "har gått {hours} i {place} och blir"), ("accent", "#5F1D3A")]).await;
    course.participant(2, "Bo Ek", [Present; 6], Outcome::Met).await;
    course.issue("certificate").await;
    let later = press(&visitor, &[("sentence_sv", "är från och med nu"), ("accent", "#1D3A5F")]).await;

    assert!(saved.location().starts_with(FORM) && later.location().starts_with(FORM));
    let (old, new) = (course.certificate_of("Ada Alm").await, course.certificate_of("Bo Ek").await);
    assert_eq!([old.layout.as_str(), new.layout.as_str()], ["formal-landscape", "formal-landscape@1"]);
    assert!(printed(&course, old.id).await.contains("har fullföljt utbildningen"));
    let text = printed(&course, new.id).await;
    assert!(text.contains("har gått 36 timmar i"), "{text}");
    assert!(text.contains("has completed the programme"), "the house’s English stays: {text}");
}

#[rocket::async_test]
async fn what_cannot_be_printed_is_said_beside_its_field_and_nothing_is_saved() {
    let course = Course::over().await;
    let visitor = course.coordinator().await;

    let fields =
        [("sentence_sv", "blir {titel}"), ("accent", "#FFDD00"), ("logo", "<svg viewBox='0 0 1 1'><text/></svg>")];
    let refused = press(&visitor, &fields).await;
    let drawn = visitor.post(&format!("{FORM}/draft"), &fields).await;

    for page in [refused, drawn] {
        page.assert_status(Status::UnprocessableEntity);
        page.assert_field_error("sentence_sv", "{titel} står inte för något");
        page.assert_field_error("accent", "Färgen är för ljus");
        page.assert_field_error("logo", "Gör om text och bilder till former");
    }
    visitor.get("/setup/certificates").await.assert_does_not_say("Er utgåva");
}

#[rocket::async_test]
async fn a_draft_shows_the_real_paper_without_saving_it() {
    let course = Course::over().await;
    let visitor = course.coordinator().await;
    let logo = "<svg viewBox='0 0 2 1'><path fill='currentColor' d='M0 0H2V1H0Z'/></svg>";

    let draft = visitor.post(&format!("{FORM}/draft"), &[("lead_sv", "Detta visar att"), ("logo", logo)]).await;
    let unknown = visitor.get("/setup/certificates/baroque").await;

    draft.assert_ok();
    let text = text_of(&draft.bytes);
    assert!(text.contains("UTKAST") && text.contains("Detta visar att"), "{text}");
    unknown.assert_status(Status::NotFound);
    visitor.get("/setup/certificates").await.assert_does_not_say("Er utgåva");
}
