//! The addresses that letters and papers carry, as text. A test compares them with the mounted routes.

use crate::kernel::{HandInId, Lang};

/// Writes addresses for one installation.
#[derive(Debug, Clone)]
pub struct Links {
    public: String,
    verification: String,
}

impl Links {
    /// `public` and `verification` are scheme and host without a trailing slash.
    #[must_use]
    pub fn new(public: String, verification: String) -> Self {
        Self { public, verification }
    }

    /// Scheme and host people reach us by; also the only Origin we accept.
    #[must_use]
    pub fn public(&self) -> &str {
        &self.public
    }

    /// Scheme and host that papers carry for ever.
    #[must_use]
    pub fn verification(&self) -> &str {
        &self.verification
    }

    /// An address of ours, by its path.
    #[must_use]
    pub fn to(&self, path: &str) -> String {
        format!("{}{path}", self.public)
    }

    /// "My application".
    #[must_use]
    pub fn application(&self, token: &str, lang: Lang) -> String {
        format!("{}/my/{token}?lang={}", self.public, lang.tag())
    }

    /// The page on which a manager answers.
    #[must_use]
    pub fn mandate(&self, token: &str, lang: Lang) -> String {
        format!("{}/mandates/{token}?lang={}", self.public, lang.tag())
    }

    /// Where a new password is chosen.
    #[must_use]
    pub fn new_password(&self, token: &str, lang: Lang) -> String {
        format!("{}/new-password/{token}?lang={}", self.public, lang.tag())
    }

    /// Where an invitation is taken.
    #[must_use]
    pub fn invitation(&self, token: &str, lang: Lang) -> String {
        format!("{}/invitations/{token}?lang={}", self.public, lang.tag())
    }

    /// Where the first administrator is made.
    #[must_use]
    pub fn first_administrator(&self, token: &str) -> String {
        format!("{}/first-administrator/{token}", self.public)
    }

    /// Where a guest trainer marks the day.
    #[must_use]
    pub fn day(&self, token: &str) -> String {
        format!("{}/day-links/{token}", self.public)
    }

    /// Where somebody without a password signs in, once.
    #[must_use]
    pub fn sign_in(&self, token: &str, lang: Lang) -> String {
        format!("{}/in/{token}?lang={}", self.public, lang.tag())
    }

    /// The check page of an application that somebody was proposed to send.
    #[must_use]
    pub fn proposal(&self, token: &str, lang: Lang) -> String {
        format!("{}/apply/{token}/check?lang={}", self.public, lang.tag())
    }

    /// Where a trainer reads what was handed in.
    #[must_use]
    pub fn hand_in(&self, id: HandInId, lang: Lang) -> String {
        format!("{}/hand-ins/{id}?lang={}", self.public, lang.tag())
    }

    /// Where a reader checks the certificate with this code.
    #[must_use]
    pub fn verify(&self, code: &str) -> String {
        format!("{}/v/{code}", self.verification)
    }

    /// Where a reader types a code, as a paper shows it: host and path without the scheme.
    #[must_use]
    pub fn verify_shown(&self) -> String {
        let host = self.verification.split_once("://").map_or(self.verification.as_str(), |(_, host)| host);
        format!("{host}/v")
    }

    /// The same address in the upper case that keeps the QR coarse.
    #[must_use]
    pub fn verify_in_qr(&self, code: &str) -> String {
        self.verify(code).to_uppercase()
    }
}
