//! How people get in: sign-in, second factor, sessions, private links in letters, submission keys, counted attempts.
//!
//! Tokens are random; only a keyed digest of them is stored, so that a stolen copy of the database opens nothing.

pub mod asked;
pub mod attempts;
pub mod codes;
pub mod entity;
pub mod leaving;
pub mod links;
pub mod model;
pub mod networks;
pub mod one_time;
pub mod pace;
pub mod second_factor;
pub mod sessions;
pub mod sign_in;
pub mod submissions;
pub mod token;
pub mod totp;
pub mod vault;
pub mod whence;

pub use model::{Holder, NewSession, Owner, Stage};
pub use pace::Pace;
pub use submissions::SubmissionKey;
pub use token::{Token, TokenKey};
pub use vault::{Unopened, Vault};
pub use whence::Whence;

/// What a letter with a private link is written with.
#[derive(Debug, Clone, Copy)]
pub struct Letterhead<'a> {
    /// Writes the addresses.
    pub links: &'a crate::links::Links,
    /// Digests the tokens.
    pub keys: &'a TokenKey,
}
