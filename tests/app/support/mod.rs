//! A house of its own for every test, visitors to it, and the pages they get.
#![expect(dead_code, unused_imports, reason = "each test takes what it needs")]

pub mod crawl;
pub mod filled;
mod house;
pub mod letters;
mod page;
pub mod seating;
mod visitor;
pub mod world;

pub use house::{PASSWORD, TestHouse, fresh_house};
pub use page::Page;
pub use visitor::Visitor;
