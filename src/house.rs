//! What handlers and jobs are handed: the database, the clock, the settings, the keys.

use crate::access::TokenKey;
use crate::certification::Press;
use crate::kernel::Instant;
use crate::links::Links;
use crate::paper::Layouts;
use crate::settings::{Settings, Unusable};
use crate::storage::Db;
use data_encoding::HEXLOWER;
use rocket::tokio::sync::Notify;
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
    /// The clock.
    pub clock: Clock,
    /// Whether this is the throw-away example, which shows its letters to everybody.
    pub is_demo: bool,
    /// What certificates can look like.
    pub layouts: Arc<Layouts>,
    /// Wakes the jobs before their next turn, when a request has left them something to do.
    pub due: Arc<Notify>,
    /// Wakes the post before its next turn, while there are letters left.
    pub posted: Arc<Notify>,
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

/// The secrets made on first start.
#[derive(Serialize, Deserialize)]
struct Secrets {
    token_key: String,
}

impl House {
    /// Opens the database and the secrets, making both on first start.
    ///
    /// # Errors
    /// When a setting cannot be used, or the database or the secrets file cannot be reached.
    pub async fn open(settings: Settings, listening_at: &str) -> Result<Self, Unusable> {
        std::fs::create_dir_all(&settings.data_dir)
            .map_err(|error| Unusable(format!("data_dir {}: {error}", settings.data_dir.display())))?;
        let tokens = token_key(&settings.secrets_file)?;
        let db = Db::open(&settings.database)
            .await
            .map_err(|error| Unusable(format!("The database cannot be opened: {error}")))?;
        let public = settings.public_address.clone().unwrap_or_else(|| listening_at.to_owned());
        let verification = settings.verification_address.clone().unwrap_or_else(|| public.clone());
        let layouts = Layouts::load().map_err(|fault| Unusable(fault.to_string()))?;
        Ok(Self {
            db,
            settings,
            links: Links::new(public, verification),
            tokens,
            clock: Clock::Real,
            layouts: Arc::new(layouts),
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

    /// What certificates are issued with.
    #[must_use]
    pub fn press(&self) -> Press<'_> {
        Press { layouts: &self.layouts, letterhead: self.letterhead() }
    }

    /// What time it is.
    ///
    /// On PostgreSQL the database's clock is asked, so that nodes whose clocks differ agree on deadlines.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn now(&self) -> Result<Instant, DbErr> {
        match &self.clock {
            Clock::Set(millis) => Ok(Instant::from_millis(millis.load(Ordering::Relaxed))),
            Clock::Real => Ok(match self.db.clock().await? {
                Some(shared) => shared,
                None => machine_clock(),
            }),
        }
    }
}

/// The machine's clock; every other moment comes from here or from the database.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the house is the one place that reads the clock")]
pub fn machine_clock() -> Instant {
    Instant::from_millis(chrono::Utc::now().timestamp_millis())
}

fn token_key(file: &Path) -> Result<TokenKey, Unusable> {
    let unusable = |error: &dyn std::fmt::Display| Unusable(format!("secrets_file {}: {error}", file.display()));
    if !file.exists() {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).map_err(|error| unusable(&error))?;
        let secrets = Secrets { token_key: HEXLOWER.encode(&bytes) };
        let text = serde_json::to_string_pretty(&secrets).map_err(|error| unusable(&error))?;
        write_private(file, &text).map_err(|error| unusable(&error))?;
    }
    let text = std::fs::read_to_string(file).map_err(|error| unusable(&error))?;
    let secrets: Secrets = serde_json::from_str(&text).map_err(|error| unusable(&error))?;
    let bytes = HEXLOWER.decode(secrets.token_key.as_bytes()).map_err(|error| unusable(&error))?;
    let bytes = <[u8; 32]>::try_from(bytes).map_err(|_| unusable(&"token_key must be 64 hexadecimal digits"))?;
    Ok(TokenKey::new(bytes))
}

/// Writes a file that only its owner can read.
fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut opened = options.open(file)?;
    opened.write_all(text.as_bytes())?;
    opened.sync_all()
}
