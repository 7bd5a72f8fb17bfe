//! A corrected address is the one letters go to from then on, and what was sent to the former opens nothing.

use super::Ground;
use crate::support::letters::paths_in;
use rocket::http::Status;
use stafett::applications::ApplicationState;
use stafett::journal;
use stafett::people::Role;

const FORMER: &str = "eva.alm@example.org";
const RIGHT: &str = "eva@example.com";

#[rocket::async_test]
async fn after_a_correction_letters_go_to_the_new_address_and_the_old_links_are_dead() {
    let ground = Ground::new().await;
    let application = ground.application("Eva Alm", ApplicationState::Eligible).await;
    let person = ground.house.find_application(application).await.person_id;
    let private = ground.house.my_page(application).await;
    let visitor = ground.house.visitor();
    visitor.fill_in("/my", 0, &[("email", FORMER)]).await.assert_status(Status::SeeOther);
    let way_in = paths_in(&ground.house.letter_to(FORMER).await).remove(0);
    visitor.fill_in("/my", 0, &[("email", FORMER)]).await.assert_status(Status::SeeOther);
    let other_way = paths_in(&ground.house.letter_to(FORMER).await).remove(0);
    let entered = visitor.fill_in(&other_way, 0, &[]).await;
    let session = ground.house.session_in(&entered);
    session.get("/my").await.assert_says("Eva Alm");
    let parked = format!(
        "INSERT INTO outbox (message_id, to_name, to_email, purpose, object, object_id, subject, text_body, html_body, \
         state, next_attempt_at, created_at) VALUES ('m', 'Eva Alm', '{FORMER}', 'test', 'application', {application}, \
         'Parkerat', 'Hej', 'Hej', 'parked', 0, 0)"
    );
    ground.run(&parked).await;

    let coordinator = ground.house.as_coordinator().await;
    let saved = coordinator.fill_in(&format!("/desk/persons/{person}/correct"), 0, &[("email", RIGHT)]).await;

    assert_eq!(saved.location(), format!("/desk/persons/{person}?saved=1"));
    assert_eq!(ground.house.find_application(application).await.email, RIGHT);
    visitor.get(&private).await.assert_status(Status::NotFound);
    visitor.get(&way_in).await.assert_status(Status::NotFound);
    session.get("/my").await.assert_does_not_say("Eva Alm");
    let subjects: Vec<String> = ground.house.mailbox_of(RIGHT).await.into_iter().map(|letter| letter.subject).collect();
    assert_eq!(subjects, ["Din nya länk", "Parkerat"]);
    let anew = ground.house.mailbox_of(RIGHT).await.remove(0);
    visitor.get(&paths_in(&anew)[0]).await.assert_says("Eva Alm");
    let history = journal::history_of(ground.house.db().read(), "application", application.0).await.expect("read");
    let told = history.iter().find(|told| told.entry.event == "application.readdressed").expect("an entry");
    assert!(!told.entry.details.contains(RIGHT));
    assert!(told.values.as_deref().is_some_and(|values| values.contains(FORMER) && values.contains(RIGHT)));
    visitor.fill_in("/my", 0, &[("email", RIGHT)]).await.assert_status(Status::SeeOther);
    assert_eq!(ground.house.letter_to(RIGHT).await.purpose, "sign_in");
}

#[rocket::async_test]
async fn letters_to_a_colleague_at_the_same_mailbox_stay_where_they_go() {
    let ground = Ground::new().await;
    let eva = ground.application("Eva Alm", ApplicationState::Eligible).await;
    let rut = ground.application("Rut Alm", ApplicationState::Eligible).await;
    let person = ground.house.find_application(eva).await.person_id;
    for (id, name) in [(eva, "Eva Alm"), (rut, "Rut Alm")] {
        ground
            .run(&format!(
                "INSERT INTO outbox (message_id, to_name, to_email, purpose, object, object_id, subject, text_body, \
                 html_body, next_attempt_at, created_at) VALUES ('m{id}', '{name}', '{FORMER}', 'test', 'application', \
                 {id}, 'Besked', 'Hej', 'Hej', 0, 0)"
            ))
            .await;
    }

    let coordinator = ground.house.as_coordinator().await;
    coordinator.fill_in(&format!("/desk/persons/{person}/correct"), 0, &[("email", RIGHT)]).await.location();

    let names = async |email: &str| -> Vec<String> {
        ground.house.mailbox_of(email).await.into_iter().map(|letter| letter.to_name).collect()
    };
    assert_eq!((names(RIGHT).await, names(FORMER).await), (vec!["Eva Alm".to_owned()], vec!["Rut Alm".to_owned()]));
}

#[rocket::async_test]
async fn an_address_that_another_application_has_is_refused_at_its_field() {
    let ground = Ground::new().await;
    let eva = ground.application("Eva Alm", ApplicationState::Eligible).await;
    ground.application("Rut Alm", ApplicationState::Eligible).await;
    let person = ground.house.find_application(eva).await.person_id;
    let coordinator = ground.house.signed_in(Role::Coordinator, "Kim Andra").await;

    let taken = [("email", "rut.alm@example.org")];
    let refused = coordinator.fill_in(&format!("/desk/persons/{person}/correct"), 0, &taken).await;

    refused.assert_status(Status::UnprocessableEntity);
    refused.assert_field_error("email", "en annan ansökan till samma erbjudande");
    assert_eq!(ground.house.find_application(eva).await.email, FORMER);
    assert_eq!(ground.person(person).await.email.as_deref(), Some(FORMER));
}
