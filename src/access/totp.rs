//! Codes of the second factor: TOTP as in RFC 6238 with SHA-1, six digits and half a minute, as every app computes them.

use crate::kernel::Instant;
use data_encoding::BASE32_NOPAD;
use ring::hmac;

/// How long a code is shown, in milliseconds.
const STEP_MILLIS: i64 = 30_000;
/// The modulus of six digits.
const SIX_DIGITS: u32 = 1_000_000;

/// The secret that a server and an app share: 20 bytes, as RFC 4226 recommends.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 20]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(secret)")
    }
}

impl Secret {
    /// A new secret.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0_u8; 20];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// The secret as apps read it; case, spaces and hyphens do not matter.
    #[must_use]
    pub fn parse(base32: &str) -> Option<Self> {
        let plain: String = base32.chars().filter(char::is_ascii_alphanumeric).collect();
        let bytes = BASE32_NOPAD.decode(plain.to_uppercase().as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The secret in base32, 32 letters and digits.
    #[must_use]
    pub fn base32(&self) -> String {
        BASE32_NOPAD.encode(&self.0)
    }

    /// The code of `step` (RFC 4226, section 5.3, truncated to six digits).
    #[must_use]
    pub fn code(&self, step: i64) -> String {
        format!("{:06}", truncated(&self.0, step) % SIX_DIGITS)
    }

    /// The latest step around `now` whose code was typed; one before and one after are let pass, for clocks that differ.
    #[must_use]
    pub fn step_of(&self, typed: &str, now: Instant) -> Option<i64> {
        let here = step_at(now);
        (here - 1..=here + 1).rev().find(|step| constant_time_eq(&self.code(*step), typed))
    }

    /// What the QR code says to the app (the *Key URI Format*): who issues, for which account.
    #[must_use]
    pub fn address(&self, issuer: &str, account: &str) -> String {
        let [issuer, account] =
            [issuer, account].map(|text| rocket::http::RawStr::new(text).percent_encode().to_string());
        format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}", self.base32())
    }
}

/// The number of the half minute `now` lies in.
#[must_use]
pub fn step_at(now: Instant) -> i64 {
    now.millis().div_euclid(STEP_MILLIS)
}

/// The 31 bits HOTP takes out of the HMAC of `step`.
fn truncated(secret: &[u8], step: i64) -> u32 {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let offset = usize::from(bytes.last().copied().unwrap_or_default() & 0x0f);
    let four = bytes.iter().skip(offset).take(4);
    four.fold(0_u32, |number, byte| (number << 8) | u32::from(*byte)) & 0x7fff_ffff
}

fn constant_time_eq(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |odd, (a, b)| odd | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        let secret = Secret(*b"12345678901234567890");
        // Appendix B, SHA-1: seconds since 1970 and the eight digits, of which we show the last six.
        let vectors = [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130_u32),
        ];

        for (second, eight) in vectors {
            let step = step_at(Instant::from_millis(second * 1000));

            assert_eq!(truncated(&secret.0, step) % 100_000_000, eight, "{second}");
            assert_eq!(secret.code(step), format!("{:06}", eight % SIX_DIGITS));
        }
    }

    #[test]
    fn a_code_fits_its_own_half_minute_and_one_on_either_side() {
        let secret = Secret(*b"12345678901234567890");
        let now = Instant::from_millis(1_234_567_890_000);
        let code = secret.code(step_at(now));

        let fits = [-31, -30, 0, 59, 60]
            .map(|seconds| secret.step_of(&code, Instant::from_millis(now.millis() + seconds * 1000)).is_some());

        assert_eq!(fits, [false, true, true, true, false]);
        assert_eq!(secret.step_of("12345", now), None);
    }

    #[test]
    fn a_secret_is_read_as_it_is_typed_off_a_screen() {
        let secret = Secret::random().expect("randomness");
        let shown = secret.base32();

        let typed = format!("{} {}", shown[..16].to_lowercase(), &shown[16..]);

        assert_eq!(Secret::parse(&typed), Some(secret.clone()));
        assert_eq!(Secret::parse("ABC"), None);
        let address = secret.address("Barnrätt Ö", "karin@example.org");
        assert!(address.starts_with("otpauth://totp/Barnr%C3%A4tt%20%C3%96:karin"), "{address}");
    }
}
