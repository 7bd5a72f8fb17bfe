//! The form of a look, which may bring a logo along as a file.

use crate::paper::{Logo, Unclear};
use crate::web::form::Submitted;
use crate::web::problem::Problem;
use crate::web::upload::{Sent, Upload};
use rocket::Request;
use rocket::data::{self, Data, FromData};
use rocket::outcome::Outcome;
use rocket::tokio::sync::Semaphore;
use rocket::tokio::task::spawn_blocking;

/// The largest file that is read, in bytes.
const LARGEST: usize = 1 << 20;

/// One logo is read at a time: a large picture takes some sixty megabytes while it is made small.
static PLACES: Semaphore = Semaphore::const_new(1);

/// The fields of the form; `logo` is what is to be printed: the file that came with it, else what it carried along, else nothing.
#[derive(Debug)]
pub(super) struct LookForm {
    pub form: Submitted,
    /// Why the file cannot be used, if one came that cannot.
    pub unclear: Option<Unclear>,
}

impl LookForm {
    async fn of(Upload { form, file }: Upload<LARGEST>) -> Self {
        let kept = if form.has("no_logo") { String::new() } else { form.get("logo").to_owned() };
        let (logo, unclear) = match file {
            Sent::Nothing => (kept, None),
            Sent::TooLarge => (kept, Some(Unclear::TooLarge)),
            Sent::File(file) => match read(file).await {
                Ok(logo) => (logo, None),
                Err(unclear) => (kept, Some(unclear)),
            },
        };
        let others = form.iter().filter(|(name, _)| *name != "logo" && *name != "no_logo");
        Self { form: Submitted::of(others).with("logo", logo), unclear }
    }
}

/// What is kept of a file that came; not on a thread that answers others meanwhile.
async fn read(file: Vec<u8>) -> Result<String, Unclear> {
    let _place = PLACES.acquire().await;
    spawn_blocking(move || Logo::of_file(&file)).await.unwrap_or(Err(Unclear::NoPicture))
}

#[rocket::async_trait]
impl<'r> FromData<'r> for LookForm {
    type Error = Problem;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> data::Outcome<'r, Self> {
        match Upload::from_data(request, data).await {
            Outcome::Success(upload) => Outcome::Success(Self::of(upload).await),
            Outcome::Error(error) => Outcome::Error(error),
            Outcome::Forward(data) => Outcome::Forward(data),
        }
    }
}
