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

/// Verifies what `words` name: a payload, the complete text of a QR code, or a file with a credential or a sealed paper.
///
/// `--keys` names a `did.json` or its companion (both may be given), `--status` a status list; without keys those of this
/// installation are used. Exit code 0: it holds; 1: it does not, or is revoked; 2: it could not be looked at, because a key is
/// not known or a file given for it cannot be used.
///
/// # Errors
/// When a file cannot be read or believed, or no key is known.
pub(super) fn run(words: &[&str]) -> Result<ExitCode, Unusable> {
    let (subject, rest) = words.split_first().ok_or_else(|| Unusable("What is to be verified?".to_owned()))?;
    let (mut known, mut lists) = (Known::default(), Vec::new());
    for pair in rest.chunks(2) {
        match pair {
            ["--keys", file] => known.read_keys(&text_of(file)?).map_err(|why| named(file, &why))?,
            ["--status", file] => lists.push((file, text_of(file)?)),
            _ => return Err(Unusable("See stafett help.".to_owned())),
        }
    }
    if known.keys.is_empty() {
        let settings = read_settings()?;
        known.learn(block_on(own::of(&settings))?);
    }
    for (file, text) in lists {
        known.read_list(&text).map_err(|why| named(file, &why))?;
    }
    let answer = if Path::new(subject).is_file() {
        known.file(&std::fs::read(subject).map_err(|why| named(subject, &why))?)
    } else {
        known.payload(subject)
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

fn text_of(file: &str) -> Result<String, Unusable> {
    std::fs::read_to_string(file).map_err(|why| named(file, &why))
}

fn named(file: &str, why: &dyn std::fmt::Display) -> Unusable {
    Unusable(format!("{file}: {why}"))
}
