//! A form on its way through the sign-in, with everything that was typed but passwords.

use crate::kernel::Lang;
use crate::web::form::Submitted;
use crate::web::parts::Chrome;
use crate::web::sending::is_own_path;
use askama::Template;

/// Pages that need a session and whose forms a person fills in; a pasted spreadsheet is too large to be carried.
pub(super) fn may_be_carried(path: &str) -> bool {
    let is_staffs = ["/desk/", "/plans", "/days/", "/hand-ins/", "/setup/"].iter().any(|room| path.starts_with(room));
    is_staffs && !path.starts_with("/desk/imports") && !path.ends_with("/marks")
}

/// A form on its way through the sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Where it was sent: path and query, of this house.
    pub to: String,
    /// Its fields, in order.
    pub fields: Vec<(String, String)>,
}

const TO: &str = "carried_to";
const FIELD: &str = "carried.";

impl Carried {
    pub(super) fn new(to: &str, fields: impl Iterator<Item = (String, String)>) -> Option<Self> {
        let path = to.split('?').next().unwrap_or_default();
        let sound = is_own_path(to) && may_be_carried(path);
        let fields = fields.filter(|(name, _)| !name.to_lowercase().contains("password"));
        sound.then(|| Self { to: to.to_owned(), fields: fields.collect() })
    }

    /// What the sign-in form carries, if it does.
    pub fn read(form: &Submitted) -> Option<Self> {
        let carried = |(name, value): (&str, &str)| Some((name.strip_prefix(FIELD)?.to_owned(), value.to_owned()));
        Self::new(form.get(TO), form.iter().filter_map(carried))
    }

    /// The hidden fields of the sign-in form.
    pub fn hidden(&self) -> Vec<(String, String)> {
        let field = |(name, value): &(String, String)| (format!("{FIELD}{name}"), value.clone());
        std::iter::once((TO.to_owned(), self.to.clone())).chain(self.fields.iter().map(field)).collect()
    }
}

/// One button that sends the form where it was meant to go.
#[derive(Template)]
#[template(path = "people/resume.html")]
pub struct ResumePage {
    pub(super) lang: Lang,
    pub(super) chrome: Chrome,
    pub(super) form: Carried,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_carried_comes_out_as_it_went_in_without_passwords() {
        let form = [("title", "Höst & vår"), ("title", "två"), ("new_password", "hemligt")];
        let fields = form.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter();
        let carried = Carried::new("/desk/offers/new?lang=en", fields).expect("a form of the desk");

        let arrived = Carried::read(&Submitted::of(carried.hidden()));

        assert_eq!(arrived.as_ref(), Some(&carried));
        assert_eq!(carried.fields.len(), 2);
    }

    #[test]
    fn nothing_is_carried_to_another_site_or_past_the_rooms_of_the_staff() {
        let places = ["//evil.example/desk/x", "https://evil.example", "/sign-out", "/my/abc/manager"];

        let carried = places.map(|to| Carried::new(to, std::iter::empty()));

        assert!(carried.iter().all(Option::is_none));
    }
}
