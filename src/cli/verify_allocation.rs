//! `stafett verify-allocation FILE`: anybody recomputes a draw from its protocol.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use crate::allocation::{Unusable, Verification, verify};

/// Recomputes the draw in the file at `path`.
///
/// Standard output carries the recomputed lists and nothing else, on one line; what differs or is wrong goes to standard
/// error. Exit code 0: the file's own lists agree or are absent; 1: the first difference is named; 2: the file is unusable
/// or cannot be read, and standard output is empty.
#[must_use]
pub fn run(path: &Path) -> ExitCode {
    let read = std::fs::read(path).map_err(|wrong| wrong.to_string());
    let text = read.and_then(|bytes| String::from_utf8(bytes).map_err(|wrong| wrong.to_string()));
    let answer = match text {
        Ok(text) => Answer::to(verify(&text)),
        Err(reason) => Answer::unusable(&reason),
    };
    // Whoever closed the pipe does not want to read the rest: the exit code still says it.
    let _ = std::io::stdout().write_all(answer.output.as_bytes());
    let _ = std::io::stderr().write_all(answer.errors.as_bytes());
    ExitCode::from(answer.code)
}

/// What the command says, and where.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    output: String,
    errors: String,
    code: u8,
}

impl Answer {
    fn to(verified: Result<Verification, Unusable>) -> Self {
        let Verification { recomputed, difference } = match verified {
            Ok(verification) => verification,
            Err(unusable) => return Self::unusable(&unusable.to_string()),
        };
        let code = u8::from(difference.is_some());
        let errors = difference.map_or_else(String::new, |difference| format!("The file differs. {difference}\n"));
        Self { output: format!("{recomputed}\n"), errors, code }
    }

    fn unusable(reason: &str) -> Self {
        Self { output: String::new(), errors: format!("The file is unusable. {reason}\n"), code: 2 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{"offer":"B","seed":"c938c252b61e5c2cc16102038a074c0b029884b09b27588d2655f5249b6e99fc",
        "capacity":1,"guarantee":2,"cap":4,"organisations":[{"code":"1260","trained":0,"population":1}],
        "applications":[{"reference":"A01","organisation":"1260"}],"admitted":["A01"]}"#;

    #[test]
    fn a_file_that_agrees_gives_its_lists_and_nothing_else() {
        let answer = Answer::to(verify(FILE));

        assert_eq!(answer.output, "{\"admitted\":[\"A01\"],\"reserve\":[]}\n");
        assert_eq!((answer.errors.as_str(), answer.code), ("", 0));
    }

    #[test]
    fn a_file_that_differs_gives_the_lists_and_names_the_difference() {
        let answer = Answer::to(verify(&FILE.replace(r#":["A01"]"#, r#":["A02"]"#)));

        assert_eq!(answer.output, "{\"admitted\":[\"A01\"],\"reserve\":[]}\n");
        assert_eq!(answer.errors, "The file differs. admitted, no. 1: the file says A02, recomputed A01\n");
        assert_eq!(answer.code, 1);
    }

    #[test]
    fn an_unusable_file_gives_no_lists() {
        let answer = Answer::to(verify(&FILE.replace("\"offer\"", "\"colour\"")));

        assert_eq!((answer.output.as_str(), answer.code), ("", 2));
        assert!(answer.errors.contains("colour"));
    }
}
