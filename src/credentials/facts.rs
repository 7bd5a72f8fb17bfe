//! What a credential is made of.

use crate::kernel::{EmailAddress, Instant, Lang};

/// Everything a credential says, but for who issues it.
#[derive(Debug, Clone, Copy)]
pub struct BadgeFacts<'a> {
    /// The public code, by which the credential is found.
    pub code: &'a str,
    /// What it is called, such as "Intyg BRF-2012-0001".
    pub name: &'a str,
    /// Since when it holds.
    pub issued_at: Instant,
    /// Until when, if it ends.
    pub valid_until: Option<Instant>,
    /// Whom it is about.
    pub recipient: Recipient<'a>,
    /// What they achieved.
    pub achievement: Achievement<'a>,
    /// The language its texts are in.
    pub lang: Lang,
    /// Where is written whether it is revoked.
    pub status: StatusPlace,
}

/// Whom a credential is about.
#[derive(Debug, Clone, Copy, Default)]
pub struct Recipient<'a> {
    /// The name as printed; `None` for protected persons.
    pub name: Option<&'a str>,
    /// The e-mail address, of which only a hash is kept, and the salt of that hash.
    pub email: Option<(&'a EmailAddress, &'a str)>,
}

/// What was achieved.
#[derive(Debug, Clone, Copy)]
pub struct Achievement<'a> {
    /// The number of the award title; 0 for taking part.
    pub award: u64,
    /// The title.
    pub name: &'a str,
    /// What it is, in a sentence.
    pub description: &'a str,
    /// The completion rule in words.
    pub criteria: &'a str,
}

/// A place in a status list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusPlace {
    /// The number of the list, from 1.
    pub list: i64,
    /// The bit in it, 0 to 131 071.
    pub index: u32,
}
