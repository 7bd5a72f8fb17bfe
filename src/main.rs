//! The command `stafett`.

fn main() {}
