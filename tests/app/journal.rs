//! The journal: every entry hangs on the one before it, and whoever tampers with it is found out.

use crate::support::TestHouse;
use rocket::http::Status;
use sea_orm::{ConnectionTrait, EntityTrait};
use stafett::journal::{self, Chain, End, Event, Flaw};
use stafett::kernel::{Actor, Lang};
use stafett::people::Role;

/// Six entries, the first by an administrator's account; every one says something about a person.
async fn six_entries(house: &TestHouse) {
    for n in 1..=6 {
        record(house, Event::new("offer.changed", "offer", n).with("version", n).with_personal("name", "Åsa Öberg"))
            .await;
    }
}

async fn record(house: &TestHouse, event: Event) {
    let tx = house.db().begin_write().await.expect("a transaction");
    journal::record(&tx, &Actor::House, event, house.now()).await.expect("noted");
    tx.commit().await.expect("a commit");
}

async fn run(house: &TestHouse, sql: &str) {
    let tx = house.db().begin_write().await.expect("a transaction");
    for statement in sql.split(';') {
        tx.execute_unprepared(statement).await.expect("a change");
    }
    tx.commit().await.expect("a commit");
}

async fn flaws(house: &TestHouse) -> Vec<Flaw> {
    journal::verify(house.db().read(), &house.house.chain, None).await.expect("read").flaws
}

#[rocket::async_test]
async fn what_nobody_touched_verifies() {
    let house = TestHouse::open().await;
    let empty = flaws(&house).await;
    six_entries(&house).await;

    let seen = journal::verify(house.db().read(), &house.house.chain, None).await.expect("read");

    assert_eq!(empty, []);
    assert_eq!((seen.end.position, seen.erased, seen.flaws), (6, 0, vec![]));
}

#[rocket::async_test]
async fn whatever_is_edited_removed_moved_or_cut_off_is_found() {
    let tampering: [(&str, &[Flaw]); 14] = [
        ("UPDATE journal SET details = '{}' WHERE id = 3", &[Flaw::Changed(3)]),
        ("UPDATE journal SET at = at - 1 WHERE id = 3", &[Flaw::Changed(3)]),
        ("UPDATE journal SET actor = 'account', actor_id = 7 WHERE id = 3", &[Flaw::Changed(3)]),
        ("UPDATE journal SET event = 'offer.closed' WHERE id = 3", &[Flaw::Changed(3)]),
        ("UPDATE journal SET object = 'cohort' WHERE id = 3", &[Flaw::Changed(3)]),
        ("UPDATE journal SET object_id = 9 WHERE id = 3", &[Flaw::Changed(3)]),
        ("UPDATE journal_values SET details = '{\"name\":\"Bo Ek\"}' WHERE journal_id = 3", &[Flaw::ValuesChanged(3)]),
        ("UPDATE journal_values SET actor_name = 'Någon' WHERE journal_id = 3", &[Flaw::ValuesChanged(3)]),
        ("DELETE FROM journal_values WHERE journal_id = 3", &[Flaw::ValuesRemoved(3)]),
        ("DELETE FROM journal_values WHERE journal_id = 3; DELETE FROM journal WHERE id = 3", &[Flaw::Removed(3)]),
        (
            "DELETE FROM journal_values WHERE journal_id > 4; DELETE FROM journal WHERE id > 4",
            &[Flaw::Removed(5), Flaw::Removed(6)],
        ),
        (
            "DELETE FROM journal_values WHERE journal_id > 4; DELETE FROM journal WHERE id > 4;
             UPDATE journal_heads SET position = 4, hash = (SELECT hash FROM journal WHERE id = 4)",
            &[Flaw::EndChanged],
        ),
        (
            "DELETE FROM journal_values WHERE journal_id IN (3, 4);
             UPDATE journal SET id = 33 WHERE id = 3; UPDATE journal SET id = 3 WHERE id = 4;
             UPDATE journal SET id = 4 WHERE id = 33",
            &[Flaw::Changed(3), Flaw::ValuesRemoved(3), Flaw::Changed(4), Flaw::ValuesRemoved(4), Flaw::Changed(5)],
        ),
        (
            "INSERT INTO journal (id, at, actor, event, object, object_id, details, values_digest, hash)
             SELECT 7, at, actor, event, object, object_id, details, values_digest, hash FROM journal WHERE id = 6",
            &[Flaw::BeyondEnd(7)],
        ),
    ];

    for (sql, expected) in tampering {
        let house = TestHouse::open().await;
        six_entries(&house).await;
        run(&house, sql).await;

        let found = flaws(&house).await;

        for flaw in expected {
            assert!(found.contains(flaw), "{sql}: {flaw:?} is not in {found:?}");
        }
    }
}

