//! Who may look behind the mask, once and on the record.

use super::world::{MARK, World, may_unmask, name};
use crate::support::TestHouse;
use rocket::http::Status;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use stafett::applications::ApplicationState;
use stafett::applications::entity::application;
use stafett::journal;
use stafett::people::Role;
use stafett::people::entity::person;

#[rocket::async_test]
async fn the_name_is_shown_once_to_who_may_see_it_and_the_journal_says_so() {
    let world = World::made().await;
    world.protect().await;
    let (keeper, one) = (world.keeper().await, world.marked[0]);

    let page = keeper.get(&format!("/desk/persons/{one}/protection")).await;
    let shown = keeper.send(&page, page.form_to("/unmask"), &[("reason", "Ringer om reservplatsen")]).await;
    let again = keeper.get(&format!("/desk/persons/{one}/protection")).await;

    shown.assert_ok();
    shown.assert_says(&name("held"));
    shown.assert_says(&format!("enheten {MARK}"));
    assert_eq!(shown.headers["cache-control"], "no-store");
    again.assert_does_not_say("Zyxqvar");
    let told = journal::history_of(world.house().db().read(), "person", one.0).await.expect("read");
    assert_eq!(told[0].entry.event, "person.unmasked");
    assert!(!told[0].entry.details.contains("reservplatsen"));
    assert!(told[0].values.as_ref().is_some_and(|values| values.contains("reservplatsen")));
}

#[rocket::async_test]
async fn a_coordinator_without_the_right_neither_protects_nor_looks_nor_opens_the_paper() {
    let world = World::made().await;
    world.protect().await;
    let desk = world.course.coordinator().await;
    let one = world.marked[0];
    let paper = world.course.certificate_of(&name("respelt")).await;

    let answers = [
        desk.get(&format!("/desk/persons/{one}/protection")).await,
        desk.post(&format!("/desk/persons/{one}/unmask"), &[]).await,
        desk.post(&format!("/desk/persons/{one}/unprotect"), &[]).await,
        desk.get(&format!("/desk/certificates/{}/paper.pdf", paper.id)).await,
    ];
    let opened = world.keeper().await.get(&format!("/desk/certificates/{}/paper.pdf", paper.id)).await;

    for answer in answers {
        answer.assert_status(Status::Forbidden);
    }
    opened.assert_ok();
    let told = journal::history_of(world.house().db().read(), "person", one.0).await.expect("read");
    assert_eq!(told[0].entry.event, "person.paper_opened");
}

#[rocket::async_test]
async fn the_person_sees_their_own_name_on_their_own_pages() {
    let world = World::made().await;
    world.protect().await;
    let house = world.house();
    let found = application::Entity::find().filter(application::Column::PersonId.eq(world.marked[0]));
    let own = found.one(house.db().read()).await.expect("read").expect("an application");
    let link = house.my_page(own.id).await;

    let page = house.visitor().get(&link).await;
    let paper = house.visitor().get(&format!("{link}/certificate.pdf")).await;

    page.assert_says(&name("held"));
    page.assert_says(&format!("enheten {MARK}"));
    paper.assert_ok();
}

#[rocket::async_test]
async fn a_verifier_reads_that_the_name_is_withheld() {
    let world = World::made().await;
    world.protect().await;
    let one = world.course.certificate_of(&name("respelt")).await;
    let visitor = world.house().visitor();

    let page = visitor.get(&format!("/v/{}", one.code)).await;
    let json = visitor.get_with(&format!("/v/{}", one.code), &[("Accept", "application/json")]).await;

    page.assert_says("Namnet visas inte här.");
    let json: serde_json::Value = serde_json::from_str(&json.html).expect("JSON");
    assert!(json["certificate"]["name"].is_null());
    assert_eq!(
        json["certificate"]["name_withheld"],
        "Namnet visas inte här. Jämför intygets övriga uppgifter med papperet."
    );
}

#[rocket::async_test]
async fn who_is_likely_the_same_as_a_protected_person_is_not_told() {
    let house = TestHouse::open().await;
    house.platform().await;
    let home = house.municipality("1285", "Eslöv", 33_793).await;
    let programme = house.programme().await;
    let cohort = house.cohort(programme, "A", 4).await;
    let offer = house.offer("BRF-2012-H", &[cohort], &[home]).await;
    let lund = house.municipality("1281", "Lund", 111_000).await;
    let hidden = house.application((offer, &[cohort]), home, "Ada Alm", ApplicationState::Eligible).await;
    let plain = house.application((offer, &[cohort]), lund, "Ada Alm", ApplicationState::Eligible).await;
    let account = house.account(Role::Coordinator, "Kerstin Koordinator").await;
    may_unmask(&house, account).await;
    let keeper = house.session_of(account).await;
    let before = keeper.get(&format!("/desk/applications/{plain}")).await;
    let person = house.find_application(hidden).await.person_id;
    keeper.post(&format!("/desk/persons/{person}/protect"), &[]).await;

    let of_plain = keeper.get(&format!("/desk/applications/{plain}")).await;
    let of_hidden = keeper.get(&format!("/desk/applications/{hidden}")).await;

    before.assert_says("Kan vara samma person");
    of_plain.assert_does_not_say("Kan vara samma person");
    of_hidden.assert_does_not_say("Kan vara samma person");
    of_hidden.assert_does_not_say("Ada Alm");
}

#[rocket::async_test]
async fn protecting_twice_is_protecting_once() {
    let world = World::made().await;
    world.protect().await;
    let one = world.marked[0];

    let twice = world.keeper().await.post(&format!("/desk/persons/{one}/protect"), &[]).await;

    assert_eq!(twice.status, Status::SeeOther);
    let told = journal::history_of(world.house().db().read(), "person", one.0).await.expect("read");
    assert_eq!(told.iter().filter(|told| told.entry.event == "person.protected").count(), 1);
    let person = person::Entity::find_by_id(one).one(world.house().db().read()).await.expect("read");
    assert!(person.is_some_and(|person| person.is_protected));
}
