//! Some fifty credentials, written out for other implementations to verify.

use super::badge::Badge;
use super::companion::Companion;
use super::did;
use super::payload::QrFacts;
use super::samples::{at, email, facts, issuer, key};
use super::status::StatusList;
use crate::kernel::{Instant, Lang};
use crate::seals::{KeyRing, SigningKey};
use serde_json::json;

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
    let ring = KeyRing::for_tests([42; 32], at()).expect("a ring");
    write("did.json".to_owned(), did::document(&issuer, &ring.published()).to_string());
    let companion = Companion { issuer: &issuer, hosts: &[], awards: &[], keys: &keys, published: &[], lists: &[3] };
    write("stafett-keys.json".to_owned(), companion.sign(&key, at()));
    let forger = SigningKey::of_seed(&[43; 32]).expect("a key");
    let theirs = [did::DatedKey { public: forger.public(), created_at: at(), retired_at: None }];
    write("forged-keys.json".to_owned(), Companion { keys: &theirs, ..companion }.sign(&forger, at()));
    write("payloads.json".to_owned(), payloads(&key));
}

/// What stands in the QR codes of people with these names, with the facts that must be read from it.
fn payloads(key: &SigningKey) -> String {
    let day = |text: &str| text.parse().expect("a day");
    let names = NAMES.iter().map(|name| Some((*name).to_owned())).chain([None]);
    let written = names.zip([0_u64, 7, 23, 24, 255, 256, 65_536].into_iter().cycle()).map(|(name, award)| {
        let (first, last) = (day("2026-09-01"), day("2026-11-20"));
        let number = format!("BRF-2026-{award:04}");
        let facts = QrFacts { number, name, award, first, last, days: 6, list: award + 1, index: 94_567 };
        let text = facts.qr_text("https://intyg.example.org", "7K9XQ2M4TB8ZC1RV3", key).expect("fits");
        let name = super::payload::verify(&text, &[key.public()]).expect("holds").facts.name;
        let facts = json!({
            "number": facts.number, "name": name, "award": award, "first": 20_697, "last": 20_777, "days": 6,
            "list": award + 1, "index": 94_567,
        });
        json!({ "text": text, "facts": facts })
    });
    serde_json::Value::from(written.collect::<Vec<_>>()).to_string()
}
