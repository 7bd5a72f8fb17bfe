//! What must always be true of seats, marks and letters, and whether it is.
//!
//! The database forbids most of this by constraint; here is looked for what no constraint can say, and for what one would
//! have had to let through.

pub mod model;
pub mod queries;
pub mod recheck;

pub use model::Broken;
