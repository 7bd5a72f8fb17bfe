//! The applications of an offer as a spreadsheet.

use super::rows::rows;
use crate::applications::queries::of_offer;
use crate::house::House;
use crate::kernel::OfferId;
use crate::locale::stockholm;
use crate::people::Coordinator;
use crate::seats::OfferedCourse;
use crate::web::parts::Chrome;
use crate::web::problem::Problem;
use crate::web::reply::Download;
use crate::web::spreadsheet::{Cell, sheet};
use rocket::{Route, State, get, routes};

#[get("/desk/offers/<offer>/applications.xlsx")]
async fn applications(
    _by: Coordinator,
    offer: OfferId,
    chrome: Chrome,
    house: &State<House>,
) -> Result<Download, Problem> {
    let (lang, db) = (chrome.lang, house.db.read());
    let course = OfferedCourse::read(db, offer).await?.ok_or(Problem::Missing)?;
    let applications = of_offer(db, offer).await?;
    let rows = rows(db, &course, &applications, lang).await?;
    let headings = lang.say(
        ["Referens", "Namn", "Organisation", "Roll", "Mandat", "Omgångar", "Läge", "Anmärkning", "Kom in"],
        ["Reference", "Name", "Organisation", "Role", "Mandate", "Cohorts", "State", "Note", "Arrived"],
    );
    let cells: Vec<Vec<Cell>> = rows
        .into_iter()
        .map(|row| {
            let day = stockholm::today(row.arrived_at);
            [
                row.reference,
                row.name,
                row.organisation,
                row.role,
                row.mandate.word,
                row.wishes,
                row.state.word,
                row.note,
            ]
            .into_iter()
            .map(Cell::Text)
            .chain([Cell::Date(day)])
            .collect()
        })
        .collect();
    sheet(&format!("{}-{}", course.offer.code, lang.say("ansokningar", "applications")), &headings, &cells)
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![applications]
}
