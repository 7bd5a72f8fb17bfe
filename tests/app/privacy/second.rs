//! Disposing by hand: what was shown is what is done, and where two are asked for, two there are.

use super::Ground;
use rocket::futures::future::join_all;
use rocket::http::Status;
use rocket::tokio::sync::Barrier;
use stafett::people::Role;
use stafett::privacy::actions::{self, Outcome, Proposal};
use stafett::privacy::rules::{self, What};
use stafett::privacy::{Refusal, queries};
use stafett::{access::SubmissionKey, kernel::Failure};
use std::sync::Arc;

const FEEDBACK: &str = "INSERT INTO feedback (about, words, given_at, answered_at) VALUES ('/', 'ord', 0, 0)";

async fn left(ground: &Ground) -> i64 {
    ground.number("SELECT COUNT(*) AS n FROM feedback").await
}

#[rocket::async_test]
async fn one_administrator_disposes_of_just_what_was_shown() {
    let ground = Ground::new().await;
    ground.run(FEEDBACK).await;
    let administrator = ground.house.signed_in(Role::Administrator, "Adam Ett").await;
    administrator.get("/retention").await.assert_says("Besvarade synpunkter");
    let page = administrator.get("/retention/feedback").await;
    ground.run(FEEDBACK).await;

    let changed = administrator.send(&page, page.form_to("/dispose"), &[]).await;
    changed.assert_status(Status::Conflict);
    changed.assert_says("Det har ändrats sedan du såg listan");
    assert_eq!(left(&ground).await, 2);
    let done = administrator.send(&changed, changed.form_to("/dispose"), &[]).await;
    let twice = administrator.send(&changed, changed.form_to("/dispose"), &[]).await;

    assert_eq!(done.location(), "/retention?done=disposed");
    assert_eq!(twice.location(), done.location());
    assert_eq!(left(&ground).await, 0);
    assert_eq!(ground.number("SELECT COUNT(*) AS n FROM journal WHERE event = 'retention.disposed'").await, 1);
}

#[rocket::async_test]
async fn where_two_are_asked_for_the_proposer_cannot_carry_out() {
    let ground = Ground::new().await;
    ground.run(FEEDBACK).await;
    let one = ground.house.signed_in(Role::Administrator, "Adam Ett").await;
    let other = ground.house.signed_in(Role::Administrator, "Bea Andra").await;
    let page = one.get("/retention/feedback").await;
    let rule = [("basis", "Beslut 2012-01-01"), ("needs_second", "yes")];
    assert_eq!(one.send(&page, 1, &rule).await.location(), "/retention?done=rule");

    let page = one.get("/retention/feedback").await;
    let proposed = one.send(&page, page.form_to("/dispose"), &[]).await;
    let id = ground.number("SELECT MAX(id) AS n FROM disposals").await;
    let carry_out = format!("/retention/disposals/{id}/carry-out");
    let own = one.post(&carry_out, &[]).await;

    assert_eq!(proposed.location(), "/retention?done=proposed");
    own.assert_status(Status::UnprocessableEntity);
    assert_eq!(left(&ground).await, 1);
    let list = other.get("/retention").await;
    let done = other.send(&list, list.form_to("/carry-out"), &[]).await;
    assert_eq!(done.location(), "/retention?done=disposed");
    assert_eq!(left(&ground).await, 0);
    let night = actions::dispose_due(ground.house.db(), ground.house.now()).await.expect("a night");
    assert_eq!(night, 0);
}

/// A proposal that waits for a second administrator.
async fn proposal(ground: &Ground) -> stafett::kernel::DisposalId {
    ground.run(FEEDBACK).await;
    ground.run("INSERT INTO retention_rules (what, action, days, basis, needs_second, changed_at) VALUES ('feedback', 'dispose', 366, 'Beslut', TRUE, 0)").await;
    let by = ground.administrator("Adam Ett").await;
    let now = ground.house.now();
    let proposal = Proposal { what: What::Feedback, until: rules::until(366, now), counted: 1 };
    let key = SubmissionKey::random().expect("a key");
    match actions::propose(ground.house.db(), &by, (proposal, &key), now).await.expect("a proposal") {
        Outcome::Proposed(id) => id,
        Outcome::Done(_) => panic!("a second administrator was to be asked for"),
    }
}

#[rocket::async_test]
async fn ten_second_administrators_at_once_carry_out_once() {
    let ground = Ground::new().await;
    let id = proposal(&ground).await;
    let second = ground.administrator("Bea Andra").await;
    let now = ground.house.now();

    let tried = join_all((0..10).map(|_| actions::carry_out(ground.house.db(), &second, id, now))).await;

    assert_eq!(tried.iter().filter(|one| one.is_ok()).count(), 1);
    assert!(tried.iter().all(|one| matches!(one, Ok(()) | Err(Failure::Refused(Refusal::NotOpen)))));
    assert_eq!(ground.number("SELECT COUNT(*) AS n FROM journal WHERE event = 'retention.disposed'").await, 1);
}