#[rocket::async_test]
async fn whoever_has_the_database_but_not_the_key_cannot_seal_it_anew() {
    let house = TestHouse::open().await;
    six_entries(&house).await;
    let sealed_elsewhere = Chain::new([7; 32]);

    let found = journal::verify(house.db().read(), &sealed_elsewhere, None).await.expect("read").flaws;

    assert_eq!(found, [Flaw::EndChanged]);
}

#[rocket::async_test]
async fn an_end_noted_earlier_must_still_be_part_of_the_chain() {
    let house = TestHouse::open().await;
    six_entries(&house).await;
    let noted = journal::verify(house.db().read(), &house.house.chain, None).await.expect("read").end;
    record(&house, Event::new("offer.changed", "offer", 7)).await;
    let other: End = format!("6:{}", "0".repeat(64)).parse().expect("an end");

    let kept = journal::verify(house.db().read(), &house.house.chain, Some(&noted)).await.expect("read");
    let lost = journal::verify(house.db().read(), &house.house.chain, Some(&other)).await.expect("read");

    assert_eq!(kept.flaws, []);
    assert_eq!(lost.flaws, [Flaw::OtherChain(6)]);
    assert_eq!(noted.to_string().parse(), Ok(noted));
}

#[rocket::async_test]
async fn erasing_what_entries_say_about_persons_leaves_the_chain_whole() {
    let house = TestHouse::open().await;
    six_entries(&house).await;
    run(&house, "DELETE FROM journal_values WHERE journal_id IN (2, 5)").await;
    let unlawful = flaws(&house).await;

    record(&house, Event::new(journal::ERASED, "journal", 0).with("entries", vec![2, 5])).await;
    let seen = journal::verify(house.db().read(), &house.house.chain, None).await.expect("read");

    assert_eq!(unlawful, [Flaw::ValuesRemoved(2), Flaw::ValuesRemoved(5)]);
    assert_eq!((seen.flaws, seen.erased), (vec![], 2));
}

#[rocket::async_test]
async fn nothing_is_left_of_an_entry_whose_transaction_ends_without_a_commit() {
    let house = TestHouse::open().await;
    six_entries(&house).await;

    let tx = house.db().begin_write().await.expect("a transaction");
    journal::record(&tx, &Actor::House, Event::new("offer.changed", "offer", 7), house.now()).await.expect("noted");
    drop(tx);
    record(&house, Event::new("offer.changed", "offer", 8)).await;

    let last = journal::Entries::find_by_id(7).one(house.db().read()).await.expect("read").expect("an entry");
    assert_eq!(last.object_id, 8);
    assert_eq!(flaws(&house).await, []);
}

#[rocket::async_test]
async fn entries_written_at_once_stand_in_one_chain() {
    let house = TestHouse::open().await;
    let writers = (1..=40).map(|n| {
        let house = &house;
        async move { record(house, Event::new("offer.changed", "offer", n)).await }
    });

    rocket::futures::future::join_all(writers).await;

    let seen = journal::verify(house.db().read(), &house.house.chain, None).await.expect("read");
    assert_eq!((seen.end.position, seen.flaws), (40, vec![]));
}

