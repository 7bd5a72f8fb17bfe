//! Erasing a person: nothing of theirs is left but what a rule preserves, and the house is as sound as before.

use super::Ground;
use rocket::http::Status;
use stafett::applications::ApplicationState;
use stafett::journal::{self, Event};
use stafett::kernel::*;
use stafett::outbox::{self, Addressee, Letter};
use stafett::people::Role;

/// A participant of a closed cohort, with a letter, a session and an entry of the journal.
async fn somebody(ground: &Ground) -> PersonId {
    let (_, person) = ground.participant(1, "Anna Ek").await;
    let now = ground.house.now();
    ground.run("UPDATE cohorts SET state = 'closed'").await;
    let session = "INSERT INTO sessions (token_digest, person_id, created_at, last_seen_at, expires_at) VALUES";
    ground.run(&format!("{session} ('x', {person}, 0, 0, 0)")).await;
    let tx = ground.house.db().begin_write().await.expect("a transaction");
    let email = EmailAddress::parse("anna.ek@example.org").expect("an address");
    let letter =
        Letter::new(Addressee { name: "Anna Ek".into(), email }, "test", ("person", person.0), Lang::Sv, "Hej".into());
    outbox::put(&tx, letter, now).await.expect("a letter");
    let event = Event::new("name.confirmed", "person", person.0).with_personal("name", "Anna Ek");
    journal::record(&tx, &Actor::House, event, now).await.expect("an entry");
    tx.commit().await.expect("a commit");
    person
}

/// Where in the database a word still stands, but for certificates and the outbox' subject.
async fn places_of(ground: &Ground, word: &str) -> Vec<String> {
    let mut places = Vec::new();
    for table in stafett::privacy::columns::tables().filter(|table| !table.name.starts_with("certificate")) {
        for column in table.groups.iter().flat_map(|group| group.columns).filter(|column| **column != "subject") {
            let sql =
                format!("SELECT COUNT(*) AS n FROM {} WHERE LOWER(CAST({column} AS TEXT)) LIKE '%{word}%'", table.name);
            if ground.number(&sql).await > 0 {
                places.push(format!("{}.{column}", table.name));
            }
        }
    }
    places
}

#[rocket::async_test]
async fn an_erased_person_is_nowhere_and_the_house_is_sound() {
    let ground = Ground::new().await;
    let person = somebody(&ground).await;
    let coordinator = ground.house.as_coordinator().await;
    let at = format!("/desk/persons/{person}");
    assert!(!places_of(&ground, "anna").await.is_empty(), "the control finds the name before");
    let entries = ground.number("SELECT COUNT(*) AS n FROM journal").await;

    let ask = coordinator.get(&format!("{at}/erase")).await;
    let done = coordinator.send(&ask, 0, &[]).await;
    let again = coordinator.send(&ask, 0, &[]).await;

    ask.assert_says("Det här står kvar");
    assert_eq!((done.location(), again.location()), (at.as_str(), at.as_str()));
    assert_eq!(places_of(&ground, "anna").await, Vec::<String>::new());
    assert_eq!(ground.person(person).await.true_name, "Borttagen person");
    assert_eq!(ground.number("SELECT COUNT(*) AS n FROM sessions WHERE person_id IS NOT NULL").await, 0);
    ground.assert_sound().await;
    // Erased, and one entry for what was erased and one for the erasure.
    assert_eq!(ground.number("SELECT COUNT(*) AS n FROM journal").await, entries + 2);
    let erased = ground.number("SELECT COUNT(*) AS n FROM journal WHERE event = 'journal.values_erased' AND details LIKE '%\"entries\":[%'").await;
    assert_eq!(erased, 1);
    coordinator.get(&at).await.assert_says("Personen är borttagen");
}

#[rocket::async_test]
async fn why_an_erased_person_was_dispensed_is_gone_and_what_was_decided_still_follows() {
    let ground = Ground::new().await;
    let (participant, person) = ground.participant(1, "Anna Ek").await;
    let by = ground.house.coordinator("Bea Beslutare").await;
    let columns = "participant_id, cohort_id, demand, reason, given_at, given_by";
    for demand in ["all/0", "all/1"] {
        let values = format!("{participant}, {}, '{demand}', 'annas skäl', 1, {}", ground.cohort, by.account);
        ground.run(&format!("INSERT INTO dispensations ({columns}) VALUES ({values})")).await;
    }
    let now = ground.house.now();
    stafett::completion::actions::decide(ground.house.db(), &by, (ground.cohort, None), now).await.expect("decided");
    ground.run("UPDATE cohorts SET state = 'closed'").await;
    let before = places_of(&ground, "annas").await;

    let erase = format!("/desk/persons/{person}/erase");
    ground.house.as_coordinator().await.fill_in(&erase, 0, &[]).await.assert_status(Status::SeeOther);

    assert_eq!(before, ["completion_decisions.facts", "dispensations.reason"]);
    assert_eq!(places_of(&ground, "annas").await, Vec::<String>::new());
    let derived = stafett::check::recheck::recheck(ground.house.db().read()).await.expect("read");
    assert_eq!((derived.decisions, derived.differences), (1, Vec::new()));
}

#[rocket::async_test]
async fn whoever_takes_part_or_has_an_account_is_not_erased() {
    let ground = Ground::new().await;
    let application = ground.application("Eva Alm", ApplicationState::Eligible).await;
    let applicant = ground.house.find_application(application).await.person_id;
    let administrator = ground.administrator("Adam Ett").await;
    let coordinator = ground.house.as_coordinator().await;

    for (person, words) in [(applicant, "en ansökan eller en plats"), (administrator.person, "har ett konto")] {
        let page = coordinator.get(&format!("/desk/persons/{person}/erase")).await;
        let refused = coordinator.send(&page, 0, &[]).await;

        refused.assert_status(Status::UnprocessableEntity);
        refused.assert_says(words);
    }
}

#[rocket::async_test]
async fn erasing_what_was_changed_meanwhile_shows_it_first() {
    let ground = Ground::new().await;
    let person = somebody(&ground).await;
    let coordinator = ground.house.as_coordinator().await;
    let page = coordinator.get(&format!("/desk/persons/{person}/erase")).await;
    ground.run(&format!("UPDATE persons SET version = version + 1 WHERE id = {person}")).await;

    let stale = coordinator.send(&page, 0, &[]).await;

    stale.assert_status(Status::Conflict);
    assert_eq!(ground.person(person).await.true_name, "Anna Ek");
}

#[rocket::async_test]
async fn whoever_was_protected_stays_so_after_the_erasure() {
    let ground = Ground::new().await;
    let person = somebody(&ground).await;
    ground.run(&format!("UPDATE persons SET is_protected = TRUE WHERE id = {person}")).await;
    let account = ground.house.account(Role::Coordinator, "Kim Koordinator").await;
    ground.run(&format!("UPDATE accounts SET may_unmask = TRUE WHERE id = {account}")).await;
    let keeper = ground.house.session_of(account).await;

    let ask = keeper.get(&format!("/desk/persons/{person}/erase")).await;
    keeper.send(&ask, 0, &[]).await;

    let stands = ground.person(person).await;
    assert_eq!((stands.true_name.as_str(), stands.is_protected), ("Borttagen person", true));
}
