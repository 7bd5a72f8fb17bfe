//! Payloads, files, keys and lists as they are given on the command line.

use super::known::Known;
use super::{code, may_be_payload, own};
use crate::credentials::did;
use crate::credentials::{Award, Companion, Issuer, QrFacts, Refusal, StatusList};
use crate::kernel::Instant;
use crate::seals::{KeyRing, PublicKey, Published, SealId, SigningKey};

fn ring() -> KeyRing {
    KeyRing::for_tests([5; 32], Instant::from_millis(0)).expect("a ring")
}

fn key() -> SigningKey {
    SigningKey::of_seed(&[5; 32]).expect("a key")
}

fn issuer() -> Issuer {
    Issuer::new("https://intyg.example.org", "Plattformen", "https://example.org").expect("an issuer")
}

fn companion(published: &[Published]) -> String {
    companion_by(&key(), published)
}

fn companion_by(signed_by: &SigningKey, published: &[Published]) -> String {
    let awards = [Award { number: 7, sv: "Handledare".to_owned(), en: "Tutor".to_owned() }];
    let hosts = ["https://intyg.example.org".to_owned(), "https://old.example.org:8443".to_owned()];
    let (issuer, keys) = (issuer(), did::signing_keys(published));
    let companion = Companion { issuer: &issuer, hosts: &hosts, awards: &awards, keys: &keys, published, lists: &[3] };
    companion.sign(signed_by, Instant::from_millis(0))
}

fn list(revoked: Option<u32>, signed_by: &SigningKey) -> String {
    let mut list = StatusList::empty();
    if let Some(index) = revoked {
        list.revoke(index);
    }
    list.sign(&issuer(), 3, signed_by, Instant::from_millis(0)).expect("a list")
}

/// Everything known: the companion, the document of keys, and a list on which one place is revoked, perhaps.
fn known(revoked: Option<u32>) -> Known {
    let published = ring().published();
    let mut known = Known::default();
    assert!(known.read_keys(&did::document(&issuer(), &published).to_string()), "a document of keys");
    known.read_companion(&companion(&published)).expect("a companion");
    known.read_list(&list(revoked, &key())).expect("a list");
    known
}

fn qr_text() -> String {
    let day = |text: &str| text.parse().expect("a day");
    let (first, last) = (day("2026-09-01"), day("2026-11-20"));
    let (number, name) = ("BRF-2026-0042".to_owned(), Some("Maja Exempel".to_owned()));
    let facts = QrFacts { number, name, award: 7, first, last, days: 6, list: 3, index: 17 };
    facts.qr_text("https://intyg.example.org", "7K9XQ2M4TB8ZC1RV3", &key()).expect("fits")
}

#[test]
fn a_payload_says_its_facts_and_whether_it_is_revoked() {
    let holds = known(Some(16)).payload(&qr_text()).expect("holds");
    let revoked = known(Some(17)).payload(&qr_text()).expect("holds");

    let address = "https://intyg.example.org/v/7K9XQ2M4TB8ZC1RV3 (not signed)";
    for said in ["Maja Exempel", "Tutor", "2026-09-01", "Plattformen", "not revoked, as of 1970-01-01", address] {
        assert!(holds.text.contains(said), "{said}: {}", holds.text);
    }
    assert_eq!((holds.is_over, revoked.is_over), (false, true));
}

#[test]
fn a_file_that_is_no_paper_of_ours_is_refused() {
    let known = known(None);

    assert_eq!(known.file(b"%PDF-1.4\nsomething else"), Err(Refusal::Form));
    assert_eq!(known.file(b"\xff\xfe"), Err(Refusal::Form));
}

/// What is trusted once these are handed over: keys and seals, both of which a paper needs.
fn trusted(known: &Known) -> (Vec<PublicKey>, Vec<SealId>) {
    (known.keys.clone(), known.seals.clone())
}

#[test]
fn a_forged_companion_brings_neither_its_keys_nor_its_seals() {
    let stranger = KeyRing::for_tests([6; 32], Instant::from_millis(0)).expect("a ring");
    let forged = companion_by(stranger.signing(), &stranger.published());
    let ours = did::document(&issuer(), &ring().published()).to_string();
    let mut alone = Known::default();
    let mut beside = Known::default();
    beside.read_keys(&ours);
    let before = trusted(&beside);

    let refused = [alone.read_companion(&forged), beside.read_companion(&forged)];
    let as_document = {
        let mut disguised: serde_json::Value = serde_json::from_str(&forged).expect("a companion");
        let theirs: serde_json::Value = did::document(&issuer(), &stranger.published());
        disguised["id"] = theirs["id"].clone();
        disguised["verificationMethod"] = theirs["verificationMethod"].clone();
        beside.read_keys(&disguised.to_string())
    };

    assert_eq!(refused, [(); 2].map(|()| Err(Refusal::UnknownKey(stranger.signing().id()))));
    assert!(!as_document, "a companion is no document of keys, whatever stands in it");
    assert_eq!((trusted(&alone), trusted(&beside)), ((Vec::new(), Vec::new()), before));
    assert_eq!((beside.companion, beside.hosts), (None, Vec::new()));
}

#[test]
fn keys_that_stand_in_a_companion_only_are_not_trusted() {
    let other = KeyRing::for_tests([6; 32], Instant::from_millis(0)).expect("a ring");
    let more = other.published_with(ring().published());
    let mut known = Known::default();
    known.read_keys(&did::document(&issuer(), &ring().published()).to_string());
    let before = trusted(&known);

    let believed = known.read_companion(&companion(&more));

    assert_eq!(believed, Ok(()));
    assert_eq!((before.0.len(), before.1.len()), (1, 1));
    assert_eq!(trusted(&known), before);
}

