//! The commands of `stafett`, one file each.

mod account;
mod check;
mod demo;
mod journal;
mod key;
mod migrate;
mod recheck;
mod retention;
mod serve;
mod verify;
pub mod verify_allocation;
pub mod weigh;

use crate::settings::{self, Settings, Unusable};
use std::process::ExitCode;

const USAGE: &str = "\
stafett demo [--json]                       a throw-away example, then the server
stafett serve                               the server
stafett migrate                             brings the tables up to date
stafett account create --email E --role coordinator|trainer|administrator [--name N]
stafett verify-allocation FILE              recomputes an allocation from its protocol
stafett weigh FILE                          weighs facts against a completion rule
stafett check                               looks for broken invariants
stafett recheck                             derives every decision and certificate again
stafett journal verify [--head N:HASH]      looks whether the journal is as it was written
stafett verify PAYLOAD|FILE [--keys did.json]... [--status list.json]...
                                            verifies a QR payload, a credential or a sealed PDF, without a network;
                                            --keys takes the companion stafett-keys.json beside its did.json, too
stafett key list                            every key that ever signed
stafett key create signing|seal             a new key; what older ones signed stays good
stafett key retire ID                       a key that signs no more
stafett verification-host [accept]          the hosts papers carry; says yes to the one in the settings
stafett retention                           what is due for disposal; disposes of nothing
";

/// Runs the command named by `arguments` (without the program's name).
///
/// Exit codes: 0 done, 1 the command says no, 2 it could not be carried out.
#[must_use]
pub fn run(arguments: &[String]) -> ExitCode {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["demo"] => demo::run(demo::Telling::Words),
        ["demo", "--json"] => demo::run(demo::Telling::Json),
        ["serve"] | [] => serve::run(),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        ["migrate"] => migrate::run(),
        ["account", "create", rest @ ..] => account::create(rest),
        ["check"] => check::run(),
        ["recheck"] => recheck::run(),
        ["journal", "verify", rest @ ..] => journal::verify(rest),
        ["verify", rest @ ..] => verify::run(rest),
        ["key", "list"] => key::list(),
        ["key", "create"] => key::create("signing"),
        ["key", "create", kind] => key::create(kind),
        ["key", "retire", id] => key::retire(id),
        ["verification-host"] => key::hosts(),
        ["verification-host", "accept"] => key::accept_host(),
        ["retention"] => retention::run(),
        ["verify-allocation", file] => Ok(verify_allocation::run(std::path::Path::new(file))),
        ["weigh", file] => Ok(weigh::run(std::path::Path::new(file))),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("stafett: {error}");
        ExitCode::from(2)
    })
}

/// The settings of this process.
fn read_settings() -> Result<Settings, Unusable> {
    Settings::read(&settings::figment())
}

/// Runs `work` to its end on Rocket's runtime.
fn block_on<T: Send>(work: impl Future<Output = T> + Send) -> T {
    rocket::execute(work)
}
