//! What there is to verify with, and what is said of something that holds.

use super::own::Own;
use crate::certification::Code;
use crate::credentials::{Badge, Refusal, companion, did, payload, status};
use crate::kernel::Lang;
use crate::locale::dates::{iso, iso_moment};
use crate::paper::{self, Mistrust};
use crate::seals::{KeyKind, PublicKey, SealId, verify_cms};
use std::fmt::Write;

/// What there is to verify with.
#[derive(Default)]
pub(super) struct Known {
    pub keys: Vec<PublicKey>,
    pub seals: Vec<SealId>,
    pub companion: Option<companion::Known>,
    /// Scheme and host of everything papers carry; none while only a document of keys is known, which does not say.
    pub hosts: Vec<String>,
    pub lists: Vec<status::Published>,
}

/// What is said of something that holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub text: String,
    pub is_over: bool,
}

impl Known {
    pub fn learn(&mut self, own: Own) {
        self.keys.extend(did::signing_keys(&own.published).iter().map(|key| key.public));
        let seals = own.published.iter().filter(|one| one.kind == KeyKind::Seal);
        self.seals.extend(seals.filter_map(|one| SealId::parse(&one.id)));
        self.hosts.extend(own.hosts);
    }

    /// Takes in every key and seal of a `did.json`; tells whether the text is one.
    pub fn read_keys(&mut self, text: &str) -> bool {
        let Some(known) = did::read(text) else { return false };
        self.keys.extend(known.keys);
        self.seals.extend(known.seals);
        true
    }

    /// Takes in what numbers mean and which hosts papers carry, when that is signed by one of the keys; it brings no key itself.
    pub fn read_companion(&mut self, text: &str) -> Result<(), Refusal> {
        let companion = companion::verify(text, &self.keys)?;
        self.hosts.extend(companion.hosts.iter().cloned());
        self.companion = Some(companion);
        Ok(())
    }

    /// Takes a status list in, when it is signed by one of the keys; a line feed at its end is none of it.
    pub fn read_list(&mut self, text: &str) -> Result<(), Refusal> {
        self.lists.push(status::verify(text.trim_end_matches(['\n', '\r']), &self.keys)?);
        Ok(())
    }

    /// A payload alone, or the complete text of a QR code, whose address must then be one of a certificate.
    pub fn payload(&self, text: &str) -> Result<Answer, Refusal> {
        let text = text.trim();
        let address = text.split_once('#').map(|(address, _)| self.address(address)).transpose()?;
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
            // Neither host nor code is signed; the register knows which number goes with which code.
            ("address", address.map(|address| format!("{address} (not signed)")).unwrap_or_default()),
        ];
        for (what, value) in lines.iter().filter(|(_, value)| !value.is_empty()) {
            let _ = writeln!(text, "{what:<7} {}", printable(value));
        }
        Ok(self.with_status(text, &format!("/status/{}", facts.list), facts.index))
    }

    /// The address in front of a payload: `https://HOST/V/CODE` in any case, with a code that passes its own check, on a host
    /// that papers carry where that is known. The page adds `?lang=` when somebody changes the language.
    fn address(&self, written: &str) -> Result<String, Refusal> {
        let lower = written.to_ascii_lowercase();
        let bare = lower.strip_suffix("?lang=sv").or_else(|| lower.strip_suffix("?lang=en")).unwrap_or(&lower);
        let (host, code) = bare.rsplit_once("/v/").ok_or(Refusal::Form)?;
        let name = host.strip_prefix("https://").or_else(|| host.strip_prefix("http://")).ok_or(Refusal::Form)?;
        let is_host =
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte));
        let is_code = Code::parse(code).is_some_and(|read| read.as_str().eq_ignore_ascii_case(code));
        if !is_host || !is_code {
            return Err(Refusal::Form);
        }
        if !self.hosts.is_empty() && !self.hosts.iter().any(|known| known.eq_ignore_ascii_case(host)) {
            return Err(Refusal::UnknownHost(name.to_owned()));
        }
        Ok(format!("{host}/v/{}", code.to_ascii_uppercase()))
    }

    pub fn file(&self, bytes: &[u8]) -> Result<Answer, Refusal> {
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
            let _ = writeln!(text, "until   {}", iso_moment(until));
        }
        let answer = self.with_status(text, list, index);
        let has_expired = until.is_some_and(|until| until < crate::house::machine_clock());
        Ok(if has_expired { Answer { text: answer.text + "It has expired.\n", is_over: true } } else { answer })
    }

    /// Adds what the status lists say of a place; `list` is how the address of its list ends.
    fn with_status(&self, mut text: String, list: &str, index: u32) -> Answer {
        let mut is_revoked = false;
        let mut said = false;
        for published in self.lists.iter().filter(|published| published.id.ends_with(list)) {
            said = true;
            is_revoked |= published.list.is_revoked(index).unwrap_or(true);
            let word = if is_revoked { "revoked" } else { "not revoked" };
            let _ = writeln!(text, "status  {word}, as of {}", iso_moment(published.as_of));
        }
        if !said {
            let _ = writeln!(text, "status  not known: no list given speaks of it");
        }
        Answer { text, is_over: is_revoked }
    }
}

/// A text for a terminal: what could move its cursor is left out.
fn printable(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}
