//! Signing in and out.

mod pages;

pub use pages::routes;
