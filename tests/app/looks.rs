//! The operator's own look: saved as an edition, seen before it counts, and kept by the certificates drawn with it.

use crate::certificates::{Course, text_of};
use crate::support::{Page, Visitor};
use rocket::http::Status;
use serde_json::{Value, json};
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

    refused.assert_status(Status::UnprocessableEntity);
    refused.assert_field_error("sentence_sv", "{titel} står inte för något");
    refused.assert_field_error("accent", "Färgen är för ljus");
    refused.assert_field_error("logo_file", "Gör om text och bilder till former");
    drawn.assert_status(Status::UnprocessableEntity);
    for words in ["{titel} står inte för något", "Färgen är för ljus", "Gör om text och bilder till former"] {
        drawn.assert_says(words);
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

/// A picture of 400 × 100 dots, red on nothing, as PNG.
fn picture() -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 400, 100);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let dots: Vec<u8> = (0..40_000).flat_map(|dot| [0xC0, 0x10, 0x20, if dot % 400 < 300 { 255 } else { 0 }]).collect();
    encoder.write_header().expect("a header").write_image_data(&dots).expect("dots");
    file
}

#[rocket::async_test]
async fn an_uploaded_picture_is_printed_and_can_be_taken_away_again() {
    let course = Course::over().await;
    course.participant(1, "Ada Alm", [Present; 6], Outcome::Met).await;
    let visitor = course.coordinator().await;
    let fields = |version| [("version", version), ("accent", ""), ("ink", "")];

    let draft = visitor.upload(&format!("{FORM}/draft"), &fields("0"), ("logo_file", &picture())).await;
    let saved = visitor.upload(FORM, &fields("0"), ("logo_file", &picture())).await;
    let shown = visitor.get(FORM).await;
    course.issue("certificate").await;
    let removed = press(&visitor, &[("no_logo", "yes")]).await;

    assert!(draft.bytes.windows(14).any(|bytes| bytes == b"/Subtype/Image"), "{}", draft.text());
    assert!(saved.location().starts_with(FORM));
    assert!(shown.html.contains("<img src=\"data:image/png;base64,"));
    let one = course.certificate_of("Ada Alm").await;
    let paper = visitor.get(&format!("/desk/certificates/{}/paper.pdf", one.id)).await;
    assert!(
        paper.bytes.windows(8).any(|bytes| bytes == b"/XObject") && paper.bytes.len() < 45_000,
        "{}",
        paper.bytes.len()
    );
    assert!(removed.location().starts_with(FORM));
    assert!(!visitor.get(FORM).await.html.contains("<img"));
}

#[rocket::async_test]
async fn a_file_that_cannot_be_printed_is_refused_and_the_rest_of_the_form_is_kept() {
    let course = Course::over().await;
    let visitor = course.coordinator().await;
    let large = vec![0; (1 << 20) + 1];

    for (file, words) in [
        (&b"GIF89a"[..], "varken en SVG-teckning med former eller en PNG-bild"),
        (&b"\x89PNG\r\n\x1a\nx"[..], "Bilden går inte att läsa"),
        (&large, "Filen är större än 1 MB"),
        (&vec![0; 9 << 20], "Filen är större än 1 MB"),
    ] {
        let fields = [("version", "0"), ("accent", "#5F1D3A")];
        let refused = visitor.upload(FORM, &fields, ("logo_file", file)).await;

        refused.assert_status(Status::UnprocessableEntity);
        refused.assert_field_error("logo_file", words);
        assert!(refused.html.contains("value=\"#5F1D3A\""), "{words}");
    }
}

#[rocket::async_test]
async fn a_draft_stands_in_a_frame_of_its_form_and_nothing_else_does() {
    let course = Course::over().await;
    let visitor = course.coordinator().await;

    let form = visitor.get(FORM).await;
    let draft = visitor.post(&format!("{FORM}/draft"), &[]).await;
    let wrong = visitor.post(&format!("{FORM}/draft"), &[("accent", "blue")]).await;

    for (page, ancestors, options) in
        [(&form, "'none'", "DENY"), (&draft, "'self'", "SAMEORIGIN"), (&wrong, "'self'", "SAMEORIGIN")]
    {
        let policy = &page.headers["content-security-policy"];
        assert!(policy.ends_with(&format!("frame-ancestors {ancestors}")), "{policy}");
        assert_eq!(page.headers["x-frame-options"], options);
    }
}

