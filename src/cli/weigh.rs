//! `stafett weigh FILE`: weighs the record in a file against the rule in the same file.

use std::{fs, path::Path, process::ExitCode};

use crate::{kernel::Lang, requirements};

/// Prints the verdict of the file at `path` as JSON and exits 0; exits 2 if the file is unusable.
///
/// Standard output carries only the JSON, so that scripts can read it; what is wrong with a file goes to standard
/// error. All three verdicts exit 0: *impossible* is an answer, not a failure.
#[must_use]
pub fn run(path: &Path) -> ExitCode {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => return unusable(&format!("{}: {error}", path.display())),
    };
    match requirements::weigh_file(&text) {
        Ok(answer) => {
            println!("{answer}");
            ExitCode::SUCCESS
        }
        Err(refusal) => unusable(&format!("{}: {}", path.display(), refusal.say(Lang::En))),
    }
}

fn unusable(why: &str) -> ExitCode {
    eprintln!("{why}");
    ExitCode::from(2)
}
