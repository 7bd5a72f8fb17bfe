//! Whether a paper still says of the course what the decision that stands was made on.

use super::Certificate;
use super::rules::Extent;
use crate::paper::CertificateFacts;

/// Whether a paper prints other days, or other sums of them, than `extent` has.
///
/// A paper never changes by itself; a mark may be corrected and the decision reviewed after it was issued, without turning it.
/// A paper that cannot be read says nothing: `soundness` tells of it.
#[must_use]
pub fn says_otherwise(paper: &Certificate, extent: &Extent) -> bool {
    let Ok(printed) = serde_json::from_str::<CertificateFacts>(&paper.facts) else { return false };
    let sums = (printed.attended_days, printed.total_days, printed.minutes_total);
    let days = printed.days.iter().map(|day| (day.number, day.state));
    sums != (extent.attended, extent.held, extent.minutes)
        || !days.eq(extent.days.iter().map(|(day, how)| (*day, *how)))
}
