//! One-time links and codes: what a scanner opens, what a button uses up, and who is let in.

mod silence;

use crate::support::letters::{codes_in, paths_in};
use crate::support::{Page, TestHouse, Visitor};
use rocket::http::Status;
use stafett::applications::ApplicationState;
use stafett::kernel::*;
use stafett::locale::stockholm;

const ASA: &str = "asa.berg@example.org";

/// An offer whose seats have been given, and somebody who takes part.
pub struct Stage {
    pub house: TestHouse,
    pub offer: OfferId,
    pub cohort: CohortId,
    pub eslov: OrganisationId,
    /// Asa Berg's application.
    pub asa: ApplicationId,
}

impl Stage {
    pub async fn open() -> Self {
        let house = TestHouse::open().await;
        let (offer, cohort, eslov) = house.allocated(5).await;
        house.participant((offer, cohort), 1, eslov, "Asa Berg").await;
        let asa = stafett::applications::queries::of_offer(house.db().read(), offer).await.expect("read")[0].id;
        Self { house, offer, cohort, eslov, asa }
    }

    /// Asks for the letter; gives the page that follows.
    async fn ask(&self, email: &str) -> String {
        let sent = self.house.visitor().fill_in("/my", 0, &[("email", email)]).await;
        sent.assert_status(Status::SeeOther);
        sent.location().to_owned()
    }

    /// Presses the button behind a link.
    async fn press(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.house.visitor().fill_in(path, 0, fields).await
    }

    async fn signed_in(&self, email: &str, fields: &[(&str, &str)]) -> Visitor<'_> {
        self.ask(email).await;
        let path = paths_in(&self.house.letter_to(email).await).remove(0);
        let entered = self.press(&path, fields).await;
        assert_eq!(entered.location(), "/my?lang=sv");
        self.house.session_in(&entered)
    }
}

#[rocket::async_test]
async fn a_scanner_that_opens_every_link_twice_uses_none_up() {
    let stage = Stage::open().await;
    stage.ask(ASA).await;
    let letter = stage.house.letter_to(ASA).await;
    let paths = paths_in(&letter);

    for path in paths.iter().chain(&paths) {
        stage.house.visitor().get(path).await.assert_ok();
        assert_eq!(stage.house.client.head(path.clone()).dispatch().await.status(), Status::Ok);
    }
    let entered = stage.press(&paths[0], &[]).await;
    let again = stage.house.visitor().post(&paths[0], &[]).await;
    let by_owner = stage.house.session_in(&entered).get(&paths[0]).await;

    assert_eq!(paths.len(), 1);
    stage.house.session_in(&entered).get("/my").await.assert_says("Asa Berg");
    again.assert_status(Status::NotFound);
    again.assert_says("Länken går inte att använda");
    assert_eq!(by_owner.location(), "/my?lang=sv");
}

#[rocket::async_test]
async fn of_twenty_presses_of_one_button_one_lets_in() {
    let stage = Stage::open().await;
    stage.ask(ASA).await;
    let path = paths_in(&stage.house.letter_to(ASA).await).remove(0);
    let visitor = stage.house.visitor();

    let presses = rocket::futures::future::join_all((0..20).map(|_| visitor.post(&path, &[]))).await;

    assert_eq!(presses.iter().filter(|page| page.status == Status::SeeOther).count(), 1);
}

#[rocket::async_test]
async fn a_link_opens_only_what_it_was_made_for_and_only_in_its_time() {
    let stage = Stage::open().await;
    let my = stage.house.my_page(stage.asa).await;
    stage.ask(ASA).await;
    let sign_in = paths_in(&stage.house.letter_to(ASA).await).remove(0);
    let token = |path: &str| path.split(['/', '?']).nth(2).expect("a token").to_owned();
    let (sign_in_token, my_token) = (token(&sign_in), token(&my));

    for (room, token) in
        [("my", &sign_in_token), ("mandates", &sign_in_token), ("day-links", &sign_in_token), ("in", &my_token)]
    {
        stage.house.visitor().get(&format!("/{room}/{token}")).await.assert_status(Status::NotFound);
    }
    stage.house.set_clock(stage.house.now().plus_minutes(30));
    stage.house.visitor().get(&sign_in).await.assert_status(Status::NotFound);
    stage.house.visitor().post(&sign_in, &[]).await.assert_status(Status::NotFound);
    stage.house.visitor().get(&my).await.assert_ok();
}

