//! What a coordinator does with an application.

use super::{MANAGER, Scene};
use rocket::http::Status;
use stafett::applications::ApplicationState;
use stafett::kernel::*;

#[rocket::async_test]
async fn a_coordinator_registers_for_somebody_who_phoned_even_late() {
    let scene = Scene::open(1).await;
    let karin = scene.house.as_coordinator().await;
    scene.house.set_clock(scene.house.find_offer(scene.offer).await.deadline_at.plus_days(1));
    let karin_again = scene.house.session_of(AccountId(1)).await;
    let path = format!("/desk/offers/{}/register", scene.offer);
    let page = karin_again.get(&path).await;
    let bjuv = scene.bjuv.to_string();
    let said = [
        ("name", "Per Phone"),
        ("email", "per@example.org"),
        ("organisation", bjuv.as_str()),
        ("role", "rektor"),
        ("mandate", "Leder."),
        ("manager_name", "Maja Chef"),
        ("manager_email", MANAGER),
    ];

    let first = karin_again.send(&page, 0, &said).await;
    let second = karin_again.send(&page, 0, &said).await;
    let desk = karin_again.follow(&first).await;

    drop(karin);
    assert_eq!(first.location(), second.location());
    desk.assert_says("registrerat av Karin Koordinator efter telefon");
    assert_eq!(scene.applications().await.len(), 1);
    let letters = scene.letters().await;
    let to_per = letters.iter().find(|letter| letter.to_email == "per@example.org").expect("a letter");
    assert!(to_per.text_body.contains("registrerat din ansökan efter telefon"));
}

#[rocket::async_test]
async fn a_coordinator_decides_with_a_reason_and_the_second_saver_sees_both() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();
    scene.apply(&visitor, "Åsa Öberg", "asa@example.org").await;
    let karin = scene.house.as_coordinator().await;
    let path = format!("/desk/applications/{}", scene.applications().await[0].id);
    let page = karin.get(&path).await;
    let n = page.form_to("/decide");

    let nothing = karin.send(&page, n, &[]).await;
    let first = karin.send(&page, n, &[("verdict", "supplement"), ("reason", "Vilken tid får du?")]).await;
    let second = karin.send(&page, n, &[("verdict", "not_eligible"), ("reason", "Utanför målgruppen")]).await;

    nothing.assert_status(Status::UnprocessableEntity);
    nothing.assert_field_error("reason", "Skriv skälet");
    first.assert_status(Status::SeeOther);
    second.assert_status(Status::Conflict);
    second.assert_says("Någon annan hann spara");
    second.assert_says("Vilken tid får du?");
    assert!(second.html.contains("Utanför målgruppen"));
    let my = visitor.get(&scene.link_in("asa@example.org", "application.moved").await).await;
    my.assert_says("Komplettera din ansökan");
    my.assert_says("Vilken tid får du?");
}

#[rocket::async_test]
async fn of_linked_applications_only_one_is_eligible() {
    let scene = Scene::open(1).await;
    let (offer, cohorts) = (scene.offer, scene.cohorts.as_slice());
    let eligible = ApplicationState::Eligible;
    let first = scene.house.application((offer, cohorts), scene.bjuv, "Åsa Öberg", eligible).await;
    let second = scene.house.application((offer, cohorts), scene.eslov, "Åsa Öberg", eligible).await;
    let karin = scene.house.as_coordinator().await;
    let path = format!("/desk/applications/{second}");
    let reference = scene.house.find_application(first).await.reference;

    let page = karin.get(&path).await;
    let linked = karin.send(&page, page.form_to("/link"), &[("twin", &reference.to_lowercase())]).await;
    let page_after = karin.get(&path).await;
    let again = [("verdict", "eligible"), ("reason", "Ändå")];
    let refused = karin.send(&page_after, page_after.form_to("/decide"), &again).await;

    page.assert_says("Kan vara samma person");
    linked.assert_status(Status::SeeOther);
    page_after.assert_says(&format!("Länkad med {reference}"));
    refused.assert_status(Status::UnprocessableEntity);
    assert_eq!(scene.house.find_application(first).await.state, ApplicationState::Eligible);
    assert_eq!(scene.house.find_application(second).await.state, ApplicationState::NotEligible);
}

#[rocket::async_test]
async fn rank_and_withdrawal_are_recorded_on_the_desk() {
    let scene = Scene::open(1).await;
    let state = ApplicationState::Eligible;
    let id = scene.house.application((scene.offer, &scene.cohorts), scene.bjuv, "Åsa Öberg", state).await;
    let karin = scene.house.as_coordinator().await;
    let path = format!("/desk/applications/{id}");

    let page = karin.get(&path).await;
    let wrong = karin.send(&page, page.form_to("/rank"), &[("rank", "ett")]).await;
    let ranked = karin.send(&page, page.form_to("/rank"), &[("rank", "2")]).await;
    let page = karin.get(&path).await;
    let withdrawn = karin.send(&page, page.form_to("/withdraw"), &[("withdrawal_channel", "phone")]).await;

    wrong.assert_field_error("rank", "Skriv ett heltal");
    ranked.assert_status(Status::SeeOther);
    withdrawn.assert_status(Status::SeeOther);
    let application = scene.house.find_application(id).await;
    assert_eq!((application.rank, application.state), (2, ApplicationState::Withdrawn));
    karin.get(&path).await.assert_says("registrerat av samordnaren efter telefon");
}

#[rocket::async_test]
async fn the_desk_is_for_coordinators() {
    let scene = Scene::open(1).await;
    let state = ApplicationState::Eligible;
    let id = scene.house.application((scene.offer, &scene.cohorts), scene.bjuv, "Åsa Öberg", state).await;
    let trainer = scene.house.as_trainer().await;

    for path in [format!("/desk/applications/{id}"), format!("/desk/offers/{}/register", scene.offer)] {
        assert_eq!(trainer.get(&path).await.status, Status::Forbidden);
        assert!(scene.house.visitor().get(&path).await.location().starts_with("/sign-in"));
    }
}

#[rocket::async_test]
async fn likely_duplicates_are_found_however_the_name_is_written() {
    let scene = Scene::open(1).await;
    let (offer, cohorts) = (scene.offer, scene.cohorts.as_slice());
    let eligible = ApplicationState::Eligible;
    let first = scene.house.application((offer, cohorts), scene.bjuv, "Åsa Strauß", eligible).await;
    scene.house.application((offer, cohorts), scene.eslov, "A\u{30A}SA STRAUSS", eligible).await;
    let other = scene.house.application((offer, cohorts), scene.eslov, "Asa Strauß", eligible).await;
    let karin = scene.house.as_coordinator().await;

    let found = karin.get(&format!("/desk/applications/{first}")).await;
    let alone = karin.get(&format!("/desk/applications/{other}")).await;

    found.assert_says("Kan vara samma person");
    alone.assert_does_not_say("Kan vara samma person");
}
