//! The commands of `stafett`, one file each: arguments in, an exit code out.

/// `stafett weigh FILE`.
pub mod weigh;
