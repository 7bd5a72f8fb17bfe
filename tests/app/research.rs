//! What researchers read: their pilots, under pseudonyms, nothing anybody wrote freely.

use crate::certificates::Course;
use crate::protected::world::follows;
use calamine::{Reader, Xlsx};
use rocket::http::Status;
use stafett::journal;
use stafett::people::Role;

#[rocket::async_test]
async fn a_researcher_reads_of_a_pilot_what_names_nobody() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let home = course.home;
    let researcher = follows(&course.house, home).await;
    let reader = course.house.session_of(researcher).await;

    let page = reader.get("/research/1285").await;
    let json = reader.get("/research/1285/data.json").await;
    let sheets = reader.get("/research/1285/data.xlsx").await;

    page.assert_says("6 av 6");
    page.assert_says("2 av 6");
    let report: serde_json::Value = serde_json::from_str(&json.html).expect("JSON");
    assert_eq!(report["people"].as_array().map(Vec::len), Some(3));
    assert!(report["people"][0]["person"].as_str().is_some_and(|person| person.starts_with("P-")));
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(sheets.bytes.clone())).expect("a workbook");
    let rows = book.worksheet_range("Personer").expect("a sheet");
    assert_eq!(rows.height(), 4);
    for said in [&page.html, &json.html] {
        for name in ["Åsa", "Öberg", "Bo Ek", "Ngọc", "example.org"] {
            assert!(!said.contains(name), "{name}");
        }
    }
    let told = journal::history_of(course.house.db().read(), "organisation", home.0).await.expect("read");
    let exports: Vec<_> = told.iter().filter(|told| told.entry.event == "research.exported").collect();
    assert_eq!(exports.len(), 2);
}

#[rocket::async_test]
async fn another_organisation_looks_missing_and_so_does_one_that_is_no_pilot_any_longer() {
    let course = Course::with_three().await;
    let lund = course.house.municipality("1281", "Lund", 111_000).await;
    let researcher = follows(&course.house, course.home).await;
    let reader = course.house.session_of(researcher).await;

    let own = reader.get("/research/1285").await;
    let other = reader.get("/research/1281").await;
    let none = reader.get("/research/9999").await;

    own.assert_ok();
    assert_ne!(lund, course.home);
    other.assert_status(Status::NotFound);
    assert_eq!(other.text(), none.text());
}

#[rocket::async_test]
async fn a_researcher_reads_nothing_else() {
    let course = Course::with_three().await;
    let researcher = follows(&course.house, course.home).await;
    let reader = course.house.session_of(researcher).await;
    let stranger = course.house.signed_in(Role::Researcher, "Fia Forskare").await;

    for address in ["/desk", "/figures", "/plans", "/days", "/desk/certificates"] {
        reader.get(address).await.assert_status(Status::Forbidden);
    }
    stranger.get("/research/1285").await.assert_status(Status::NotFound);
    stranger.get("/research").await.assert_says("Här står piloterna");
}
