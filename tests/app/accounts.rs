//! Accounts as administrators and their owners look after them.

mod merging;
mod own;

use crate::sign_in::{recovery_codes, secret_on};
use crate::support::{PASSWORD, Page, TestHouse, Visitor};
use rocket::futures::future::join_all;
use rocket::http::Status;
use rocket::tokio;
use stafett::accounts::actions;
use stafett::kernel::{AccountId, EmailAddress, PersonName};
use stafett::people::actions::NewAccount;
use stafett::people::{Account, AccountState, Administrator, Role, SignedIn, queries};

const IDA: &str = "ida.inbjuden@example.org";

impl TestHouse {
    /// An administrator, signed in.
    pub async fn as_administrator(&self) -> Visitor<'_> {
        self.signed_in(Role::Administrator, "Adam Administrator").await
    }

    /// The account as it is now.
    pub async fn account_now(&self, id: AccountId) -> Account {
        queries::find_account(self.db().read(), id).await.expect("read").expect("an account")
    }

    /// The account with this address.
    pub async fn account_of(&self, email: &str) -> Account {
        queries::account_by_email(self.db().read(), email).await.expect("read").expect("an account")
    }

    /// The proof an administrator's action demands.
    pub async fn administrator(&self, name: &str) -> Administrator {
        let id = self.account(Role::Administrator, name).await;
        let who = SignedIn::prove(&self.account_now(id).await, name.to_owned()).expect("active");
        Administrator::prove(who).expect("an administrator")
    }
}

async fn invite(adam: &Visitor<'_>, role: &str, more: &[(&str, &str)]) -> Page {
    let ida = [("name", "Ida Inbjuden"), ("email", IDA), ("role", role), ("language", "sv")];
    adam.fill_in("/accounts/new", 0, &[&ida[..], more].concat()).await
}

/// Presses a button of the account's page that is sent to `deed`.
async fn press(adam: &Visitor<'_>, id: AccountId, deed: &str) -> Page {
    let page = adam.get(&format!("/accounts/{id}")).await;
    let form = page.form_to(&format!("/accounts/{id}/{deed}"));
    adam.send(&page, form, &[]).await
}

#[rocket::async_test]
async fn an_invitation_leads_from_the_letter_to_the_first_page() {
    let house = TestHouse::open().await;
    let adam = house.as_administrator().await;

    let invited = invite(&adam, "coordinator", &[]).await;
    let link = house.link_to(IDA, "/invitations/").await;
    for _ in 0..2 {
        house.visitor().get(&link).await.assert_ok();
        assert_eq!(house.client.head(link.clone()).dispatch().await.status(), Status::Ok);
    }
    let short = house.visitor().fill_in(&link, 0, &[("password", "för kort")]).await;
    let taken = house.visitor().fill_in(&link, 0, &[("password", PASSWORD)]).await;
    let first = house.visitor().fill_in("/sign-in", 0, &[("email", IDA), ("password", PASSWORD)]).await;
    let halfway = house.visitor().carrying(&first);
    let offered = halfway.follow(&first).await;
    let codes = halfway.send(&offered, 0, &[("code", &house.code(&secret_on(&offered)))]).await;

    adam.follow(&invited).await.assert_says("Inbjudan är skickad.");
    short.assert_field_error("password", "minst 12 tecken");
    assert!(taken.location().contains("done=invitation"));
    assert_eq!(recovery_codes(&codes).len(), 10);
    house.visitor().carrying(&codes).get("/desk").await.assert_ok();
    house.visitor().get(&link).await.assert_status(Status::NotFound);
    adam.get("/accounts").await.assert_says("Ida Inbjuden");
}

