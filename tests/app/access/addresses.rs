//! Addresses and forms that no page of ours hands out: the answer may be anything but our fault.

use super::{TABLE, ask};
use crate::certificates::Course;
use crate::support::{Page, TestHouse, Visitor};
use rocket::http::Status;
use sea_orm::{ActiveValue::Set, EntityTrait};
use stafett::applications::ApplicationState;
use stafett::attendance::MarkKind;
use stafett::cohorts::CohortState;
use stafett::cohorts::entity::cohort;
use stafett::completion::Outcome;
use stafett::kernel::{CohortId, PlanId};
use stafett::offers::OfferState;
use stafett::rollouts::PlanState;
use stafett::rollouts::entity::rollout_plan;

/// Numbers beyond what a version, a page or an id can be.
const NUMBERS: [&str; 5] = ["9223372036854775807", "18446744073709551615", "-1", "99999999999999999999", "0"];

#[rocket::async_test]
async fn a_zero_byte_in_an_address_is_no_fault_of_the_house() {
    let house = TestHouse::open().await;
    let karin = house.as_coordinator().await;

    for (method, address, _) in TABLE.iter().filter(|row| row.1.contains('<')) {
        for place in address.split('/').filter(|part| part.starts_with('<')) {
            for strange in ["%00", "a%00b", "9223372036854775807", "-1"] {
                let page = ask(&karin, method, &address.replacen(place, strange, 1)).await;

                assert!(page.status.code < 500, "{method} {address} with {strange}: {}", page.status);
            }
        }
    }
}

#[rocket::async_test]
async fn strange_searches_and_pages_are_no_fault_of_the_house() {
    let house = TestHouse::open().await;
    house.platform().await;
    house.programme().await;
    let karin = house.as_coordinator().await;
    let names = ["q", "page", "state", "cohort", "year", "code", "show", "left", "saved", "next", "offer", "lang"];

    for (_, address, _) in TABLE.iter().filter(|row| row.0 == "GET" && !row.1.contains('<')) {
        for value in NUMBERS.iter().chain(&["%00", "a%00b"]) {
            let query = names.map(|name| format!("{name}={value}")).join("&");
            let page = karin.get(&format!("{address}?{query}")).await;

            assert!(page.status.code < 500, "{address}?{query}: {}", page.status);
        }
    }
    for query in ["page=9223372036854775807", "page=18446744073709551615"] {
        karin.get(&format!("/desk/certificates?{query}")).await.assert_ok();
    }
    for path in ["/offers/%00", "/v?code=%00"] {
        house.visitor().get(path).await.assert_status(Status::NotFound);
    }
    karin.get("/desk/certificates?q=%00").await.assert_status(Status::NotFound);
}

/// How many forms the main part of a page has.
fn forms(page: &Page) -> usize {
    page.html.split("<main").nth(1).map_or(0, |main| main.matches("<form").count())
}

/// Sends every form of the page that carries a version, with each version no row can have; says how many forms it were.
async fn send_strange_versions(visitor: &Visitor<'_>, path: &str, fields: &[(&str, &str)]) -> usize {
    let page = visitor.get(path).await;
    page.assert_ok();
    let mut tried = 0;
    for n in 0..forms(&page) {
        let (action, shown) = page.form(n);
        if !shown.iter().any(|(name, _)| name == "version") {
            continue;
        }
        tried += 1;
        for version in NUMBERS.iter().filter(|number| **number != "0") {
            let sent = visitor.send(&page, n, &[fields, &[("version", version)]].concat()).await;

            assert!(sent.status.code < 500, "{action} with version {version}: {}", sent.status);
            assert_ne!(sent.status, Status::SeeOther, "{action} took version {version}");
        }
    }
    tried
}