#[test]
fn what_can_be_no_payload_is_the_name_of_a_file() {
    let (whole, payload) = (qr_text(), qr_text().split_once('#').map(|(_, payload)| payload.to_owned()));

    let payloads = [whole.as_str(), payload.as_deref().expect("#")];
    let files = ["nosuch.pdf", "folder/nosuch", "paper#1.pdf", "", "https://intyg.example.org/v/7K9XQ2M4TB8ZC1RV3"];

    assert_eq!(payloads.map(may_be_payload), [true; 2]);
    assert_eq!(files.map(may_be_payload), [false; 5]);
}

#[test]
fn an_altered_payload_is_refused_and_a_missing_list_told() {
    let altered = qr_text().replacen("#Q", "#R", 1);
    let silent = Known { lists: Vec::new(), ..known(None) };

    assert!(known(None).payload(&altered).is_err());
    assert!(silent.payload(&qr_text()).is_ok_and(|answer| answer.text.contains("status  not known")));
}

#[test]
fn a_line_feed_behind_a_payload_or_a_list_alters_nothing() {
    let mut known = known(None);

    let list = known.read_list(&format!("{}\r\n", list(Some(17), &key())));
    let (_, payload) =
        qr_text().split_once('#').map(|(host, payload)| (host.to_owned(), payload.to_owned())).expect("#");

    assert_eq!(list, Ok(()));
    assert!(known.payload(&format!("{payload}\n")).is_ok_and(|answer| answer.is_over));
}

#[test]
fn a_status_list_by_somebody_else_is_told_and_not_passed_over() {
    let mut known = known(None);
    let other = SigningKey::of_seed(&[6; 32]).expect("a key");

    let refused = known.read_list(&list(None, &other));

    assert_eq!(refused, Err(Refusal::UnknownKey(other.id())));
    assert_eq!(known.lists.len(), 1);
}

#[test]
fn what_could_not_be_looked_at_is_not_called_wrong() {
    let unknown = Known { keys: vec![SigningKey::of_seed(&[6; 32]).expect("a key").public()], ..known(None) };

    let refusal = unknown.payload(&qr_text()).expect_err("the key is not known");

    assert_eq!(code(&refusal), 2);
    assert_eq!([Refusal::Form, Refusal::Signature, Refusal::UnknownHost(String::new())].map(|why| code(&why)), [1; 3]);
}

#[test]
fn the_address_before_a_payload_must_be_one_of_ours() {
    let known = known(None);
    let (_, payload) =
        qr_text().split_once('#').map(|(host, payload)| (host.to_owned(), payload.to_owned())).expect("#");
    let with = |address: &str| known.payload(&format!("{address}#{payload}"));

    let good = [
        "https://intyg.example.org/v/7k9xq2m4tb8zc1rv3",
        "HTTPS://OLD.EXAMPLE.ORG:8443/V/7K9XQ2M4TB8ZC1RV3",
        "https://intyg.example.org/V/7K9XQ2M4TB8ZC1RV3?lang=en",
    ];
    let elsewhere = with("HTTPS://INTYG.EXAMPLE.COM/V/7K9XQ2M4TB8ZC1RV3");
    let bad =
        ["https://intyg.example.org/v/7K9XQ2M4TB8ZC1RV4", "https://intyg.example.org/w/7K9XQ2M4TB8ZC1RV3", "", "x"];

    for address in good {
        assert!(with(address).is_ok(), "{address}");
    }
    assert_eq!(elsewhere, Err(Refusal::UnknownHost("intyg.example.com".to_owned())));
    for address in bad {
        assert_eq!(with(address), Err(Refusal::Form), "{address}");
    }
}

#[test]
fn none_of_ten_thousand_altered_texts_of_a_code_passes() {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:/.#-?";
    let (known, text) = (known(None), qr_text());
    let mut altered = std::collections::BTreeSet::new();
    for place in 0..text.len() {
        altered.insert(format!("{}{}", &text[..place], &text[place + 1..]));
        for letter in LETTERS.iter().map(|letter| char::from(*letter)) {
            altered.insert(format!("{}{letter}{}", &text[..place], &text[place + 1..]));
            altered.insert(format!("{}{letter}{}", &text[..place], &text[place..]));
        }
    }
    altered.remove(&text);

    let passed: Vec<&String> = altered.iter().filter(|altered| known.payload(altered).is_ok()).collect();

    assert!(altered.len() >= 10_000, "{}", altered.len());
    assert_eq!(passed, Vec::<&String>::new());
}

#[rocket::async_test]
async fn keys_that_stand_in_the_database_only_are_known_too() {
    let folder = std::env::temp_dir().join(format!("stafett-own-keys-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let read = crate::settings::Settings::read(&crate::settings::figment()).expect("the settings").moved_to(&folder);
    let settings = crate::settings::Settings {
        database: crate::storage::DatabaseAddress::Sqlite(folder.join("stafett.db")),
        public_address: Some("https://stafett.example.org".to_owned()),
        ..read
    };
    let house = crate::house::House::open(settings.clone(), "").await.expect("a house");
    house.db.migrate().await.expect("the tables");
    house.publish().await.expect("published");
    let gone = house.keys.published();
    house.db.close().await;
    std::fs::remove_file(settings.keys_file()).expect("removed");

    let own = own::of(&settings).await.expect("keys");

    std::fs::remove_dir_all(&folder).expect("tidied");
    let ids = |all: &[Published]| all.iter().map(|one| one.id.clone()).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(ids(&own.published), ids(&gone));
    assert_eq!(own.hosts, ["https://stafett.example.org"]);
}