#[rocket::async_test]
async fn an_invitation_sent_again_ends_the_former_and_one_withdrawn_opens_nothing() {
    let house = TestHouse::open().await;
    let adam = house.as_administrator().await;
    invite(&adam, "trainer", &[]).await;
    let id = house.account_of(IDA).await.id;
    let first = house.link_to(IDA, "/invitations/").await;

    press(&adam, id, "invite").await.assert_status(Status::SeeOther);
    let second = house.link_to(IDA, "/invitations/").await;
    let former = house.visitor().get(&first).await;
    press(&adam, id, "withdraw").await.assert_status(Status::SeeOther);

    former.assert_status(Status::NotFound);
    house.visitor().get(&second).await.assert_status(Status::NotFound);
    house.visitor().post(&second, &[("password", PASSWORD)]).await.assert_status(Status::NotFound);
    press(&adam, id, "invite").await.assert_status(Status::SeeOther);
    let third = house.link_to(IDA, "/invitations/").await;
    house.set_clock(house.now().plus_days(6));
    house.visitor().get(&third).await.assert_ok();
    house.set_clock(house.now().plus_days(1));
    house.visitor().get(&third).await.assert_status(Status::NotFound);
}

#[rocket::async_test]
async fn the_same_form_sent_twice_invites_once_and_a_taken_address_is_told() {
    let house = TestHouse::open().await;
    let adam = house.as_administrator().await;
    let page = adam.get("/accounts/new").await;
    let ida = [("name", "Ida Inbjuden"), ("email", IDA), ("role", "trainer"), ("language", "sv")];

    let once = adam.send(&page, 0, &ida).await;
    let twice = adam.send(&page, 0, &ida).await;
    let again = invite(&adam, "trainer", &[]).await;
    let nobody =
        adam.fill_in("/accounts/new", 0, &[("name", "Dora"), ("email", "d@example.org"), ("role", "delegate")]);

    assert_eq!(once.location().split('?').next(), twice.location().split('?').next());
    again.assert_field_error("email", "Det finns redan ett konto");
    nobody.await.assert_status(Status::UnprocessableEntity);
    assert_eq!(house.letters().await.len(), 1);
}

#[rocket::async_test]
async fn a_delegate_confirms_with_a_button_and_has_no_password() {
    let house = TestHouse::open().await;
    let adam = house.as_administrator().await;
    let eslov = house.municipality("1285", "Eslöv", 34_000).await;

    invite(&adam, "delegate", &[("organisations", &eslov.to_string())]).await.assert_status(Status::SeeOther);
    let link = house.link_to(IDA, "/invitations/").await;
    let taken = house.visitor().fill_in(&link, 0, &[]).await;

    assert!(taken.location().contains("done=delegate"));
    let account = house.account_of(IDA).await;
    assert_eq!((account.state, account.password_hash), (AccountState::Active, None));
    let tried = house.visitor().post("/sign-in", &[("email", IDA), ("password", PASSWORD)]).await;
    tried.assert_status(Status::UnprocessableEntity);
    adam.get(&format!("/accounts/{}", account.id)).await.assert_says("Eslöv");
}

#[rocket::async_test]
async fn another_role_ends_every_session_and_the_second_saver_sees_both() {
    let house = TestHouse::open().await;
    let adam = house.as_administrator().await;
    let tuva = house.account(Role::Trainer, "Tuva Trainer").await;
    let phone = house.session_of(tuva).await;
    let page = adam.get(&format!("/accounts/{tuva}")).await;
    let form = page.form_to("/role");

    let changed = adam.send(&page, form, &[("role", "coordinator")]).await;
    let late = adam.send(&page, form, &[("role", "administrator")]).await;

    changed.assert_status(Status::SeeOther);
    assert!(phone.get("/days").await.location().starts_with("/sign-in"), "a replayed cookie is refused");
    late.assert_status(Status::Conflict);
    late.assert_says("Någon annan hann spara före dig");
    late.assert_says("Administratör");
    assert_eq!(house.account_now(tuva).await.role, Role::Coordinator);
    let told = house.letters().await;
    assert!(told.iter().any(|one| one.subject == "Din roll har ändrats"));
}

