//! What handlers and jobs are handed: the database, the clock, the settings, the keys.

use crate::access::sign_in::Door;
use crate::access::{Pace, TokenKey, Vault};
use crate::certification::editions::Shelf;
use crate::certification::verification::Register;
use crate::certification::{Press, actions};
use crate::journal::Chain;
use crate::kernel::Instant;
use crate::links::Links;
use crate::organisations;
use crate::paper::Layouts;
use crate::seals::{self, KeyPlace, KeyRing, Opened};
use crate::settings::{Secret, Settings, Unusable};
use crate::storage::{Db, Remembered, SharedClock};
use data_encoding::HEXLOWER;
use rocket::tokio::sync::{Notify, Semaphore};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// One running installation.
#[derive(Debug, Clone)]
pub struct House {
    /// The database.
    pub db: Db,
    /// The settings it was started with.
    pub settings: Settings,
    /// The addresses letters and papers carry.
    pub links: Links,
    /// The key under which tokens are stored.
    pub tokens: TokenKey,
    /// Seals what even a copy of the database must not show.
    pub vault: Vault,
    /// Chains and seals the journal.
    pub chain: Chain,
    /// The keys that sign credentials and papers.
    pub keys: Arc<KeyRing>,
    /// The clock.
    pub clock: Clock,
    /// Whether this is the throw-away example, which shows its letters to everybody.
    pub is_demo: bool,
    /// What certificates can look like.
    pub layouts: Arc<Layouts>,
    /// How fast networks look codes up and have papers looked at.
    pub paces: Arc<Paces>,
    /// Answers of the database that nearly every request asks for.
    pub remembered: Arc<Answers>,
    /// Wakes the jobs before their next turn, when a request has left them something to do.
    pub due: Arc<Notify>,
    /// Wakes the post before its next turn, while there are letters left.
    pub posted: Arc<Notify>,
}

/// What nearly every request asks the database, with its last answers.
#[derive(Debug, Default)]
pub struct Answers {
    platform_name: Remembered<Option<Arc<str>>>,
    protected_staff: Remembered<Arc<[String]>>,
    editions: Shelf,
    shared_clock: SharedClock,
}

/// How often a network may hand in an assignment in a minute: a whole course behind one address may, all at once.
const HAND_INS_PER_MINUTE: u32 = 60;

/// How many forms with a file are read at once, so that they fill no memory: some 40 MiB, beside what the database copies.
const FILES_AT_ONCE: usize = 6;

/// What is counted by network while people verify and hand in.
#[derive(Debug)]
pub struct Paces {
    /// Codes that are looked up.
    pub lookups: Pace,
    /// PDF files that are looked at.
    pub papers: Pace,
    /// Assignments that are handed in.
    pub hand_ins: Pace,
    /// Room for forms with a file, whoever sends them.
    pub files: Arc<Semaphore>,
}

impl Paces {
    fn of(settings: &Settings) -> Self {
        Self {
            lookups: Pace::new(settings.lookups_per_minute),
            papers: Pace::new(settings.papers_per_minute),
            hand_ins: Pace::new(HAND_INS_PER_MINUTE),
            files: Arc::new(Semaphore::new(FILES_AT_ONCE)),
        }
    }
}

/// Where the time comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The database's clock where nodes share one, else the machine's.
    Real,
    /// A clock that tests set.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `now` until it is set.
    #[must_use]
    pub fn standing_at(now: Instant) -> Self {
        Self::Set(Arc::new(AtomicI64::new(now.millis())))
    }
}

/// The secrets made on first start: keys of 32 bytes in hexadecimal digits. One that is missing is added.
#[derive(Default, PartialEq, Eq, Clone, Serialize, Deserialize)]
#[serde(default)]
struct Secrets {
    #[serde(rename = "token_key")]
    tokens: String,
    #[serde(rename = "sealing_key")]
    sealing: String,
    #[serde(rename = "journal_key")]
    journal: String,
}

impl House {
    /// Opens the database and the secrets, making both on first start.
    ///
    /// # Errors
    /// When a setting cannot be used, or the database or the secrets file cannot be reached.
    pub async fn open(settings: Settings, listening_at: &str) -> Result<Self, Unusable> {
        std::fs::create_dir_all(&settings.data_dir)
            .map_err(|error| Unusable(format!("data_dir {}: {error}", settings.data_dir.display())))?;
        let secrets = Secrets::read(&settings.secrets_file)?;
        let chain = Chain::new(key("journal_key", &secrets.journal)?);
        let sealing = settings.sealing_key.as_ref().map_or(secrets.sealing.as_str(), Secret::reveal);
        let db = Db::open(&settings.database)
            .await
            .map_err(|error| Unusable(format!("The database cannot be opened: {error}")))?
            .ending_with(Arc::new(chain.clone()));
        let public = settings.public_address.clone().unwrap_or_else(|| listening_at.to_owned());
        let verification = settings.verification_address.clone().unwrap_or_else(|| public.clone());
        let keys = keys(&settings)?;
        let layouts = Layouts::load().map_err(|fault| Unusable(fault.to_string()))?;
        Ok(Self {
            db,
            vault: Vault::new(key("sealing_key", sealing)?),
            chain,
            keys: Arc::new(keys),
            tokens: TokenKey::new(key("token_key", &secrets.tokens)?),
            paces: Arc::new(Paces::of(&settings)),
            settings,
            links: Links::new(public, verification),
            clock: Clock::Real,
            layouts: Arc::new(layouts),
            remembered: Arc::default(),
            due: Arc::new(Notify::new()),
            posted: Arc::new(Notify::new()),
            is_demo: false,
        })
    }

    /// The same house as the throw-away example.
    #[must_use]
    pub fn as_demo(mut self) -> Self {
        self.is_demo = true;
        self
    }

