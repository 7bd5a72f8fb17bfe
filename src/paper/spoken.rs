//! What a screen reader says where the eye sees a picture, a link or a seal.

use super::facts::{Bilingual, Kind};

/// For the squares of the strip; what they say stands beside them in words.
pub fn strip() -> Bilingual {
    Bilingual::new(
        "Rutor som visar deltagandet dag för dag, vilket också står i ord",
        "Squares that show attendance day by day, which is also told in words",
    )
}

/// For the QR code.
pub fn qr(kind: Kind) -> Bilingual {
    match kind {
        Kind::Certificate => Bilingual::new(
            "QR-kod som leder till sidan där intyget kontrolleras",
            "QR code that leads to the page where the certificate is verified",
        ),
        Kind::AttendanceCertificate => Bilingual::new(
            "QR-kod som leder till sidan där närvarointyget kontrolleras",
            "QR code that leads to the page where the certificate of attendance is verified",
        ),
    }
}

/// For the link behind the code; `code` in groups.
pub fn link(code: &str) -> Bilingual {
    Bilingual::new(format!("Kontrollera {code} på webben"), format!("Verify {code} on the web"))
}

/// For the field that holds the seal.
pub fn seal() -> Bilingual {
    Bilingual::new("E-stämpel", "Electronic seal")
}

/// For the attached credential.
pub fn credential() -> Bilingual {
    Bilingual::new("Intyget i maskinläsbar form (Open Badges 3.0)", "The certificate as data (Open Badges 3.0)")
}
