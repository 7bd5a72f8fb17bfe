//! All papers of a cohort in one file, sent as it is packed: a page of papers at a time.

use super::packing::Packing;
use crate::certification::queries;
use crate::cohorts;
use crate::house::House;
use crate::kernel::{CertificateId, CohortId};
use crate::people::{self, Coordinator};
use crate::storage::Db;
use crate::web::problem::Problem;
use rocket::futures::Stream;
use rocket::http::ContentType;
use rocket::response::stream::{ByteStream, stream};
use rocket::response::{Responder, Response};
use rocket::{Request, Route, State, get, response, routes};
use sea_orm::DbErr;
use std::collections::HashMap;

/// Papers read together; each is some 50 kB.
const PAPERS_AT_ONCE: usize = 50;

/// The archive on its way.
struct Packed<S> {
    pieces: S,
    name: String,
}

impl<'r, S: Stream<Item = Vec<u8>> + Send + 'r> Responder<'r, 'r> for Packed<S> {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'r> {
        Response::build_from(ByteStream(self.pieces).respond_to(request)?)
            .header(ContentType::ZIP)
            .raw_header("Content-Disposition", format!("attachment; filename=\"{}\"", self.name))
            .ok()
    }
}

#[get("/desk/cohorts/<id>/certificates.zip")]
async fn archive(
    id: CohortId,
    _who: Coordinator,
    house: &State<House>,
) -> Result<Packed<impl Stream<Item = Vec<u8>> + '_>, Problem> {
    let db = house.db.read();
    let cohort = cohorts::queries::find(db, id).await?.ok_or(Problem::Missing)?;
    let mut certificates = queries::released_of(db, id).await?;
    // A protected person's paper bears the name: it is opened one at a time, by who may see it.
    let holders: Vec<_> = certificates.iter().map(|one| one.person_id).collect();
    let holders = people::queries::persons_among(db, &holders).await?;
    let may_go_out = |person| holders.iter().any(|one| one.id == person && !one.is_protected);
    certificates.retain(|one| may_go_out(one.person_id));
    certificates.sort_by(|one, other| one.number.cmp(&other.number));
    let named: String = cohort.code.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let papers: Vec<_> = certificates.into_iter().map(|one| (one.id, one.number)).collect();
    Ok(Packed { pieces: packed(&house.db, papers), name: format!("{named}-intyg.zip") })
}

/// The archive piece by piece. What goes wrong on the way can only be told by ending before the directory, without which no
/// reader takes the file for a whole one.
fn packed(db: &Db, papers: Vec<(CertificateId, String)>) -> impl Stream<Item = Vec<u8>> + '_ {
    stream! {
        let mut packing = Packing::default();
        for page in papers.chunks(PAPERS_AT_ONCE) {
            let files = match read(db, page).await {
                Ok(files) => files,
                Err(error) => {
                    rocket::error!("an archive of certificates was broken off: {error}");
                    return;
                }
            };
            for (name, bytes) in files {
                let Some(header) = packing.before(&name, &bytes) else { return };
                yield header;
                yield bytes;
            }
        }
        if let Some(directory) = packing.end() {
            yield directory;
        }
    }
}

/// The papers of one page as they are: their bytes are packed already, and must come out identical.
async fn read(db: &Db, page: &[(CertificateId, String)]) -> Result<Vec<(String, Vec<u8>)>, DbErr> {
    let ids: Vec<_> = page.iter().map(|(id, _)| *id).collect();
    let papers = queries::papers_among(db.read(), &ids).await?;
    let mut papers: HashMap<_, _> = papers.into_iter().map(|paper| (paper.certificate_id, paper.pdf)).collect();
    Ok(page.iter().filter_map(|(id, number)| Some((format!("{number}.pdf"), papers.remove(id)?))).collect())
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![archive]
}
