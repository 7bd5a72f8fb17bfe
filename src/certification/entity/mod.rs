//! The tables of this room as SeaORM sees them.

pub mod certificate;
pub mod certificate_paper;
pub mod certificate_series;
pub mod issuing_stop;
pub mod layout_edition;
pub mod status_list;
