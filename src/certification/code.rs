//! The public code: what the QR carries and what a reader types.
//!
//! Sixteen characters of Crockford's base32 (80 random bits) and one check character, Luhn mod 32 over the same
//! alphabet. The check finds every single wrong character and nearly every pair exchanged; it is against slips of the
//! hand, the 80 bits are against guessing.

/// Crockford's alphabet: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters before the check character.
const RANDOM_CHARACTERS: usize = 16;

/// A public code that passes its own check; whether a certificate has it, only the register knows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Code(String);

impl Code {
    /// A new code.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0_u8; 10];
        getrandom::fill(&mut bytes)?;
        Ok(Self::of(bytes))
    }

    /// The code of these 80 bits, highest first.
    #[must_use]
    pub fn of(bytes: [u8; 10]) -> Self {
        let bits = bytes.iter().fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
        let values: Vec<u8> = (0..RANDOM_CHARACTERS)
            .rev()
            .map(|place| u8::try_from((bits >> (5 * place)) & 31).unwrap_or_default())
            .collect();
        let check = check_value(&values);
        Self(values.into_iter().chain([check]).map(letter).collect())
    }

    /// Reads a code as people type it: any case, spaces and hyphens anywhere, O for 0, I and L for 1.
    ///
    /// `None` for a wrong length, a foreign character or a check character that does not fit.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        // Looked at before anything is collected: an address may be as long as the server allows.
        if typed.len() > 200 {
            return None;
        }
        let values = typed.chars().filter(|c| !is_separator(*c)).map(value).collect::<Option<Vec<u8>>>()?;
        let (check, random) = values.split_last()?;
        let sound = random.len() == RANDOM_CHARACTERS && check_value(random) == *check;
        sound.then(|| Self(values.iter().copied().map(letter).collect()))
    }

    /// The code without hyphens, as addresses and the register carry it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code in groups that can be read aloud: 4-4-4-5.
    #[must_use]
    pub fn grouped(&self) -> String {
        let code = &self.0;
        format!("{}-{}-{}-{}", &code[..4], &code[4..8], &code[8..12], &code[12..])
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}')
}

fn letter(value: u8) -> char {
    char::from(ALPHABET[usize::from(value & 31)])
}

fn value(typed: char) -> Option<u8> {
    let upper = typed.to_ascii_uppercase();
    let meant = match upper {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET.iter().position(|known| char::from(*known) == meant)?;
    u8::try_from(place).ok()
}

/// The Luhn mod N check character for N = 32: every second value from the right is doubled, its two digits in base 32
/// are added, and the check brings the sum to a multiple of 32.
fn check_value(values: &[u8]) -> u8 {
    let sum: u32 = values
        .iter()
        .rev()
        .enumerate()
        .map(|(place, value)| {
            let weighed = u32::from(*value) * if place % 2 == 0 { 2 } else { 1 };
            weighed / 32 + weighed % 32
        })
        .sum();
    u8::try_from((32 - sum % 32) % 32).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> Code {
        Code::of([0x9A, 0x5C, 0x01, 0xF7, 0x33, 0xB8, 0x4E, 0x00, 0xD1, 0x6F])
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = code();
        let typed = [
            code.as_str().to_owned(),
            code.grouped(),
            code.as_str().to_lowercase(),
            format!("  {} ", code.grouped().replace('-', " ")),
            code.as_str().replace('0', "o").replace('1', "l"),
            code.as_str().replace('0', "O").replace('1', "I"),
            code.grouped().replace('-', "–"),
        ];

        let read = typed.map(|typed| Code::parse(&typed));

        assert!(read.iter().all(|read| read.as_ref() == Some(&code)), "{read:?}");
    }

    #[test]
    fn one_wrong_character_is_always_found() {
        let code = code();

        let accepted: Vec<String> = (0..17)
            .flat_map(|place| ALPHABET.iter().map(move |other| (place, char::from(*other))))
            .map(|(place, other)| {
                let mut letters: Vec<char> = code.as_str().chars().collect();
                letters[place] = other;
                letters.into_iter().collect::<String>()
            })
            .filter(|mutated| mutated != code.as_str())
            .filter(|mutated| Code::parse(mutated).is_some())
            .collect();

        assert_eq!(accepted, Vec::<String>::new());
    }

    #[test]
    fn what_is_no_code_is_not_read() {
        let long = "A".repeat(10_000);
        let typed = ["", "-", "ABCD", "K7QF-1A2B-3C4D-5E6F-X7QF-1", "U7QF1A2B3C4D5E6FX", "' OR 1=1 --", "Åäö", &long];

        let read = typed.map(Code::parse);

        assert!(read.iter().all(Option::is_none), "{read:?}");
    }

    #[test]
    fn the_check_character_is_luhns() {
        // 16 values 0..15 from the left; doubled from the right: 15, 13, … , 1 → 30+26+22+18+14+10+6+2 = 128; the
        // others 0+2+…+14 = 56; 184 mod 32 = 24, so the check is 8.
        let values: Vec<u8> = (0..16).collect();

        assert_eq!(check_value(&values), 8);
    }
}
