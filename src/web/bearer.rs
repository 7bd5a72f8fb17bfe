//! Who stands behind an address below `/my`: the holder of its private link, or the person signed in whose own it is.

use super::problem::Problem;
use crate::applications::Applicant;
use crate::house::House;
use crate::kernel::{Instant, PersonId};

/// Proves who the applicant is; to anybody else the address looks as if there were none.
///
/// # Errors
/// Missing when neither a link nor a session opens it.
pub async fn applicant(
    house: &House,
    signed_in: Option<PersonId>,
    token: &str,
    now: Instant,
) -> Result<Applicant, Problem> {
    let db = house.db.read();
    let by_link = Applicant::prove(db, &house.tokens, token, now).await?;
    let proven = match (by_link, signed_in) {
        (None, Some(person)) => Applicant::prove_own(db, person, token).await?,
        (by_link, _) => by_link,
    };
    proven.ok_or(Problem::Missing)
}
