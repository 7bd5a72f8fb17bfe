//! Why something is not made, or not believed.

use crate::kernel::Lang;
use crate::seals::{KeyId, SealId};

/// What stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is not of the one form we write.
    Form,
    /// It is signed by a key that is not known here.
    UnknownKey(KeyId),
    /// It is sealed with a certificate that is not known here.
    UnknownSeal(SealId),
    /// The address in front of it names a host that is none of the issuer's.
    UnknownHost(String),
    /// It was altered, or signed by somebody else.
    Signature,
    /// An address in it cannot stand in a credential.
    Address(String),
    /// There is no room for it in the QR code.
    TooLong,
    /// A day before 1970 or a number out of its range.
    OutOfRange,
}

impl Refusal {
    /// The refusal as a sentence.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Form => {
                lang.say("Det här är inte skrivet av Stafett.", "This was not written by Stafett.").to_owned()
            }
            Self::UnknownKey(id) => lang.say(
                format!("Det är undertecknat med nyckeln {id}, som inte är känd här."),
                format!("It is signed with the key {id}, which is not known here."),
            ),
            Self::UnknownSeal(id) => lang.say(
                format!("Det är förseglat med certifikatet {id}, som inte är känt här."),
                format!("It is sealed with the certificate {id}, which is not known here."),
            ),
            Self::UnknownHost(host) => lang.say(
                format!("Koden leder till {host}, som inte är någon av utfärdarens adresser."),
                format!("The code leads to {host}, which is no address of the issuer’s."),
            ),
            Self::Signature => {
                lang.say(
                    "Underskriften stämmer inte: något är ändrat.",
                    "The signature does not hold: something was altered.",
                )
            }
            .to_owned(),
            Self::Address(address) => lang.say(
                format!("Adressen {address} kan inte stå i ett intyg."),
                format!("The address {address} cannot stand in a credential."),
            ),
            Self::TooLong => lang
                .say("Uppgifterna får inte plats i QR-koden.", "There is no room for this in the QR code.")
                .to_owned(),
            Self::OutOfRange => lang
                .say(
                    "En dag före 1970 eller ett tal utanför gränserna.",
                    "A day before 1970, or a number out of range.",
                )
                .to_owned(),
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence(Lang::En))
    }
}

impl std::error::Error for Refusal {}
