//! All keys of the installation, and which of them sign today.

use super::key_file::{Written, WrittenKey, WrittenSeal};
use super::model::{Fault, KeyKind, Lifetime, Published, Untimely};
use super::paper_seal::PaperSeal;
use super::pkcs12;
use super::signing::SigningKey;
use crate::kernel::Instant;
use data_encoding::{BASE64, HEXLOWER};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where keys come from.
#[derive(Clone, Copy)]
pub struct KeyPlace<'a> {
    /// The file of keys, made if it is missing.
    pub file: &'a Path,
    /// The same JSON from the environment; then no file is read or written.
    pub given: Option<&'a str>,
    /// The operator's own paper seal: a PKCS#12 file and its password.
    pub own_seal: Option<(&'a Path, &'a str)>,
    /// In whose name a new seal is made.
    pub name: &'a str,
}

/// The keys, with their private halves.
#[derive(Debug, Clone)]
pub struct KeyRing {
    written: Written,
    file: Option<PathBuf>,
    signing: Arc<SigningKey>,
    seal: Arc<PaperSeal>,
    own_seal: Option<Published>,
}

/// A ring, and whether its keys were made just now, of which whoever runs the house must be told.
#[derive(Debug)]
pub struct Opened {
    /// The ring.
    pub ring: KeyRing,
    /// The file that was made, if one was: it must be backed up.
    pub made: Option<PathBuf>,
}

impl KeyRing {
    /// Reads the keys; those of which there is none that signs are made, unless all are given by the environment.
    ///
    /// # Errors
    /// When the file cannot be read or written, or a key in it cannot be used.
    pub fn open(place: KeyPlace<'_>, now: Instant) -> Result<Opened, Fault> {
        let (mut written, file) = match place.given {
            Some(text) => {
                let written = Written::parse(text).map_err(|why| Fault::new(format!("signing_keys: {why}")))?;
                (written, None)
            }
            None => (read(place.file)?, Some(place.file.to_path_buf())),
        };
        let mut made = None;
        for kind in [KeyKind::Signing, KeyKind::Seal] {
            let has_own = kind == KeyKind::Seal && place.own_seal.is_some();
            if !has_own && !written.has_active(kind) {
                let Some(file) = &file else {
                    return Err(Fault::new(format!(
                        "signing_keys: there is no {} key that is not retired",
                        kind.key()
                    )));
                };
                written.add(kind, place.name, now)?;
                made = Some(file.clone());
            }
        }
        if let Some(file) = &made {
            written.write(file)?;
        }
        let own = place.own_seal.map(|(file, password)| own_seal(file, password)).transpose()?;
        let signing = Arc::new(written.active_key()?);
        let (seal, own_seal) = match own {
            Some((seal, published)) => (Arc::new(seal), Some(published)),
            None => (Arc::new(written.active_seal()?), None),
        };
        written.check()?;
        Ok(Opened { ring: Self { written, file, signing, seal, own_seal }, made })
    }

