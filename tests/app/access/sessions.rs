//! How a session ends, and what another site can do with one.

use crate::support::TestHouse;
use rocket::http::Status;
use stafett::people::Role;

#[rocket::async_test]
async fn a_disabled_account_is_out_at_its_next_request() {
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
    use stafett::people::entity::account;
    let house = TestHouse::open().await;
    let id = house.account(Role::Coordinator, "Karin Koordinator").await;
    let coordinator = house.session_of(id).await;
    coordinator.get("/desk").await.assert_ok();

    let tx = house.db().begin_write().await.expect("a transaction");
    account::Entity::update_many()
        .col_expr(account::Column::State, Expr::value(stafett::people::AccountState::Disabled))
        .filter(account::Column::Id.eq(id))
        .exec(&tx)
        .await
        .expect("an update");
    tx.commit().await.expect("a commit");

    assert!(coordinator.get("/desk").await.location().starts_with("/sign-in"));
}

#[rocket::async_test]
async fn signed_out_means_signed_out_even_with_the_old_cookie() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    coordinator.get("/desk").await.assert_ok();

    coordinator.post("/sign-out", &[]).await.assert_status(Status::SeeOther);

    assert!(coordinator.get("/desk").await.location().starts_with("/sign-in"));
}

#[rocket::async_test]
async fn half_an_hour_away_or_twelve_hours_in_all_ends_a_session() {
    let house = TestHouse::open().await;
    let idle = house.as_coordinator().await;
    let start = house.now();

    house.set_clock(start.plus_minutes(31));

    assert!(idle.get("/desk").await.location().starts_with("/sign-in"));

    let busy = house.signed_in(Role::Coordinator, "Kim Koordinator").await;
    for step in 1..=35 {
        house.set_clock(start.plus_minutes(31 + step * 20));
        busy.get("/desk").await.assert_ok();
    }
    house.set_clock(start.plus_minutes(31 + 12 * 60 + 1));
    assert!(busy.get("/desk").await.location().starts_with("/sign-in"));
}

#[rocket::async_test]
async fn another_site_cannot_act_in_our_visitors_name() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;

    for headers in [
        vec![("Sec-Fetch-Site", "cross-site")],
        vec![("Sec-Fetch-Site", "same-site")],
        vec![("Origin", "https://evil.example")],
        vec![("Origin", "null")],
        vec![],
    ] {
        let page = coordinator.post_with("/sign-out", &headers).await;
        assert_eq!(page.status, Status::Forbidden, "{headers:?}");
    }
    let elsewhere = [("Origin", "https://intyg.example.org"), ("Host", "intyg.example.org")];
    let page = coordinator.post_with("/sign-out", &elsewhere).await;
    assert_eq!(page.status, Status::Forbidden, "another host of ours changes nothing either");
    let own = coordinator.post_with("/sign-out", &[("Origin", "https://stafett.example.org")]).await;
    assert_eq!(own.status, Status::SeeOther);
}

#[rocket::async_test]
async fn nobody_gets_a_cookie_before_signing_in_and_every_answer_carries_the_safe_headers() {
    let house = TestHouse::open().await;

    for address in ["/", "/sign-in", "/v", "/no-such-page", "/healthz", "/refused/cross-site", "/offers/%00", "/desk"] {
        let page = house.visitor().get(address).await;

        assert!(!page.headers.contains_key("set-cookie"), "{address}");
        let policy = page.headers.get("content-security-policy").map(String::as_str).unwrap_or_default();
        assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{address}: {policy}");
        assert_eq!(page.headers["x-content-type-options"], "nosniff", "{address}");
    }
}
