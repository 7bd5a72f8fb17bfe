//! The manager's page: opening it changes nothing, a button works once, the coordinator can record what came otherwise.

use crate::applications::{MANAGER, Scene};
use rocket::http::Status;
use rocket::local::asynchronous::Client;
use stafett::applications::{ApplicationState, MandateState, actions, rules};
use stafett::kernel::*;
use stafett::locale::stockholm;

async fn head(client: &Client, path: &str) -> Status {
    client.head(path.to_owned()).dispatch().await.status()
}

#[rocket::async_test]
async fn opening_the_link_consumes_nothing_and_the_button_works_once() {
    let scene = Scene::open(2).await;
    let visitor = scene.house.visitor();
    scene.apply(&visitor, "Åsa Öberg", "asa@example.org").await;
    let link = scene.link_in(MANAGER, "mandate.asked").await;

    for _ in 0..10 {
        assert_eq!(head(&scene.house.client, &link).await, Status::Ok);
        visitor.get(&link).await.assert_ok();
        let scanned = visitor.get(&format!("{link}/confirm?lang=en")).await;
        assert_eq!(scanned.location(), format!("{link}?lang=en"));
    }
    let untouched = scene.mandates().await[0].state;
    let page = visitor.get(&link).await;
    let confirms =
        rocket::futures::future::join_all((0..20).map(|_| visitor.send(&page, page.form_to("/confirm"), &[]))).await;

    assert_eq!(untouched, MandateState::Asked);
    page.assert_says("Jag ska leda arbetet");
    page.assert_says("kostnadsfri");
    assert!(confirms.iter().all(|answer| answer.location() == link));
    visitor.get(&link).await.assert_says("Du har godkänt uppdrag och mandat");
    assert_eq!(scene.mandates().await[0].state, MandateState::Confirmed);
    assert_eq!(scene.applications().await[0].state, ApplicationState::Eligible);
    let told = scene.letters().await.into_iter().filter(|letter| letter.purpose == "application.moved").count();
    assert_eq!(told, 1);
    let my = visitor.get(&scene.link_in("asa@example.org", "application.moved").await).await;
    my.assert_says("Maja Chef har godkänt uppdrag och mandat.");
}

#[rocket::async_test]
async fn declining_needs_a_reason_that_the_applicant_reads_on_the_page() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();
    scene.apply(&visitor, "Åsa Öberg", "asa@example.org").await;
    let link = scene.link_in(MANAGER, "mandate.asked").await;
    let page = visitor.get(&link).await;
    let reason = format!("reason-{}", scene.mandates().await[0].id);

    let silent = visitor.send(&page, page.form_to("/decline"), &[]).await;
    let declined = visitor.send(&page, page.form_to("/decline"), &[(&reason, "Ingen tid i år.")]).await;
    let changed = visitor.send(&page, page.form_to("/confirm"), &[]).await;

    silent.assert_status(Status::UnprocessableEntity);
    silent.assert_field_error(&reason, "Skriv varför");
    assert_eq!(declined.location(), link);
    changed.assert_status(Status::UnprocessableEntity);
    changed.assert_says("Frågan är redan besvarad");
    assert_eq!(scene.applications().await[0].state, ApplicationState::NotEligible);
    let letter = scene.letters().await.into_iter().find(|letter| letter.purpose == "application.moved");
    assert!(!letter.expect("a letter").text_body.contains("Ingen tid"));
    let my = visitor.get(&scene.link_in("asa@example.org", "application.moved").await).await;
    my.assert_says("Ingen tid i år.");
}

#[rocket::async_test]
async fn the_wrong_person_names_the_right_one_and_the_old_link_dies() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();
    scene.apply(&visitor, "Åsa Öberg", "asa@example.org").await;
    let old = scene.link_in(MANAGER, "mandate.asked").await;
    let page = visitor.get(&old).await;
    let id = scene.mandates().await[0].id;
    let (name, email) = (format!("name-{id}"), format!("email-{id}"));

    let applicant = [(name.as_str(), "Rätt Chef"), (email.as_str(), "asa@example.org")];
    let refused = visitor.send(&page, page.form_to("/redirect"), &applicant).await;
    let right = [(name.as_str(), "Rätt Chef"), (email.as_str(), "ratt@example.org")];
    let passed_on = visitor.send(&page, page.form_to("/redirect"), &right).await;

    refused.assert_status(Status::UnprocessableEntity);
    refused.assert_field_error(&email, "inte din egen");
    visitor.follow(&passed_on).await.assert_says("Tack, frågan är skickad vidare");
    visitor.get(&old).await.assert_status(Status::NotFound);
    let states: Vec<_> = scene.mandates().await.into_iter().map(|one| one.state).collect();
    assert_eq!(states, [MandateState::Redirected, MandateState::Asked]);
    let new = visitor.get(&scene.link_in("ratt@example.org", "mandate.asked").await).await;
    visitor.send(&new, new.form_to("/confirm"), &[]).await.assert_status(Status::SeeOther);
    assert_eq!(scene.applications().await[0].state, ApplicationState::Eligible);
}

