//! Delegates: signed in by letter, proposing people, following their own organisation and nothing else.

use crate::certificates::Course;
use crate::support::filled::BO;
use crate::support::letters::{codes_in, paths_in};
use crate::support::{TestHouse, Visitor};
use rocket::http::Status;
use stafett::applications::{ApplicationState, Channel};
use stafett::cohorts::{self, CohortState};
use stafett::kernel::*;
use stafett::people::Role;

struct Scene {
    house: TestHouse,
    offer: OfferId,
    eslov: OrganisationId,
    lund: OrganisationId,
    account: AccountId,
}

impl Scene {
    async fn open() -> Self {
        let house = TestHouse::open().await;
        house.platform().await;
        let eslov = house.municipality("1285", "Eslöv", 33_793).await;
        let lund = house.municipality("1281", "Lund", 110_488).await;
        let programme = house.programme().await;
        let cohort = house.cohort(programme, "A", 40).await;
        let offer = house.offer("BRF-2012-H", &[cohort], &[eslov, lund]).await;
        let own = house.application((offer, &[cohort]), eslov, "Ada Ek", ApplicationState::Eligible).await;
        house.application((offer, &[cohort]), lund, "Lisa Lund", ApplicationState::Eligible).await;
        let account = house.delegate("Dora Delegat", &[eslov]).await;
        assert!(own.0 > 0);
        Self { house, offer, eslov, lund, account }
    }

    async fn dora(&self) -> Visitor<'_> {
        self.house.session_of(self.account).await
    }

    fn propose(&self, organisation: OrganisationId) -> String {
        format!("/organisation/{organisation}/offers/{}/propose", self.offer)
    }
}

#[rocket::async_test]
async fn a_delegate_signs_in_by_letter_and_not_once_disabled() {
    let scene = Scene::open().await;
    let visitor = scene.house.visitor();
    let sent = visitor.fill_in("/my", 0, &[("email", "dora.delegat@example.org")]).await;
    let letter = scene.house.letter_to("dora.delegat@example.org").await;

    let entered = visitor.fill_in(&paths_in(&letter)[0], 0, &[]).await;
    let home = scene.house.session_in(&entered).get("/organisation").await;
    visitor.fill_in("/my", 0, &[("email", "dora.delegat@example.org")]).await;
    scene.house.disable(scene.account).await;
    let disabled = visitor.fill_in(sent.location(), 0, &[("code", &codes_in(&letter)[0])]).await;

    assert_eq!(entered.location(), "/organisation?lang=sv");
    home.assert_says("Ada Ek");
    disabled.assert_status(Status::UnprocessableEntity);
}

#[rocket::async_test]
async fn a_delegate_sees_the_own_organisation_and_others_look_missing() {
    let scene = Scene::open().await;
    let dora = scene.dora().await;

    let page = dora.get("/organisation").await;
    let (foreign, none) = (scene.propose(scene.lund), scene.propose(OrganisationId(987_654)));
    let (theirs, missing) = (dora.get(&foreign).await, dora.get(&none).await);

    page.assert_says("Ada Ek");
    page.assert_says("Behörig");
    page.assert_does_not_say("Lisa Lund");
    theirs.assert_status(Status::NotFound);
    assert_eq!(theirs.html.replace(&foreign, ""), missing.html.replace(&none, ""));
    dora.post(&foreign, &BO).await.assert_status(Status::NotFound);
    for path in ["/desk", "/days", "/plans", "/figures", "/setup"] {
        dora.get(path).await.assert_status(Status::Forbidden);
    }
}

#[rocket::async_test]
async fn a_delegate_follows_the_own_people_through_a_closed_cohort() {
    let course = Course::with_three().await;
    let (house, home) = (&course.house, course.home);
    let lund = house.municipality("1281", "Lund", 110_488).await;
    house.participant((course.offer, course.cohort), 4, lund, "Lisa Lund").await;
    course.issue("certificate").await;
    course.issue("attendance").await;
    let dora = house.delegate_of(home, "Dora Delegat").await;
    let other = house.delegate_of(lund, "Lars Delegat").await;

    let before = dora.get("/organisation").await;
    let tx = house.db().begin_write().await.expect("a transaction");
    cohorts::queries::set_state(&tx, course.cohort, CohortState::Closed).await.expect("closed");
    tx.commit().await.expect("a commit");
    let (after, theirs) = (dora.get("/organisation").await, other.get("/organisation").await);

    before.assert_does_not_say("Har deltagit");
    after.assert_says("Har deltagit");
    after.assert_says("Åsa Öberg");
    after.assert_says("Intyg BRF-2012-");
    after.assert_says("Närvarointyg BRF-2012-");
    after.assert_does_not_say("Lisa Lund");
    theirs.assert_says("Lisa Lund");
    theirs.assert_does_not_say("Åsa Öberg");
    theirs.assert_does_not_say("Intyg BRF");
}

