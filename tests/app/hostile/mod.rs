//! Every form of the house, sent what nobody means well by: the answer may be anything but our fault, and what a form does not
//! ask for changes nothing.

use crate::support::crawl::{Form, crawl};
use crate::support::{TestHouse, Visitor};
use rocket::http::Method;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use stafett::access::SubmissionKey;
use stafett::access::links::{self, Purpose};
use stafett::applications::entity::mandate;
use stafett::demo::{self, ACCOUNTS};
use stafett::people::queries::account_by_email;
use std::collections::{BTreeSet, HashSet};

/// What has broken such systems elsewhere.
const STRANGE: &[&str] = &[
    "",
    "A\r\nBcc: x@example.org",
    "noll\0byte",
    "\u{202e}baklänges\u{200b}\u{feff}",
    "Аnnа Ек",
    "A\u{30a}sa O\u{308}berg",
    "Ø, Đặng Thị Ngọc, Łukasz, Ćirić, 李明, محمد",
    "O'Brien'; DROP TABLE persons;--",
    "x",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    ") /JS (app.alert(1)) (",
    "</script><svg onload=alert(1)>",
    "../../etc/passwd",
    "%00",
    "%ff",
    "/%09/evil.example",
    "2027-03-28",
    "2028-02-29",
    "02:30",
    "9223372036854775807",
    "NaN",
    "1e309",
    "{\"a\":[1]}",
];

/// The demo with everybody's way in: whose they are, a session if they have one, where they begin.
async fn everybody(house: &TestHouse) -> Vec<(String, Option<String>, Vec<String>)> {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day");
    house.set_clock(stafett::locale::stockholm::start_of_day(day).plus_minutes(9 * 60));
    let samples = demo::fill(&house.house, house.now()).await.expect("the demo");
    let mut all = Vec::new();
    // An administrator may do all that a coordinator may, and one trainer's pages are like another's.
    let differing = ["administrator@example.org", "trainer@example.org"];
    for (account, _) in ACCOUNTS.iter().filter(|(account, _)| differing.contains(&account.email)) {
        let seeds = [
            "/",
            "/desk",
            "/days",
            "/plans",
            "/setup",
            "/account",
            "/accounts",
            "/journal",
            "/organisation",
            "/research",
        ];
        let seeds = seeds.map(str::to_owned).into_iter().chain([samples.day.clone(), samples.plan.clone()]);
        all.push((account.email.to_owned(), Some(account.email.to_owned()), seeds.collect()));
    }
    let asked = mandate::Entity::find().filter(mandate::Column::State.eq("asked")).one(house.db().read()).await;
    let asked = asked.expect("read").expect("an open mandate");
    let tx = house.db().begin_write().await.expect("a transaction");
    let to = (Purpose::Mandate, asked.id.0);
    let token =
        links::make(&tx, &house.house.tokens, to, house.now(), house.now().plus_days(30)).await.expect("a link");
    tx.commit().await.expect("a commit");
    let open = ["/".to_owned(), samples.offer.clone(), format!("/mandates/{}", token.as_str()), "/new-link".to_owned()];
    let holder = [samples.application.clone(), samples.new_application.clone()];
    let visitors = open.into_iter().chain(holder).chain(["/sign-in", "/my", "/feedback"].map(str::to_owned));
    let begun = house.visitor().get(&format!("{}/apply", samples.offer)).await;
    let begun = house.visitor().send(&begun, begun.form_to("/apply"), &[]).await;
    let visitors = visitors.chain([begun.location().to_owned()]);
    all.push(("a visitor".to_owned(), None, visitors.collect()));
    all
}

/// A new session each time: what was sent before may have ended the old one.
async fn visitor<'h>(house: &'h TestHouse, email: Option<&str>) -> Visitor<'h> {
    let Some(email) = email else { return house.visitor() };
    let account = account_by_email(house.db().read(), email).await.expect("read").expect("an account");
    house.session_of(account.id).await
}

/// How often a form is sent until every strange value has stood in one of its fields.
fn rounds(form: &Form) -> usize {
    STRANGE.len().div_ceil(stride(form))
}

/// How many values further the first field of the next round begins.
fn stride(form: &Form) -> usize {
    let typed = form.fields.iter().map(|(name, _)| name).chain(&form.unticked).filter(|name| is_typed(name)).count();
    typed.clamp(1, 4)
}

fn is_typed(name: &str) -> bool {
    !matches!(name, "submission_key" | "version" | "key" | "next" | "lang")
}

/// The form's fields with strange values in all that people fill in; keys are fresh, versions as they stand.
fn strange(form: &Form, round: usize) -> Vec<(String, String)> {
    let unticked = form.unticked.iter().map(|name| (name.clone(), String::new()));
    let mut fields: Vec<(String, String)> = form.fields.iter().cloned().chain(unticked).collect();
    let first = round * stride(form);
    for (n, (_, value)) in fields.iter_mut().filter(|(name, _)| is_typed(name)).enumerate() {
        STRANGE[(n + first) % STRANGE.len()].clone_into(value);
    }
    for (_, value) in fields.iter_mut().filter(|(name, _)| name == "submission_key") {
        SubmissionKey::random().expect("a key").as_str().clone_into(value);
    }
    fields
}

/// A form with every field any form has.
fn everything(names: &[String]) -> Form {
    let fields = names.iter().map(|name| (name.clone(), String::from("1"))).collect();
    Form { page: String::new(), action: String::new(), fields, unticked: Vec::new() }
}

