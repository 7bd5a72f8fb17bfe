//! Every decision and certificate derived once more from the rows themselves, and what came out otherwise.
//!
//! Shares nothing with the path that decides and issues but the rule language: it reads the tables with its own statements,
//! puts the facts together in its own way, and adds papers up by itself. A mistake there is not repeated here.

mod certificates;
mod decisions;
mod difference;
mod register;
mod rows;
mod rules;
mod wording;

pub use difference::Difference;

use sea_orm::{ConnectionTrait, DbErr};

/// What was derived again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rechecked {
    /// How many decisions, former ones included.
    pub decisions: usize,
    /// How many certificates and attendance certificates, whatever their state.
    pub certificates: usize,
    /// What came out otherwise than it is stored.
    pub differences: Vec<Difference>,
}

/// Derives every stored decision and every issued certificate again.
///
/// Each is derived as of its own moment: marks, attestations and dispensations that came later do not count, since a later
/// correction raises a review and takes nothing back by itself. Where minutes or earlier marks have been disposed of, those of
/// the decision stand in for them. An edition that corrects a name or renews a term is derived from the one it replaces.
/// Names, trainers, the issuer and who signs are as they were that day, of which no row tells any more; so is the place.
///
/// # Errors
/// When the database does not answer.
pub async fn recheck(db: &impl ConnectionTrait) -> Result<Rechecked, DbErr> {
    let raw = rows::Raw::read(db).await?;
    let (decided, mut differences) = decisions::derive(&raw);
    let (register, wording) = (register::Register::read(db).await?, wording::Wording::read(db).await?);
    let (certificates, more) = certificates::derive(&raw, &register, &wording);
    differences.extend(more);
    Ok(Rechecked { decisions: decided, certificates, differences })
}