#[rocket::async_test]
async fn who_is_proposed_counts_once_they_send_the_application_themselves() {
    let scene = Scene::open().await;
    let dora = scene.dora().await;
    let form = dora.get(&scene.propose(scene.eslov)).await;

    let sent = dora.send(&form, 0, &BO).await;
    let again = dora.send(&form, 0, &BO).await;
    let before = stafett::applications::queries::of_offer(scene.house.db().read(), scene.offer).await.expect("read");
    let letters = scene.house.mailbox_of("bo.lind@example.org").await;
    let path = paths_in(&letters[0]).remove(0);
    let waiting = dora.get("/organisation").await;
    let check = scene.house.visitor().get(&path).await;
    let receipt = scene.house.visitor().send(&check, 0, &[]).await;
    let after = stafett::applications::queries::of_offer(scene.house.db().read(), scene.offer).await.expect("read");

    assert_eq!((sent.location(), again.location()), ("/organisation?done=proposed", "/organisation?done=proposed"));
    assert_eq!((before.len(), letters.len()), (2, 1));
    assert!(scene.house.mailbox_of("maja.chef@example.org").await.len() == 1, "the manager is asked once it is sent");
    waiting.assert_says("Bo Lind: föreslagen");
    check.assert_says("Leda arbetet hemma.");
    receipt.assert_status(Status::SeeOther);
    let bo = after.iter().find(|one| one.email == "bo.lind@example.org").expect("an application");
    assert_eq!((bo.arrived_by, bo.state), (Channel::Delegate, ApplicationState::AwaitingManager));
    assert_eq!((bo.organisation_id, bo.registered_by), (scene.eslov, Some(scene.account)));
    let karin = scene.house.as_coordinator().await;
    karin.get(&format!("/desk/applications/{}", bo.id)).await.assert_says("föreslagen av Dora Delegat");
}

#[rocket::async_test]
async fn a_proposal_bypasses_no_rule() {
    let scene = Scene::open().await;
    let dora = scene.dora().await;
    let propose = |fields: Vec<(&'static str, &'static str)>| {
        let dora = dora.clone();
        let path = scene.propose(scene.eslov);
        let kept = BO.into_iter().filter(|(name, _)| fields.iter().all(|(other, _)| other != name));
        let all: Vec<_> = kept.chain(fields.clone()).collect();
        async move { dora.fill_in(&path, 0, &all).await }
    };

    let taken = propose(vec![("email", "ada.ek@example.org")]).await;
    let own_manager = propose(vec![("manager_email", "bo.lind@example.org")]).await;
    scene.house.set_clock(scene.house.now().plus_days(30));
    let late = scene.dora().await.get(&scene.propose(scene.eslov)).await;

    taken.assert_status(Status::UnprocessableEntity);
    own_manager.assert_field_error("manager_email", "inte din egen");
    late.assert_status(Status::NotFound);
    assert!(scene.house.mailbox_of("bo.lind@example.org").await.is_empty());
}

#[rocket::async_test]
async fn an_unanswered_proposal_is_sent_again_to_the_right_address() {
    let scene = Scene::open().await;
    let dora = scene.dora().await;
    dora.fill_in(&scene.propose(scene.eslov), 0, &BO).await;
    let old = paths_in(&scene.house.letter_to("bo.lind@example.org").await).remove(0);
    scene.house.set_clock(scene.house.now().plus_days(3));
    let karin = scene.house.signed_in(Role::Coordinator, "Karin Koordinator").await;
    let page = karin.get("/desk/unanswered").await;

    let (_, fields) = page.form(0);
    let field = fields.iter().map(|(name, _)| name.clone()).find(|name| name.starts_with("email-")).expect("a field");
    let sent = karin.send(&page, 0, &[(&field, "bo.right@example.org")]).await;

    page.assert_says("Bo Lind");
    assert_eq!(sent.location(), "/desk/unanswered");
    scene.house.visitor().get(&old).await.assert_status(Status::NotFound);
    let new = paths_in(&scene.house.letter_to("bo.right@example.org").await).remove(0);
    scene.house.visitor().get(&new).await.assert_says("bo.right@example.org");
}
