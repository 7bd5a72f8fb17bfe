//! `stafett account create`: an account with a password, asked for or generated.

use super::{block_on, read_settings};
use crate::house::House;
use crate::kernel::{Actor, EmailAddress, Failure, Lang, PersonName, Refusal as _};
use crate::people::Password;
use crate::people::actions::{self, NewAccount};
use crate::people::password::SHORTEST;
use crate::settings::Unusable;
use std::io::{BufRead, IsTerminal, Write};
use std::process::ExitCode;

/// Makes the account that `words` describe (`--email E --role R [--name N]`).
///
/// On a terminal the password is asked for and an empty answer generates one; otherwise one is generated and printed. The second
/// factor is set up at the first sign-in.
///
/// # Errors
/// When the words cannot be understood, the password is easily guessed, or the address has an account already.
pub(super) fn create(words: &[&str]) -> Result<ExitCode, Unusable> {
    let new = read_words(words)?;
    let typed = ask_for_password()?;
    let is_generated = typed.is_none();
    let password = match typed {
        Some(password) => password,
        None => generated()?,
    };
    let own = [new.email.as_str(), new.name.as_str()];
    let chosen = Password::parse(&password, &own).map_err(|refusal| Unusable(refusal.sentence(Lang::En)))?;
    block_on(async {
        let house = House::open(read_settings()?, "").await?;
        house.db.migrate().await.map_err(|error| Unusable(error.to_string()))?;
        let now = house.now().await.map_err(|error| Unusable(error.to_string()))?;
        match actions::create_account(&house.db, &Actor::House, &new, &chosen, now).await {
            Ok(_) => println!("{} can sign in as {}.", new.email, new.role.word(Lang::En)),
            Err(Failure::Refused(refusal)) => return Err(Unusable(refusal.sentence(Lang::En))),
            Err(other) => return Err(Unusable(format!("{other:?}"))),
        }
        if is_generated {
            println!("Password: {password}");
        }
        if new.role.has_password() {
            println!("The second factor is set up at the first sign-in.");
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn read_words(words: &[&str]) -> Result<NewAccount, Unusable> {
    let value = |flag: &str| words.windows(2).find(|pair| pair[0] == flag).map(|pair| pair[1]);
    let wrong = |what: &str| Unusable(format!("{what} is missing or cannot be used; see stafett help."));
    let email = value("--email").and_then(EmailAddress::parse).ok_or_else(|| wrong("--email"))?;
    let role = value("--role").and_then(|role| role.parse().ok()).ok_or_else(|| wrong("--role"))?;
    let fallback = email.as_str().split(['@', '.', '+', '_']).next().unwrap_or_default().to_owned();
    let name = PersonName::parse(value("--name").unwrap_or(&fallback)).map_err(|_| wrong("--name"))?;
    Ok(NewAccount { name, email, role })
}

fn ask_for_password() -> Result<Option<String>, Unusable> {
    let unreadable = |error: std::io::Error| Unusable(error.to_string());
    if !std::io::stdin().is_terminal() {
        return Ok(None);
    }
    print!("Password (at least {SHORTEST} characters; empty: one is generated): ");
    std::io::stdout().flush().map_err(unreadable)?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(unreadable)?;
    let password = line.trim_end_matches(['\r', '\n']);
    Ok((!password.is_empty()).then(|| password.to_owned()))
}

/// Sixteen letters and digits, 80 random bits.
fn generated() -> Result<String, Unusable> {
    let mut random = [0_u8; 10];
    getrandom::fill(&mut random).map_err(|error| Unusable(error.to_string()))?;
    Ok(data_encoding::BASE32_NOPAD.encode(&random).to_lowercase())
}
