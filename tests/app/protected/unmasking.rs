//! Who may look behind the mask, once and on the record.

use super::world::{MARK, World, may_unmask, name};
use crate::certificates::Course;
use crate::support::TestHouse;
use rocket::futures::future::join_all;
use rocket::http::Status;
use rocket::tokio::sync::Barrier;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use stafett::applications::ApplicationState;
use stafett::applications::entity::application;
use stafett::journal;
use stafett::people::entity::person;
use stafett::people::{self, Protection, Role, SignedIn, Unmasker};
use stafett::protection::actions;

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

#[rocket::async_test]
async fn ten_who_protect_at_once_protect_once() {
    let house = TestHouse::open().await;
    let (offer, cohort, home) = house.allocated(4).await;
    let application = house.application((offer, &[cohort]), home, "Ada Alm", ApplicationState::Eligible).await;
    let person = house.find_application(application).await.person_id;
    let by = keeper(&house).await;
    let now = house.now();

    join_all((0..10).map(|_| actions::set(house.db(), &by, (person, Protection::On), now))).await;

    let told = journal::history_of(house.db().read(), "person", person.0).await.expect("read");
    assert_eq!(told.iter().filter(|told| told.entry.event == "person.protected").count(), 1);
}

#[rocket::async_test]
async fn without_holding_the_person_all_who_protect_at_once_would_believe_to_be_first() {
    let house = TestHouse::open().await;
    let (offer, cohort, home) = house.allocated(4).await;
    let application = house.application((offer, &[cohort]), home, "Ada Alm", ApplicationState::Eligible).await;
    let id = house.find_application(application).await.person_id;
    let everybody_has_looked = Barrier::new(5);

    let careless = async || {
        let found = people::queries::find_person(house.db().read(), id).await.expect("read").expect("a person");
        everybody_has_looked.wait().await;
        let tx = house.db().begin_write().await.expect("a transaction");
        people::queries::set_protected(&tx, id, Protection::On).await.expect("a change");
        tx.commit().await.expect("a commit");
        !found.is_protected
    };
    let first = join_all((0..5).map(|_| careless())).await;

    assert_eq!(first, [true; 5]);
}

async fn keeper(house: &TestHouse) -> Unmasker {
    let account = house.account(Role::Coordinator, "Kerstin Koordinator").await;
    may_unmask(house, account).await;
    let account = people::queries::find_account(house.db().read(), account).await.expect("read");
    let who = SignedIn::prove(&account.expect("an account"), "Kerstin Koordinator".to_owned()).expect("active");
    Unmasker::prove(who).expect("may unmask")
}

#[rocket::async_test]
async fn a_trainer_protected_since_is_masked_where_certificates_are_shown_and_stays_on_paper() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;
    let visitor = course.house.visitor();
    let desk = course.coordinator().await;
    let places = [format!("/v/{}", one.code), format!("/v/{}?lang=en", one.code)];
    visitor.get(&places[0]).await.assert_says("Tuva Lind");
    let tx = course.house.db().begin_write().await.expect("a transaction");
    let trainer = person::Entity::find().filter(person::Column::TrueName.eq("Tuva Lind")).one(&tx).await;
    let trainer = trainer.expect("read").expect("a trainer").id;
    people::queries::set_protected(&tx, trainer, Protection::On).await.expect("a change");
    tx.commit().await.expect("a commit");

    let json = visitor.get_with(&places[0], &[("Accept", "application/json")]).await;
    let pages = [
        visitor.get(&places[0]).await,
        visitor.get(&places[1]).await,
        desk.get(&format!("/desk/certificates/{}", one.id)).await,
        json,
    ];

    for page in &pages {
        page.assert_ok();
        assert!(!page.html.contains("Tuva"), "{}", page.html);
    }
    pages[0].assert_says("Utbildare Visas inte här");
    pages[2].assert_says("Utbildare Skyddade personuppgifter");
    assert!(one.facts.contains("Tuva Lind"));
}
