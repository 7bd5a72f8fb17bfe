//! Carrying a proposed disposal out, or taking the proposal back.

use crate::kernel::{DisposalId, Failure};
use crate::people::Administrator;
use crate::privacy::actions::{carry_out, withdraw};
use crate::privacy::{Refusal, queries};
use crate::web::problem::Problem;
use crate::web::reply::Reply;
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, post, routes};

/// Nothing but the way back: these buttons have no page of their own.
#[derive(Template)]
#[template(source = "", ext = "html")]
pub struct NoPage;

#[post("/retention/disposals/<id>/carry-out")]
async fn carry(who: Administrator, id: DisposalId, scene: Scene<'_>) -> Result<Reply<NoPage>, Problem> {
    match carry_out(&scene.house.db, &who, id, scene.now).await {
        Ok(()) => Ok(Reply::See(scene.chrome.to("/retention?done=disposed"))),
        // Sent twice by whoever carried it out: it is done.
        Err(Failure::Refused(Refusal::NotOpen)) if is_done_by(&scene, &who, id).await? => {
            Ok(Reply::See(scene.chrome.to("/retention?done=disposed")))
        }
        Err(other) => Err(other.into()),
    }
}

async fn is_done_by(scene: &Scene<'_>, who: &Administrator, id: DisposalId) -> Result<bool, Problem> {
    let row = queries::disposal(scene.house.db.read(), id).await?;
    Ok(row.is_some_and(|row| row.carried_out_by == Some(who.account)))
}

#[post("/retention/disposals/<id>/withdraw")]
async fn take_back(who: Administrator, id: DisposalId, scene: Scene<'_>) -> Result<Reply<NoPage>, Problem> {
    match withdraw(&scene.house.db, &who, id, scene.now).await {
        Ok(()) => Ok(Reply::See(scene.chrome.to("/retention?done=withdrawn"))),
        Err(Failure::Refused(Refusal::NotOpen)) => {
            let row = queries::disposal(scene.house.db.read(), id).await?;
            match row {
                Some(row) if row.withdrawn_at.is_some() => Ok(Reply::See(scene.chrome.to("/retention?done=withdrawn"))),
                _ => Err(Problem::Refused(Box::new(Refusal::NotOpen))),
            }
        }
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![carry, take_back]
}
