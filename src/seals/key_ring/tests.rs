//! The ring in its file: made once, followed by new keys, refused when it is not whole.

use super::*;

const NOW: Instant = Instant::from_millis(1_795_000_000_000);

fn place(file: &Path) -> KeyPlace<'_> {
    KeyPlace { file, given: None, own_seal: None, name: "Stafett" }
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join("stafett-tests").join(format!("keys-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

#[test]
fn keys_are_made_once_and_only_their_owner_can_read_them() {
    let file = folder("made").join("keys.json");

    let first = KeyRing::open(place(&file), NOW).expect("a ring");
    let again = KeyRing::open(place(&file), NOW).expect("a ring");

    assert_eq!((first.made.as_ref(), again.made), (Some(&file), None));
    assert_eq!(first.ring.published(), again.ring.published());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).expect("the file").permissions().mode() & 0o777, 0o600);
    }
    assert!(!format!("{first:?}").contains("seed"), "private halves must not print");
}

#[test]
fn a_new_key_signs_from_the_next_start_and_the_last_one_cannot_be_retired() {
    let file = folder("rotated").join("keys.json");
    let mut ring = KeyRing::open(place(&file), NOW).expect("a ring").ring;
    let old = ring.signing().id().to_string();
    let refused = ring.retire(&old, NOW).is_err();

    let (new, text) = ring.create(KeyKind::Signing, "Stafett", NOW).expect("a key");
    ring.retire(&old, NOW).expect("retired");

    let next = KeyRing::open(place(&file), NOW).expect("a ring").ring;
    assert!(refused && text.is_none());
    assert_eq!((ring.signing().id().to_string(), next.signing().id().to_string()), (old.clone(), new));
    assert!(ring.retire(&old, NOW).is_err(), "retired twice");
    assert_eq!(next.published().len(), 3);
}

#[test]
fn keys_given_by_the_environment_touch_no_file() {
    let file = folder("given").join("keys.json");
    KeyRing::open(place(&file), NOW).expect("a ring");
    let text = std::fs::read_to_string(&file).expect("the file");
    let nowhere = folder("nowhere").join("keys.json");

    let mut ring = KeyRing::open(KeyPlace { given: Some(&text), ..place(&nowhere) }, NOW).expect("a ring").ring;
    let (_, told) = ring.create(KeyKind::Seal, "Stafett", NOW).expect("a seal");

    assert!(!nowhere.exists());
    let told = told.expect("what the setting must become");
    assert_eq!(
        KeyRing::open(KeyPlace { given: Some(&told), ..place(&nowhere) }, NOW).expect("a ring").ring.published().len(),
        3
    );
    assert!(KeyRing::open(KeyPlace { given: Some(r#"{"signing":[],"seals":[]}"#), ..place(&nowhere) }, NOW).is_err());
}

#[test]
fn a_file_that_was_tampered_with_is_refused() {
    let file = folder("damaged").join("keys.json");
    let ring = KeyRing::open(place(&file), NOW).expect("a ring").ring;
    let text = std::fs::read_to_string(&file).expect("the file");
    let id = ring.signing().id().to_string();

    for damaged in [text.replace(&id, "00000000"), text.replace("\"seed\"", "\"sead\""), text[1..].to_owned()] {
        std::fs::write(&file, damaged).expect("written");
        assert!(KeyRing::open(place(&file), NOW).is_err());
    }
}

fn retired(mut one: Published) -> Published {
    one.retired_at = Some(NOW);
    one
}

#[test]
fn a_key_that_is_published_as_retired_gives_way_to_the_newest_that_is_not() {
    let mut ring = KeyRing::for_tests([1; 32], NOW).expect("a ring");
    let [key, seal] = ring.in_use();
    ring.create(KeyKind::Signing, "Stafett", NOW).expect("a key");
    ring.create(KeyKind::Seal, "Stafett", NOW).expect("a seal");
    let newer = KeyRing::following(ring.clone(), &[]).in_use();
    let kept: Vec<Published> =
        ring.published().into_iter().filter(|one| newer.contains(&one.id)).map(retired).collect();

    let older = ring.clone().following(&kept);
    let all: Vec<Published> = ring.published().into_iter().map(retired).collect();
    let none = ring.clone().following(&all);

    assert!(newer.iter().all(|id| ![&key, &seal].contains(&id)), "the newest sign");
    assert_eq!((older.in_use(), older.retired_in(&kept)), ([key.clone(), seal.clone()], Vec::new()));
    assert_eq!(none.retired_in(&all), [key, seal], "where none is left, it is told");
}

#[test]
fn what_was_published_of_a_key_stays_so_and_says_when_it_was_retired() {
    let ring = KeyRing::for_tests([1; 32], NOW).expect("a ring");
    let kept: Vec<Published> = ring.published().into_iter().map(retired).collect();
    let kept: Vec<Published> = kept.into_iter().map(|one| Published { created_at: NOW.plus_days(-9), ..one }).collect();

    let all = ring.published_with(kept.clone());

    assert_eq!(all, kept);
}

#[test]
fn an_operators_own_seal_is_published_alike_at_every_start_and_seals_in_its_time_only() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/seals/samples/p256.p12");
    let file = folder("own").join("keys.json");
    let own = KeyPlace { own_seal: Some((&sample, "hemligt åäö")), ..place(&file) };

    let [first, again] = [NOW, NOW.plus_days(1)].map(|now| KeyRing::open(own, now).expect("a ring").ring);

    let Lifetime { from, until } = first.seal().lifetime();
    assert_eq!(first.published(), again.published());
    assert!(first.published().iter().any(|one| one.id == first.seal().id().to_string() && one.created_at == from));
    assert_eq!([from, until].map(|now| first.seals_at(now)), [Ok(()); 2]);
    assert_eq!(first.seals_at(from.plus_minutes(-1)), Err(Untimely::NotYet(from)));
    assert_eq!(first.seals_at(until.plus_minutes(1)), Err(Untimely::Over(until)));
}

#[test]
fn a_seal_of_our_own_making_seals_for_twenty_years_and_what_is_told_of_the_past() {
    let ring = KeyRing::for_tests([1; 32], NOW).expect("a ring");

    let answers = [NOW.plus_days(-5000), NOW, NOW.plus_days(20 * 365)].map(|now| ring.seals_at(now));

    assert_eq!(answers, [Ok(()); 3]);
    assert!(matches!(ring.seals_at(NOW.plus_days(21 * 366)), Err(Untimely::Over(_))));
}
