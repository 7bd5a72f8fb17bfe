//! What a visitor finds when the session has run out, or when the way is barred.

use crate::support::TestHouse;
use rocket::http::Status;
use rocket::tokio::time::timeout;
use sea_orm::ConnectionTrait;
use stafett::people::Role;
use std::time::Duration;

const PLATFORM: [(&str, &str); 6] = [
    ("name", "Barnrättsforum"),
    ("region", "Skåne"),
    ("issuer_code", "BRF"),
    ("issuer_name", "Barnrättsforum Test"),
    ("signatory_name", "Sigrid Signatur"),
    ("signatory_title", "ordförande & kassör"),
];

#[rocket::async_test]
async fn what_was_typed_comes_along_through_the_sign_in() {
    let house = TestHouse::open().await;
    let account = house.account(Role::Coordinator, "Karin Koordinator").await;
    let karin = house.session_of(account).await;
    let page = karin.get("/setup").await;
    let form = page.form_to("/setup/platform");
    house.set_clock(house.now().plus_minutes(31));
    let mut typed = PLATFORM.to_vec();
    typed.push(("contact_email", "kansli@example.org"));

    let signed_out = karin.send(&page, form, &typed).await;
    let wrong = karin.send(&signed_out, 0, &[("email", "karin.koordinator@example.org"), ("password", "fel")]).await;
    let right = [("email", "karin.koordinator@example.org"), ("password", "stafettpinnen går vidare")];
    let secret = house.enrol(account).await;
    let second = house.visitor().send(&wrong, 0, &right).await;
    let halfway = house.visitor().carrying(&second);
    let slip = halfway.send(&second, 0, &[("code", "000000")]).await;
    let resumed = halfway.send(&slip, 0, &[("code", &house.code(&secret))]).await;
    let karin = house.session_of(account).await;
    let saved = karin.send(&resumed, 0, &[]).await;

    signed_out.assert_status(Status::Unauthorized);
    signed_out.assert_says("det du skrev följer med");
    wrong.assert_status(Status::UnprocessableEntity);
    second.assert_ok();
    second.assert_says("Skriv engångskoden");
    slip.assert_status(Status::UnprocessableEntity);
    resumed.assert_ok();
    resumed.assert_says("Det du skrev är inte sparat än.");
    assert!(resumed.headers["set-cookie"].starts_with("__Host-stafett="));
    assert!(!resumed.html.contains("stafettpinnen"));
    assert_eq!(saved.location(), "/setup?saved=platform");
    assert!(karin.get("/setup").await.html.contains("ordförande &#38; kassör"));
}

#[rocket::async_test]
async fn another_site_gets_nothing_carried_through_the_sign_in() {
    let house = TestHouse::open().await;
    let visitor = house.visitor();

    let foreign = visitor.post_with("/plans", &[("Sec-Fetch-Site", "cross-site")]).await;
    let unsaid = visitor.post_with("/plans", &[]).await;
    let elsewhere = [
        ("email", "karin.koordinator@example.org"),
        ("password", "fel"),
        ("carried_to", "https://evil.example/plans"),
        ("carried.name", "Ondska"),
    ];
    let led_away = visitor.post("/sign-in", &elsewhere).await;

    foreign.assert_status(Status::Forbidden);
    unsaid.assert_status(Status::Unauthorized);
    assert!(!unsaid.html.contains("carried"));
    assert!(!led_away.html.contains("Ondska"));
}

#[rocket::async_test]
async fn after_signing_in_the_way_goes_on_with_its_query() {
    let house = TestHouse::open().await;

    let page = house.visitor().get("/desk/certificates?q=ek&state=valid").await;
    let form = house.visitor().get(page.location()).await;

    let (_, fields) = form.form(0);
    assert!(fields.contains(&("next".to_owned(), "/desk/certificates?q=ek&state=valid".to_owned())), "{fields:?}");
}

#[rocket::async_test]
async fn an_error_page_knows_who_is_signed_in_and_the_language() {
    let house = TestHouse::open().await;
    let tuva = house.as_trainer().await;

    let forbidden = tuva.get("/desk?lang=en").await;
    let missing = tuva.get("/no-such-page").await;
    let wrong_number = tuva.get("/days/abc").await;

    forbidden.assert_status(Status::Forbidden);
    forbidden.assert_says("This page is not yours");
    missing.assert_status(Status::NotFound);
    wrong_number.assert_status(Status::NotFound);
    for page in [forbidden, missing, wrong_number] {
        assert!(page.html.contains("Tuva Trainer") && page.html.contains("href=\"/days"), "{}", page.html);
    }
}

#[rocket::async_test]
async fn forms_that_ask_keep_the_language_of_the_address_and_no_other() {
    let house = TestHouse::open().await;
    house.platform().await;
    let karin = house.as_coordinator().await;

    let start = house.visitor().get("/?lang=en").await;
    let plain = house.visitor().get("/").await;
    let register = karin.get("/desk/certificates?lang=en&cohort=7").await;

    let asks = |page: &crate::support::Page, action: &str| page.form(page.form_to(action)).1;
    let english = ("lang".to_owned(), "en".to_owned());
    assert!(asks(&start, "/v").contains(&english));
    assert!(!asks(&plain, "/v").iter().any(|(name, _)| name == "lang"));
    assert!(asks(&register, "/desk/certificates").contains(&english));
    assert!(asks(&register, "/desk/certificates").contains(&("cohort".to_owned(), "7".to_owned())));
}

#[rocket::async_test]
async fn a_page_is_read_while_somebody_else_writes_for_long() {
    let house = TestHouse::open().await;
    let karin = house.as_coordinator().await;
    // Long enough ago that the use of the session is worth a write, which has to wait.
    house.set_clock(house.now().plus_minutes(5));
    let tx = house.db().begin_write().await.expect("a transaction");
    tx.execute_unprepared("UPDATE sessions SET last_seen_at = last_seen_at").await.expect("held");

    let read = timeout(Duration::from_secs(5), karin.get("/desk")).await;

    tx.commit().await.expect("a commit");
    read.expect("the page comes before the writer has ended").assert_ok();
    karin.get("/desk").await.assert_ok();
}
