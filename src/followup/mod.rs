//! Key figures of a year and the rows behind them. Reads only.
//!
//! The rows of a figure are worked out first and the figure is their sum, so that a number can never say anything else
//! than the list it opens.

pub mod model;
pub mod queries;
pub mod rules;
pub mod words;

pub use model::{Answer, Facts, Group, Key, Period, Row};
