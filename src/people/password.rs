//! Passwords: which may be chosen, and argon2id, hashed away from the threads that answer requests.

use super::model::Refusal;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use rocket::tokio::sync::Semaphore;
use std::collections::HashSet;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// The fewest characters a password may have.
pub const SHORTEST: usize = 12;
/// The most; longer is refused, never cut off.
pub const LONGEST: usize = 200;

/// Where passwords are hashed.
static PLACES: Semaphore = Semaphore::const_new(2);

/// What a wrong address is checked against, so that it takes as long as a wrong password.
static NOBODYS: LazyLock<String> = LazyLock::new(|| hash_now("nobody has this password").unwrap_or_default());

/// Passwords that are tried first by everybody who guesses, in lower case.
static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("passwords/common.txt").lines().filter(|line| !line.is_empty()).collect());

/// A password somebody may choose: long enough and not among the first guesses. Nothing is demanded of its letters.
///
/// Kept in the composed form (NFC), so that the same keys give the same password on every device.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(secret)")
    }
}

impl Password {
    /// Reads a password that is about to be chosen by somebody known by the words in `own` (an address, a name).
    ///
    /// # Errors
    /// Refused when it is shorter than twelve characters, longer than two hundred, or easily guessed.
    pub fn parse(typed: &str, own: &[&str]) -> Result<Self, Refusal> {
        let password = composed(typed);
        match password.chars().count() {
            length if length < SHORTEST => Err(Refusal::PasswordTooShort),
            length if length > LONGEST => Err(Refusal::PasswordTooLong),
            _ if is_guessed(&password, own) => Err(Refusal::PasswordTooCommon),
            _ => Ok(Self(password)),
        }
    }

    /// Whether `hash` is one of this password.
    pub async fn is_behind(&self, hash: Option<&str>) -> bool {
        is_right(&self.0, hash).await
    }
}

fn composed(typed: &str) -> String {
    typed.nfc().collect()
}

/// Whether `password` is a common one, or one of the chooser's own words: whole, without figures and signs at its ends, or
/// written over and over.
fn is_guessed(password: &str, own: &[&str]) -> bool {
    let whole = password.to_lowercase();
    let core = whole.trim_matches(|letter: char| !letter.is_alphabetic());
    let own = own.iter().flat_map(|word| {
        let word = word.to_lowercase();
        let local = word.split('@').next().unwrap_or_default().to_owned();
        [word.replace(' ', ""), word, local]
    });
    let own: HashSet<String> = own.chain(["stafett".to_owned()]).filter(|word| !word.is_empty()).collect();
    let is_known = |word: &str| COMMON.contains(word) || own.contains(word);
    [whole.as_str(), core, unit_of(&whole), unit_of(core)].iter().any(|word| is_known(word))
        || unit_of(&whole).chars().count() < 4
}

/// The shortest text that gives `text` when written several times; `text` itself when there is none.
fn unit_of(text: &str) -> &str {
    let ends = text.char_indices().map(|(at, _)| at).skip(1);
    let repeats = |at: &usize| text.len().is_multiple_of(*at) && text[..*at].repeat(text.len() / at) == text;
    ends.take_while(|at| at * 2 <= text.len()).find(repeats).map_or(text, |at| &text[..at])
}

/// Hashes `password` with a salt of its own.
///
/// # Errors
/// When the thread or the hash fails, which only an exhausted machine brings about.
pub async fn hash(password: &Password) -> Result<String, String> {
    let password = password.0.clone();
    aside(move || hash_now(&password)).await?
}

fn hash_now(password: &str) -> Result<String, String> {
    Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(|error| error.to_string())
}

/// Whether `password` belongs to `hash`; takes as long when there is no hash to compare with.
pub async fn is_right(password: &str, hash: Option<&str>) -> bool {
    let password = composed(password);
    let known = hash.map(str::to_owned);
    let checked = aside(move || {
        let against = known.as_deref().unwrap_or(&NOBODYS);
        let parsed = PasswordHash::new(against);
        let fits = parsed.is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        fits && known.is_some()
    });
    checked.await.unwrap_or(false)
}

/// Does the work away from the threads that answer requests, two at a time: each takes 19 MiB and a core, and whoever comes
/// third waits. A request that is given up leaves its place only when the work is done.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, String> {
    let place = PLACES.acquire().await.map_err(|error| error.to_string())?;
    let done = rocket::tokio::task::spawn_blocking(move || {
        let _place = place;
        work()
    });
    done.await.map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rocket::futures::future::join_all;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[rocket::async_test]
    async fn of_twenty_who_want_to_hash_at_once_never_more_than_two_do() {
        static AT_WORK: AtomicUsize = AtomicUsize::new(0);
        static MOST: AtomicUsize = AtomicUsize::new(0);
        let work = || {
            MOST.fetch_max(AT_WORK.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            (0..10_000).for_each(|_| std::thread::yield_now());
            AT_WORK.fetch_sub(1, Ordering::SeqCst);
        };

        let done = join_all((0..20).map(|_| rocket::tokio::spawn(aside(work)))).await;

        assert!(done.iter().all(|one| matches!(one, Ok(Ok(())))));
        assert!((1..=2).contains(&MOST.load(Ordering::SeqCst)));
    }

    #[test]
    fn long_passwords_of_any_letters_pass() {
        for good in ["stafettpinnen går vidare", "stafett-demo-2012", "correct horse battery", "åäöåäöåäöåäx"]
        {
            assert!(Password::parse(good, &["karin@example.org", "Karin Koordinator"]).is_ok(), "{good}");
        }
        assert!(Password::parse(&"lång mening ".repeat(16), &[]).is_ok());
    }

    #[test]
    fn short_long_and_easily_guessed_ones_are_refused_with_the_reason() {
        let own = ["karin.koordinator@example.org", "Karin Koordinator"];
        let cases = [
            ("elva tecken", Refusal::PasswordTooShort),
            ("Password1234", Refusal::PasswordTooCommon),
            ("PASSWORD2024!", Refusal::PasswordTooCommon),
            ("passwordpassword", Refusal::PasswordTooCommon),
            ("lösenordlösenord", Refusal::PasswordTooCommon),
            ("Välkommen2026", Refusal::PasswordTooCommon),
            ("123456789012", Refusal::PasswordTooCommon),
            ("aaaaaaaaaaaaa", Refusal::PasswordTooCommon),
            ("Stafett123456", Refusal::PasswordTooCommon),
            ("Karin Koordinator", Refusal::PasswordTooCommon),
            ("KarinKoordinator1", Refusal::PasswordTooCommon),
            ("karin.koordinator@example.org", Refusal::PasswordTooCommon),
        ];

        let refusals = cases.clone().map(|(typed, _)| Password::parse(typed, &own).err());

        assert_eq!(refusals, cases.map(|(_, refusal)| Some(refusal)));
        assert_eq!(Password::parse(&"x y".repeat(70), &[]).err(), Some(Refusal::PasswordTooLong));
    }

    #[rocket::async_test]
    async fn the_same_letters_from_another_keyboard_are_the_same_password() {
        let chosen = Password::parse("går på räls åt väst", &[]).expect("a password");

        let hash = hash(&chosen).await.expect("a hash");

        let decomposed: String = "går på räls åt väst".nfd().collect();
        assert!(is_right(&decomposed, Some(&hash)).await);
        assert!(!is_right("gar på räls åt väst", Some(&hash)).await);
        assert!(!is_right("nobody has this password", None).await);
    }
}
