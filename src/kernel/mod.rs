//! The words every room speaks. Nothing here reads or writes anything.

mod lang;

pub use lang::Lang;
