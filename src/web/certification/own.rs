//! The holder's own paper, by the private link.

use super::single::download;
use crate::certification::{Certificate, CertificateKind, queries};
use crate::house::House;
use crate::seats;
use crate::web::bearer;
use crate::web::guards::{Now, Own};
use crate::web::problem::Problem;
use crate::web::reply::Download;
use rocket::http::ContentType;
use rocket::outcome::try_outcome;
use rocket::request::{FromRequest, Outcome};
use rocket::{Request, Route, State, get, routes};

/// The certificate that holds, else the certificate of attendance; `kind` asks for one of them.
#[get("/my/<token>/certificate.pdf?<kind>")]
async fn own_paper(token: &str, kind: Option<&str>, reader: Reader<'_>) -> Result<Download, Problem> {
    download(reader.house, &reader.held(token, kind).await?).await
}

/// The same for machines: the credential by itself. Of a protected holder, too, who alone can fetch it; it names nobody.
#[get("/my/<token>/certificate.json?<kind>")]
async fn own_credential(token: &str, kind: Option<&str>, reader: Reader<'_>) -> Result<Download, Problem> {
    let one = reader.held(token, kind).await?;
    let paper = queries::paper_of(reader.house.db.read(), one.id).await?.ok_or(Problem::Missing)?;
    let kind = ContentType::new("application", "vc");
    Ok(Download { bytes: paper.credential.into_bytes(), kind, name: format!("{}.json", one.number) })
}

/// Who asks, and where it is looked up.
struct Reader<'r> {
    house: &'r House,
    own: Own,
    now: Now,
}

impl Reader<'_> {
    async fn held(&self, token: &str, kind: Option<&str>) -> Result<Certificate, Problem> {
        let db = self.house.db.read();
        let who = bearer::applicant(self.house, self.own.0, token, self.now.0).await?;
        let participant = seats::queries::participant_of(db, who.application.id).await?.ok_or(Problem::Missing)?;
        let wanted = kind.and_then(CertificateKind::from_key);
        let held = queries::current_of(db, participant.id).await?;
        held.into_iter().find(|one| wanted.is_none_or(|kind| one.kind == kind)).ok_or(Problem::Missing)
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Reader<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let house: &State<House> = try_outcome!(request.guard().await);
        Outcome::Success(Self {
            house,
            own: try_outcome!(request.guard().await),
            now: try_outcome!(request.guard().await),
        })
    }
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![own_paper, own_credential]
}
