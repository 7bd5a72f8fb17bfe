//! The words every room speaks. Nothing here reads or writes anything.

mod actor;
mod email;
mod failure;
mod id;
mod lang;
mod name;
mod time;

pub use actor::Actor;
pub use email::EmailAddress;
pub use failure::{Failure, NoRefusal, Refusal};
pub use id::*;
pub use lang::Lang;
pub use name::{PersonName, Unnameable};
pub use time::{Day, Instant};
