//! Asking for a letter by naming an address: what the request does tells nobody whether the address is known.

use super::{KARIN, karin};
use crate::support::{Page, TestHouse};
use rocket::http::Status;
use sea_orm::{ConnectionTrait, Statement};
use stafett::applications::ApplicationState;
use stafett::people::Role;
use std::collections::BTreeMap;

const ASA: &str = "asa.berg@example.org";
/// The forms, each with the field beside the address, and an address it knows.
const FORMS: [(&str, &str); 4] =
    [("/my", ASA), ("/my", "dora.delegat@example.org"), ("/new-link", ASA), ("/sign-in/forgotten", KARIN)];

/// A house that knows Asa as an applicant, Dora as a delegate and Karin as a coordinator.
async fn known() -> TestHouse {
    let house = TestHouse::open().await;
    let (offer, cohort, eslov) = house.allocated(5).await;
    house.application((offer, &[cohort]), eslov, "Asa Berg", ApplicationState::Eligible).await;
    house.account(Role::Delegate, "Dora Delegat").await;
    karin(&house).await;
    house
}

/// How many rows each table has.
async fn rows(house: &TestHouse) -> BTreeMap<&'static str, i64> {
    let db = house.db().read();
    let mut counted = BTreeMap::new();
    for table in stafett::privacy::columns::tables() {
        let sql = format!("SELECT COUNT(*) AS n FROM {}", table.name);
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("read");
        counted.insert(table.name, row.expect("a row").try_get("", "n").expect("a number"));
    }
    counted
}

/// The answer without what differs from form to form, and which tables have how many more rows.
async fn asked(house: &TestHouse, form: &str, email: &str) -> (String, BTreeMap<&'static str, i64>) {
    let visitor = house.visitor();
    let page = visitor.get(form).await;
    let before = rows(house).await;

    let sent = visitor.send(&page, page.form_to(form), &[("email", email)]).await;

    let after = rows(house).await;
    let more = after.into_iter().filter_map(|(table, n)| Some((table, n - before[table])).filter(|more| more.1 != 0));
    (told(&sent), more.collect())
}

fn told(sent: &Page) -> String {
    let mut headers: Vec<(String, String)> = sent.headers.clone().into_iter().collect();
    headers.sort();
    for (name, value) in &mut headers {
        if name == "location" && value.starts_with("/code/") {
            *value = format!("/code/ and {} letters", value.len());
        }
    }
    format!("{} {headers:?} {}", sent.status, sent.html)
}

#[rocket::async_test]
async fn known_and_unknown_addresses_cause_the_same_rows_and_the_same_bytes() {
    let house = known().await;

    for (form, address) in FORMS {
        // The first of a network brings its row with it.
        asked(&house, form, "forst.ingen@example.org").await;
        let unknown = "x".repeat(address.len() - "@example.org".len()) + "@example.org";
        let (known, unknown) = (asked(&house, form, address).await, asked(&house, form, &unknown).await);

        assert_eq!(known, unknown, "{form}");
        assert_eq!((known.1["asked_letters"], known.1.get("outbox"), known.1.get("links")), (1, None, None), "{form}");
    }

    let written: Vec<String> = house.letters().await.into_iter().map(|letter| letter.to_email).collect();
    assert_eq!(written, [KARIN, ASA, "dora.delegat@example.org", ASA]);
    assert_eq!(rows(&house).await["asked_letters"], 0);
}

#[rocket::async_test]
async fn one_network_asks_for_fifty_letters_in_a_quarter_of_an_hour_and_bars_no_other() {
    let house = known().await;
    let (here, elsewhere) = (house.visitor().at("192.0.2.7"), house.visitor().at("198.51.100.7"));

    for n in 0..50 {
        let address = format!("n{n}@example.org");
        here.post(FORMS[n % 2 + 2].0, &[("email", &address)]).await.assert_status(Status::SeeOther);
    }
    let more =
        [here.post("/new-link", &[("email", ASA)]).await, here.post("/sign-in/forgotten", &[("email", KARIN)]).await];
    let form = here.get("/my").await;
    let way_in = here.send(&form, form.form_to("/my"), &[("email", ASA)]).await;
    let other = elsewhere.post("/new-link", &[("email", ASA)]).await;

    for page in more.iter().chain([&way_in]) {
        page.assert_field_error("email", "För många försök.");
    }
    assert_eq!(other.location(), "/new-link/sent");
    house.set_clock(house.now().plus_minutes(16));
    here.send(&way_in, way_in.form_to("/my"), &[("email", ASA)]).await.assert_status(Status::SeeOther);
}

#[rocket::async_test]
async fn what_could_not_be_written_is_asked_for_still_and_stops_no_other() {
    let house = known().await;
    let change = async |sql: &str| {
        let tx = house.db().begin_write().await.expect("a transaction");
        tx.execute_unprepared(sql).await.expect("done");
        tx.commit().await.expect("a commit");
    };
    change(&format!("CREATE UNIQUE INDEX one_letter ON outbox (to_email) WHERE to_email = '{KARIN}'")).await;
    for (address, form) in [(KARIN, "/sign-in/forgotten"), (KARIN, "/sign-in/forgotten"), (ASA, "/new-link")] {
        house.visitor().post(form, &[("email", address)]).await.assert_status(Status::SeeOther);
    }

    let run = stafett::jobs::write_asked(&house.house, house.now()).await;
    let left = rows(&house).await["asked_letters"];
    change("DROP INDEX one_letter").await;
    let again = house.write_asked().await;

    assert!(run.is_err(), "what went wrong is told to whoever runs the job");
    assert_eq!((left, again), (1, 1));
    let mut written: Vec<String> = house.letters().await.into_iter().map(|letter| letter.to_email).collect();
    written.sort();
    assert_eq!(written, [ASA, KARIN, KARIN]);
}
