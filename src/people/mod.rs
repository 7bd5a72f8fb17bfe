//! Persons, accounts and roles, and the proofs of role that actions demand.
//!
//! A proof can only be made from an active account of the right role, see `proof`.

pub mod actions;
pub mod entity;
pub mod model;
pub mod password;
pub mod proof;
pub mod queries;

pub use entity::account::Model as Account;
pub use entity::person::Model as Person;
pub use model::{AccountState, Protection, Refusal, Role, masked_name, masked_value};
pub use password::Password;
pub use proof::{Administrator, Coordinator, Delegate, Researcher, SignedIn, Trainer, Unmasker};
