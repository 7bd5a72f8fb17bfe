//! What is handed in, with room in memory for its file.

use crate::assignments::rules::LARGEST;
use crate::house::House;
use crate::web::problem::Problem;
use crate::web::upload::Upload;
use rocket::data::{self, Data, FromData};
use rocket::http::Status;
use rocket::tokio::sync::OwnedSemaphorePermit;
use rocket::tokio::time::{Duration, timeout};
use rocket::{Request, outcome::Outcome};
use std::sync::Arc;

/// How long somebody waits for room while others send.
const WAITING: Duration = Duration::from_secs(20);

/// A form with its file.
#[derive(Debug)]
pub(super) struct Brought {
    pub upload: Upload<LARGEST>,
    /// Room in memory, given back when the form has been dealt with.
    pub room: OwnedSemaphorePermit,
}

#[rocket::async_trait]
impl<'r> FromData<'r> for Brought {
    type Error = Problem;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> data::Outcome<'r, Self> {
        let busy = Outcome::Error((Status::ServiceUnavailable, Problem::Busy));
        let Some(house) = request.rocket().state::<House>() else { return busy };
        let Ok(Ok(room)) = timeout(WAITING, Arc::clone(&house.paces.files).acquire_owned()).await else { return busy };
        Upload::from_data(request, data).await.map(|upload| Self { upload, room })
    }
}
