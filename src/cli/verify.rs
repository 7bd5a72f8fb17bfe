//! `stafett verify`: a QR payload, a credential or a sealed paper, verified without any network.

use super::read_settings;
use crate::credentials::{Badge, Refusal, companion, did, payload, status};
use crate::kernel::Lang;
use crate::locale::dates::iso;
use crate::paper::{self, Mistrust};
use crate::seals::{KeyKind, KeyPlace, KeyRing, PublicKey, Published, SealId, verify_cms};
use crate::settings::{Secret, Unusable};
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

/// Verifies what `words` name: a payload, the complete text of a QR code, or a file with a credential or a sealed paper.
///
/// `--keys` names a `did.json` or its companion (both may be given), `--status` a status list; without keys those of this
/// installation are used. Exit code 0: it holds; 1: it does not, or is revoked; 2: it could not be looked at.
///
/// # Errors
/// When a file cannot be read or no key is known.
pub(super) fn run(words: &[&str]) -> Result<ExitCode, Unusable> {
    let (subject, rest) = words.split_first().ok_or_else(|| Unusable("What is to be verified?".to_owned()))?;
    let mut known = Known::default();
    for pair in rest.chunks(2) {
        match pair {
            ["--keys", file] => known.read_keys(&text_of(file)?).map_err(|why| named(file, &why))?,
            ["--status", file] => known.lists.push(text_of(file)?),
            _ => return Err(Unusable("See stafett help.".to_owned())),
        }
    }
    if known.keys.is_empty() {
        known.learn(&own_keys()?);
    }
    let answer = if Path::new(subject).is_file() {
        known.file(&std::fs::read(subject).map_err(|why| named(subject, &why))?)
    } else {
        known.payload(subject)
    };
    Ok(match answer {
        Ok(answer) => {
            print!("{}", answer.text);
            ExitCode::from(u8::from(answer.is_over))
        }
        Err(refusal) => {
            println!("{refusal}");
            ExitCode::from(1)
        }
    })
}

fn text_of(file: &str) -> Result<String, Unusable> {
    std::fs::read_to_string(file).map_err(|why| named(file, &why))
}

fn named(file: &str, why: &dyn std::fmt::Display) -> Unusable {
    Unusable(format!("{file}: {why}"))
}

/// The keys of this installation; none is made for it.
fn own_keys() -> Result<Vec<Published>, Unusable> {
    let settings = read_settings()?;
    let file = settings.keys_file();
    let given = settings.signing_keys.as_ref().map(Secret::reveal);
    if given.is_none() && !file.exists() {
        return Err(Unusable("No key is known: name a did.json or its companion with --keys.".to_owned()));
    }
    let own_seal = settings.own_seal.as_ref().map(|(file, password)| (file.as_path(), password.reveal()));
    let place = KeyPlace { file: &file, given, own_seal, name: "Stafett" };
    let opened = KeyRing::open(place, crate::house::machine_clock()).map_err(|why| Unusable(why.to_string()))?;
    Ok(opened.ring.published())
}

/// What there is to verify with.
#[derive(Default)]
struct Known {
    keys: Vec<PublicKey>,
    seals: Vec<SealId>,
    companion: Option<companion::Known>,
    lists: Vec<String>,
}

/// What is said of something that holds.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    text: String,
    is_over: bool,
}

impl Known {
    fn learn(&mut self, published: &[Published]) {
        self.keys.extend(did::signing_keys(published).iter().map(|key| key.public));
        let seals = published.iter().filter(|one| one.kind == KeyKind::Seal);
        self.seals.extend(seals.filter_map(|one| SealId::parse(&one.id)));
    }

    fn read_keys(&mut self, text: &str) -> Result<(), Refusal> {
        if let Some(keys) = did::read(text) {
            self.keys.extend(keys);
            return Ok(());
        }
        let companion = companion::verify(text, &[])?;
        self.keys.extend(&companion.keys);
        self.seals.extend(&companion.seals);
        self.companion = Some(companion);
        Ok(())
    }

    fn payload(&self, text: &str) -> Result<Answer, Refusal> {
        let passed = payload::verify(text, &self.keys)?;
        let facts = passed.facts;
        let award = self.companion.as_ref().and_then(|known| known.award(facts.award));
        let award = award.map_or_else(|| format!("award {}", facts.award), |award| award.name(Lang::En).to_owned());
        let issuer = self.companion.as_ref().map_or("", |known| known.issuer.as_str());
        let mut text = format!("The signature holds (key {}).\n", passed.key);
        let lines = [
            ("number", facts.number.clone()),
            ("name", facts.name.clone().unwrap_or_else(|| "(not in the code)".to_owned())),
            ("award", award),
            ("from", iso(facts.first)),
            ("to", iso(facts.last)),
            ("days", facts.days.to_string()),
            ("issuer", issuer.to_owned()),
        ];
        for (what, value) in lines.iter().filter(|(_, value)| !value.is_empty()) {
            let _ = writeln!(text, "{what:<7} {}", printable(value));
        }
        self.with_status(text, &format!("/status/{}", facts.list), facts.index)
    }

    fn file(&self, bytes: &[u8]) -> Result<Answer, Refusal> {
        if bytes.starts_with(b"%PDF") {
            return self.paper(bytes);
        }
        self.credential(std::str::from_utf8(bytes).map_err(|_| Refusal::Form)?)
    }