    /// A ring of fixed keys that is kept nowhere, for tests and measurements.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub fn for_tests(seed: [u8; 32], now: Instant) -> Result<Self, Fault> {
        let mut written = Written::default();
        written.signing.push(WrittenKey::of(&seed, now)?);
        written.add(KeyKind::Seal, "Stafett", now)?;
        let (signing, seal) = (Arc::new(written.active_key()?), Arc::new(written.active_seal()?));
        Ok(Self { written, file: None, signing, seal, own_seal: None })
    }

    /// The key that signs what machines read.
    #[must_use]
    pub fn signing(&self) -> &Arc<SigningKey> {
        &self.signing
    }

    /// The key that seals papers.
    #[must_use]
    pub fn seal(&self) -> &Arc<PaperSeal> {
        &self.seal
    }

    /// What everybody may know of the keys in this ring, oldest first, signing keys before seals.
    #[must_use]
    pub fn published(&self) -> Vec<Published> {
        let keys = self.written.signing.iter().filter_map(|one| {
            let key = one.key().ok()?;
            let public = key.public().bytes().to_vec();
            let (created_at, retired_at) = (one.created_at, one.retired_at);
            Some(Published { id: one.id.clone(), kind: KeyKind::Signing, public, created_at, retired_at })
        });
        let seals = self.written.seals.iter().filter_map(|one| {
            let public = BASE64.decode(one.certificate.as_bytes()).ok()?;
            let (created_at, retired_at) = (one.created_at, one.retired_at);
            Some(Published { id: one.id.clone(), kind: KeyKind::Seal, public, created_at, retired_at })
        });
        keys.chain(seals).chain(self.own_seal.clone()).collect()
    }

    /// What everybody may know of these keys and of those in `kept`, whose private halves may be gone.
    ///
    /// What was published of a key stays so; only its end may have been written down here since.
    #[must_use]
    pub fn published_with(&self, kept: Vec<Published>) -> Vec<Published> {
        let mut all = kept;
        for own in self.published() {
            match all.iter_mut().find(|known| known.id == own.id) {
                Some(known) => known.retired_at = known.retired_at.or(own.retired_at),
                None => all.push(own),
            }
        }
        all.sort_by(|one, other| (one.kind, one.created_at, &one.id).cmp(&(other.kind, other.created_at, &other.id)));
        all
    }

    /// The same ring, signing with the newest keys that are retired neither here nor in `kept`.
    ///
    /// Where there is none, or the seal is the operator's own, the one in use stays, and [`KeyRing::retired_in`] names it.
    #[must_use]
    pub fn following(mut self, kept: &[Published]) -> Self {
        let serves = |id: &str| !is_retired(kept, id);
        let mut keys = self.written.signing.iter().rev().filter(|one| one.retired_at.is_none() && serves(&one.id));
        if let Some(key) = keys.find_map(|one| one.key().ok()) {
            self.signing = Arc::new(key);
        }
        let mut seals = self.written.seals.iter().rev().filter(|one| one.retired_at.is_none() && serves(&one.id));
        if let Some(seal) = seals.find_map(|one| one.seal().ok()).filter(|_| self.own_seal.is_none()) {
            self.seal = Arc::new(seal);
        }
        self
    }

    /// What the key and the seal that sign today are called.
    #[must_use]
    pub fn in_use(&self) -> [String; 2] {
        [self.signing.id().to_string(), self.seal.id().to_string()]
    }

    /// Which of those that sign today are retired by `kept`: nothing may be signed with them any more.
    #[must_use]
    pub fn retired_in(&self, kept: &[Published]) -> Vec<String> {
        self.in_use().into_iter().filter(|id| is_retired(kept, id)).collect()
    }

    /// Whether the seal may seal a paper at `now`.
    ///
    /// One of our own making may always, until it is over: what is told of the past, as in the demo, says that it was sealed
    /// when the seal was made.
    ///
    /// # Errors
    /// When its certificate is not valid yet, or any more.
    pub fn seals_at(&self, now: Instant) -> Result<(), Untimely> {
        let Lifetime { from, until } = self.seal.lifetime();
        if now > until {
            Err(Untimely::Over(until))
        } else if now < from && self.own_seal.is_some() {
            Err(Untimely::NotYet(from))
        } else {
            Ok(())
        }
    }

    /// Makes a new key of this kind, which signs from the next start; the older ones stay good for what they signed.
    ///
    /// The text is what the setting `signing_keys` must become, where keys come from the environment; else the file has been
    /// written and there is none.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn create(&mut self, kind: KeyKind, name: &str, now: Instant) -> Result<(String, Option<String>), Fault> {
        let id = self.written.add(kind, name, now)?;
        self.keep().map(|text| (id, text))
    }

    /// Writes down that a key signs no more; the answer is as in [`KeyRing::create`].
    ///
    /// # Errors
    /// When there is no such key with its private half here, it is retired already, or no other of its kind would be left to
    /// sign.
    pub fn retire(&mut self, id: &str, now: Instant) -> Result<Option<String>, Fault> {
        let before = self.written.clone();
        let kind = self.written.retire(id, now)?;
        let has_own = kind == KeyKind::Seal && self.own_seal.is_some();
        if !has_own && !self.written.has_active(kind) {
            self.written = before;
            return Err(Fault::new(format!(
                "It is the only one; make another first: stafett key create {}",
                kind.key()
            )));
        }
        self.keep()
    }

    /// Whether this key signs today.
    #[must_use]
    pub fn is_active(&self, id: &str) -> bool {
        self.in_use().iter().any(|used| used == id)
    }

    fn keep(&self) -> Result<Option<String>, Fault> {
        match &self.file {
            Some(file) => self.written.write(file).map(|()| None),
            None => self.written.text().map(Some),
        }
    }
}

fn read(file: &Path) -> Result<Written, Fault> {
    let fault = |why: &dyn std::fmt::Display| Fault::new(format!("{}: {why}", file.display()));
    match std::fs::read_to_string(file) {
        Ok(text) => Written::parse(&text).map_err(|why| fault(&why)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Written::default()),
        Err(error) => Err(fault(&error)),
    }
}

fn is_retired(kept: &[Published], id: &str) -> bool {
    kept.iter().any(|one| one.id == id && one.retired_at.is_some())
}