#[rocket::async_test]
async fn whoever_verifies_reads_the_operators_own_sentence_as_it_was_printed() {
    let course = Course::over().await;
    let visitor = course.coordinator().await;
    course.participant(1, "Ada Alm", [Present; 6], Outcome::Met).await;
    course.issue("certificate").await;
    press(&visitor, &[("sentence_sv", "där {holder} har gått {hours} i {place} och blir")]).await;
    course.participant(2, "Bo Ek", [Present; 6], Outcome::Met).await;
    course.issue("certificate").await;
    press(&visitor, &[("sentence_sv", "är från och med nu")]).await;
    let (plain, own) = (course.certificate_of("Ada Alm").await, course.certificate_of("Bo Ek").await);
    let stranger = course.house.visitor();
    let machine = async |code: &str| {
        let page = stranger.get_with(&format!("/v/{code}"), &[("Accept", "application/json")]).await;
        serde_json::from_slice::<Value>(&page.bytes).expect("JSON")["certificate"]["wording"].clone()
    };

    let pages =
        [stranger.get(&format!("/v/{}", own.code)).await, stranger.get(&format!("/v/{}?lang=en", own.code)).await];
    let (said, unsaid) = (machine(&own.code).await, machine(&plain.code).await);
    course.protect_holder(&own).await;
    let masked = stranger.get(&format!("/v/{}", own.code)).await;

    pages[0].assert_says("Ordalydelse Härmed intygas att … där Bo Ek har gått 36 timmar i Eslöv och blir …");
    pages[1].assert_does_not_say("Wording");
    let after = "där Bo Ek har gått 36 timmar i Eslöv och blir";
    assert_eq!((said, unsaid), (json!({ "before_name": "Härmed intygas att", "after_name": after }), Value::Null));
    masked.assert_says("där (Visas inte här) har gått 36 timmar");
    masked.assert_does_not_say("Bo Ek");
}

#[rocket::async_test]
async fn showing_a_draft_saves_nothing_whatever_language_the_address_says() {
    let course = Course::over().await;
    let visitor = course.coordinator().await;

    let form = visitor.get(&format!("{FORM}?lang=en")).await;

    let draft = format!("formaction=\"{FORM}/draft?lang=en\"");
    assert_eq!(form.html.matches("formaction=").count(), 3);
    assert_eq!(form.html.matches(&draft).count(), 3, "{}", form.html);
}

#[rocket::async_test]
async fn a_sentence_that_does_not_fit_is_told_beside_its_field_and_in_the_frame_and_not_saved() {
    let course = Course::over().await;
    let visitor = course.coordinator().await;
    let wide = "WWWWWWWWW ".repeat(29);

    for (field, kind, words) in [
        ("lead_en", "certificate", "orden före namnet"),
        ("sentence_sv", "certificate", "meningen efter namnet"),
        ("attendance_sv", "attendance", "meningen efter namnet"),
    ] {
        let saved = press(&visitor, &[(field, &wide)]).await;
        let drawn = visitor.post(&format!("{FORM}/draft"), &[(field, &wide), ("shown", kind)]).await;

        saved.assert_status(Status::UnprocessableEntity);
        saved.assert_field_error(field, words);
        drawn.assert_status(Status::UnprocessableEntity);
        drawn.assert_says(words);
        assert_eq!(drawn.headers["x-frame-options"], "SAMEORIGIN");
    }
    visitor.get("/setup/certificates").await.assert_does_not_say("Er utgåva");
}

#[rocket::async_test]
async fn no_number_is_taken_while_the_widest_of_those_who_wait_does_not_fit() {
    let course = Course::over().await;
    let visitor = course.coordinator().await;
    press(&visitor, &[("sentence_sv", &"{holder} ".repeat(12))]).await;
    let (narrow, wide) = ("Lilli Fritiofsdotter Illi-Filli", "Mwm Wmmwmwm Wmwmmwm Mwmmwmwmwm");
    assert!(narrow.chars().count() > wide.chars().count());
    course.participant(1, narrow, [Present; 6], Outcome::Met).await;
    course.participant(2, wide, [Present; 6], Outcome::Met).await;

    let refused = course.issue("certificate").await;
    let numbers = course.all().await.len();
    press(&visitor, &[("sentence_sv", "är nu")]).await;
    course.issue("certificate").await;

    refused.assert_status(Status::UnprocessableEntity);
    refused.assert_says(wide);
    refused.assert_says("meningen efter namnet");
    assert_eq!(numbers, 0);
    assert!(course.certificate_of(wide).await.number.ends_with("-0002"));
}

#[rocket::async_test]
async fn certificates_are_printed_in_the_languages_the_programme_chose() {
    let course = Course::over().await;
    let visitor = course.coordinator().await;
    let mut texts = Vec::new();
    for (seat, languages) in [(1, "both"), (2, "sv"), (3, "en")] {
        let path = visitor.get("/desk/programmes").await.link("Ändra intyget");
        let page = visitor.get(&path).await;
        let chosen = visitor.send(&page, page.form_to("/certificate"), &[("languages", languages)]).await;
        visitor.follow(&chosen).await.assert_ok();
        let name = format!("Ada {}", ["Alm", "Bok", "Ek"][seat - 1]);
        course.participant(i64::try_from(seat).expect("a seat"), &name, [Present; 6], Outcome::Met).await;
        course.issue("certificate").await;
        texts.push(printed(&course, course.certificate_of(&name).await.id).await);
    }

    let says = |text: &str| [text.contains("Härmed intygas att"), text.contains("This is to certify that")];
    assert_eq!([says(&texts[0]), says(&texts[1]), says(&texts[2])], [[true, true], [true, false], [false, true]]);
}
