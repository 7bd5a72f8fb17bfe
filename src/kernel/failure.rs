//! Why something did not happen.

use super::Lang;
use sea_orm::DbErr;

/// What a room says when it refuses: a full sentence in both languages that names what to do next.
pub trait Refusal: std::fmt::Debug + Send + 'static {
    /// The sentence the visitor reads.
    fn sentence(&self, lang: Lang) -> String;

    /// The form field the sentence belongs to; `None` when it concerns the whole form.
    fn field(&self) -> Option<&'static str> {
        None
    }
}

/// For actions that have nothing to refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRefusal {}

impl Refusal for NoRefusal {
    fn sentence(&self, _lang: Lang) -> String {
        match *self {}
    }
}

/// Why an action did not do what was asked.
#[derive(Debug)]
pub enum Failure<R> {
    /// The rules say no; the visitor can act on the sentence.
    Refused(R),
    /// There is no such thing, or it is not the actor's; the two look alike.
    Missing(&'static str),
    /// Somebody saved in between: the version the form was opened with is no longer the current one.
    Stale,
    /// The same form has been sent before; here is the address of its receipt.
    Repeated(String),
    /// The database did not answer as it should.
    Storage(DbErr),
}

impl<R> From<DbErr> for Failure<R> {
    fn from(error: DbErr) -> Self {
        Self::Storage(error)
    }
}

impl<R> Failure<R> {
    /// Translates the refusal of an earlier room into one of this room.
    pub fn map<S>(self, into: impl FnOnce(R) -> S) -> Failure<S> {
        match self {
            Self::Refused(refusal) => Failure::Refused(into(refusal)),
            Self::Missing(what) => Failure::Missing(what),
            Self::Stale => Failure::Stale,
            Self::Repeated(receipt) => Failure::Repeated(receipt),
            Self::Storage(error) => Failure::Storage(error),
        }
    }
}
