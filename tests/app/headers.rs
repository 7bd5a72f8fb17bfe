//! What every answer carries, whatever it is: pages, files, redirections, refusals of every status.

use crate::support::{Page, TestHouse, Visitor};
use rocket::http::{ContentType, Header, Method, Status};
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;

/// Header and what it must be.
const ALWAYS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
];

/// What the policy must say, and what it must not.
const POLICY: &[&str] =
    &["default-src 'none'", "script-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"];

#[track_caller]
fn assert_safe(page: &Page, what: &str) {
    for (name, value) in ALWAYS {
        assert_eq!(page.headers.get(*name).map(String::as_str), Some(*value), "{name} of {what} ({})", page.status);
    }
    let policy = page.headers.get("content-security-policy").map(String::as_str).unwrap_or_default();
    for part in POLICY {
        assert!(policy.contains(part), "{what} ({}): {part} is not in {policy}", page.status);
    }
    assert!(!policy.contains("unsafe-"), "{what}: {policy}");
    assert!(!page.headers.contains_key("server"), "{what}");
}

fn path_of(route: &rocket::Route) -> String {
    let parts = route.uri.path().split('/').map(|part| if part.starts_with('<') { "987654" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[rocket::async_test]
async fn every_route_answers_everybody_with_the_safe_headers() {
    let house = TestHouse::open().await;
    let karin = house.as_coordinator().await;

    for route in stafett::app::routes() {
        let path = path_of(&route);
        for visitor in [&house.visitor(), &karin] {
            let page = match route.method {
                Method::Get => visitor.get(&path).await,
                _ if path == "/sign-out" => continue,
                _ => visitor.post(&path, &[]).await,
            };

            assert_safe(&page, &format!("{} {path}", route.method));
        }
    }
}

#[rocket::async_test]
async fn nothing_behind_the_sign_in_is_kept_by_a_browser_or_on_the_way() {
    let house = TestHouse::open().await;
    house.platform().await;
    let karin = house.as_coordinator().await;

    for route in stafett::app::routes().iter().filter(|route| route.method == Method::Get) {
        let path = path_of(route);
        let page = karin.get(&path).await;

        if !path.starts_with("/static/") {
            assert_eq!(page.headers.get("cache-control").map(String::as_str), Some("no-store"), "{path}");
        }
    }
}

async fn raw(visitor: &Visitor<'_>, (method, path): (Method, &str), kind: ContentType, body: &str) -> Page {
    visitor.send_raw(method, path, &[Header::new("Content-Type", kind.to_string())], body).await
}

/// An answer of every status the house gives on purpose.
async fn one_of_each(house: &TestHouse) -> Vec<(&'static str, Page)> {
    house.platform().await;
    let karin = house.as_coordinator().await;
    let trainer = house.as_trainer().await;
    let form = ContentType::Form;
    let mut answers = vec![
        ("a page", house.visitor().get("/").await),
        ("a file", house.visitor().get("/offers/none/protocol.json").await),
        ("a redirection", house.visitor().get("/desk").await),
        ("an address that cannot be read", house.visitor().get("/desk/cohorts/abc").await),
        ("no session", house.visitor().post("/desk/offers/new", &[]).await),
        ("the wrong role", trainer.get("/desk").await),
        ("another site", karin.post_with("/sign-out", &[("Sec-Fetch-Site", "cross-site")]).await),
        ("nothing there", house.visitor().get("/no-such-page").await),
        ("a method no page takes", raw(&karin, (Method::Put, "/desk"), form.clone(), "").await),
        ("a form no one can read", raw(&karin, (Method::Post, "/setup/platform"), ContentType::JSON, "{}").await),
        ("a form too large", raw(&karin, (Method::Post, "/setup/platform"), form, &"a=".repeat(70_000)).await),
        ("a wrong password", house.visitor().post("/sign-in", &[("email", "x"), ("password", "y")]).await),
    ];
    let page = karin.get("/setup").await;
    karin.send(&page, 0, &[("region", "Halland")]).await;
    answers.push((
        "a stale form",
        house
            .signed_in(stafett::people::Role::Coordinator, "Kim Koordinator")
            .await
            .send(&page, 0, &[("region", "Blekinge")])
            .await,
    ));
    let tx = house.db().begin_write().await.expect("a transaction");
    tx.execute_unprepared("ALTER TABLE offers RENAME TO gone").await.expect("a change");
    tx.commit().await.expect("a commit");
    answers.push(("a fault of ours", house.visitor().get("/").await));
    house.db().clone().close().await;
    answers.push(("no database", house.visitor().get("/offers/x").await));
    answers
}

#[rocket::async_test]
async fn refusals_and_faults_of_every_status_carry_them_too() {
    let house = TestHouse::open().await;

    let answers = one_of_each(&house).await;

    for (what, page) in &answers {
        assert_safe(page, what);
        assert_eq!(page.headers.get("cache-control").map(String::as_str), Some("no-store"), "{what}");
        assert!(!page.headers.contains_key("set-cookie"), "{what}");
    }
    let seen: BTreeSet<u16> = answers.iter().map(|(_, page)| page.status.code).collect();
    let all: BTreeSet<u16> = [200, 303, 400, 401, 403, 404, 409, 413, 422, 500, 503].into();
    assert_eq!(seen, all, "{:?}", answers.iter().map(|(what, page)| (what, page.status)).collect::<Vec<_>>());
    assert_eq!(answers.last().map(|(_, page)| page.status), Some(Status::ServiceUnavailable));
}
