//! Every route, asked for by everybody there is, in every state an account can be in.

use super::For::{self, *};
use super::{TABLE, ask};
use crate::support::{Page, TestHouse, Visitor};
use rocket::http::Status;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use stafett::access::{Holder as HeldBy, Stage};
use stafett::kernel::AccountId;
use stafett::people::entity::account;
use stafett::people::{AccountState, Role};

/// Whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Without a session, and whoever is no better off: a password without the second factor, an account that is not active.
    Nobody,
    Halfway,
    Disabled,
    Invited,
    Merged,
    /// Signed in without an account.
    Person,
    Guest,
    Delegate,
    Researcher,
    Trainer,
    Coordinator,
    UnmaskingCoordinator,
    Administrator,
    UnmaskingAdministrator,
}

const EVERYBODY: [Who; 14] = [
    Who::Nobody,
    Who::Halfway,
    Who::Disabled,
    Who::Invited,
    Who::Merged,
    Who::Person,
    Who::Guest,
    Who::Delegate,
    Who::Researcher,
    Who::Trainer,
    Who::Coordinator,
    Who::UnmaskingCoordinator,
    Who::Administrator,
    Who::UnmaskingAdministrator,
];

impl Who {
    fn has_account(self) -> bool {
        !matches!(
            self,
            Self::Nobody | Self::Halfway | Self::Disabled | Self::Invited | Self::Merged | Self::Person | Self::Guest
        )
    }

    fn may_open(self, whose: For) -> bool {
        let is_administrator = matches!(self, Self::Administrator | Self::UnmaskingAdministrator);
        let is_coordinator = is_administrator || matches!(self, Self::Coordinator | Self::UnmaskingCoordinator);
        let may_unmask = matches!(self, Self::UnmaskingCoordinator | Self::UnmaskingAdministrator);
        match whose {
            Everybody | Holder => true,
            Markers => is_coordinator || matches!(self, Self::Trainer | Self::Guest),
            Trainers => is_coordinator || self == Self::Trainer,
            Coordinators => is_coordinator,
            Unmaskers => may_unmask,
            Administrators => is_administrator,
            UnmaskingAdministrators => is_administrator && may_unmask,
            Researchers => self == Self::Researcher,
            Delegates => self == Self::Delegate,
            Accounts => self.has_account(),
        }
    }
}

async fn with_account<'h>(
    house: &'h TestHouse,
    role: Role,
    name: &str,
    change: &[(account::Column, Expr)],
) -> Visitor<'h> {
    let id = house.account(role, name).await;
    set(house, id, change).await;
    house.session_of(id).await
}

async fn set(house: &TestHouse, id: AccountId, change: &[(account::Column, Expr)]) {
    let tx = house.db().begin_write().await.expect("a transaction");
    for (column, value) in change {
        let update = account::Entity::update_many().col_expr(*column, value.clone());
        update.filter(account::Column::Id.eq(id)).exec(&tx).await.expect("a change");
    }
    tx.commit().await.expect("a commit");
}

/// A guest trainer of some day.
async fn guest(house: &TestHouse) -> Visitor<'_> {
    let programme = house.programme().await;
    let cohort = house.cohort(programme, "A", 4).await;
    let day = house.days_of(cohort).await[0].id;
    house.guest_of(day).await
}

async fn arriving(house: &TestHouse, who: Who) -> Visitor<'_> {
    let state = |state: AccountState| vec![(account::Column::State, Expr::value(state))];
    let unmasking = vec![(account::Column::MayUnmask, Expr::value(true))];
    match who {
        Who::Nobody => house.visitor(),
        Who::Halfway => {
            let account = house.account(Role::Administrator, "Halva Vagen").await;
            house.session_held_by(HeldBy::Account(account), Stage::Password).await
        }
        Who::Disabled => with_account(house, Role::Administrator, "Stig Stangd", &state(AccountState::Disabled)).await,
        Who::Invited => with_account(house, Role::Administrator, "Inbjuden", &state(AccountState::Invited)).await,
        Who::Merged => with_account(house, Role::Administrator, "Sammanslagen", &state(AccountState::Merged)).await,
        Who::Person => {
            let home = house.municipality("1285", "Eslöv", 33_793).await;
            let person = house.person("Pia Person", home).await;
            house.session_held_by(HeldBy::Person(person), Stage::Open).await
        }
        Who::Guest => guest(house).await,
        Who::Delegate => house.signed_in(Role::Delegate, "Dora Delegat").await,
        Who::Researcher => house.signed_in(Role::Researcher, "Fanny Forskare").await,
        Who::Trainer => house.as_trainer().await,
        Who::Coordinator => house.as_coordinator().await,
        Who::UnmaskingCoordinator => with_account(house, Role::Coordinator, "Kim Koordinator", &unmasking).await,
        Who::Administrator => house.signed_in(Role::Administrator, "Adam Administrator").await,
        Who::UnmaskingAdministrator => with_account(house, Role::Administrator, "Ada Administrator", &unmasking).await,
    }
}

/// What the answer must be, in words, if it is something else.
fn complaint(page: &Page, (method, address, whose): (&str, &str, For), who: Who) -> Option<String> {
    let status = page.status;
    if status.code >= 500 {
        return Some(format!("a fault ({status})"));
    }
    if address.starts_with("/refused") {
        return None;
    }
    if who.may_open(whose) {
        let is_barred = [Status::Forbidden, Status::Unauthorized].contains(&status);
        let names_something = method == "GET" && address.contains('<') && !matches!(whose, Everybody);
        return if is_barred {
            Some(format!("barred ({status})"))
        } else if names_something && status != Status::NotFound {
            Some(format!("not missing ({status})"))
        } else {
            None
        };
    }
    if who.has_account() {
        return (status != Status::Forbidden).then(|| format!("not refused ({status})"));
    }
    let is_led_to_the_sign_in = match method {
        "GET" => page.headers.get("location").is_some_and(|to| to.starts_with("/sign-in?next=")),
        _ => status == Status::Unauthorized,
    };
    (!is_led_to_the_sign_in).then(|| format!("not led to the sign-in ({status})"))
}

#[rocket::async_test]
async fn every_route_answers_everybody_as_the_table_says() {
    let house = TestHouse::open().await;
    let mut complaints = Vec::new();

    for who in EVERYBODY {
        let visitor = arriving(&house, who).await;
        for row in TABLE.iter().filter(|row| row.1 != "/sign-out") {
            let page = ask(&visitor, row.0, row.1).await;

            complaints.extend(complaint(&page, *row, who).map(|what| format!("{who:?} {} {}: {what}", row.0, row.1)));
        }
    }

    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[rocket::async_test]
async fn an_account_that_is_not_active_is_answered_like_nobody_to_the_last_byte() {
    let house = TestHouse::open().await;
    let nobody = house.visitor();

    for who in [Who::Halfway, Who::Disabled, Who::Invited, Who::Merged] {
        let visitor = arriving(&house, who).await;
        for (method, address, _) in TABLE.iter().filter(|row| row.0 == "GET" && !row.1.starts_with("/sign-in/")) {
            let (page, expected) = (ask(&visitor, method, address).await, ask(&nobody, method, address).await);

            assert_eq!(page.status, expected.status, "{who:?} {address}");
            assert!(page.bytes == expected.bytes || random(address), "{who:?} {address}");
        }
    }
}

/// Whether the page carries a submission key, which is another one each time.
fn random(address: &str) -> bool {
    ["/my", "/new-link", "/feedback"].contains(&address)
}
