//! `stafett verify`: a QR payload, a credential or a sealed paper, verified without any network.

mod known;
mod own;
#[cfg(test)]
mod tests;

use super::{block_on, read_settings};
use crate::credentials::Refusal;
use crate::settings::Unusable;
use known::Known;
use std::path::Path;
use std::process::ExitCode;

/// Characters below which nothing is a payload: a signature alone takes more.
const SHORTEST: usize = 100;

/// Verifies what `words` name: a payload, the complete text of a QR code, or a file with a credential or a sealed paper.
///
/// `--keys` names a `did.json`, and beside it its companion, in any order; `--status` a status list. Without a `did.json` the
/// keys of this installation are used. Exit code 0: it holds; 1: it does not, or is revoked; 2: it could not be looked at,
/// because there is no such file, a key is not known, or a file given for it cannot be used.
///
/// # Errors
/// When a file cannot be read or believed, or no key is known.
pub(super) fn run(words: &[&str]) -> Result<ExitCode, Unusable> {
    let (subject, rest) = words.split_first().ok_or_else(|| Unusable("What is to be verified?".to_owned()))?;
    let (mut known, mut companions, mut lists) = (Known::default(), Vec::new(), Vec::new());
    for pair in rest.chunks(2) {
        match pair {
            ["--keys", file] => {
                let text = text_of(file)?;
                if !known.read_keys(&text) {
                    companions.push((file, text));
                }
            }
            ["--status", file] => lists.push((file, text_of(file)?)),
            _ => return Err(Unusable("See stafett help.".to_owned())),
        }
    }
    if known.keys.is_empty() {
        let settings = read_settings()?;
        known.learn(block_on(own::of(&settings))?);
    }
    // Only now, so that the order of the options is all the same: what is signed adds nothing to what is trusted.
    for (file, text) in companions {
        known.read_companion(&text).map_err(|why| unvouched(file, &why))?;
    }
    for (file, text) in lists {
        known.read_list(&text).map_err(|why| named(file, &why))?;
    }
    let answer = if Path::new(subject).is_file() {
        known.file(&std::fs::read(subject).map_err(|why| named(subject, &why))?)
    } else if may_be_payload(subject) {
        known.payload(subject)
    } else {
        return Err(Unusable(format!("{subject}: there is no such file, and it is not the text of a QR code either.")));
    };
    Ok(match answer {
        Ok(answer) => {
            print!("{}", answer.text);
            ExitCode::from(u8::from(answer.is_over))
        }
        Err(refusal) => {
            println!("{refusal}");
            ExitCode::from(code(&refusal))
        }
    })
}

/// Whose key is not known has not been found wanting: nobody could look.
fn code(refusal: &Refusal) -> u8 {
    if matches!(refusal, Refusal::UnknownKey(_) | Refusal::UnknownSeal(_)) { 2 } else { 1 }
}

/// Whether a word is written as payloads are, alone or behind an address; anything else is the name of a file that is missing.
fn may_be_payload(word: &str) -> bool {
    let word = word.trim();
    match word.split_once('#') {
        Some((address, _)) => address.contains("://"),
        None => word.len() >= SHORTEST && word.bytes().all(|byte| byte.is_ascii_alphanumeric()),
    }
}

fn text_of(file: &str) -> Result<String, Unusable> {
    std::fs::read_to_string(file).map_err(|why| named(file, &why))
}

/// Whoever has a companion and nothing else must know what is missing.
fn unvouched(file: &str, why: &Refusal) -> Unusable {
    match why {
        Refusal::UnknownKey(_) => Unusable(format!(
            "{file}: {why} It brings no keys of its own: name its issuer's did.json, too (--keys did.json)."
        )),
        _ => named(file, why),
    }
}

fn named(file: &str, why: &dyn std::fmt::Display) -> Unusable {
    Unusable(format!("{file}: {why}"))
}
