//! The catalogue of columns says of every column of the real schema what it holds, and of no other.

use crate::support::TestHouse;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use stafett::privacy::columns::{Holds, Way, tables};
use stafett::privacy::rules::What;
use std::collections::{BTreeMap, BTreeSet};

type Columns = BTreeSet<(String, String)>;

async fn schema(house: &TestHouse) -> Columns {
    let db = house.db().read();
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE table_schema = current_schema()"
        }
        _ => {
            "SELECT m.name AS t, p.name AS c FROM sqlite_master m JOIN pragma_table_info(m.name) p \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
        }
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("the schema");
    rows.iter().map(|row| (row.try_get("", "t").expect("a table"), row.try_get("", "c").expect("a column"))).collect()
}

fn catalogue() -> (Columns, Vec<(String, String)>) {
    let (mut seen, mut twice) = (BTreeSet::new(), Vec::new());
    for table in tables() {
        for column in table.groups.iter().flat_map(|group| group.columns) {
            let place = (table.name.to_owned(), (*column).to_owned());
            if !seen.insert(place.clone()) {
                twice.push(place);
            }
        }
    }
    (seen, twice)
}

#[rocket::async_test]
async fn every_column_of_the_schema_stands_in_the_catalogue_once_and_no_other() {
    let house = TestHouse::open().await;

    let (schema, (listed, twice)) = (schema(&house).await, catalogue());

    let forgotten: Vec<_> = schema.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&schema).collect();
    assert!(forgotten.is_empty(), "say in src/privacy/columns whose these are: {forgotten:#?}");
    assert!(gone.is_empty(), "no longer in the schema: {gone:#?}");
    assert!(twice.is_empty(), "listed twice: {twice:#?}");
}

#[test]
fn what_a_way_leads_through_is_in_the_catalogue_too() {
    let (listed, _) = catalogue();
    let mut wrong = BTreeMap::new();

    for table in tables() {
        for way in table.groups.iter().filter_map(|group| group.holds.way()) {
            let needed: Vec<(&str, &str)> = match way {
                Way::Row => vec![(table.name, "id")],
                Way::Person(column) | Way::Address(column) | Way::Named(column) | Way::Teller(column) => {
                    vec![(table.name, column)]
                }
                Way::Through(column, other) => vec![(table.name, column), (other, "id"), (other, "person_id")],
                Way::Letter => vec![(table.name, "to_email"), (table.name, "to_name")],
                Way::Draft => vec![(table.name, "answers"), (table.name, "application_id")],
                Way::Manager => vec![(table.name, "manager_email"), (table.name, "manager_name")],
                Way::Holder => vec![(table.name, "person_id"), (table.name, "account_id")],
                Way::Link | Way::Entry => vec![(table.name, "object_id")],
                Way::Beside => vec![(table.name, "journal_id")],
                Way::ByHand => Vec::new(),
            };
            let missing = needed.into_iter().find(|(t, c)| !listed.contains(&((*t).to_owned(), (*c).to_owned())));
            wrong.extend(missing.map(|missing| ((table.name, format!("{way:?}")), missing)));
        }
        for group in table.groups {
            if let Holds::Sealed(.., key) = group.holds {
                assert!(listed.contains(&(table.name.to_owned(), key.to_owned())), "{}", table.name);
            }
        }
    }

    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_rule_that_a_column_names_is_a_rule() {
    let named: BTreeSet<What> =
        tables().flat_map(|table| table.groups.iter().filter_map(|group| group.holds.kept())).collect();

    assert!(named.iter().all(|what| What::ALL.contains(what)));
    assert!(What::ALL.iter().all(|what| What::parse(what.key()) == Some(*what)));
}
