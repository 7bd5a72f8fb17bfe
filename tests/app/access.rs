//! Who may open what: every mounted route, for everybody. A route that is not in the table fails the test.

mod addresses;
mod administrators;
mod delegates;
mod foreign;
mod sessions;

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
    /// Administrators.
    Administrators,
    /// Coordinators and administrators who may see who protected persons are.
    Unmaskers,
    /// Researchers.
    Researchers,
    /// Delegates; organisations that are not theirs look missing.
    Delegates,
    /// Everybody with an account.
    Accounts,
}

use For::{Accounts, Administrators, Coordinators, Delegates, Everybody, Holder, Researchers, Trainers, Unmaskers};

/// Every route: method, address, who it is for.
const TABLE: &[(&str, &str, For)] = &[
    ("GET", "/", Everybody),
    ("GET", "/V/<code>", Everybody),
    ("GET", "/administration", Administrators),
    ("GET", "/account", Accounts),
    ("GET", "/account/factor", Accounts),
    ("POST", "/account/factor", Accounts),
    ("POST", "/account/language", Accounts),
    ("POST", "/account/password", Accounts),
    ("POST", "/account/recovery-codes", Accounts),
    ("POST", "/account/sessions/<id>/close", Accounts),
    ("POST", "/account/sessions/close-others", Accounts),
    ("POST", "/account/stay", Trainers),
    ("GET", "/accounts", Administrators),
    ("GET", "/accounts/<id>", Administrators),
    ("POST", "/accounts/<id>/disable", Administrators),
    ("POST", "/accounts/<id>/enable", Administrators),
    ("POST", "/accounts/<id>/factor", Administrators),
    ("POST", "/accounts/<id>/invite", Administrators),
    ("GET", "/accounts/<id>/merge", Administrators),
    ("POST", "/accounts/<id>/merge", Administrators),
    ("POST", "/accounts/<id>/role", Administrators),
    ("POST", "/accounts/<id>/unmasking", Administrators),
    ("POST", "/accounts/<id>/withdraw", Administrators),
    ("GET", "/accounts/new", Administrators),
    ("POST", "/accounts/new", Administrators),
    ("GET", "/accessibility", Everybody),
    ("GET", "/apply/<token>", Holder),
    ("GET", "/apply/<token>/<question>", Holder),
    ("POST", "/apply/<token>/<question>", Holder),
    ("GET", "/apply/<token>/check", Holder),
    ("POST", "/apply/<token>/check", Holder),
    ("GET", "/apply/<token>/sent", Holder),
    ("GET", "/code/<page>", Everybody),
    ("POST", "/code/<page>", Everybody),
    ("GET", "/conferences", Trainers),
    ("GET", "/cookies", Everybody),
    ("GET", "/day-links/<token>", Holder),
    ("POST", "/day-links/<token>", Holder),
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
    ("GET", "/desk/cohorts/<cohort>/days/<day>/links", Coordinators),
    ("POST", "/desk/cohorts/<cohort>/days/<day>/links", Coordinators),
    ("GET", "/desk/cohorts/<cohort>/days/<day>/links/<key>", Coordinators),
    ("POST", "/desk/cohorts/<cohort>/days/<day>/links/end", Coordinators),
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
    ("GET", "/desk/feedback", Coordinators),
    ("POST", "/desk/feedback/<id>/answered", Coordinators),
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
    ("GET", "/desk/persons", Coordinators),
    ("GET", "/desk/persons/<id>", Coordinators),
    ("GET", "/desk/persons/<id>/correct", Coordinators),
    ("POST", "/desk/persons/<id>/correct", Coordinators),
    ("GET", "/desk/persons/<id>/erase", Coordinators),
    ("POST", "/desk/persons/<id>/erase", Coordinators),
    ("POST", "/desk/persons/<id>/extract", Coordinators),
    ("POST", "/desk/persons/<id>/extract.json", Coordinators),
    ("POST", "/desk/persons/<id>/protect", Unmaskers),
    ("GET", "/desk/persons/<id>/protection", Unmaskers),
    ("POST", "/desk/persons/<id>/unmask", Unmaskers),
    ("POST", "/desk/persons/<id>/unprotect", Unmaskers),
    ("GET", "/desk/unanswered", Coordinators),
    ("POST", "/desk/unanswered/<which>", Coordinators),
    ("GET", "/dev/mailbox", Everybody),
    ("GET", "/dev/mailbox/<letter>", Everybody),
    ("GET", "/feedback", Everybody),
    ("POST", "/feedback", Everybody),
    ("GET", "/feedback/thanks", Everybody),
    ("GET", "/figures", Coordinators),
    ("GET", "/figures/<key>", Coordinators),
    ("GET", "/first-administrator/<token>", Holder),
    ("POST", "/first-administrator/<token>", Holder),
    ("GET", "/healthz", Everybody),
    ("GET", "/history/<object>/<id>", Coordinators),
    ("GET", "/journal", Administrators),
    ("POST", "/journal/<id>/values", Administrators),
    ("GET", "/journal/verified", Administrators),
    ("GET", "/invitations/<token>", Holder),
    ("POST", "/invitations/<token>", Holder),
    ("GET", "/in/<token>", Holder),
    ("POST", "/in/<token>", Holder),
    ("GET", "/mandates/<token>", Holder),
    ("POST", "/mandates/<token>/confirm", Holder),
    ("POST", "/mandates/<token>/decline", Holder),
    ("POST", "/mandates/<token>/redirect", Holder),
    ("GET", "/mandates/passed-on", Everybody),
    ("GET", "/map", Everybody),
    ("GET", "/my", Everybody),
    ("POST", "/my", Everybody),
    ("GET", "/my/<token>", Holder),
    ("POST", "/my/<token>/accept", Holder),
    ("GET", "/my/<token>/calendar.ics", Holder),
    ("GET", "/my/<token>/certificate.pdf", Holder),
    ("POST", "/my/<token>/decline", Holder),
    ("POST", "/my/<token>/extract", Holder),
    ("POST", "/my/<token>/extract.json", Holder),
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
    ("POST", "/my/devices/end", Everybody),
    ("POST", "/my/sign-out", Everybody),
    ("GET", "/new-link", Everybody),
    ("POST", "/new-link", Everybody),
    ("GET", "/new-link/sent", Everybody),
    ("GET", "/new-password/<token>", Holder),
    ("POST", "/new-password/<token>", Holder),
    ("GET", "/offers/<code>", Everybody),
    ("GET", "/offers/<code>/apply", Everybody),
    ("POST", "/offers/<code>/apply", Everybody),
    ("GET", "/offers/<code>/protocol", Everybody),
    ("GET", "/offers/<code>/protocol.json", Everybody),
    ("GET", "/organisation", Delegates),
    ("GET", "/organisation/<organisation>/offers/<offer>/propose", Delegates),
    ("POST", "/organisation/<organisation>/offers/<offer>/propose", Delegates),
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
    ("GET", "/privacy", Everybody),
    ("GET", "/processing", Coordinators),
    ("GET", "/readyz", Everybody),
    ("GET", "/refused/cross-site", Everybody),
    ("GET", "/refused/no-such-address", Everybody),
    ("GET", "/research", Researchers),
    ("GET", "/research/<code>", Researchers),
    ("GET", "/research/<code>/data.json", Researchers),
    ("GET", "/research/<code>/data.xlsx", Researchers),
    ("POST", "/refused/signed-out", Everybody),
    ("GET", "/retention", Administrators),
    ("GET", "/retention/<what>", Administrators),
    ("POST", "/retention/<what>", Administrators),
    ("POST", "/retention/<what>/dispose", Administrators),
    ("POST", "/retention/disposals/<id>/carry-out", Administrators),
    ("POST", "/retention/disposals/<id>/withdraw", Administrators),
    ("GET", "/setup", Coordinators),
    ("POST", "/setup/example", Coordinators),
    ("POST", "/setup/platform", Coordinators),
    ("GET", "/setup/texts", Administrators),
    ("GET", "/setup/texts/<part>", Administrators),
    ("POST", "/setup/texts/<part>", Administrators),
    ("GET", "/sign-in", Everybody),
    ("POST", "/sign-in", Everybody),
    ("GET", "/sign-in/enrol", Everybody),
    ("POST", "/sign-in/enrol", Everybody),
    ("GET", "/sign-in/forgotten", Everybody),
    ("POST", "/sign-in/forgotten", Everybody),
    ("GET", "/sign-in/second", Everybody),
    ("POST", "/sign-in/second", Everybody),
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

        let expected_refusal = matches!(whose, Coordinators | Administrators | Unmaskers | Researchers | Delegates);
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

        if matches!(whose, Administrators | Unmaskers | Researchers | Delegates) {
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
async fn an_administrator_is_refused_nowhere_and_an_account_that_is_not_there_is_missing() {
    let house = TestHouse::open().await;
    let adam = house.signed_in(Role::Administrator, "Adam Administrator").await;

    for (method, address, _) in TABLE.iter().filter(|row| row.2 == Administrators) {
        let page = ask(&adam, method, address).await;

        assert!(![Status::Forbidden, Status::Unauthorized].contains(&page.status), "{method} {address}");
        if *method == "GET" && address.contains('<') {
            assert_eq!(page.status, Status::NotFound, "{method} {address}");
        }
    }
}

#[rocket::async_test]
async fn delegates_and_researchers_open_what_every_account_may_and_no_room_of_the_staff() {
    let house = TestHouse::open().await;

    for (role, name) in [(Role::Delegate, "Dora Delegat"), (Role::Researcher, "Fanny Forskare")] {
        let who = house.signed_in(role, name).await;
        for (method, address, whose) in TABLE {
            let page = ask(&who, method, address).await;

            let is_staffs = matches!(whose, Trainers | Coordinators | Administrators);
            assert!(!is_staffs || page.status == Status::Forbidden, "{role:?} {method} {address}: {}", page.status);
            assert!(page.status.code < 500, "{role:?} {method} {address}");
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

/// Asks for an address with made-up parameters, as this visitor.
async fn ask(visitor: &Visitor<'_>, method: &str, address: &str) -> Page {
    let path: Vec<&str> = address.split('/').map(|part| if part.starts_with('<') { "987654" } else { part }).collect();
    let path = path.join("/");
    match method.parse::<Method>() {
        Ok(Method::Get) => visitor.get(&path).await,
        _ => visitor.post(&path, &[]).await,
    }
}
