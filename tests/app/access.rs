//! Who may open what: every mounted route, for everybody. A route that is not in the table fails the test.

mod addresses;

use crate::support::{Page, TestHouse, Visitor};
use rocket::http::{Method, Status};
use stafett::people::Role;
use std::collections::BTreeSet;

/// Who a route is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    /// Everybody; what is not there looks missing.
    Everybody,
    /// The holder of a private link; any other token looks missing.
    Holder,
    /// Trainers and coordinators; what is not theirs looks missing.
    Trainers,
    /// Coordinators.
    Coordinators,
    /// Coordinators and administrators who may see who protected persons are.
    Unmaskers,
    /// Researchers.
    Researchers,
}

use For::{Coordinators, Everybody, Holder, Researchers, Trainers, Unmaskers};

/// Every route: method, address, who it is for.
const TABLE: &[(&str, &str, For)] = &[
    ("GET", "/", Everybody),
    ("GET", "/V/<code>", Everybody),
    ("GET", "/apply/<token>", Holder),
    ("GET", "/apply/<token>/<question>", Holder),
    ("POST", "/apply/<token>/<question>", Holder),
    ("GET", "/apply/<token>/check", Holder),
    ("POST", "/apply/<token>/check", Holder),
    ("GET", "/apply/<token>/sent", Holder),
    ("GET", "/conferences", Trainers),
    ("GET", "/days", Trainers),
    ("GET", "/days/<id>", Trainers),
    ("POST", "/days/<id>", Trainers),
    ("GET", "/days/<id>/attest", Trainers),
    ("POST", "/days/<id>/attest", Trainers),
    ("POST", "/days/<id>/marks", Trainers),
    ("GET", "/days/<id>/participants/<participant>", Trainers),
    ("POST", "/days/<id>/participants/<participant>", Trainers),
    ("GET", "/desk", Coordinators),
    ("GET", "/desk/applications/<id>", Coordinators),
    ("POST", "/desk/applications/<id>/decide", Coordinators),
    ("POST", "/desk/applications/<id>/link", Coordinators),
    ("POST", "/desk/applications/<id>/mandate", Coordinators),
    ("GET", "/desk/applications/<id>/needs", Coordinators),
    ("POST", "/desk/applications/<id>/needs", Coordinators),
    ("POST", "/desk/applications/<id>/rank", Coordinators),
    ("POST", "/desk/applications/<id>/withdraw", Coordinators),
    ("GET", "/desk/certificates", Coordinators),
    ("GET", "/desk/certificates/<id>", Coordinators),
    ("GET", "/desk/certificates/<id>/correct", Coordinators),
    ("POST", "/desk/certificates/<id>/correct", Coordinators),
    ("GET", "/desk/certificates/<id>/paper.pdf", Coordinators),
    ("POST", "/desk/certificates/<id>/revoke", Coordinators),
    ("GET", "/desk/cohorts", Coordinators),
    ("GET", "/desk/cohorts/<cohort>/days/<day>", Coordinators),
    ("POST", "/desk/cohorts/<cohort>/days/<day>", Coordinators),
    ("GET", "/desk/cohorts/<id>", Coordinators),
    ("GET", "/desk/cohorts/<id>/attendance.xlsx", Coordinators),
    ("GET", "/desk/cohorts/<id>/cancel", Coordinators),
    ("POST", "/desk/cohorts/<id>/cancel", Coordinators),
    ("GET", "/desk/cohorts/<id>/certificates", Coordinators),
    ("POST", "/desk/cohorts/<id>/certificates", Coordinators),
    ("GET", "/desk/cohorts/<id>/certificates.zip", Coordinators),
    ("GET", "/desk/cohorts/<id>/certificates/<who>/draft.pdf", Coordinators),
    ("GET", "/desk/cohorts/<id>/certificates/<who>/name", Coordinators),
    ("POST", "/desk/cohorts/<id>/certificates/<who>/name", Coordinators),
    ("GET", "/desk/cohorts/<id>/decide", Coordinators),
    ("POST", "/desk/cohorts/<id>/decide", Coordinators),
    ("POST", "/desk/cohorts/<id>/decide/<participant>", Coordinators),
    ("GET", "/desk/cohorts/<id>/edit", Coordinators),
    ("POST", "/desk/cohorts/<id>/edit", Coordinators),
    ("GET", "/desk/cohorts/<id>/needs", Coordinators),
    ("POST", "/desk/cohorts/<id>/needs/<participant>/open", Coordinators),
    ("GET", "/desk/cohorts/<id>/participants.xlsx", Coordinators),
    ("GET", "/desk/cohorts/new", Coordinators),
    ("POST", "/desk/cohorts/new", Coordinators),
    ("GET", "/desk/imports", Coordinators),
    ("POST", "/desk/imports", Coordinators),
    ("GET", "/desk/imports/<id>", Coordinators),
    ("POST", "/desk/imports/<id>/undo", Coordinators),
    ("POST", "/desk/imports/preview", Coordinators),
    ("POST", "/desk/letters/<letter>/retry", Coordinators),
    ("GET", "/desk/offers", Coordinators),
    ("GET", "/desk/offers/<id>/amend", Coordinators),
    ("POST", "/desk/offers/<id>/amend", Coordinators),
    ("GET", "/desk/offers/<id>/edit", Coordinators),
    ("POST", "/desk/offers/<id>/edit", Coordinators),
    ("GET", "/desk/offers/<id>/publish", Coordinators),
    ("POST", "/desk/offers/<id>/publish", Coordinators),
    ("GET", "/desk/offers/<offer>", Coordinators),
    ("GET", "/desk/offers/<offer>/allocate", Coordinators),
    ("POST", "/desk/offers/<offer>/allocate", Coordinators),
    ("GET", "/desk/offers/<offer>/answer/<application>", Coordinators),
    ("POST", "/desk/offers/<offer>/answer/<application>", Coordinators),
    ("GET", "/desk/offers/<offer>/applications.xlsx", Coordinators),
    ("POST", "/desk/offers/<offer>/close", Coordinators),
    ("POST", "/desk/offers/<offer>/give-seat", Coordinators),
    ("POST", "/desk/offers/<offer>/offer-all", Coordinators),
    ("GET", "/desk/offers/<offer>/register", Coordinators),
    ("POST", "/desk/offers/<offer>/register", Coordinators),
    ("POST", "/desk/offers/<offer>/remind", Coordinators),
    ("GET", "/desk/offers/new", Coordinators),
    ("POST", "/desk/offers/new", Coordinators),
    ("GET", "/desk/persons/<id>", Unmaskers),
    ("POST", "/desk/persons/<id>/protect", Unmaskers),
    ("POST", "/desk/persons/<id>/unmask", Unmaskers),
    ("POST", "/desk/persons/<id>/unprotect", Unmaskers),
    ("GET", "/dev/mailbox", Everybody),
    ("GET", "/dev/mailbox/<letter>", Everybody),
    ("GET", "/figures", Coordinators),
    ("GET", "/figures/<key>", Coordinators),
    ("GET", "/healthz", Everybody),
    ("GET", "/mandates/<token>", Holder),
    ("POST", "/mandates/<token>/confirm", Holder),
    ("POST", "/mandates/<token>/decline", Holder),
    ("POST", "/mandates/<token>/redirect", Holder),
    ("GET", "/mandates/passed-on", Everybody),
    ("GET", "/map", Everybody),
    ("GET", "/my/<token>", Holder),
    ("POST", "/my/<token>/accept", Holder),
    ("GET", "/my/<token>/calendar.ics", Holder),
    ("GET", "/my/<token>/certificate.pdf", Holder),
    ("POST", "/my/<token>/decline", Holder),
    ("POST", "/my/<token>/give-back", Holder),
    ("POST", "/my/<token>/manager", Holder),
    ("GET", "/my/<token>/name", Holder),
    ("POST", "/my/<token>/name", Holder),
    ("GET", "/my/<token>/needs", Holder),
    ("POST", "/my/<token>/needs", Holder),
    ("GET", "/my/<token>/plan", Holder),
    ("POST", "/my/<token>/plan", Holder),
    ("POST", "/my/<token>/plan/milestones", Holder),
    ("POST", "/my/<token>/plan/remove", Holder),
    ("POST", "/my/<token>/plan/situation", Holder),
    ("POST", "/my/<token>/plan/state", Holder),
    ("POST", "/my/<token>/plan/tell", Holder),
    ("GET", "/my/<token>/withdraw", Holder),
    ("POST", "/my/<token>/withdraw", Holder),
    ("GET", "/new-link", Everybody),
    ("POST", "/new-link", Everybody),
    ("GET", "/new-link/sent", Everybody),
    ("GET", "/offers/<code>", Everybody),
    ("GET", "/offers/<code>/apply", Everybody),
    ("POST", "/offers/<code>/apply", Everybody),
    ("GET", "/offers/<code>/protocol", Everybody),
    ("GET", "/offers/<code>/protocol.json", Everybody),
    ("GET", "/plans", Trainers),
    ("POST", "/plans", Coordinators),
    ("GET", "/plans/<id>", Trainers),
    ("POST", "/plans/<id>/coach", Coordinators),
    ("POST", "/plans/<id>/comments", Trainers),
    ("POST", "/plans/<id>/decisions/<decision>/evidence", Trainers),
    ("POST", "/plans/<id>/milestones", Trainers),
    ("POST", "/plans/<id>/remove", Trainers),
    ("POST", "/plans/<id>/situation", Trainers),
    ("POST", "/plans/<id>/state", Trainers),
    ("POST", "/plans/<id>/tell", Trainers),
    ("POST", "/plans/<id>/trainings/<training>/verify", Trainers),
    ("GET", "/readyz", Everybody),
    ("GET", "/refused/cross-site", Everybody),
    ("GET", "/refused/no-such-address", Everybody),
    ("GET", "/research", Researchers),
    ("GET", "/research/<code>", Researchers),
    ("GET", "/research/<code>/data.json", Researchers),
    ("GET", "/research/<code>/data.xlsx", Researchers),
    ("GET", "/setup", Coordinators),
    ("POST", "/refused/signed-out", Everybody),
    ("POST", "/setup/example", Coordinators),
    ("POST", "/setup/platform", Coordinators),
    ("GET", "/sign-in", Everybody),
    ("POST", "/sign-in", Everybody),
    ("POST", "/sign-out", Everybody),
    ("GET", "/static/<hash>/<name..>", Everybody),
    ("GET", "/v", Everybody),
    ("GET", "/v/<code>", Everybody),
    ("GET", "/verify", Everybody),
];