    /// What letters with private links are written with.
    #[must_use]
    pub fn letterhead(&self) -> crate::access::Letterhead<'_> {
        crate::access::Letterhead { links: &self.links, keys: &self.tokens }
    }

    /// Where codes are looked up.
    #[must_use]
    pub fn register(&self) -> Register<'_> {
        Register {
            db: &self.db,
            protected_staff: &self.remembered.protected_staff,
            editions: &self.remembered.editions,
        }
    }

    /// What the platform calls itself; `None` before it is set up.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn platform_name(&self) -> Result<Option<Arc<str>>, DbErr> {
        let ask = async |db: &Db| {
            let platform = organisations::queries::platform(db.read()).await?;
            Ok(platform.map(|platform| Arc::from(platform.name)))
        };
        self.remembered.platform_name.or_ask(&self.db, ask).await
    }

    /// What signing in works with.
    #[must_use]
    pub fn door(&self) -> Door<'_> {
        Door { db: &self.db, keys: &self.tokens, vault: &self.vault }
    }

    /// What certificates are issued with.
    #[must_use]
    pub fn press(&self) -> Press<'_> {
        Press { layouts: &self.layouts, letterhead: self.letterhead(), keys: &self.keys }
    }

    /// Publishes the keys and notes the host that papers carry; done at every start, when the tables are up to date.
    ///
    /// The answer is the host in use when the settings name another one: `stafett verification-host accept` says yes to it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn publish(&self) -> Result<Option<String>, DbErr> {
        actions::publish_keys(&self.db, &self.keys, self.now().await?).await?;
        let Some(host) = self.verification_host() else { return Ok(None) };
        actions::first_host(&self.db, host, self.now().await?).await
    }

    /// The same house, signing with keys that are not published as retired; done at every start, when the tables are up to date.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn with_keys_in_use(mut self) -> Result<Self, DbErr> {
        let kept = seals::queries::published(self.db.read()).await?;
        self.keys = Arc::new(KeyRing::clone(&self.keys).following(&kept));
        Ok(self)
    }

    /// The host that papers carry, if the settings name one; an address that is only listened on is nobody's for ever.
    #[must_use]
    pub fn verification_host(&self) -> Option<&str> {
        let named = self.settings.verification_address.as_ref().or(self.settings.public_address.as_ref());
        named.map(String::as_str)
    }

    /// What time it is.
    ///
    /// On PostgreSQL the database's clock counts, so that nodes whose clocks differ agree on deadlines. It is asked once a
    /// second; in between, time passes as this machine counts seconds, whatever its clock is set to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn now(&self) -> Result<Instant, DbErr> {
        match &self.clock {
            Clock::Set(millis) => Ok(Instant::from_millis(millis.load(Ordering::Relaxed))),
            Clock::Real if self.db.is_shared() => self.remembered.shared_clock.read(&self.db).await,
            Clock::Real => Ok(machine_clock()),
        }
    }
}

/// The machine's clock; every other moment comes from here or from the database.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the house is the one place that reads the clock")]
pub fn machine_clock() -> Instant {
    Instant::from_millis(chrono::Utc::now().timestamp_millis())
}

impl Secrets {
    /// The secrets in `file`; those that are missing are made and written first.
    fn read(file: &Path) -> Result<Self, Unusable> {
        let unusable = |error: &dyn std::fmt::Display| Unusable(format!("secrets_file {}: {error}", file.display()));
        let kept: Self = if file.exists() {
            let text = std::fs::read_to_string(file).map_err(|error| unusable(&error))?;
            serde_json::from_str(&text).map_err(|error| unusable(&error))?
        } else {
            Self::default()
        };
        let mut whole = kept.clone();
        for key in [&mut whole.tokens, &mut whole.sealing, &mut whole.journal] {
            if key.is_empty() {
                let mut bytes = [0_u8; 32];
                getrandom::fill(&mut bytes).map_err(|error| unusable(&error))?;
                *key = HEXLOWER.encode(&bytes);
            }
        }
        if whole != kept {
            let text = serde_json::to_string_pretty(&whole).map_err(|error| unusable(&error))?;
            write_private(file, &text).map_err(|error| unusable(&error))?;
        }
        Ok(whole)
    }
}

/// The keys that sign; those made just now are told about, because papers depend on them for as long as there are papers.
fn keys(settings: &Settings) -> Result<KeyRing, Unusable> {
    let file = settings.keys_file();
    let own_seal = settings.own_seal.as_ref().map(|(file, password)| (file.as_path(), password.reveal()));
    let given = settings.signing_keys.as_ref().map(Secret::reveal);
    let place = KeyPlace { file: &file, given, own_seal, name: "Stafett" };
    let Opened { ring, made } = KeyRing::open(place, machine_clock()).map_err(|fault| Unusable(fault.to_string()))?;
    if let Some(file) = made {
        eprintln!(
            "stafett: keys for certificates were made: {}. Back this file up; it cannot be made again.",
            file.display()
        );
    }
    Ok(ring)
}

/// The 32 bytes of a key.
fn key(name: &str, hex: &str) -> Result<[u8; 32], Unusable> {
    let wrong = || Unusable(format!("{name} must be 64 hexadecimal digits."));
    let bytes = HEXLOWER.decode(hex.trim().to_lowercase().as_bytes()).map_err(|_| wrong())?;
    <[u8; 32]>::try_from(bytes).map_err(|_| wrong())
}

/// Writes a file that only its owner can read, whole or not at all.
fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let beside = file.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut opened = options.open(&beside)?;
    opened.write_all(text.as_bytes())?;
    opened.sync_all()?;
    std::fs::rename(&beside, file)
}