#[rocket::async_test]
async fn several_employees_of_one_manager_stand_on_one_page() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();
    scene.apply(&visitor, "Åsa Öberg", "asa@example.org").await;
    scene.apply(&visitor, "Bo Berg", "bo@example.org").await;
    let link = scene.link_in(MANAGER, "mandate.asked").await;

    let page = visitor.get(&link).await;
    let [first, second] = scene.mandates().await.try_into().expect("two mandates");
    visitor.post(&format!("{link}/confirm"), &[("mandate", &first.id.to_string())]).await;
    visitor.post(&format!("{link}/confirm"), &[("mandate", &second.id.to_string())]).await;

    page.assert_says("Åsa Öberg");
    page.assert_says("Bo Berg");
    assert!(scene.applications().await.iter().all(|one| one.state == ApplicationState::Eligible));
}

#[rocket::async_test]
async fn a_manager_cannot_answer_for_somebody_elses_employee() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();
    scene.apply(&visitor, "Åsa Öberg", "asa@example.org").await;
    let draft = scene.fill(&visitor, "Bo Berg", "bo@example.org").await;
    let other = [("manager_name", "Annan Chef"), ("manager_email", "annan@example.org")];
    visitor.fill_in(&format!("{draft}/manager"), 0, &other).await;
    visitor.fill_in(&format!("{draft}/check"), 0, &[]).await;
    let link = scene.link_in(MANAGER, "mandate.asked").await;
    let foreign = scene.mandates().await.into_iter().find(|one| one.manager_email == "annan@example.org");

    let page = visitor.get(&link).await;
    let id = foreign.expect("a mandate").id.to_string();
    let answer = visitor.post(&format!("{link}/confirm"), &[("mandate", &id)]).await;

    page.assert_does_not_say("Bo Berg");
    answer.assert_status(Status::NotFound);
    assert!(scene.mandates().await.iter().all(|one| one.state == MandateState::Asked));
}

#[rocket::async_test]
async fn after_the_deadline_the_page_says_so_and_the_coordinator_records_the_answer() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();
    scene.apply(&visitor, "Åsa Öberg", "asa@example.org").await;
    let link = scene.link_in(MANAGER, "mandate.asked").await;
    let open = visitor.get(&link).await;
    scene.house.set_clock(Instant::from_millis(scene.mandates().await[0].deadline_at.millis() + 1));
    let karin = scene.house.as_coordinator().await;

    let late = visitor.send(&open, open.form_to("/confirm"), &[]).await;
    let page = visitor.get(&link).await;
    let desk = karin.get(&format!("/desk/applications/{}", scene.applications().await[0].id)).await;
    let today = stockholm::today(scene.house.now()).to_string();
    let said = [("channel", "phone"), ("from", "Maja Chef"), ("on", today.as_str()), ("words", "Ja, det är klart.")];
    let recorded = karin.send(&desk, desk.form_to("/mandate"), &said).await;

    late.assert_status(Status::UnprocessableEntity);
    late.assert_says("Tiden för att godkänna har gått ut");
    page.assert_says("Svarstiden är slut");
    recorded.assert_status(Status::SeeOther);
    assert_eq!(scene.applications().await[0].state, ApplicationState::Eligible);
    karin.follow(&recorded).await.assert_says("registrerat av samordnaren efter telefon");
}

#[rocket::async_test]
async fn the_applicant_changes_the_manager_a_few_times_a_day() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();
    scene.apply(&visitor, "Åsa Öberg", "asa@example.org").await;
    let my = scene.link_in("asa@example.org", "application.received").await;
    let mut last = None;

    for n in 0..5 {
        let page = visitor.get(&my).await;
        let email = format!("chef{n}@example.org");
        let right = [("manager_name", "Ny Chef"), ("manager_email", email.as_str())];
        last = Some(visitor.send(&page, page.form_to("/manager"), &right).await);
    }

    let last = last.expect("an answer");
    last.assert_status(Status::UnprocessableEntity);
    last.assert_says("Vänta till i morgon");
    let open = scene.mandates().await.into_iter().filter(|one| one.state == MandateState::Asked).count();
    assert_eq!(open, 1);
}

#[rocket::async_test]
async fn a_silent_manager_is_reminded_once() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();
    scene.apply(&visitor, "Åsa Öberg", "asa@example.org").await;
    let deadline = scene.mandates().await[0].deadline_at;
    let (db, head) = (scene.house.db(), scene.house.house.letterhead());
    let from = rules::reminder_from(deadline);

    let early = actions::remind_managers(db, &head, from.plus_minutes(-1)).await;
    let due = actions::remind_managers(db, &head, from).await;
    let again = actions::remind_managers(db, &head, from.plus_days(1)).await;
    let over = actions::remind_managers(db, &head, deadline.plus_days(1)).await;

    let written = [early, due, again, over].map(|count| count.expect("a count"));
    assert_eq!(written, [0, 1, 0, 0]);
    let link = scene.link_in(MANAGER, "mandate.reminder").await;
    visitor.get(&link).await.assert_says("Åsa Öberg");
}
