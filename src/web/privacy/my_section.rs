//! What "my application" says of the applicant's own values.

use crate::applications::Applicant;
use crate::kernel::Lang;
use crate::web::parts::Chrome;
use crate::web::problem::Problem;
use askama::Template;

#[derive(Template)]
#[template(path = "privacy/my_section.html")]
struct MySection {
    lang: Lang,
    chrome: Chrome,
    at: String,
}

impl MySection {
    fn to(&self, tail: &str) -> String {
        self.chrome.to(&format!("{}{tail}", self.at))
    }
}

/// The buttons that give everything out.
///
/// # Errors
/// When the page cannot be written.
pub fn section(who: &Applicant, chrome: &Chrome) -> Result<Option<String>, Problem> {
    let at = format!("/my/{}", who.token());
    let section = MySection { lang: chrome.lang, at, chrome: chrome.clone() };
    section.render().map(Some).map_err(|error| Problem::broken(&error))
}