#[rocket::async_test]
async fn six_digits_let_in_on_the_page_that_asked_and_nowhere_else() {
    let stage = Stage::open().await;
    let page = stage.ask(ASA).await;
    let code = codes_in(&stage.house.letter_to(ASA).await).remove(0);
    let other = stage.ask("somebody@example.org").await;

    let elsewhere = stage.press(&other, &[("code", &code)]).await;
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let entered = stage.press(&page, &[("code", &spaced)]).await;
    let again = stage.press(&page, &[("code", &code)]).await;

    elsewhere.assert_field_error("code", "Koden stämmer inte");
    assert_eq!(entered.location(), "/my");
    again.assert_field_error("code", "Koden stämmer inte");
}

#[rocket::async_test]
async fn after_five_wrong_codes_the_right_one_is_dead() {
    let stage = Stage::open().await;
    let page = stage.ask(ASA).await;
    let letter = stage.house.letter_to(ASA).await;
    let code = codes_in(&letter).remove(0);
    let wrong = if code == "123456" { "654321" } else { "123456" };

    for _ in 0..5 {
        stage.press(&page, &[("code", wrong)]).await.assert_status(Status::UnprocessableEntity);
    }
    let late = stage.press(&page, &[("code", &code)]).await;

    late.assert_field_error("code", "Koden stämmer inte");
    // Guessing on one's own page must not lock the owner of the mailbox out.
    assert_eq!(stage.press(&paths_in(&letter)[0], &[]).await.status, Status::SeeOther);
}

#[rocket::async_test]
async fn known_and_unknown_addresses_are_answered_alike() {
    let stage = Stage::open().await;

    let (known, unknown) = (stage.ask(ASA).await, stage.ask("nobody@example.org").await);
    let pages = [stage.house.visitor().get(&known).await, stage.house.visitor().get(&unknown).await];

    assert_eq!(known.len(), unknown.len());
    assert_eq!(pages[0].html.replace(&known, ""), pages[1].html.replace(&unknown, ""));
    assert!(stage.house.mailbox_of("nobody@example.org").await.is_empty());
}

#[rocket::async_test]
async fn a_shared_mailbox_gets_one_letter_with_a_way_in_for_each() {
    let stage = Stage::open().await;
    let course = (stage.offer, &[stage.cohort][..]);
    let bo = stage.house.application(course, stage.eslov, "Bo Lind", ApplicationState::Eligible).await;
    let lund = stage.house.municipality("1281", "Lund", 110_488).await;
    stage.house.has_address(bo, "shared@example.org").await;
    let cia = stage.house.application(course, lund, "Cia Ek", ApplicationState::Eligible).await;
    stage.house.has_address(cia, "shared@example.org").await;

    let page = stage.ask("Shared@example.org").await;
    let letters = stage.house.mailbox_of("shared@example.org").await;
    let codes = codes_in(&letters[0]);
    let entered = stage.press(&page, &[("code", &codes[1])]).await;

    assert_eq!((letters.len(), codes.len(), paths_in(&letters[0]).len()), (1, 2, 2));
    stage.house.visitor().get(&page).await.assert_does_not_say("Bo Lind");
    let home = stage.house.session_in(&entered).get("/my").await;
    home.assert_says("Cia Ek");
    home.assert_does_not_say("Bo Lind");
}

#[rocket::async_test]
async fn the_same_form_twice_sends_one_letter_and_the_fourth_waits_until_the_morning() {
    let stage = Stage::open().await;
    let visitor = stage.house.visitor();
    let form = visitor.get("/my").await;

    let first = visitor.send(&form, 0, &[("email", ASA)]).await;
    let again = visitor.send(&form, 0, &[("email", ASA)]).await;
    let after_one = stage.house.mailbox_of(ASA).await.len();
    for _ in 0..4 {
        stage.ask(ASA).await;
    }
    let in_a_day = stage.house.mailbox_of(ASA).await.len();
    let morning = stockholm::start_of_day(stockholm::today(stage.house.now()) + chrono::Days::new(1));
    stage.house.set_clock(morning.plus_minutes(7 * 60 + 5));
    stafett::jobs::remind_managers(&stage.house.house, stage.house.now()).await.expect("a run");
    let next_day = stage.house.mailbox_of(ASA).await;

    assert_eq!(first.location(), again.location());
    assert_eq!((after_one, in_a_day, next_day.len()), (1, 3, 4));
    assert!(paths_in(&next_day[0])[0].starts_with("/my/"));
}

