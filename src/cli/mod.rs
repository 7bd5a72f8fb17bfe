//! The commands besides serving: one file each.

/// `stafett verify-allocation FILE`: recomputes a draw.
pub mod verify_allocation;
