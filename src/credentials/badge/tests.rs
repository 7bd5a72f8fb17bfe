//! Credentials of all kinds of people: made, verified, altered.

use super::super::samples::{at, email, facts, issuer, key};
use super::*;

#[test]
fn a_credential_verifies_and_says_what_it_was_told() {
    let (key, email) = (key(), email());

    let text = Badge::issue(&issuer(), &facts(Some("Maja Exempel"), Some(&email)), &key, at()).expect("issued").json();

    let badge = Badge::verify(&text, &[key.public()]).expect("holds");
    assert_eq!(badge.id(), "https://intyg.example.org/v/7K9XQ2M4TB8ZC1RV3");
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