#[rocket::async_test]
async fn a_disabled_account_is_out_and_an_enabled_one_signs_in_anew() {
    let house = TestHouse::open().await;
    let adam = house.as_administrator().await;
    let tuva = house.account(Role::Trainer, "Tuva Trainer").await;
    let phone = house.session_of(tuva).await;

    press(&adam, tuva, "disable").await.assert_status(Status::SeeOther);
    let out = phone.get("/days").await;
    press(&adam, tuva, "enable").await.assert_status(Status::SeeOther);
    let still = phone.get("/days").await;

    assert!(out.location().starts_with("/sign-in"));
    assert!(still.location().starts_with("/sign-in"), "the session of before does not wake up again");
    assert_eq!(house.account_now(tuva).await.state, AccountState::Active);
}

#[rocket::async_test]
async fn nobody_disables_themselves_or_the_last_administrator() {
    let house = TestHouse::open().await;
    let adam = house.account(Role::Administrator, "Adam Administrator").await;
    let page = house.session_of(adam).await;

    let version = house.account_now(adam).await.version.to_string();
    let own = page.post(&format!("/accounts/{adam}/disable"), &[("version", &version)]).await;
    let role = [("version", version.as_str()), ("role", "trainer")];
    let role = page.post(&format!("/accounts/{adam}/role"), &role).await;

    own.assert_says("Du kan inte göra det med ditt eget konto.");
    role.assert_says("Du kan inte göra det med ditt eget konto.");
    assert_eq!(house.account_now(adam).await.state, AccountState::Active);
}

#[rocket::async_test]
async fn two_administrators_who_disable_each_other_at_once_leave_one() {
    let house = TestHouse::open().await;

    let (adam, ada) = (house.administrator("Adam Administrator").await, house.administrator("Ada Administrator").await);

    let deeds = [(adam.clone(), ada.account), (ada.clone(), adam.account)].map(|(by, whom)| {
        let (inside, now) = (house.house.clone(), house.now());
        tokio::spawn(async move { actions::disable(&inside.db, &by, (whom, 1), now).await.is_ok() })
    });
    let done = join_all(deeds).await.into_iter().filter(|one| matches!(one, Ok(true))).count();

    let all =
        stafett::accounts::queries::all(house.db().read(), stafett::kernel::Lang::Sv, house.now()).await.expect("read");
    let active = all.iter().filter(|one| one.account.state == AccountState::Active).count();
    assert_eq!((done, active), (1, 1));
}

#[rocket::async_test]
async fn a_reset_factor_ends_sessions_and_is_enrolled_anew() {
    let house = TestHouse::open().await;
    let adam = house.as_administrator().await;
    let tuva = house.account(Role::Trainer, "Tuva Trainer").await;
    house.enrol(tuva).await;
    let phone = house.session_of(tuva).await;

    press(&adam, tuva, "factor").await.assert_status(Status::SeeOther);

    assert!(phone.get("/days").await.location().starts_with("/sign-in"));
    let right = [("email", "tuva.trainer@example.org"), ("password", PASSWORD)];
    assert_eq!(house.visitor().post("/sign-in", &right).await.location(), "/sign-in/enrol");
    assert!(house.letters().await.iter().any(|one| one.subject == "Dina engångskoder är nollställda"));
}

/// Whose account, which button, and what is filled in.
type Deed = (AccountId, &'static str, &'static [(&'static str, &'static str)]);

