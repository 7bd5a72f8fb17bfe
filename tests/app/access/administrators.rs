//! What only administrators may open.

use super::For::Administrators;
use super::{TABLE, ask};
use crate::support::TestHouse;
use rocket::http::Status;
use stafett::people::Role;

#[rocket::async_test]
async fn what_is_the_administrators_is_refused_to_coordinators_and_open_to_them() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    let administrator = house.signed_in(Role::Administrator, "Adam Administrator").await;

    for (method, address, _) in TABLE.iter().filter(|row| row.2 == Administrators) {
        let (refused, page) = (ask(&coordinator, method, address).await, ask(&administrator, method, address).await);

        assert_eq!(refused.status, Status::Forbidden, "{method} {address}");
        assert!(page.status.code < 500 && page.status != Status::Forbidden, "{method} {address}: {}", page.status);
    }
}
