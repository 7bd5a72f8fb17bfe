//! What is done to accounts, by administrators and by their owners.

mod first;
mod inviting;
mod keeping;
mod merging;
mod own;
mod passwords;
mod telling;

pub use first::{link_to_first, make_first};
pub use inviting::{invite, invite_again, take_invitation, withdraw};
pub use keeping::{Unmasking, allow_unmasking, change_role, disable, enable, reset_factor};
pub use merging::{Moved, merge, what_would_move};
pub use own::{NewFactor, change_factor, new_recovery_codes, set_language, sign_out_others, stay_signed_in};
pub use passwords::{change, forgotten, reset, send_reset};
