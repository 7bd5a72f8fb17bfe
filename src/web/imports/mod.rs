//! Taking over a spreadsheet of earlier graduates.

mod elsewhere;
mod pages;

pub use pages::routes;