#[rocket::async_test]
async fn a_remembered_phone_stays_signed_in_until_the_course_has_ended() {
    let stage = Stage::open().await;
    let usual = stage.signed_in(ASA, &[]).await;
    let remembered = stage.signed_in(ASA, &[("remember", "yes")]).await;
    let last = stage.house.days_of(stage.cohort).await[5].day;

    stage.house.set_clock(stage.house.now().plus_minutes(31));
    let away = usual.get("/my").await;
    stage.house.set_clock(stockholm::last_second_of(last).plus_minutes(-1));
    let before = remembered.get("/my").await;
    stage.house.set_clock(stockholm::last_second_of(last).plus_minutes(1));
    let after = remembered.get("/my").await;

    away.assert_says("Logga in utan lösenord");
    before.assert_says("Asa Berg");
    after.assert_says("Logga in utan lösenord");
}

#[rocket::async_test]
async fn a_device_is_signed_out_from_another_and_not_by_a_stranger() {
    let stage = Stage::open().await;
    let (phone, laptop) = (stage.signed_in(ASA, &[]).await, stage.signed_in(ASA, &[]).await);
    let course = (stage.offer, &[stage.cohort][..]);
    stage.house.application(course, stage.eslov, "Bo Lind", ApplicationState::Eligible).await;
    let stranger = stage.signed_in("bo.lind@example.org", &[]).await;
    let page = laptop.get("/my").await;
    let (_, fields) = page.form(page.form_to("/my/devices/end"));
    let of_phone: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();

    stranger.post("/my/devices/end", &of_phone).await;
    let still = phone.get("/my").await;
    laptop.post("/my/devices/end", &of_phone).await;

    still.assert_says("Asa Berg");
    phone.get("/my").await.assert_says("Logga in utan lösenord");
    laptop.get("/my").await.assert_says("Asa Berg");
    laptop.post("/my/sign-out", &[]).await.assert_status(Status::SeeOther);
    laptop.get("/my").await.assert_says("Logga in utan lösenord");
    let asa = stage.house.find_application(stage.asa).await.person_id;
    let told = stafett::journal::history_of(stage.house.db().read(), "person", asa.0).await.expect("read");
    let events: Vec<&str> = told.iter().map(|one| one.entry.event.as_str()).collect();
    assert_eq!(events[..2], ["session.closed"; 2]);
}

#[rocket::async_test]
async fn signed_in_the_own_pages_open_and_foreign_ones_look_missing() {
    let stage = Stage::open().await;
    let course = (stage.offer, &[stage.cohort][..]);
    let bo = stage.house.application(course, stage.eslov, "Bo Lind", ApplicationState::Eligible).await;
    let asa = stage.signed_in(ASA, &[]).await;
    let (own, foreign, none) = (format!("/my/own-{}", stage.asa), format!("/my/own-{bo}"), "/my/own-987654".to_owned());

    asa.get(&own).await.assert_says("Min ansökan");
    asa.get(&format!("{own}/name")).await.assert_says("Så står ditt namn");
    asa.get(&format!("{own}/calendar.ics")).await.assert_ok();
    let named = asa.fill_in(&format!("{own}/name"), 0, &[("name", "Asa Berg Ek")]).await;
    let (theirs, missing) = (asa.get(&foreign).await, asa.get(&none).await);

    assert_eq!(named.location(), format!("{own}/name"));
    theirs.assert_status(Status::NotFound);
    assert_eq!(theirs.html.replace(&foreign, ""), missing.html.replace(&none, ""));
    asa.post(&format!("{foreign}/withdraw"), &[]).await.assert_status(Status::NotFound);
    stage.house.visitor().get(&own).await.assert_status(Status::NotFound);
    stage.house.as_coordinator().await.get(&own).await.assert_status(Status::NotFound);
}
