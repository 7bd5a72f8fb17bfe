//! What a form sent twice, or with a mistake in it, does to what somebody else saved meanwhile.

use super::Scene;
use rocket::http::Status;
use stafett::applications::ApplicationState;
use stafett::people::Role;

#[rocket::async_test]
async fn a_mistake_does_not_hand_out_the_newest_version() {
    let scene = Scene::open(1).await;
    let (offer, cohorts) = (scene.offer, scene.cohorts.as_slice());
    let asa = scene.house.application((offer, cohorts), scene.bjuv, "Åsa Öberg", ApplicationState::Eligible).await;
    let karin = scene.house.as_coordinator().await;
    let siv = scene.house.signed_in(Role::Coordinator, "Siv Samordnare").await;
    let path = format!("/desk/applications/{asa}");
    let (karins, sivs) = (karin.get(&path).await, siv.get(&path).await);

    let saved = karin.send(&karins, karins.form_to("/rank"), &[("rank", "2")]).await;
    let wrong = siv.send(&sivs, sivs.form_to("/rank"), &[("rank", "två")]).await;
    let put_right = siv.send(&wrong, wrong.form_to("/rank"), &[("rank", "3")]).await;
    let after_seeing_both = siv.send(&put_right, put_right.form_to("/rank"), &[]).await;

    saved.assert_status(Status::SeeOther);
    wrong.assert_status(Status::UnprocessableEntity);
    put_right.assert_status(Status::Conflict);
    put_right.assert_says("Någon annan hann spara");
    after_seeing_both.assert_status(Status::SeeOther);
    assert_eq!(scene.house.find_application(asa).await.rank, 3);
}

#[rocket::async_test]
async fn a_double_press_gets_its_receipt_and_only_another_person_a_conflict() {
    let scene = Scene::open(1).await;
    scene.apply(&scene.house.visitor(), "Åsa Öberg", "asa@example.org").await;
    let karin = scene.house.as_coordinator().await;
    let siv = scene.house.signed_in(Role::Coordinator, "Siv Samordnare").await;
    let path = format!("/desk/applications/{}", scene.applications().await[0].id);
    let page = karin.get(&path).await;
    let decision = [("verdict", "supplement"), ("reason", "Vilken tid får du?")];
    let other_words = [("verdict", "supplement"), ("reason", "Vem är chef?")];

    let first = karin.send(&page, page.form_to("/decide"), &decision).await;
    let second = karin.send(&page, page.form_to("/decide"), &decision).await;
    let changed = karin.send(&page, page.form_to("/decide"), &other_words).await;
    let hers = siv.send(&page, page.form_to("/decide"), &decision).await;

    assert_eq!(first.location(), second.location());
    changed.assert_status(Status::Conflict);
    hers.assert_status(Status::Conflict);
    let letters = scene.letters().await;
    assert_eq!(letters.iter().filter(|letter| letter.purpose == "application.moved").count(), 1);
}

#[rocket::async_test]
async fn a_new_manager_sent_twice_is_asked_once() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();
    scene.apply(&visitor, "Åsa Öberg", "asa@example.org").await;
    let asa = scene.applications().await[0].id;
    let my = scene.house.my_page(asa).await;
    let page = visitor.get(&my).await;
    let right = [("manager_name", "Rut Rätt"), ("manager_email", "rut@example.org")];
    let other = [("manager_name", "Ove Annan"), ("manager_email", "ove@example.org")];

    let first = visitor.send(&page, page.form_to("/manager"), &right).await;
    let second = visitor.send(&page, page.form_to("/manager"), &right).await;
    let third = visitor.send(&page, page.form_to("/manager"), &other).await;

    assert_eq!(first.location(), second.location());
    third.assert_status(Status::Conflict);
    third.assert_says("Ansökan har ändrats");
    let letters = scene.letters().await;
    assert_eq!(letters.iter().filter(|letter| letter.to_email == "rut@example.org").count(), 1);
    assert_eq!(letters.iter().filter(|letter| letter.to_email == "ove@example.org").count(), 0);
}
