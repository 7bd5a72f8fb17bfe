//! Who may open what: every route, for everybody.

use crate::support::TestHouse;
use rocket::http::Status;

#[rocket::async_test]
async fn nobody_gets_a_cookie_before_signing_in() {
    let house = TestHouse::open().await;

    let page = house.visitor().get("/sign-in").await;

    page.assert_ok();
    assert!(!page.headers.contains_key("set-cookie"));
}

#[rocket::async_test]
async fn the_right_password_leads_in_and_the_wrong_one_says_so_at_the_field() {
    let house = TestHouse::open().await;
    house.account(stafett::people::Role::Coordinator, "Karin Koordinator").await;
    let visitor = house.visitor();

    let wrong =
        visitor.fill_in("/sign-in", 0, &[("email", "karin.koordinator@example.org"), ("password", "fel")]).await;
    let right = visitor
        .fill_in("/sign-in", 0, &[("email", "Karin.Koordinator@example.org"), ("password", "stafettpinnen går vidare")])
        .await;

    wrong.assert_status(Status::UnprocessableEntity);
    wrong.assert_field_error("email", "E-postadressen eller lösenordet stämmer inte.");
    assert_eq!(right.location(), "/desk");
    assert!(right.headers["set-cookie"].starts_with("__Host-stafett="));
}
