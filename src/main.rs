//! The program: hands its arguments to the commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    stafett::cli::run(&arguments)
}
