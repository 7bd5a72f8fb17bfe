//! What issuing is done with: the layouts, and what letters carry.

use crate::access::Letterhead;
use crate::paper::Layouts;
use std::sync::Arc;

/// The printing press of an installation.
///
/// Shared ownership of the layouts, because pages are drawn on threads of their own.
#[derive(Clone, Copy)]
pub struct Press<'a> {
    /// The layouts to draw with.
    pub layouts: &'a Arc<Layouts>,
    /// What letters with private links are written with; also knows the verification address.
    pub letterhead: Letterhead<'a>,
}
