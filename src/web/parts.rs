//! What the template parts take.
//!
//! A page builds these from what its room answered; the parts under `templates/parts/` only show them. Words that a
//! part itself says (the state of a day, for example) stand here in both languages; all other words come from the page.

mod chrome;
mod days;
mod forms;
mod shown;

pub use chrome::{Chrome, LangFrom, NavLink, Notice, SignedIn};
pub use days::{DayState, StripDay};
pub use forms::{Choice, FormErrors};
pub use shown::{Chip, Icon, Pages, Tile, TileState, TimelineItem, TimelineState, Tone};