#[rocket::async_test]
async fn a_button_pressed_twice_gives_one_receipt_and_does_one_thing() {
    let house = TestHouse::open().await;
    let adam = house.as_administrator().await;
    let ada = house.signed_in(Role::Administrator, "Ada Administrator").await;
    invite(&adam, "trainer", &[]).await;
    let ida = house.account_of(IDA).await.id;
    let kim = house.account(Role::Coordinator, "Kim Koordinator").await;
    house.enrol(kim).await;
    let letters = house.letters().await.len();

    let deeds: [Deed; 8] = [
        (kim, "unmasking", &[("may", "yes")]),
        (kim, "reset", &[]),
        (kim, "factor", &[]),
        (kim, "role", &[("role", "trainer")]),
        (kim, "disable", &[]),
        (kim, "enable", &[]),
        (ida, "invite", &[]),
        (ida, "withdraw", &[]),
    ];
    for (id, deed, fields) in deeds {
        let page = adam.get(&format!("/accounts/{id}")).await;
        let form = page.form_to(&format!("/accounts/{id}/{deed}"));
        let (first, second) = (adam.send(&page, form, fields).await, adam.send(&page, form, fields).await);
        let somebody_else = ada.send(&page, form, fields).await;

        assert_eq!((first.status, first.location()), (second.status, second.location()), "{deed}");
        assert_eq!(somebody_else.status, Status::Conflict, "{deed}");
    }
    assert_eq!(house.letters().await.len() - letters, 6, "unmasking and withdrawing tell nobody");
}

#[rocket::async_test]
async fn an_administrator_sends_a_link_to_a_new_password() {
    let house = TestHouse::open().await;
    let adam = house.as_administrator().await;
    let tuva = house.account(Role::Trainer, "Tuva Trainer").await;
    let dora = house.account(Role::Delegate, "Dora Delegat").await;

    let sent = press(&adam, tuva, "reset").await;
    let link = house.link_to("tuva.trainer@example.org", "/new-password/").await;
    let version = house.account_now(dora).await.version.to_string();
    let to_delegate = adam.post(&format!("/accounts/{dora}/reset"), &[("version", &version)]).await;

    adam.follow(&sent).await.assert_says("Brevet med länken är skickat.");
    house.visitor().fill_in(&link, 0, &[("password", "en alldeles ny mening")]).await.assert_status(Status::SeeOther);
    to_delegate.assert_says("Kontots läge har ändrats");
    let told = stafett::journal::history_of(house.db().read(), "account", tuva.0).await.expect("read");
    let events: Vec<&str> = told.iter().map(|one| one.entry.event.as_str()).collect();
    assert_eq!(events[..2], ["account.password_reset", "account.reset_sent"]);
}

