//! What Rocket itself turns away gets the same pages as everything else.

use super::parts::Chrome;
use super::problem::Problem;
use rocket::http::{Method, Status};
use rocket::response::Redirect;
use rocket::{Catcher, Request, catch, catchers};

#[catch(default)]
async fn turned_away(status: Status, request: &Request<'_>) -> Result<Redirect, Problem> {
    // Whoever is signed in stays so on the page of a refusal: the answer finds the frame where this leaves it.
    request.guard::<Chrome>().await.succeeded();
    match status {
        Status::NotFound if request.method() == Method::Get => page_of_form(request).ok_or(Problem::Missing),
        // An address whose number or word cannot be read is an address that leads nowhere.
        Status::UnprocessableEntity => Err(Problem::Missing),
        Status::BadRequest if request.method() == Method::Get => Err(Problem::Missing),
        other => Err(Problem::of(other)),
    }
}

/// The page whose form is sent to this address, which stands one step above it.
///
/// The answer to a wrong form is shown at the form's own address. From there people change the language, load the page
/// again or keep it as a bookmark: all of that asks for an address that only takes forms.
fn page_of_form(request: &Request<'_>) -> Option<Redirect> {
    let path = request.uri().path().as_str();
    let parts: Vec<&str> = path.split('/').collect();
    let takes_forms = request.rocket().routes().filter(|route| route.method == Method::Post).any(|route| {
        let shape: Vec<&str> = route.uri.path().split('/').collect();
        let fits = |(shape, part): (&&str, &&str)| shape.starts_with('<') || shape == part;
        shape.len() == parts.len() && shape.iter().zip(&parts).all(fits)
    });
    let (page, _) = path.rsplit_once('/').filter(|(page, _)| takes_forms && !page.is_empty())?;
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    Some(Redirect::to(format!("{page}{query}")))
}

/// All catchers.
#[must_use]
pub fn all() -> Vec<Catcher> {
    catchers![turned_away]
}