#[test]
fn every_mounted_route_stands_in_the_table() {
    let mounted: BTreeSet<(String, String)> =
        stafett::app::routes().iter().map(|route| (route.method.to_string(), address_of(route))).collect();
    let listed: BTreeSet<(String, String)> =
        TABLE.iter().map(|(method, address, _)| ((*method).to_owned(), (*address).to_owned())).collect();

    let unlisted: Vec<_> = mounted.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&mounted).collect();

    assert!(unlisted.is_empty(), "not in the table: {unlisted:#?}");
    assert!(gone.is_empty(), "in the table, but not mounted: {gone:#?}");
}

/// The route's path, without its query parameters.
fn address_of(route: &rocket::Route) -> String {
    route.uri.path().to_owned()
}

#[rocket::async_test]
async fn nobody_gets_behind_the_sign_in() {
    let house = TestHouse::open().await;
    let nobody = house.visitor();

    for (method, address, whose) in TABLE.iter().filter(|row| !matches!(row.2, Everybody | Holder)) {
        let page = ask(&nobody, method, address).await;

        if *method == "GET" {
            assert!(page.location().starts_with("/sign-in"), "{method} {address} ({whose:?})");
        } else {
            assert_eq!(page.status, Status::Unauthorized, "{method} {address} ({whose:?})");
        }
    }
}

