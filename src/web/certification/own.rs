//! The holder's own paper, by the private link.

use super::single::download;
use crate::certification::{CertificateKind, queries};
use crate::house::House;
use crate::seats;
use crate::web::bearer;
use crate::web::guards::{Now, Own};
use crate::web::problem::Problem;
use crate::web::reply::Download;
use rocket::{Route, State, get, routes};

/// The certificate that holds, else the certificate of attendance; `kind` asks for one of them.
#[get("/my/<token>/certificate.pdf?<kind>")]
async fn own_paper(
    token: &str,
    kind: Option<&str>,
    own: Own,
    now: Now,
    house: &State<House>,
) -> Result<Download, Problem> {
    let db = house.db.read();
    let who = bearer::applicant(house, own.0, token, now.0).await?;
    let participant = seats::queries::participant_of(db, who.application.id).await?.ok_or(Problem::Missing)?;
    let wanted = kind.and_then(CertificateKind::from_key);
    let held = queries::current_of(db, participant.id).await?;
    let one = held.iter().find(|one| wanted.is_none_or(|kind| one.kind == kind)).ok_or(Problem::Missing)?;
    download(house, one).await
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![own_paper]
}
