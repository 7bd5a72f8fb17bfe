//! All papers of a cohort in one file.

use crate::certification::queries;
use crate::cohorts;
use crate::house::House;
use crate::kernel::CohortId;
use crate::people::{self, Coordinator};
use crate::web::problem::Problem;
use crate::web::reply::Download;
use rocket::http::ContentType;
use rocket::{Route, State, get, routes};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

#[get("/desk/cohorts/<id>/certificates.zip")]
async fn archive(id: CohortId, _who: Coordinator, house: &State<House>) -> Result<Download, Problem> {
    let db = house.db.read();
    let cohort = cohorts::queries::find(db, id).await?.ok_or(Problem::Missing)?;
    let mut certificates = queries::released_of(db, id).await?;
    // A protected person's paper bears the name: it is opened one at a time, by who may see it.
    let holders: Vec<_> = certificates.iter().map(|one| one.person_id).collect();
    let holders = people::queries::persons_among(db, &holders).await?;
    let may_go_out = |person| holders.iter().any(|one| one.id == person && !one.is_protected);
    certificates.retain(|one| may_go_out(one.person_id));
    let ids: Vec<_> = certificates.iter().map(|one| one.id).collect();
    let mut files = Vec::with_capacity(ids.len());
    for paper in queries::papers_among(db, &ids).await? {
        if let Some(one) = certificates.iter().find(|one| one.id == paper.certificate_id) {
            files.push((format!("{}.pdf", one.number), paper.pdf));
        }
    }
    files.sort();
    let bytes = packed(&files).map_err(|error| Problem::broken(&error))?;
    Ok(Download { bytes, kind: ContentType::ZIP, name: format!("{}-intyg.zip", cohort.code) })
}

/// The files as they are: their bytes are packed already, and must come out identical.
fn packed(files: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let as_they_are = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in files {
        archive.start_file(name.as_str(), as_they_are)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![archive]
}