#[rocket::async_test]
async fn who_is_invited_and_gets_another_role_is_invited_as_what_they_are_now() {
    let house = TestHouse::open().await;
    let adam = house.as_administrator().await;
    let eslov = house.municipality("1285", "Eslöv", 34_000).await.to_string();
    invite(&adam, "trainer", &[]).await;
    let former = house.link_to(IDA, "/invitations/").await;
    let id = house.account_of(IDA).await.id;
    let page = adam.get(&format!("/accounts/{id}")).await;

    let changed = adam.send(&page, page.form_to("/role"), &[("role", "delegate"), ("organisations", &eslov)]).await;
    let link = house.link_to(IDA, "/invitations/").await;

    changed.assert_status(Status::SeeOther);
    let subjects: Vec<String> = house.letters().await.into_iter().map(|one| one.subject).collect();
    assert_eq!(subjects, ["Du är inbjuden"; 2]);
    house.visitor().get(&former).await.assert_status(Status::NotFound);
    house.visitor().fill_in(&link, 0, &[]).await.assert_status(Status::SeeOther);
    assert_eq!(house.account_of(IDA).await.state, AccountState::Active);
    let told = stafett::journal::history_of(house.db().read(), "account", id.0).await.expect("read");
    let role = told.iter().find(|one| one.entry.event == "account.role_changed").expect("told");
    assert_eq!(role.entry.details, r#"{"role":{"before":"trainer","now":"delegate"}}"#);
}

#[rocket::async_test]
async fn who_may_unmask_is_said_on_the_account_and_journalled() {
    let house = TestHouse::open().await;
    let adam = house.as_administrator().await;
    let karin = house.account(Role::Coordinator, "Karin Koordinator").await;
    let page = adam.get(&format!("/accounts/{karin}")).await;

    let given = adam.send(&page, page.form_to("/unmasking"), &[("may", "yes")]).await;

    given.assert_status(Status::SeeOther);
    assert!(house.account_now(karin).await.may_unmask);
    let told = stafett::journal::history_of(house.db().read(), "account", karin.0).await.expect("read");
    assert_eq!(told[0].entry.event, "account.unmasking_set");
}

#[rocket::async_test]
async fn the_first_administrator_comes_by_a_link_that_works_once_and_only_on_an_empty_installation() {
    let house = TestHouse::open().await;
    let inside = &house.house;
    let letterhead = inside.letterhead();
    let path = |link: String| link.replace("https://stafett.example.org", "");

    let old = actions::link_to_first(house.db(), &letterhead, house.now()).await.expect("made").expect("a link");
    let link = actions::link_to_first(house.db(), &letterhead, house.now()).await.expect("made").expect("a link");
    house.visitor().get(&path(old)).await.assert_status(Status::NotFound);
    let weak = [("name", "Adam Administrator"), ("email", "adam@example.org"), ("password", "Adam Administrator")];
    let weak = house.visitor().fill_in(&path(link.clone()), 0, &weak).await;
    let made = [("name", "Adam Administrator"), ("email", "adam@example.org"), ("password", PASSWORD)];
    let made = house.visitor().send(&weak, 0, &made).await;

    weak.assert_field_error("password", "bland de första som gissas");
    assert!(made.location().starts_with("/sign-in"));
    house.visitor().get(&path(link)).await.assert_status(Status::NotFound);
    let first = house.visitor().post("/sign-in", &[("email", "adam@example.org"), ("password", PASSWORD)]).await;
    assert_eq!(first.location(), "/sign-in/enrol");
    assert_eq!(house.account_of("adam@example.org").await.role, Role::Administrator);
    assert!(actions::link_to_first(house.db(), &letterhead, house.now()).await.expect("made").is_none());
}

#[rocket::async_test]
async fn an_identity_elsewhere_leads_to_one_account() {
    let house = TestHouse::open().await;
    let (karin, kim) = (
        house.account(Role::Coordinator, "Karin Koordinator").await,
        house.account(Role::Coordinator, "Kim Koordinator").await,
    );
    let elsewhere = ("https://id.example.org", "4711");

    let tx = house.db().begin_write().await.expect("a transaction");
    queries::add_identity(&tx, karin, elsewhere, house.now()).await.expect("added");
    tx.commit().await.expect("a commit");
    let tx = house.db().begin_write().await.expect("a transaction");
    let second = queries::add_identity(&tx, kim, elsewhere, house.now()).await;
    drop(tx);

    assert!(stafett::storage::is_taken(&second.expect_err("taken")));
    let db = house.db().read();
    let found = queries::account_by_identity(db, elsewhere.0, elsewhere.1).await.expect("read");
    assert_eq!(found.map(|account| account.id), Some(karin));
    assert!(queries::account_by_identity(db, "https://other.example.org", "4711").await.expect("read").is_none());
}

/// What the command line makes.
#[rocket::async_test]
async fn an_account_made_on_the_machine_connects_its_app_at_the_first_sign_in() {
    let house = TestHouse::open().await;
    let new = NewAccount {
        name: PersonName::parse("Ida").expect("a name"),
        email: EmailAddress::parse(IDA).expect("an address"),
        role: Role::Coordinator,
    };
    let password = stafett::people::Password::parse(PASSWORD, &[]).expect("a password");
    let by = stafett::kernel::Actor::House;
    stafett::people::actions::create_account(house.db(), &by, &new, &password, house.now()).await.expect("made");

    let first = house.visitor().post("/sign-in", &[("email", IDA), ("password", PASSWORD)]).await;

    assert_eq!(first.location(), "/sign-in/enrol");
}
