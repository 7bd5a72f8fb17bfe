//! What applicants, their managers and coordinators do here, one use case per function.

mod collected;
mod drafts;
mod entering;
mod letting_go;
mod managers;
mod moving;
mod outcomes;
mod posting;
mod proposing;
mod reaching;
mod readdressing;
mod reminders;
mod signing_in;
mod sorting_out;

pub use collected::send_held;
pub use drafts::{answer, begin, find_draft, token_of};
pub use entering::{Registration, register, send};
pub use letting_go::{new_links, record_withdrawal, withdraw};
pub use managers::{ManagersAnswer, Recorded, answer_mandate, change_manager, record_mandate};
pub use outcomes::tell_manager;
pub use proposing::{Proposal, open_until, propose, resend_proposal};
pub use reaching::{Reached, resend};
pub use readdressing::{lock_all_of, readdress};
pub use reminders::remind_managers;
pub use signing_in::{Entrant, OPEN_MINUTES, send_way_in};
pub use sorting_out::{Decision, Verdict, decide, link_twin, rank};
