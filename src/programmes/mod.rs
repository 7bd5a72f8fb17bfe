//! What is taught: programmes, their versions and days, award titles with their periods, the rule they ask for.

pub mod entity;
