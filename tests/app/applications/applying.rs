//! The way of one application: question by question, check, receipt, letters.

use super::{MANAGER, Scene};
use rocket::http::Status;
use stafett::applications::ApplicationState;
use stafett::kernel::*;

#[rocket::async_test]
async fn somebody_without_an_account_applies_step_by_step() {
    let scene = Scene::open(2).await;
    let visitor = scene.house.visitor();

    let start = visitor.get("/offers/BRF-2012-H/apply").await;
    let draft = scene.fill(&visitor, "Ása Öberg", "Asa.Oberg@example.org").await;
    let third = visitor.get(&format!("{draft}/role")).await;
    let check = visitor.get(&format!("{draft}/check")).await;
    let sent = visitor.send(&check, 0, &[]).await;
    let receipt = visitor.follow(&sent).await;

    start.assert_ok();
    third.assert_says("Fråga 3 av 7");
    assert!(third.html.contains("utvecklingsledare"));
    check.assert_says("1. Omgång B 2. Omgång A");
    check.assert_says("Ändra");
    let [application] = scene.applications().await.try_into().expect("one application");
    receipt.assert_says(&application.reference);
    receipt.assert_says("Vad händer nu?");
    assert!(application.reference.starts_with("BRF-") && application.reference.len() == 9);
    assert_eq!(
        (application.state, application.email.as_str()),
        (ApplicationState::AwaitingManager, "asa.oberg@example.org")
    );
    let my = visitor.get(&scene.link_in("asa.oberg@example.org", "application.received").await).await;
    my.assert_says("Min ansökan");
    my.assert_says("Skickad");
    my.assert_says("Väntar på chefen");
    my.assert_says("Intyg");
}

#[rocket::async_test]
async fn with_one_cohort_nobody_is_asked_which() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();

    let draft = scene.fill(&visitor, "Bo Berg", "bo@example.org").await;
    let page = visitor.get(&format!("{draft}/manager")).await;
    let receipt = visitor.fill_in(&format!("{draft}/check"), 0, &[]).await;

    page.assert_says("Fråga 5 av 6");
    receipt.assert_status(Status::SeeOther);
    assert_eq!(scene.applications().await.len(), 1);
}

#[rocket::async_test]
async fn twenty_posts_of_one_form_are_one_application_and_one_pair_of_letters() {
    let scene = Scene::open(2).await;
    let visitor = scene.house.visitor();
    let start = visitor.get("/offers/BRF-2012-H/apply").await;
    let draft = scene.fill(&visitor, "Åsa Öberg", "asa@example.org").await;
    let check = visitor.get(&format!("{draft}/check")).await;

    let begun = rocket::futures::future::join_all((0..20).map(|_| visitor.send(&start, 0, &[]))).await;
    let sent = rocket::futures::future::join_all((0..20).map(|_| visitor.send(&check, 0, &[]))).await;

    assert!(begun.iter().all(|page| page.location() == begun[0].location()));
    assert!(sent.iter().all(|page| page.location() == format!("{draft}/sent")));
    let purposes: Vec<_> = scene.letters().await.into_iter().map(|letter| letter.purpose).collect();
    assert_eq!((scene.applications().await.len(), scene.mandates().await.len()), (1, 1));
    assert_eq!(purposes, ["mandate.asked", "application.received"]);
}

#[rocket::async_test]
async fn letters_hold_nothing_the_sender_typed_but_the_name() {
    let scene = Scene::open(2).await;
    let visitor = scene.house.visitor();
    let draft = scene.fill(&visitor, "A\u{30A}sa www.Evil.example Öberg", "asa@example.org").await;
    let typed = [("organisation", "other"), ("other_organisation", "Vinn pengar AB"), ("unit", "Klicka här")];
    visitor.fill_in(&format!("{draft}/organisation"), 0, &typed).await;
    let manager = [("manager_name", "Grattis Vinnare"), ("manager_email", MANAGER)];
    visitor.fill_in(&format!("{draft}/manager"), 0, &manager).await;

    visitor.fill_in(&format!("{draft}/check"), 0, &[]).await.assert_status(Status::SeeOther);

    let letters = scene.letters().await;
    assert_eq!(letters.len(), 2);
    for letter in &letters {
        let all = format!("{}{}{}{}", letter.to_name, letter.subject, letter.text_body, letter.html_body);
        for typed in
            ["example.com", "Vinn pengar", "Klicka", "Grattis", "utvecklingsledare", "Evil.example", "A\u{30A}"]
        {
            assert!(!all.contains(typed), "{typed} stands in {}", letter.purpose);
        }
        assert!(all.contains("Åsa wwwEvilexample Öberg"), "{all}");
    }
    let asked = letters.iter().find(|letter| letter.to_email == MANAGER).expect("a letter");
    for told in ["en annan organisation", "4–5 oktober", "kostnadsfri", "genomförandeplan", "Svara senast"] {
        assert!(asked.text_body.contains(told), "{told} is missing in {}", asked.text_body);
    }
}

