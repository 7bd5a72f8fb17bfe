//! Passwords: argon2id, hashed away from the threads that answer requests.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::sync::LazyLock;

/// What a wrong address is checked against, so that it takes as long as a wrong password.
static NOBODYS: LazyLock<String> = LazyLock::new(|| hash_now("nobody has this password").unwrap_or_default());

/// Hashes `password` with a salt of its own.
///
/// # Errors
/// When the thread or the hash fails, which only an exhausted machine brings about.
pub async fn hash(password: &str) -> Result<String, String> {
    let password = password.to_owned();
    rocket::tokio::task::spawn_blocking(move || hash_now(&password)).await.map_err(|error| error.to_string())?
}

fn hash_now(password: &str) -> Result<String, String> {
    Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(|error| error.to_string())
}

/// Whether `password` belongs to `hash`; takes as long when there is no hash to compare with.
pub async fn is_right(password: &str, hash: Option<&str>) -> bool {
    let password = password.to_owned();
    let known = hash.map(str::to_owned);
    let checked = rocket::tokio::task::spawn_blocking(move || {
        let against = known.as_deref().unwrap_or(&NOBODYS);
        let parsed = PasswordHash::new(against);
        let fits = parsed.is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        fits && known.is_some()
    });
    checked.await.unwrap_or(false)
}