#[rocket::async_test]
async fn without_the_lock_the_same_proposal_would_be_carried_out_several_times() {
    let ground = Ground::new().await;
    let id = proposal(&ground).await;
    let everybody_has_looked = Arc::new(Barrier::new(5));

    let careless = async |ground: &Ground, looked: Arc<Barrier>| {
        let row = queries::disposal(ground.house.db().read(), id).await.expect("read").expect("a proposal");
        looked.wait().await;
        if row.carried_out_at.is_none() {
            ground
                .run(&format!(
                    "UPDATE disposals SET carried_out_at = 1, disposed = COALESCE(disposed, 0) + 1 WHERE id = {id}"
                ))
                .await;
        }
    };
    join_all((0..5).map(|_| careless(&ground, Arc::clone(&everybody_has_looked)))).await;

    assert_eq!(ground.number("SELECT disposed AS n FROM disposals").await, 5);
}

/// What every wish that one be enough is sent with.
const ONE: [(&str, &str); 2] = [("basis", "Beslut 2012-02-02"), ("needs_second", "")];

async fn needs_second(ground: &Ground) -> bool {
    queries::rule(ground.house.db().read(), What::Feedback).await.expect("a rule").needs_second
}

#[rocket::async_test]
async fn one_administrator_alone_does_not_switch_the_second_off() {
    let ground = Ground::new().await;
    let one = ground.house.signed_in(Role::Administrator, "Adam Ett").await;
    let other = ground.house.signed_in(Role::Administrator, "Bea Andra").await;
    let two = [("basis", "Beslut 2012-01-01"), ("needs_second", "yes")];
    one.fill_in("/retention/feedback", 0, &two).await.location();
    ground.run(FEEDBACK).await;

    let page = one.get("/retention/feedback").await;
    one.send(&page, 1, &ONE).await.location();
    let own = one.get("/retention/feedback").await;
    let own = one.send(&own, own.form_to("/one-is-enough"), &[]).await;
    let page = one.get("/retention/feedback").await;
    let proposed = one.send(&page, page.form_to("/dispose"), &[]).await;

    own.assert_status(Status::UnprocessableEntity);
    assert!(needs_second(&ground).await);
    assert_eq!(proposed.location(), "/retention?done=proposed");
    other.get("/retention").await.assert_says("någon vill att en räcker");
    let asked = other.get("/retention/feedback").await;
    asked.assert_says("Begärt av Adam Ett");
    let agreed = other.send(&asked, asked.form_to("/one-is-enough"), &[]).await;
    let twice = other.send(&asked, asked.form_to("/one-is-enough"), &[]).await;
    assert_eq!((agreed.location(), twice.location()), ("/retention?done=rule", "/retention?done=rule"));
    assert!(!needs_second(&ground).await);
    let told = "SELECT COUNT(*) AS n FROM journal WHERE event = 'retention.one_is_enough'";
    assert_eq!(ground.number(told).await, 1);
}

#[rocket::async_test]
async fn asking_for_two_again_takes_the_wish_back_and_what_was_seen_is_what_is_agreed_to() {
    let ground = Ground::new().await;
    let one = ground.house.signed_in(Role::Administrator, "Adam Ett").await;
    let other = ground.house.signed_in(Role::Administrator, "Bea Andra").await;
    let two = [("basis", "Beslut 2012-01-01"), ("needs_second", "yes")];
    one.fill_in("/retention/feedback", 0, &two).await.location();
    let page = one.get("/retention/feedback").await;
    one.send(&page, 0, &ONE).await.location();
    let asked = other.get("/retention/feedback").await;

    let page = one.get("/retention/feedback").await;
    one.send(&page, 1, &two).await.location();
    let late = other.send(&asked, asked.form_to("/one-is-enough"), &[]).await;

    late.assert_status(Status::Conflict);
    late.assert_does_not_say("Begärt av");
    assert!(needs_second(&ground).await);
}

#[rocket::async_test]
async fn another_account_of_the_proposer_is_no_second_person() {
    let ground = Ground::new().await;
    let id = proposal(&ground).await;
    let (merged, same) = (ground.administrator("Bea Andra").await, ground.administrator("Cia Tredje").await);
    let proposer = ground.number("SELECT proposed_by AS n FROM disposals").await;
    let first = ground.number(&format!("SELECT person_id AS n FROM accounts WHERE id = {proposer}")).await;
    let second = ground.administrator("Dan Trogen").await;
    ground.run(&format!("UPDATE retention_rules SET one_asked_by = {proposer} WHERE what = 'feedback'")).await;
    // One account was merged into another, a third is of the same person as the first.
    ground
        .run(&format!("UPDATE accounts SET state = 'merged', merged_into = {} WHERE id = {proposer}", merged.account))
        .await;
    ground.run(&format!("UPDATE accounts SET person_id = {first} WHERE id = {}", same.account)).await;
    let (now, db) = (ground.house.now(), ground.house.db());

    for by in [&merged, &same] {
        let carried = actions::carry_out(db, by, id, now).await;
        let loosened = actions::let_one_suffice(db, by, (What::Feedback, 1), now).await;

        assert!(matches!(carried, Err(Failure::Refused(Refusal::SecondPerson))), "{carried:?}");
        assert!(matches!(loosened, Err(Failure::Refused(Refusal::SecondPerson))), "{loosened:?}");
    }
    actions::carry_out(db, &second, id, now).await.expect("a second person");
    actions::let_one_suffice(db, &second, (What::Feedback, 1), now).await.expect("a second person");
}