#[rocket::async_test]
async fn a_wrong_answer_stands_at_its_field_and_is_kept() {
    let scene = Scene::open(2).await;
    let visitor = scene.house.visitor();
    let draft = scene.begin(&visitor).await;
    visitor.fill_in(&format!("{draft}/name"), 0, &[("name", "Åsa"), ("email", "asa@example.org")]).await;

    let email = visitor.fill_in(&format!("{draft}/name"), 0, &[("name", "Åsa Ö"), ("email", "asa@")]).await;
    let none = visitor.fill_in(&format!("{draft}/organisation"), 0, &[]).await;
    let own = [("manager_name", "Åsa"), ("manager_email", "ASA@example.org")];
    let own = visitor.fill_in(&format!("{draft}/manager"), 0, &own).await;
    let [a, b] = [0, 1].map(|at| format!("cohort-{}", scene.cohorts[at]));
    let nowhere = visitor.fill_in(&format!("{draft}/cohorts"), 0, &[(&a, "no"), (&b, "no")]).await;
    let twice = visitor.fill_in(&format!("{draft}/cohorts"), 0, &[(&a, "1"), (&b, "1")]).await;
    let resumed = visitor.get(&draft).await;

    for page in [&email, &none, &own, &nowhere, &twice] {
        page.assert_status(Status::UnprocessableEntity);
    }
    email.assert_field_error("email", "Skriv en e-postadress");
    assert!(email.html.contains("Åsa Ö"));
    none.assert_field_error("organisation", "Välj din kommun");
    own.assert_field_error("manager_email", "inte din egen");
    nowhere.assert_field_error(&a, "minst en omgång");
    twice.assert_field_error(&b, "Ge varje val en gång");
    assert_eq!(resumed.location(), format!("{draft}/organisation"));
}

#[rocket::async_test]
async fn a_second_application_from_the_same_address_is_told_about_the_first() {
    let scene = Scene::open(2).await;
    let visitor = scene.house.visitor();
    scene.apply(&visitor, "Åsa Öberg", "asa@example.org").await;
    let reference = scene.applications().await[0].reference.clone();
    let draft = scene.fill(&visitor, "Åsa Öberg", "ASA@example.org").await;

    let again = visitor.fill_in(&format!("{draft}/check"), 0, &[]).await;

    again.assert_status(Status::UnprocessableEntity);
    again.assert_says("Du har redan sökt");
    again.assert_says(&reference);
    assert_eq!((scene.applications().await.len(), scene.letters().await.len()), (1, 2));
}

#[rocket::async_test]
async fn after_the_deadline_nothing_is_lost_and_nothing_is_sent() {
    let scene = Scene::open(2).await;
    let visitor = scene.house.visitor();
    let draft = scene.fill(&visitor, "Åsa Öberg", "asa@example.org").await;
    let check = visitor.get(&format!("{draft}/check")).await;
    let offer = scene.house.find_offer(scene.offer).await;
    scene.house.set_clock(Instant::from_millis(offer.deadline_at.millis() + 1));

    let late = visitor.send(&check, 0, &[]).await;
    let start = visitor.get("/offers/BRF-2012-H/apply").await;
    let kept = visitor.get(&format!("{draft}/check")).await;
    let corrected = visitor.fill_in(&format!("{draft}/role"), 0, &[("role", "strateg")]).await;
    scene.house.set_clock(offer.deadline_at);
    let in_time = visitor.send(&check, 0, &[]).await;

    late.assert_status(Status::UnprocessableEntity);
    late.assert_says("Ansökningstiden har gått ut");
    start.assert_ok();
    start.assert_says("Ansökningstiden är slut");
    start.assert_says("kansli@example.org");
    kept.assert_says("Jag ska leda arbetet");
    corrected.assert_status(Status::SeeOther);
    assert_eq!(in_time.location(), format!("{draft}/sent"));
}

#[rocket::async_test]
async fn everything_is_there_in_english() {
    let scene = Scene::open(2).await;
    let visitor = scene.house.visitor().reading("en");

    let receipt = scene.apply(&visitor, "Åsa Öberg", "asa@example.org").await;
    let my = visitor.get(&scene.link_in("asa@example.org", "application.received").await).await;
    let mandate = visitor.get(&scene.link_in(MANAGER, "mandate.asked").await).await;

    receipt.assert_says("What happens next?");
    my.assert_says("Awaiting manager");
    mandate.assert_says("Confirm assignment and mandate");
    assert!(scene.letters().await.iter().any(|letter| letter.subject == "Confirm assignment and mandate"));
}
