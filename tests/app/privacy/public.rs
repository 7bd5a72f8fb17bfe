//! The pages for everybody, and the words the operator writes on them.

use super::Ground;
use crate::support::TestHouse;
use rocket::http::Status;
use stafett::people::Role;

#[rocket::async_test]
async fn everybody_can_read_them_in_both_languages_and_gets_there_from_every_footer() {
    let house = TestHouse::open().await;
    house.platform().await;

    for (path, sv, en) in [
        ("/privacy", "Så behandlar vi personuppgifter", "How we process personal data"),
        ("/accessibility", "Tillgänglighetsredogörelse", "Accessibility statement"),
        ("/cookies", "en enda kaka", "one single cookie"),
        ("/feedback", "Lämna en synpunkt", "Give feedback"),
        ("/feedback/thanks", "vi har fått din synpunkt", "we have your feedback"),
    ] {
        let (swedish, english) =
            (house.visitor().get(path).await, house.visitor().get(&format!("{path}?lang=en")).await);

        swedish.assert_ok();
        swedish.assert_says(sv);
        english.assert_says(en);
        assert!(house.visitor().get("/").await.html.contains(&format!("href=\"{path}\"")) || path.ends_with("thanks"));
        assert!(!swedish.headers.contains_key("set-cookie"));
    }
}

#[rocket::async_test]
async fn the_notice_tells_what_is_kept_why_and_how_long_and_the_register_more() {
    let ground = Ground::new().await;
    let coordinator = ground.house.as_coordinator().await;

    let (notice, register) = (ground.house.visitor().get("/privacy").await, coordinator.get("/processing").await);

    for words in [
        "Barnrättsforum Test",
        "kansli@example.org",
        "7 dagar efter sista kursdagen",
        "2 år efter det senaste livstecknet",
        "IMY",
    ] {
        notice.assert_says(&words.replace("det senaste", "senaste"));
    }
    for words in [
        "artikel 30",
        "Behov av mat och tillgänglighet: 7 dagar",
        "artiklarna 6.1 a och 9.2 a",
        "Intygsregistret: bevaras",
    ] {
        register.assert_says(words);
    }
}

#[rocket::async_test]
async fn the_accessibility_statement_has_all_ten_parts() {
    let house = TestHouse::open().await;
    house.platform().await;

    let page = house.visitor().get("/accessibility").await;

    assert_eq!(page.html.matches("<h2").count(), 10);
    for words in [
        "delvis förenlig",
        "www.digg.se/tdosanmalan",
        "Senaste bedömningen",
        "uppdaterades senast",
        "oskäligt betungande",
    ] {
        page.assert_says(words);
    }
}

#[rocket::async_test]
async fn the_operators_words_are_shown_as_typed_and_html_is_refused() {
    let house = TestHouse::open().await;
    house.platform().await;
    let (one, other) = (
        house.signed_in(Role::Administrator, "Adam Ett").await,
        house.signed_in(Role::Administrator, "Bea Andra").await,
    );
    let page = one.get("/setup/texts/privacy").await;
    let late = other.get("/setup/texts/privacy").await;

    let tags = one.send(&page, 0, &[("text_sv", "<b>hej</b>")]).await;
    let preview = one.send(&page, 0, &[("text_sv", "## Rubrik & <x>\n- ett"), ("preview", "yes")]).await;
    let saved = one.send(&page, 0, &[("text_sv", "## Rubrik & <x>\n- ett")]).await;
    let stale = other.send(&late, 0, &[("text_sv", "Annat")]).await;

    tags.assert_status(Status::UnprocessableEntity);
    tags.assert_field_error("text_sv", "Ta bort HTML-koderna");
    preview.assert_ok();
    preview.assert_says("Rubrik & <x>");
    assert_eq!(saved.location(), "/privacy");
    let shown = house.visitor().get("/privacy").await;
    shown.assert_says("Rubrik & <x>");
    assert!(!shown.html.contains("<x>") && shown.html.contains("<li>ett</li>"));
    stale.assert_status(Status::Conflict);
    stale.assert_says("Annat");
    let statement = one.get("/setup/texts/accessibility").await;
    one.send(&statement, 0, &[("text_sv", "## Bara en")]).await.assert_field_error("text_sv", "tio delar");
}

#[rocket::async_test]
async fn feedback_is_taken_once_counted_and_ticked_off() {
    let house = TestHouse::open().await;
    let visitor = house.visitor();
    let coordinator = house.as_coordinator().await;
    let page = visitor.get("/feedback?about=/v").await;
    let words = [("words", "Knappen är <för> liten"), ("reply_to", "eva@example.org")];

    let number = visitor.send(&page, 0, &[("words", "Jag heter 19811218-9876")]).await;
    let sent = visitor.send(&page, 0, &words).await;
    let twice = visitor.send(&page, 0, &words).await;
    let list = coordinator.get("/desk/feedback").await;
    let answered = coordinator.send(&list, 0, &[]).await;

    number.assert_field_error("words", "Ta bort personnumret");
    assert_eq!((sent.location(), twice.location()), ("/feedback/thanks", "/feedback/thanks"));
    list.assert_says("Knappen är <för> liten");
    assert_eq!(list.html.matches("Markera som besvarad").count(), 1);
    assert_eq!(answered.location(), "/desk/feedback");
    coordinator.get("/desk/feedback").await.assert_says("Besvarad");
    for _ in 0..9 {
        visitor.fill_in("/feedback", 0, &words).await.assert_status(Status::SeeOther);
    }
    visitor.fill_in("/feedback", 0, &words).await.assert_says("Det har kommit många synpunkter härifrån i dag");
}