#[rocket::async_test]
async fn a_version_no_row_can_have_is_no_fault_of_the_house() {
    let house = TestHouse::open().await;
    house.platform().await;
    let eslov = house.municipality("1285", "Eslöv", 33_793).await;
    let programme = house.programme().await;
    let (cohort, drafted) = (house.cohort(programme, "A", 40).await, house.cohort(programme, "B", 40).await);
    let offer = house.offer("BRF-2012-H", &[cohort], &[eslov]).await;
    let draft = house.offer("BRF-2013-V", &[drafted], &[eslov]).await;
    house.set_offer_state(draft, OfferState::Draft).await;
    as_draft(&house, drafted).await;
    let waiting = ApplicationState::AwaitingManager;
    let asa = house.application((offer, &[cohort]), eslov, "Åsa Öberg", waiting).await;
    let bo = house.application((offer, &[cohort]), eslov, "Bo Berg", ApplicationState::Eligible).await;
    let participant = house.participant((offer, cohort), 1, eslov, "Cia Lind").await;
    let day = house.days_of(cohort).await[0].id;
    let karin = house.as_coordinator().await;
    let my = house.my_page(asa).await;
    let cia = house.find_application(stafett::kernel::ApplicationId(bo.0 + 1)).await.id;
    let name = format!("{}/name", house.my_page(cia).await);
    let twin = house.find_application(bo).await.reference;
    let decision = [("verdict", "eligible"), ("reason", "Skäl"), ("rank", "2"), ("withdrawal_channel", "phone")];
    let record = [("channel", "phone"), ("from", "Maja Chef"), ("on", "2012-09-03"), ("twin", twin.as_str())];
    let file: Vec<_> = decision.into_iter().chain(record).collect();
    let manager = [("manager_name", "Rut Rätt"), ("manager_email", "rut@example.org")];

    let mut tried = Vec::new();
    for (path, fields) in [
        ("/setup".to_owned(), &[][..]),
        (format!("/desk/cohorts/{cohort}/edit"), &[]),
        (format!("/desk/cohorts/{drafted}/edit"), &[]),
        (format!("/desk/cohorts/{cohort}/cancel"), &[("reason", "För få anmälda.")]),
        (format!("/desk/cohorts/{cohort}/days/{day}"), &[("lecturers", "Lena Lärare")]),
        (format!("/desk/offers/{draft}/edit"), &[]),
        (format!("/desk/offers/{draft}/publish"), &[]),
        (format!("/desk/offers/{offer}/amend"), &[]),
        (format!("/desk/offers/{offer}"), &[("early", "yes")]),
        (format!("/desk/applications/{asa}"), file.as_slice()),
        (format!("/days/{day}/participants/{participant}"), &[("kind", "notified")]),
        (my, &manager),
        (name, &[("name", "Cia Lind Ek")]),
    ] {
        let count = if path.starts_with("/my/") {
            send_strange_versions(&house.visitor(), &path, fields).await
        } else {
            send_strange_versions(&karin, &path, fields).await
        };
        tried.push((path, count));
    }

    let desk = karin.get(&format!("/desk/offers/{offer}")).await;
    karin.send(&desk, desk.form_to("/close"), &[("early", "yes")]).await.assert_status(Status::SeeOther);
    for path in [format!("/desk/offers/{offer}"), format!("/desk/offers/{offer}/allocate")] {
        let count = send_strange_versions(&karin, &path, &[]).await;
        tried.push((path, count));
    }

    let without: Vec<_> = tried.iter().filter(|(_, count)| *count == 0).collect();
    assert!(without.is_empty(), "no form with a version on {without:?}");
}

#[rocket::async_test]
async fn a_version_no_certificate_and_no_plan_can_have_is_no_fault_of_the_house() {
    let course = Course::with_three().await;
    course.participant(4, "Cia Lind", [MarkKind::Present; 6], Outcome::Met).await;
    course.issue("certificate").await;
    let later = course.participant(5, "Dag Dal", [MarkKind::Present; 6], Outcome::Met).await;
    let (karin, one) = (course.coordinator().await, course.certificate_of("Cia Lind").await);
    let plan = plan_of(&course.house).await;

    let mut tried = Vec::new();
    for (path, fields) in [
        (format!("/desk/certificates/{}", one.id), &[("reason", "mistake")][..]),
        (format!("/desk/certificates/{}/correct", one.id), &[("name", "Cia Lind Ek")]),
        (format!("{}/{later}/name", course.page()), &[("name", "Dag Dahl")]),
        (format!("/plans/{plan}"), &[("state", "draft"), ("situation", "Så här är det nu.")]),
    ] {
        let count = send_strange_versions(&karin, &path, fields).await;
        tried.push((path, count));
    }

    let without: Vec<_> = tried.iter().filter(|(_, count)| *count == 0).collect();
    assert!(without.is_empty(), "no form with a version on {without:?}");
}

async fn plan_of(house: &TestHouse) -> PlanId {
    let home = house.municipality("1260", "Bjuv", 15_715).await;
    let row = rollout_plan::ActiveModel {
        organisation_id: Set(home),
        state: Set(PlanState::NotStarted),
        coach_id: Set(None),
        situation: Set(String::new()),
        aims: Set(String::new()),
        created_at: Set(house.now()),
        version: Set(1),
        ..Default::default()
    };
    let tx = house.db().begin_write().await.expect("a transaction");
    let id = rollout_plan::Entity::insert(row).exec(&tx).await.expect("a plan").last_insert_id;
    tx.commit().await.expect("a commit");
    id
}

async fn as_draft(house: &TestHouse, id: CohortId) {
    let row = cohort::ActiveModel { id: Set(id), state: Set(CohortState::Draft), ..Default::default() };
    let tx = house.db().begin_write().await.expect("a transaction");
    cohort::Entity::update(row).exec(&tx).await.expect("a change");
    tx.commit().await.expect("a commit");
}
