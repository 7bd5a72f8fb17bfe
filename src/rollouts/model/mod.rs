//! The words of this room: states, bodies, kinds of news, milestones, and what it says when it refuses.

mod milestone;
mod news;
mod refusal;
mod state;

pub use milestone::Milestone;
pub use news::{Body, HappeningKind, Heads, News, NewsKind, Situation, Told};
pub use refusal::Refusal;
pub use state::{PlanState, Side};
