//! The applicant answers the seat offer on "my application"; a refusal is told there too.

use super::my::{MyPage, page, prove};
use crate::kernel::{Failure, Refusal as _};
use crate::seats::Refusal;
use crate::seats::actions::{self, Answering};
use crate::web::form::Submitted;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use rocket::{Route, post, routes};

#[post("/my/<token>/accept")]
async fn accept(token: &str, scene: Scene<'_>) -> Answer<MyPage> {
    let who = prove(&scene, token).await?;
    let house = scene.house;
    let said = actions::accept(&house.db, &house.letterhead(), &Answering::Applicant(&who), scene.now).await;
    settle(token, scene, said).await
}

#[post("/my/<token>/decline")]
async fn decline(token: &str, scene: Scene<'_>) -> Answer<MyPage> {
    let who = prove(&scene, token).await?;
    let house = scene.house;
    let said = actions::decline(&house.db, &house.letterhead(), &Answering::Applicant(&who), scene.now).await;
    settle(token, scene, said).await
}

#[post("/my/<token>/give-back")]
async fn give_back(token: &str, scene: Scene<'_>) -> Answer<MyPage> {
    let who = prove(&scene, token).await?;
    let house = scene.house;
    let said = actions::withdraw(&house.db, &house.letterhead(), &Answering::Applicant(&who), scene.now).await;
    settle(token, scene, said).await
}

/// Leads back to "my application", or shows it as it stands now with what stood in the way.
async fn settle(token: &str, scene: Scene<'_>, said: Result<(), Failure<Refusal>>) -> Answer<MyPage> {
    match said {
        Ok(()) => Ok(Reply::See(scene.chrome.to(&format!("/my/{token}")))),
        Err(Failure::Refused(refusal)) => {
            let errors = [("", refusal.sentence(scene.lang))].into_iter().collect();
            let who = prove(&scene, token).await?;
            page(who, scene, (Submitted::default(), errors)).await.map(Reply::Again)
        }
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![accept, decline, give_back]
}