fn own_seal(file: &Path, password: &str) -> Result<(PaperSeal, Published), Fault> {
    let fault = |why: &dyn std::fmt::Display| Fault::new(format!("seal_pkcs12 {}: {why}", file.display()));
    let bytes = std::fs::read(file).map_err(|why| fault(&why))?;
    let opened = pkcs12::open(&bytes, password).map_err(|why| fault(&why))?;
    let seal = PaperSeal::new(&opened.private, opened.certificate, &opened.chain).map_err(|why| fault(&why))?;
    let (id, public, created_at) = (seal.id().to_string(), seal.certificate().to_vec(), seal.lifetime().from);
    Ok((seal, Published { id, kind: KeyKind::Seal, public, created_at, retired_at: None }))
}

impl Written {
    fn has_active(&self, kind: KeyKind) -> bool {
        match kind {
            KeyKind::Signing => self.signing.iter().any(|one| one.retired_at.is_none()),
            KeyKind::Seal => self.seals.iter().any(|one| one.retired_at.is_none()),
        }
    }

    fn active_key(&self) -> Result<SigningKey, Fault> {
        let active = self.signing.iter().rev().find(|one| one.retired_at.is_none());
        active.ok_or_else(|| Fault::new("no signing key"))?.key()
    }

    fn active_seal(&self) -> Result<PaperSeal, Fault> {
        let active = self.seals.iter().rev().find(|one| one.retired_at.is_none());
        active.ok_or_else(|| Fault::new("no seal"))?.seal()
    }

    /// Adds a new key at the end and says what it is called.
    fn add(&mut self, kind: KeyKind, name: &str, now: Instant) -> Result<String, Fault> {
        match kind {
            KeyKind::Signing => loop {
                let mut seed = [0; 32];
                getrandom::fill(&mut seed).map_err(|why| Fault::new(format!("signing key: {why}")))?;
                let fresh = WrittenKey::of(&seed, now)?;
                // The short name must tell keys apart.
                if !self.signing.iter().any(|one| one.id == fresh.id) {
                    self.signing.push(fresh.clone());
                    return Ok(fresh.id);
                }
            },
            KeyKind::Seal => {
                let fresh = PaperSeal::fresh(name, now)?;
                let id = super::cms::fingerprint(&fresh.certificate).to_string();
                let (private, certificate) = (BASE64.encode(&fresh.private), BASE64.encode(&fresh.certificate));
                self.seals.push(WrittenSeal {
                    id: id.clone(),
                    private,
                    certificate,
                    created_at: now,
                    retired_at: None,
                });
                Ok(id)
            }
        }
    }

    fn retire(&mut self, id: &str, now: Instant) -> Result<KeyKind, Fault> {
        let keys = self.signing.iter_mut().map(|one| (KeyKind::Signing, &one.id, &mut one.retired_at));
        let seals = self.seals.iter_mut().map(|one| (KeyKind::Seal, &one.id, &mut one.retired_at));
        let found = keys.chain(seals).find(|(_, known, _)| *known == id);
        let (kind, _, retired_at) = found.ok_or_else(|| Fault::new(format!("There is no key {id}.")))?;
        if retired_at.is_some() {
            return Err(Fault::new(format!("The key {id} is retired already.")));
        }
        *retired_at = Some(now);
        Ok(kind)
    }

    /// Every key is what it says it is, retired ones too.
    fn check(&self) -> Result<(), Fault> {
        for one in &self.signing {
            one.key()?;
        }
        for one in &self.seals {
            one.seal()?;
        }
        Ok(())
    }
}

impl WrittenKey {
    fn of(seed: &[u8; 32], now: Instant) -> Result<Self, Fault> {
        let id = SigningKey::of_seed(seed)?.id().to_string();
        Ok(Self { id, seed: HEXLOWER.encode(seed), created_at: now, retired_at: None })
    }

    fn key(&self) -> Result<SigningKey, Fault> {
        let seed = HEXLOWER.decode(self.seed.as_bytes()).ok().and_then(|seed| <[u8; 32]>::try_from(seed).ok());
        let seed =
            seed.ok_or_else(|| Fault::new(format!("key {}: its seed must be 64 hexadecimal digits", self.id)))?;
        let key = SigningKey::of_seed(&seed)?;
        if key.id().to_string() == self.id {
            Ok(key)
        } else {
            Err(Fault::new(format!("key {}: its seed is another key's", self.id)))
        }
    }
}

impl WrittenSeal {
    fn seal(&self) -> Result<PaperSeal, Fault> {
        let decode =
            |text: &str| BASE64.decode(text.as_bytes()).map_err(|why| Fault::new(format!("seal {}: {why}", self.id)));
        let seal = PaperSeal::new(&decode(&self.private)?, decode(&self.certificate)?, &[])?;
        if seal.id().to_string() == self.id {
            Ok(seal)
        } else {
            Err(Fault::new(format!("seal {}: its certificate is another one's", self.id)))
        }
    }
}

#[cfg(test)]
mod tests;
