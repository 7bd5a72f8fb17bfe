//! The keys of certificates: published at every start, followed by others, and missed when they are gone.

use crate::support::TestHouse;
use stafett::certification::actions;
use stafett::check::{Broken, queries};
use stafett::seals::{self, KeyKind, KeyRing};

async fn broken(house: &TestHouse, ring: &KeyRing, host: &str) -> Vec<Broken> {
    queries::verifiable(house.db().read(), ring, Some(host), house.now()).await.expect("read")
}

const HOST: &str = "https://stafett.example.org";

#[rocket::async_test]
async fn every_key_is_published_at_the_start_and_stays_so() {
    let house = TestHouse::open().await;
    let first = house.house.publish().await.expect("published");
    let mut ring = KeyRing::clone(&house.house.keys);
    let old = ring.signing().id().to_string();

    let (new, _) = ring.create(KeyKind::Signing, "Stafett", house.now()).expect("a key");
    ring.retire(&old, house.now()).expect("retired");
    actions::publish_keys(house.db(), &ring, house.now()).await.expect("published");

    let kept = seals::queries::published(house.db().read()).await.expect("read");
    let ring = ring.following(&kept);
    let retired = |id: &str| kept.iter().find(|one| one.id == id).map(|one| one.retired_at);
    assert_eq!(first, None);
    assert_eq!((retired(&old), retired(&new)), (Some(Some(house.now())), Some(None)));
    assert_eq!(kept.len(), 3, "two signing keys and a seal: {kept:?}");
    assert_eq!(broken(&house, &ring, HOST).await, []);
}

#[rocket::async_test]
async fn a_key_that_is_gone_is_missed_until_it_is_retired() {
    let house = TestHouse::open().await;
    house.house.publish().await.expect("published");
    let gone = house.house.keys.published();
    let other = KeyRing::for_tests([9; 32], house.now()).expect("a ring");

    let missed = broken(&house, &other, HOST).await;
    for one in &gone {
        assert!(actions::retire_key(house.db(), &one.id, house.now()).await.expect("retired"));
    }

    let named = |one: &seals::Published| missed.contains(&Broken::KeyGone(one.id.clone()));
    assert!(missed.len() == gone.len() && gone.iter().all(named), "{missed:?}");
    assert_eq!(broken(&house, &other, HOST).await, []);
    let all = other.published_with(seals::queries::published(house.db().read()).await.expect("read"));
    assert_eq!(all.len(), 4, "what is gone stays published");
}

#[rocket::async_test]
async fn another_host_is_told_until_somebody_says_yes() {
    let house = TestHouse::open().await;
    house.house.publish().await.expect("published");
    let (keys, other) = (&house.house.keys, "https://intyg.example.org");

    let told = actions::first_host(house.db(), other, house.now()).await.expect("looked");
    let changed = broken(&house, keys, other).await;
    actions::accept_host(house.db(), other, house.now().plus_minutes(1)).await.expect("accepted");

    assert_eq!(told.as_deref(), Some(HOST));
    assert_eq!(changed, [Broken::HostChanged(HOST.to_owned(), other.to_owned())]);
    assert_eq!(broken(&house, keys, other).await, []);
    assert_eq!(seals::queries::hosts(house.db().read()).await.expect("read"), [other, HOST]);
}
