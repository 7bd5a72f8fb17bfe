//! Looks at a PDF file that somebody hands in: whole, sealed by whom, and what the register says of it.
//!
//! The file is read and forgotten. Of a file that is not ours, or no longer as we sealed it, nothing is told but that.

use super::queries;
use super::verification::{Register, Verified};
use crate::credentials::{Badge, did};
use crate::paper::{self, Mistrust};
use crate::seals::{self, KeyKind, PublicKey, Published, verify_cms};
use data_encoding::HEXLOWER;
use sea_orm::DbErr;
use sha2::{Digest, Sha256};

/// What a file is.
#[derive(Debug)]
pub enum Examined {
    /// Not a sealed certificate of this kind at all.
    Foreign,
    /// Made as one, and then changed: the seal does not hold.
    Altered,
    /// Whole, and sealed by somebody who is not us.
    OtherSeal,
    /// Whole, and sealed by us.
    Ours(Box<Ours>),
}

/// A file that is whole and sealed by us.
#[derive(Debug)]
pub struct Ours {
    /// The seal, with when it was made and retired.
    pub seal: Published,
    /// Whether the credential inside holds by itself.
    pub inside: Inside,
    /// The certificate in the register; `None` if it was never released.
    pub shown: Option<Verified>,
    /// Whether the register keeps the same bytes.
    pub copy: Copied,
}

/// The credential in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inside {
    /// It is signed by this key of ours.
    Signed(String),
    /// It is not as we write and sign them.
    Unsound,
}

/// How a file compares with what the register keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copied {
    /// The same, byte for byte.
    Same,
    /// The register keeps other bytes.
    Other,
    /// The register keeps none.
    Gone,
}

/// Looks at the bytes of a file.
///
/// # Errors
/// When the database does not answer.
pub async fn examine(register: Register<'_>, pdf: &[u8]) -> Result<Examined, DbErr> {
    let inspected = match paper::inspect(pdf) {
        Ok(inspected) => inspected,
        Err(Mistrust::Foreign) => return Ok(Examined::Foreign),
        Err(Mistrust::Altered) => return Ok(Examined::Altered),
    };
    let Ok(sealed) = verify_cms(&inspected.seal, &inspected.digest) else { return Ok(Examined::Altered) };
    let db = register.db.read();
    let published = seals::queries::published(db).await?;
    let by = sealed.by.to_string();
    let Some(seal) = published.iter().find(|one| one.kind == KeyKind::Seal && one.id == by).cloned() else {
        return Ok(Examined::OtherSeal);
    };
    let keys: Vec<PublicKey> = did::signing_keys(&published).iter().map(|key| key.public).collect();
    let Ok(badge) = Badge::verify(&inspected.credential, &keys) else {
        return Ok(ours(seal, Inside::Unsound, None, Copied::Gone));
    };
    let inside = Inside::Signed(badge.key().to_string());
    let code = badge.id().rsplit('/').next().unwrap_or_default();
    let Some(shown) = register.verify(code).await? else { return Ok(ours(seal, inside, None, Copied::Gone)) };
    let copy = match queries::paper_of(db, shown.certificate.id).await? {
        Some(kept) if kept.sha256 == HEXLOWER.encode(&Sha256::digest(pdf)) => Copied::Same,
        Some(_) => Copied::Other,
        None => Copied::Gone,
    };
    Ok(ours(seal, inside, Some(shown), copy))
}

fn ours(seal: Published, inside: Inside, shown: Option<Verified>, copy: Copied) -> Examined {
    Examined::Ours(Box::new(Ours { seal, inside, shown, copy }))
}
