//! What a delegate may open: the own organisation, and nothing that is the staff's.

use super::For::{Coordinators, Delegates, Trainers};
use super::{TABLE, ask};
use crate::support::TestHouse;
use rocket::http::Status;
use stafett::people::Role;

#[rocket::async_test]
async fn a_delegate_gets_no_further_than_the_own_organisation_and_nobody_else_gets_there() {
    let house = TestHouse::open().await;
    let delegate = house.signed_in(Role::Delegate, "Dora Delegat").await;
    let coordinator = house.as_coordinator().await;

    for (method, address, whose) in TABLE.iter().filter(|row| !row.1.starts_with("/refused")) {
        let page = ask(&delegate, method, address).await;

        let expected_refusal = matches!(whose, Coordinators | Trainers);
        assert_eq!(page.status == Status::Forbidden, expected_refusal, "{method} {address}: {}", page.status);
        if *whose == Delegates {
            let by_other = ask(&coordinator, method, address).await;
            assert_eq!(by_other.status, Status::Forbidden, "{method} {address}");
        }
        if *whose == Delegates && address.contains('<') {
            assert_eq!(page.status, Status::NotFound, "{method} {address}");
        }
    }
}
