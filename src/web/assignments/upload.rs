//! A form that may bring a file along.

use crate::assignments::rules::LARGEST;
use crate::web::form::Submitted;
use crate::web::problem::Problem;
use rocket::data::{self, Data, FromData, Limits, ToByteUnit};
use rocket::form::{self, DataField, Form, FromForm, ValueField};
use rocket::http::Status;
use rocket::{Request, outcome::Outcome};

/// The fields of a form, and the one file it brought; empty where there was none.
///
/// The file is read to one byte above what is taken, so that a larger one is told from one that fits. Its name and what the
/// browser calls it are never looked at. A form without a file may come as any other form does.
#[derive(Debug, Clone)]
pub(super) struct Upload {
    pub form: Submitted,
    pub file: Vec<u8>,
    is_broken: bool,
}

#[rocket::async_trait]
impl<'r> FromForm<'r> for Upload {
    type Context = Self;

    fn init(_: form::Options) -> Self {
        Self { form: Submitted::default(), file: Vec::new(), is_broken: false }
    }

    fn push_value(upload: &mut Self, field: ValueField<'r>) {
        // As in any other form: line ends become `\n`, and NUL is no character of any text.
        let value = field.value.replace("\r\n", "\n").replace('\0', "");
        upload.form = std::mem::take(&mut upload.form).with(field.name.source().as_str(), value);
    }

    async fn push_data(upload: &mut Self, field: DataField<'r, '_>) {
        let most = LARGEST + 1;
        match field.data.open(most.bytes()).into_bytes().await {
            Ok(bytes) if field.name.source().as_str() == "file" => upload.file = bytes.into_inner(),
            Ok(_) => {}
            Err(_) => upload.is_broken = true,
        }
    }

    fn push_error(upload: &mut Self, _: form::Error<'r>) {
        upload.is_broken = true;
    }

    fn finalize(upload: Self) -> form::Result<'r, Self> {
        Ok(upload)
    }
}

#[rocket::async_trait]
impl<'r> FromData<'r> for Upload {
    type Error = Problem;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> data::Outcome<'r, Self> {
        if !request.content_type().is_some_and(|kind| kind.is_form_data()) {
            let form = Submitted::from_data(request, data).await;
            return form.map(|form| Self { form, file: Vec::new(), is_broken: false });
        }
        let most = request.limits().get("data-form").unwrap_or(Limits::DATA_FORM).as_u64();
        let length = request.headers().get_one("Content-Length").and_then(|length| length.parse::<u64>().ok());
        if length.is_some_and(|length| length > most) {
            return Outcome::Error((Status::PayloadTooLarge, Problem::TooLarge));
        }
        match Form::<Self>::from_data(request, data).await {
            Outcome::Success(form) if !form.is_broken => Outcome::Success(form.into_inner()),
            _ => Outcome::Error((Status::BadRequest, Problem::Unreadable)),
        }
    }
}