#[rocket::async_test]
async fn a_trainer_gets_no_further_than_the_roster_and_the_plans() {
    let house = TestHouse::open().await;
    let trainer = house.as_trainer().await;

    // The page that refuses other sites says 403 to everybody.
    for (method, address, whose) in TABLE.iter().filter(|row| !row.1.starts_with("/refused")) {
        let page = ask(&trainer, method, address).await;

        let expected_refusal = matches!(whose, Coordinators | Unmaskers | Researchers);
        assert_eq!(page.status == Status::Forbidden, expected_refusal, "{method} {address}: {}", page.status);
        assert_ne!(page.status, Status::Unauthorized, "{method} {address}");
    }
}

#[rocket::async_test]
async fn a_coordinator_is_refused_nowhere_and_what_is_not_there_is_missing() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;

    for (method, address, whose) in TABLE {
        let page = ask(&coordinator, method, address).await;

        if matches!(whose, Unmaskers | Researchers) {
            assert_eq!(page.status, Status::Forbidden, "{method} {address}");
            continue;
        }
        assert!(
            ![Status::Forbidden, Status::Unauthorized].contains(&page.status) || address.starts_with("/refused"),
            "{method} {address}: {}",
            page.status
        );
        assert!(page.status.code < 500, "{method} {address}: {}", page.status);
        if *method == "GET" && address.contains('<') && !address.contains("figures") {
            assert_eq!(page.status, Status::NotFound, "{method} {address}");
        }
    }
}

#[rocket::async_test]
async fn a_made_up_link_looks_missing() {
    let house = TestHouse::open().await;

    for (method, address, _) in TABLE.iter().filter(|row| row.2 == Holder) {
        let page = ask(&house.visitor(), method, address).await;

        assert_eq!(page.status, Status::NotFound, "{method} {address}");
    }
}

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

#[rocket::async_test]
async fn the_right_password_leads_in_and_the_wrong_one_says_so_at_the_field() {
    let house = TestHouse::open().await;
    house.account(Role::Coordinator, "Karin Koordinator").await;
    let visitor = house.visitor();

    let wrong =
        visitor.fill_in("/sign-in", 0, &[("email", "karin.koordinator@example.org"), ("password", "fel")]).await;
    let unknown = visitor.fill_in("/sign-in", 0, &[("email", "ingen@example.org"), ("password", "fel")]).await;
    let right = visitor
        .fill_in("/sign-in", 0, &[("email", "Karin.Koordinator@example.org"), ("password", "stafettpinnen går vidare")])
        .await;

    wrong.assert_status(Status::UnprocessableEntity);
    wrong.assert_field_error("email", "E-postadressen eller lösenordet stämmer inte.");
    unknown.assert_field_error("email", "E-postadressen eller lösenordet stämmer inte.");
    assert_eq!(right.location(), "/desk");
    assert!(right.headers["set-cookie"].starts_with("__Host-stafett="));
}

/// Asks for an address with made-up parameters, as this visitor.
async fn ask(visitor: &Visitor<'_>, method: &str, address: &str) -> Page {
    let path: Vec<&str> = address.split('/').map(|part| if part.starts_with('<') { "987654" } else { part }).collect();
    let path = path.join("/");
    match method.parse::<Method>() {
        Ok(Method::Get) => visitor.get(&path).await,
        _ => visitor.post(&path, &[]).await,
    }
}