    /// A sealed paper: whole, by a seal that is known, with a credential that holds by itself.
    fn paper(&self, pdf: &[u8]) -> Result<Answer, Refusal> {
        let inspected = paper::inspect(pdf).map_err(|why| match why {
            Mistrust::Foreign => Refusal::Form,
            Mistrust::Altered => Refusal::Signature,
        })?;
        let sealed = verify_cms(&inspected.seal, &inspected.digest).map_err(|_| Refusal::Signature)?;
        if !self.seals.contains(&sealed.by) {
            return Err(Refusal::UnknownSeal(sealed.by));
        }
        let answer = self.credential(&inspected.credential)?;
        let text = format!("The file is whole (seal {}).\n{}", sealed.by, answer.text);
        Ok(Answer { text, ..answer })
    }

    fn credential(&self, text: &str) -> Result<Answer, Refusal> {
        let badge = Badge::verify(text.trim_end_matches(['\n', '\r']), &self.keys)?;
        let (list, index) = badge.status();
        let mut text = format!("The signature holds (key {}).\n", badge.key());
        let lines = [
            ("name", badge.holder().unwrap_or("(not in the credential)")),
            ("award", badge.achievement()),
            ("what", badge.name()),
            ("issuer", badge.issuer_name()),
            ("address", badge.id()),
        ];
        for (what, value) in lines {
            let _ = writeln!(text, "{what:<7} {}", printable(value));
        }
        let until = badge.valid_until();
        if let Some(until) = until {
            let _ = writeln!(text, "until   {}", crate::locale::dates::iso_moment(until));
        }
        let answer = self.with_status(text, list, index)?;
        let has_expired = until.is_some_and(|until| until < crate::house::machine_clock());
        Ok(if has_expired { Answer { text: answer.text + "It has expired.\n", is_over: true } } else { answer })
    }

    /// Adds what the status lists say of a place; `list` is how the address of its list ends.
    fn with_status(&self, mut text: String, list: &str, index: u32) -> Result<Answer, Refusal> {
        let mut is_revoked = false;
        let mut said = false;
        for candidate in &self.lists {
            let published = status::verify(candidate, &self.keys)?;
            if published.id.ends_with(list) {
                said = true;
                is_revoked |= published.list.is_revoked(index).unwrap_or(true);
                let word = if is_revoked { "revoked" } else { "not revoked" };
                let moment = crate::locale::dates::iso_moment(published.as_of);
                let _ = writeln!(text, "status  {word}, as of {moment}");
            }
        }
        if !said {
            let _ = writeln!(text, "status  not known: no list given speaks of it");
        }
        Ok(Answer { text, is_over: is_revoked })
    }
}

/// A text for a terminal: what could move its cursor is left out.
fn printable(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::did::DatedKey;
    use crate::credentials::{Award, Companion, Issuer, QrFacts, StatusList};
    use crate::kernel::Instant;
    use crate::seals::SigningKey;

    fn key() -> SigningKey {
        SigningKey::of_seed(&[5; 32]).expect("a key")
    }

    fn known(revoked: Option<u32>) -> Known {
        let issuer = Issuer::new("https://intyg.example.org", "Plattformen", "https://example.org").expect("an issuer");
        let keys = [DatedKey { public: key().public(), created_at: Instant::from_millis(0), retired_at: None }];
        let awards = [Award { number: 7, sv: "Handledare".to_owned(), en: "Tutor".to_owned() }];
        let published = [Published {
            id: SealId([7; 32]).to_string(),
            kind: KeyKind::Seal,
            public: Vec::new(),
            created_at: Instant::from_millis(0),
            retired_at: None,
        }];
        let companion =
            Companion { issuer: &issuer, hosts: &[], awards: &awards, keys: &keys, published: &published, lists: &[3] };
        let mut list = StatusList::empty();
        if let Some(index) = revoked {
            list.revoke(index);
        }
        let mut known = Known::default();
        known.read_keys(&companion.sign(&key(), Instant::from_millis(0))).expect("a companion");
        known.read_keys(&did::document(&issuer, &keys).to_string()).expect("a document of keys");
        known.lists.push(list.sign(&issuer, 3, &key(), Instant::from_millis(0)).expect("a list"));
        known
    }

    fn payload() -> String {
        let day = |text: &str| text.parse().expect("a day");
        let (first, last) = (day("2026-09-01"), day("2026-11-20"));
        let (number, name) = ("BRF-2026-0042".to_owned(), Some("Maja Exempel".to_owned()));
        let facts = QrFacts { number, name, award: 7, first, last, days: 6, list: 3, index: 17 };
        facts.qr_text("https://intyg.example.org", "7K9XQ2M4TB8ZC1RVA", &key()).expect("fits")
    }

    #[test]
    fn a_payload_says_its_facts_and_whether_it_is_revoked() {
        let holds = known(Some(16)).payload(&payload()).expect("holds");
        let revoked = known(Some(17)).payload(&payload()).expect("holds");

        for said in ["Maja Exempel", "Tutor", "2026-09-01", "Plattformen", "not revoked, as of 1970-01-01"] {
            assert!(holds.text.contains(said), "{said}: {}", holds.text);
        }
        assert_eq!((holds.is_over, revoked.is_over), (false, true));
    }

    #[test]
    fn a_file_that_is_no_paper_of_ours_is_refused() {
        let known = known(None);

        assert_eq!(known.file(b"%PDF-1.4\nsomething else"), Err(Refusal::Form));
        assert_eq!(known.file(b"\xff\xfe"), Err(Refusal::Form));
        assert_eq!(known.seals, [SealId([7; 32])]);
    }

    #[test]
    fn an_altered_payload_is_refused_and_a_missing_list_told() {
        let altered = payload().replacen("#Q", "#R", 1);
        let silent = Known { lists: Vec::new(), ..known(None) };

        assert!(known(None).payload(&altered).is_err());
        assert!(silent.payload(&payload()).is_ok_and(|answer| answer.text.contains("status  not known")));
    }
}