/// An address for every route that takes forms and that none of `sent_to` leads to: the house is not in the state that shows it.
fn routes_not_among(sent_to: &[String]) -> Vec<String> {
    let fits = |route: &str, action: &str| {
        let action: Vec<&str> = action.split('?').next().unwrap_or_default().split('/').collect();
        let route: Vec<&str> = route.split('/').collect();
        let same = |(shape, part): (&&str, &&str)| shape.starts_with('<') || shape == part;
        route.len() == action.len() && route.iter().zip(&action).all(same)
    };
    let posting = stafett::app::routes().into_iter().filter(|route| route.method == Method::Post);
    let paths = posting.map(|route| route.uri.path().to_owned());
    let unsent = paths.filter(|path| !sent_to.iter().any(|action| fits(path, action)));
    let numbered = |path: String| {
        let parts = path.split('/').map(|part| if part.starts_with('<') { "1" } else { part }.to_owned());
        parts.collect::<Vec<_>>().join("/")
    };
    unsent.map(numbered).collect()
}

#[rocket::async_test]
async fn no_form_answers_rubbish_with_a_fault_of_ours() {
    let mut house = TestHouse::open().await;
    house.house = house.house.clone().as_demo();
    let mut faults = Vec::new();
    let (mut tried, mut sent_to, mut names) = (HashSet::new(), Vec::new(), BTreeSet::new());

    for (who, email, seeds) in everybody(&house).await {
        let found = crawl(&visitor(&house, email.as_deref()).await, &seeds).await;
        let broken = found.pages.iter().filter(|(_, page)| page.status.code >= 500);
        faults.extend(broken.map(|(address, page)| format!("{who}: GET {address}: {}", page.status)));
        for (kind, form) in found.forms {
            if !tried.insert(kind.clone()) {
                continue;
            }
            let sender = visitor(&house, email.as_deref()).await;
            for round in 0..rounds(&form) {
                let fields = strange(&form, round);
                let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
                let page = sender.post(&form.action, &fields).await;
                if page.status.code >= 500 {
                    faults.push(format!("{who}: POST {kind} ({}) round {round}: {}", form.action, page.status));
                }
            }
            names.extend(form.fields.iter().map(|(name, _)| name.clone()).chain(form.unticked.clone()));
            sent_to.push(form.action);
        }
    }
    let names: Vec<String> = names.into_iter().collect();
    for address in routes_not_among(&sent_to) {
        let form = Form { action: address.clone(), ..everything(&names) };
        for round in 0..rounds(&form) {
            let fields = strange(&form, round);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            let page = visitor(&house, Some(ACCOUNTS[0].0.email)).await.post(&address, &fields).await;
            if page.status.code >= 500 {
                faults.push(format!("POST {address} round {round}: {}", page.status));
            }
        }
    }

    assert!(faults.is_empty(), "{faults:#?}");
    assert!(tried.len() > 50, "only {} forms were found", tried.len());
}

/// Every column there is.
async fn columns(house: &TestHouse) -> Vec<(String, String)> {
    let backend = house.db().read().get_database_backend();
    let sql = match backend {
        sea_orm::DbBackend::Postgres => {
            "SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE table_schema = current_schema()"
        }
        _ => "SELECT m.name AS t, p.name AS c FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table'",
    };
    let rows = house.db().read().query_all_raw(Statement::from_string(backend, sql)).await.expect("the columns");
    let text = |row: &sea_orm::QueryResult, name: &str| row.try_get::<String>("", name).expect("a name");
    rows.iter().map(|row| (text(row, "t"), text(row, "c"))).filter(|(table, _)| !table.starts_with("seaql")).collect()
}

const PLANTED: &str = "inplanterat-7391";

#[rocket::async_test]
async fn fields_a_form_does_not_ask_for_are_never_stored() {
    let house = TestHouse::open().await;
    let columns = columns(&house).await;
    let mut names: Vec<&str> = columns.iter().map(|(_, column)| column.as_str()).collect();
    names.sort_unstable();
    names.dedup();

    for (_, email, seeds) in everybody(&house).await {
        let found = crawl(&visitor(&house, email.as_deref()).await, &seeds).await;
        for form in found.forms.values().filter(|form| !form.action.starts_with("/sign-in")) {
            let own = |name: &str| {
                form.fields.iter().map(|(field, _)| field).chain(&form.unticked).any(|field| field == name)
            };
            let planted = names.iter().filter(|name| !own(name)).map(|name| ((*name).to_owned(), PLANTED.to_owned()));
            let fields: Vec<(String, String)> = form.fields.iter().cloned().chain(planted).collect();
            let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            let page = visitor(&house, email.as_deref()).await.post(&form.action, &fields).await;
            assert!(page.status.code < 500, "{}: {}", form.action, page.status);
        }
    }

    let stored = holding(&house, &columns).await;
    let coordinator = visitor(&house, Some(ACCOUNTS[0].0.email)).await;
    let saved = coordinator.fill_in("/setup", 0, &[("region", PLANTED)]).await;
    let control = holding(&house, &columns).await;

    assert!(stored.is_empty(), "{stored:?}");
    assert_eq!(saved.status, rocket::http::Status::SeeOther);
    assert!(control.contains(&"platforms.region".to_owned()), "the control was not found: {control:?}");
}

/// The columns in which the planted value stands.
async fn holding(house: &TestHouse, columns: &[(String, String)]) -> Vec<String> {
    let backend = house.db().read().get_database_backend();
    let mut stored = Vec::new();
    for (table, column) in columns {
        let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE CAST({column} AS TEXT) LIKE '%{PLANTED}%'");
        let row = house.db().read().query_one_raw(Statement::from_string(backend, sql)).await.expect("a count");
        if row.expect("a row").try_get::<i64>("", "n").expect("a number") > 0 {
            stored.push(format!("{table}.{column}"));
        }
    }
    stored
}
