//! What tests of this room are made of.

use super::facts::{Achievement, BadgeFacts, Recipient, StatusPlace};
use super::issuer::Issuer;
use crate::kernel::{EmailAddress, Instant, Lang};
use crate::seals::SigningKey;

/// The key that signs in tests.
pub fn key() -> SigningKey {
    SigningKey::of_seed(&[42; 32]).expect("a key")
}

/// Who issues in tests.
pub fn issuer() -> Issuer {
    Issuer::new("https://intyg.example.org", "Plattform \"Intyg\" för kurser", "https://kurser.example.org")
        .expect("an issuer")
}

/// The holder's address.
pub fn email() -> EmailAddress {
    EmailAddress::parse("Maja.Exempel@example.org").expect("an address")
}

/// What a credential says, about somebody with this name and address.
pub fn facts<'a>(name: Option<&'a str>, email: Option<&'a EmailAddress>) -> BadgeFacts<'a> {
    BadgeFacts {
        code: "7K9XQ2M4TB8ZC1RV3",
        name: "Intyg BRF-2012-0001",
        issued_at: Instant::from_millis(1_386_943_500_000),
        valid_until: None,
        recipient: Recipient { name, email: email.map(|email| (email, "5f1c9a")) },
        achievement: Achievement {
            award: 7,
            name: "Handledare i \"rörelse\"",
            description: "Leder pass.\nPå egen hand.",
            criteria: "Minst fem av sex dagar, varav den sista.",
        },
        lang: Lang::Sv,
        status: StatusPlace { list: 3, index: 94_567 },
    }
}

/// The moment in proofs.
pub fn at() -> Instant {
    Instant::from_millis(1_386_943_560_000)
}
