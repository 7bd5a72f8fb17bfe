//! Credentials of all kinds of people: made, verified, altered, and written out for other implementations.

use super::super::facts::{Achievement, Recipient, StatusPlace};
use super::super::status::StatusList;
use super::super::{companion, did};
use super::*;
use crate::kernel::{EmailAddress, Lang};

/// Names as the world writes them, and texts that try to end what they stand in.
const NAMES: [&str; 24] = [
    "Åsa Öberg-Ström",
    "Đặng Thị Ngọc",
    "Łukasz Ćirić",
    "李明",
    "محمد الأحمد",
    "O'Brien",
    "Ἀλέξανδρος Παπαδόπουλος",
    "Юлия Щербакова",
    "Zoë \"Zed\" Ångström",
    "back\\slash",
    "tab\there",
    "line\nbreak",
    "carriage\r\nreturn",
    "<script>alert(1)</script>",
    "_:c14n0 <urn:x> \"y\" .",
    "🎓 Emoji 👩🏽‍🏫",
    "nul\0bell\u{7}del\u{7f}",
    "\u{85}next\u{2028}line",
    "a",
    "Ö\u{308}\u{301} combining",
    "नीलम शर्मा",
    "김철수",
    "ไพลิน ศรีสุข",
    "Maja Exempel",
];

pub fn key() -> SigningKey {
    SigningKey::of_seed(&[42; 32]).expect("a key")
}

pub fn issuer() -> Issuer {
    Issuer::new("https://intyg.example.org", "Plattform \"Intyg\" för kurser", "https://kurser.example.org")
        .expect("an issuer")
}

fn email() -> EmailAddress {
    EmailAddress::parse("Maja.Exempel@example.org").expect("an address")
}

fn facts<'a>(name: Option<&'a str>, email: Option<&'a EmailAddress>) -> BadgeFacts<'a> {
    BadgeFacts {
        code: "7K9XQ2M4TB8ZC1RVA",
        name: "Intyg BRF-2012-0001",
        issued_at: Instant::from_millis(1_386_943_500_000),
        valid_until: None,
        recipient: Recipient { name, email: email.map(|email| (email, "5f1c9a")) },
        achievement: Achievement {
            award: 7,
            name: "Handledare i \"rörelse\"",
            description: "Leder pass.\nPå egen hand.",
            criteria: "Minst fem av sex dagar, varav den sista.",
        },
        lang: Lang::Sv,
        status: StatusPlace { list: 3, index: 94_567 },
    }
}

fn at() -> Instant {
    Instant::from_millis(1_386_943_560_000)
}

#[test]
fn a_credential_verifies_and_says_what_it_was_told() {
    let (key, email) = (key(), email());

    let text = Badge::issue(&issuer(), &facts(Some("Maja Exempel"), Some(&email)), &key, at()).expect("issued").json();

    let badge = Badge::verify(&text, &[key.public()]).expect("holds");
    assert_eq!(badge.id(), "https://intyg.example.org/v/7K9XQ2M4TB8ZC1RVA");
    assert_eq!((badge.holder(), badge.achievement()), (Some("Maja Exempel"), "Handledare i \"rörelse\""));
    assert_eq!(badge.status(), ("https://intyg.example.org/status/3", 94_567));
    assert!(!text.to_lowercase().contains("maja.exempel@"), "the address is in the text");
}

#[test]
fn a_protected_person_has_no_name_in_it_and_may_have_no_address() {
    let (key, email) = (key(), email());
    for recipient in [None, Some(&email)] {
        let text = Badge::issue(&issuer(), &facts(None, recipient), &key, at()).expect("issued").json();

        let badge = Badge::verify(&text, &[key.public()]).expect("holds");
        assert_eq!(badge.holder(), None);
        assert_eq!(text.contains("#holder"), recipient.is_none());
    }
}

#[test]
fn another_key_and_an_unknown_one_are_told_apart() {
    let (key, email) = (key(), email());
    let text = Badge::issue(&issuer(), &facts(Some("Maja"), Some(&email)), &key, at()).expect("issued").json();
    let other = SigningKey::of_seed(&[43; 32]).expect("a key");
    let forged = text.replace(&key.id().to_string(), &other.id().to_string());

    assert_eq!(Badge::verify(&text, &[other.public()]), Err(Refusal::UnknownKey(key.id())));
    assert_eq!(Badge::verify(&forged, &[key.public(), other.public()]), Err(Refusal::Signature));
}

#[test]
fn no_altered_credential_passes() {
    let (key, email) = (key(), email());
    let text = Badge::issue(&issuer(), &facts(Some("Åsa Öberg"), Some(&email)), &key, at()).expect("issued").json();
    let letters: Vec<char> = text.chars().collect();

    let passing = (0..letters.len()).filter(|place| {
        let altered = letters.iter().enumerate().map(|(at, letter)| match (at == *place, letter) {
            (false, letter) => *letter,
            (true, 'a') => 'b',
            (true, _) => 'a',
        });
        Badge::verify(&altered.collect::<String>(), &[key.public()]).is_ok()
    });

    assert_eq!(passing.count(), 0);
    for altered in [format!("{text} "), text.replace("\",\"", "\", \""), text.replace("Åsa", "\\u00c5sa")] {
        assert!(Badge::verify(&altered, &[key.public()]).is_err());
    }
}

/// Writes what `tests/credential/run` verifies with other implementations, where an environment variable names a folder.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test may be told where to write by its caller")]
fn credentials_are_written_out_for_others_to_verify() {
    let Some(folder) = std::env::var_os("CREDENTIALS_FOLDER").map(std::path::PathBuf::from) else { return };
    let (key, email, issuer) = (key(), email(), issuer());
    std::fs::create_dir_all(&folder).expect("a folder");
    let write = |name: String, text: String| std::fs::write(folder.join(name), text).expect("written");

    for (place, name) in NAMES.iter().enumerate() {
        let mut facts = facts(Some(name), Some(&email));
        facts.achievement.description = name;
        facts.valid_until = (place % 2 == 0).then(|| Instant::from_millis(4_102_444_800_000));
        facts.recipient.email = facts.recipient.email.filter(|_| place % 3 > 0);
        facts.lang = if place % 2 == 0 { Lang::En } else { Lang::Sv };
        write(format!("name-{place:02}.json"), Badge::issue(&issuer, &facts, &key, at()).expect("issued").json());
        // Salts change the order of the hashes by which blank nodes are named.
        let salt = format!("{place:x}salt");
        facts.recipient.email = Some((&email, &salt));
        facts.achievement.criteria = name;
        write(format!("salt-{place:02}.json"), Badge::issue(&issuer, &facts, &key, at()).expect("issued").json());
    }
    let mut local = facts(None, None);
    write("protected.json".to_owned(), Badge::issue(&issuer, &local, &key, at()).expect("issued").json());
    local.recipient.email = Some((&email, "s"));
    write("unnamed.json".to_owned(), Badge::issue(&issuer, &local, &key, at()).expect("issued").json());
    let mut list = StatusList::empty();
    write("status-3.json".to_owned(), list.sign(&issuer, 3, &key, at()).expect("signed"));
    list.revoke(94_567);
    write("status-3-revoked.json".to_owned(), list.sign(&issuer, 3, &key, at()).expect("signed"));
    let keys = [did::DatedKey { public: key.public(), created_at: at(), retired_at: None }];
    write("did.json".to_owned(), did::document(&issuer, &keys).to_string());
    let companion = companion::Companion { issuer: &issuer, hosts: &[], awards: &[], keys: &keys };
    write("stafett-keys.json".to_owned(), companion.sign(&key, at()));
}
