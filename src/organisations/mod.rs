//! Municipalities, regions, universities, associations: who people come from, and the platform that runs this house.
//!
//! Knows names, weights and places on the map; knows nothing of persons.

pub mod actions;
pub mod entity;
pub mod model;
pub mod queries;

pub use entity::organisation::Model as Organisation;
pub use entity::platform::Model as Platform;
pub use model::OrganisationKind;
