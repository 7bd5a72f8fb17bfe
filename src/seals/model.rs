//! The words of this room: how keys are named, what is known of one in public, what can be wrong.

use crate::kernel::Instant;
use data_encoding::HEXLOWER;
use sea_orm::{DeriveActiveEnum, EnumIter};

/// Names a signing key: the first four bytes of SHA-256 of its public half.
///
/// Short, because it stands in every QR code. It only tells which key to try; that two keys of one installation never share
/// one is seen to when a key is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 4]);

impl KeyId {
    /// Reads the eight lower-case hexadecimal digits a key is called by.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok().map(Self)
    }
}

impl std::fmt::Display for KeyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

/// Names a paper seal: SHA-256 of its X.509 certificate, the fingerprint that PDF readers show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SealId(pub [u8; 32]);

impl SealId {
    /// Reads the 64 lower-case hexadecimal digits of a fingerprint.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok().map(Self)
    }
}

impl std::fmt::Display for SealId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum KeyKind {
    /// Signs what machines read; Ed25519.
    Signing,
    /// Seals papers; a key with an X.509 certificate.
    Seal,
}

impl KeyKind {
    /// The word commands and files use.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Signing => "signing",
            Self::Seal => "seal",
        }
    }

    /// Reads a [`KeyKind::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Signing, Self::Seal].into_iter().find(|kind| kind.key() == key)
    }
}

/// From when until when the certificate of a seal is valid, both moments included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    /// The first moment.
    pub from: Instant,
    /// The last.
    pub until: Instant,
}

/// Why a seal seals nothing just now; what it sealed in its time stays good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untimely {
    /// Its certificate was valid until then.
    Over(Instant),
    /// Its certificate is valid from then on.
    NotYet(Instant),
}

/// What everybody may know of a key, for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The text of its [`KeyId`] or [`SealId`].
    pub id: String,
    /// What it is for.
    pub kind: KeyKind,
    /// The 32 bytes of a signing key's public half, or a seal's certificate in DER.
    pub public: Vec<u8>,
    /// When it was made.
    pub created_at: Instant,
    /// When it ceased to sign; what it signed before stays good.
    pub retired_at: Option<Instant>,
}

/// Why a key cannot be had or used, in words for the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(pub String);

impl Fault {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}
