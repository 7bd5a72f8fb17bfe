//! Applications of one person, linked in a chain: never more than one of them counts. And ranks, which freeze in time.

use super::Scene;
use crate::support::{Page, Visitor};
use rocket::http::Status;
use stafett::applications::ApplicationState;
use stafett::kernel::*;
use stafett::locale::stockholm;
use stafett::offers::OfferState;

/// Three applications of one person that await the manager; the first is linked with the second, then that with the third.
async fn chain() -> (Scene, [ApplicationId; 3]) {
    let scene = Scene::open(1).await;
    let bjuv = scene.bjuv;
    let sjobo = scene.house.municipality("1265", "Sjöbo", 18_000).await;
    let mut ids = Vec::new();
    for organisation in [bjuv, scene.eslov, sjobo] {
        let course = (scene.offer, scene.cohorts.as_slice());
        let state = ApplicationState::AwaitingManager;
        ids.push(scene.house.application(course, organisation, "Åsa Öberg", state).await);
    }
    let [a, r, s] = ids.try_into().expect("three");
    let karin = scene.house.signed_in(stafett::people::Role::Coordinator, "Lina Lank").await;
    for (one, other) in [(a, r), (r, s)] {
        let reference = scene.house.find_application(other).await.reference;
        let page = open(&karin, one).await;
        let linked = karin.send(&page, page.form_to("/link"), &[("twin", reference.as_str())]).await;
        linked.assert_status(Status::SeeOther);
    }
    drop(karin);
    (scene, [a, r, s])
}

async fn open(karin: &Visitor<'_>, id: ApplicationId) -> Page {
    karin.get(&format!("/desk/applications/{id}")).await
}

impl Scene {
    async fn eligible(&self) -> Vec<ApplicationId> {
        let all = self.applications().await;
        all.into_iter().filter(|one| one.state == ApplicationState::Eligible).map(|one| one.id).collect()
    }
}

#[rocket::async_test]
async fn of_a_chain_of_linked_applications_a_coordinator_makes_one_eligible() {
    let (scene, chain) = chain().await;
    let karin = scene.house.as_coordinator().await;

    for id in chain {
        let page = open(&karin, id).await;
        let fields = [("verdict", "eligible"), ("reason", "Uppfyller villkoren.")];
        let decided = karin.send(&page, page.form_to("/decide"), &fields).await;

        let expected = if id == chain[0] { Status::SeeOther } else { Status::UnprocessableEntity };
        decided.assert_status(expected);
    }

    assert_eq!(scene.eligible().await, [chain[0]]);
    open(&karin, chain[2]).await.assert_says("Länkad med");
}

#[rocket::async_test]
async fn of_a_chain_of_linked_applications_the_managers_words_make_one_eligible() {
    let (scene, chain) = chain().await;
    let karin = scene.house.as_coordinator().await;
    let today = stockholm::today(scene.house.now()).to_string();
    let said = [("channel", "phone"), ("from", "Maja Chef"), ("on", today.as_str()), ("words", "Ja.")];

    for id in [chain[2], chain[0], chain[1]] {
        let page = open(&karin, id).await;
        karin.send(&page, page.form_to("/mandate"), &said).await.assert_status(Status::SeeOther);
    }

    assert_eq!(scene.eligible().await, [chain[2]]);
    let told = open(&karin, chain[0]).await;
    told.assert_says("är redan med. Bara en kan gälla.");
}

#[rocket::async_test]
async fn of_a_chain_of_linked_applications_the_managers_link_makes_one_eligible() {
    let (scene, chain) = chain().await;
    let visitor = scene.house.visitor();
    let path = scene.mandate_page(scene.mandates().await[0].id).await;

    let page = visitor.get(&path).await;
    for one in scene.mandates().await {
        visitor.post(&format!("{path}/confirm"), &[("mandate", &one.id.to_string())]).await;
    }

    page.assert_says("Åsa Öberg");
    assert_eq!(scene.eligible().await.len(), 1);
    assert!(chain.contains(&scene.eligible().await[0]));
}

#[rocket::async_test]
async fn a_rank_cannot_be_changed_once_the_offer_is_closed() {
    let scene = Scene::open(1).await;
    let (offer, cohorts) = (scene.offer, scene.cohorts.as_slice());
    let asa = scene.house.application((offer, cohorts), scene.bjuv, "Åsa Öberg", ApplicationState::Eligible).await;
    let karin = scene.house.as_coordinator().await;
    let opened_before = open(&karin, asa).await;

    scene.house.set_offer_state(offer, OfferState::Closed).await;
    let late = karin.send(&opened_before, opened_before.form_to("/rank"), &[("rank", "2")]).await;
    let after = open(&karin, asa).await;

    late.assert_status(Status::UnprocessableEntity);
    late.assert_says("Rangen kan inte ändras sedan erbjudandet har stängts");
    assert!(opened_before.html.contains("/rank\"") && !after.html.contains("/rank\""));
    assert_eq!(scene.house.find_application(asa).await.rank, 1);
}
