//! Who may open what: every mounted route, for everybody. A route that is not in the table fails the test.

mod addresses;
mod foreign;
mod matrix;
mod sessions;
mod table;

use crate::support::{Page, Visitor};
use rocket::http::Method;
use std::collections::BTreeSet;
use table::{For, TABLE};

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

/// Asks for an address with made-up parameters, as this visitor.
async fn ask(visitor: &Visitor<'_>, method: &str, address: &str) -> Page {
    let path: Vec<&str> = address.split('/').map(|part| if part.starts_with('<') { "987654" } else { part }).collect();
    let path = path.join("/");
    match method.parse::<Method>() {
        Ok(Method::Get) => visitor.get(&path).await,
        _ => visitor.post(&path, &[]).await,
    }
}