#[rocket::async_test]
async fn administrators_read_the_journal_with_a_filter_and_open_values_one_by_one() {
    let house = TestHouse::open().await;
    let ada = house.account(Role::Administrator, "Ada Admin").await;
    six_entries(&house).await;
    run(&house, &format!("UPDATE accounts SET may_unmask = TRUE WHERE id = {ada}")).await;
    let ada = house.session_of(ada).await;

    let all = ada.get("/journal").await;
    let one = ada.get("/journal?object=offer&id=3").await;
    let none = ada.get("/journal?event=offer.closed").await;
    let opened = ada.send(&one, one.form_to("/values"), &[]).await;
    let after = ada.get("/journal?event=journal.values_opened").await;

    all.assert_says("Erbjudandet ändrades");
    all.assert_does_not_say("Åsa Öberg");
    assert_eq!(one.html.matches("/values\"").count(), 1);
    none.assert_says("Ingen händelse passar in på det du sökte.");
    opened.assert_says("Åsa Öberg");
    after.assert_says("Ada Admin");
    ada.get("/journal/verified").await.assert_says("Händelseloggen är som den skrevs");
}

#[rocket::async_test]
async fn long_journals_are_read_page_by_page() {
    let house = TestHouse::open().await;
    let ada = house.signed_in(Role::Administrator, "Ada Admin").await;
    for n in 1..=70 {
        record(&house, Event::new("offer.changed", "offer", n)).await;
    }

    let first = ada.get("/journal?event=offer.changed").await;
    let second = ada.get(&first.link("Äldre händelser")).await;

    first.assert_says("erbjudande 70");
    first.assert_does_not_say("erbjudande 20 ");
    second.assert_says("erbjudande 20");
    second.assert_says("erbjudande 1");
    assert!(!second.html.contains("Äldre händelser"));
}

#[rocket::async_test]
async fn only_administrators_read_the_journal_and_only_with_leave_its_values() {
    let house = TestHouse::open().await;
    six_entries(&house).await;
    let ada = house.signed_in(Role::Administrator, "Ada Admin").await;
    let karin = house.as_coordinator().await;

    let page = ada.get("/journal").await;
    let values = ada.post("/journal/3/values", &[]).await;

    page.assert_says("Personuppgifter finns men visas inte för dig.");
    values.assert_status(Status::Forbidden);
    values.assert_does_not_say("Åsa");
    karin.get("/journal").await.assert_status(Status::Forbidden);
    karin.get("/journal/verified").await.assert_status(Status::Forbidden);
}

#[rocket::async_test]
async fn a_thing_has_its_history_on_a_page_of_its_own() {
    let house = TestHouse::open().await;
    let programme = house.programme().await;
    let cohort = house.cohort(programme, "A", 40).await;
    let karin = house.as_coordinator().await;
    let quiet = karin.get(&format!("/history/cohort/{cohort}")).await;
    record(&house, Event::new("cohort.changed", "cohort", cohort.0).changed("capacity", 30, 40)).await;

    let page = karin.get(&karin.get(&format!("/desk/cohorts/{cohort}")).await.link("Historik")).await;

    quiet.assert_says("Ingenting står i händelseloggen om detta än.");
    page.assert_says("Omgången ändrades");
    page.assert_says("platser: 30 → 40");
    page.assert_says("systemet");
    karin.get("/history/cohort/987654").await.assert_status(Status::NotFound);
    karin.get("/history/account/1").await.assert_status(Status::NotFound);
}

#[test]
fn every_flaw_is_a_sentence_in_both_languages() {
    let flaw = Flaw::Removed(3);

    assert_eq!(flaw.sentence(Lang::Sv), "Händelse 3 saknas.");
    assert_eq!(flaw.sentence(Lang::En), "Entry 3 is missing.");
}
