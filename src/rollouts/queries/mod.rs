//! Reading plans and what was told about them; writing the rows that several actions share.

mod figures;
mod plan;
mod writing;

pub use figures::{decisions_in_force, local_trainings_between, milestones_reached, states_on};
pub use plan::{
    Reached, comments_of, decisions_of, find, find_decision, find_happening, find_training, happenings_of, lock,
    milestones_among, milestones_of, plan_of, plans, states_of, trainings_of, unevidenced_decisions,
    unverified_trainings,
};
pub use writing::forget_teller;
pub(super) use writing::{bump, insert_plan, join, settle, write_milestone, write_state};
