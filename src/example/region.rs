//! The example region: its municipalities, the forum's other organisations, and the platform's words.

use super::unreadable;
use crate::kernel::{Day, Instant};
use crate::locale::stockholm;
use crate::organisations::OrganisationKind;
use crate::organisations::actions::{NewOrganisation, PlatformWords, add_missing};
use crate::storage::WriteTx;
use sea_orm::DbErr;
use serde::Deserialize;

const MUNICIPALITIES: &str = include_str!("../../demo/skane/municipalities.csv");
const ORGANISATIONS: &str = include_str!("../../demo/skane/organisations.json");

/// The region as its files have it.
#[derive(Debug, Clone)]
pub struct Region {
    municipalities: Vec<Municipality>,
    file: RegionFile,
}

#[derive(Debug, Clone, Deserialize)]
struct Municipality {
    code: String,
    name: String,
    population_2019: i64,
    corner: String,
    grid_column: i64,
    grid_row: i64,
}

#[derive(Debug, Clone, Deserialize)]
struct RegionFile {
    platform: ExamplePlatform,
    organisations: Vec<Listed>,
    rotating_municipalities: Vec<Rotating>,
}

/// The platform as the file has it.
#[derive(Debug, Clone, Deserialize)]
pub struct ExamplePlatform {
    name: String,
    region: String,
    issuer_code: String,
    issuer_name: String,
    signatory_name: String,
    signatory_title: InBoth,
    contact_email: String,
}

#[derive(Debug, Clone, Deserialize)]
struct InBoth {
    sv: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Listed {
    code: String,
    kind: OrganisationKind,
    names: Vec<Named>,
    memberships: Vec<Period>,
}

#[derive(Debug, Clone, Deserialize)]
struct Named {
    name: String,
    from: Option<Day>,
    to: Option<Day>,
}

#[derive(Debug, Clone, Deserialize)]
struct Period {
    from: Day,
    to: Option<Day>,
}

#[derive(Debug, Clone, Deserialize)]
struct Rotating {
    municipality: String,
    from: Day,
    to: Option<Day>,
}

impl ExamplePlatform {
    /// The platform's words, as the set-up form takes them.
    #[must_use]
    pub fn words(&self) -> PlatformWords {
        PlatformWords {
            name: self.name.clone(),
            region: self.region.clone(),
            issuer_code: self.issuer_code.clone(),
            issuer_name: self.issuer_name.clone(),
            signatory_name: self.signatory_name.clone(),
            signatory_title: self.signatory_title.sv.clone(),
            contact_email: self.contact_email.clone(),
        }
    }
}

impl Region {
    /// The platform the file is written for.
    #[must_use]
    pub fn platform(&self) -> &ExamplePlatform {
        &self.file.platform
    }

    /// How many municipalities and how many other organisations there are.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        (self.municipalities.len(), self.file.organisations.len())
    }

    /// Every organisation, under the name it has on `day`.
    #[must_use]
    pub fn organisations_on(&self, day: Day) -> Vec<NewOrganisation> {
        let municipalities = self.municipalities.iter().map(|one| NewOrganisation {
            code: one.code.clone(),
            name: one.name.clone(),
            kind: OrganisationKind::Municipality,
            weight: one.population_2019,
            area: Some(one.corner.clone()),
            tile: Some((one.grid_column, one.grid_row)),
            memberships: self.seats_of(&one.code),
        });
        let others = self.file.organisations.iter().map(|one| NewOrganisation {
            code: one.code.clone(),
            name: name_on(&one.names, day),
            kind: one.kind,
            weight: 0,
            area: None,
            tile: None,
            memberships: one.memberships.iter().map(|period| (period.from, period.to)).collect(),
        });
        municipalities.chain(others).collect()
    }

    /// When a municipality took its turn in the forum.
    fn seats_of(&self, code: &str) -> Vec<(Day, Option<Day>)> {
        let turns = self.file.rotating_municipalities.iter().filter(|turn| turn.municipality == code);
        turns.map(|turn| (turn.from, turn.to)).collect()
    }
}

/// The name valid on `day`, else the last one.
fn name_on(names: &[Named], day: Day) -> String {
    let holds = |name: &&Named| name.from.is_none_or(|from| from <= day) && name.to.is_none_or(|to| day <= to);
    names.iter().find(holds).or_else(|| names.last()).map(|name| name.name.clone()).unwrap_or_default()
}

/// Reads the region from its files inside the binary.
///
/// # Errors
/// When a file is not of its form.
pub fn region() -> Result<Region, DbErr> {
    let mut reader = csv::Reader::from_reader(MUNICIPALITIES.as_bytes());
    let municipalities = reader.deserialize().collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
    Ok(Region { municipalities, file: serde_json::from_str(ORGANISATIONS).map_err(unreadable)? })
}

/// Lays the organisations down that are not there yet and tells how many that were.
///
/// # Errors
/// When the database refuses.
pub async fn load_region(tx: &WriteTx, now: Instant) -> Result<usize, DbErr> {
    add_missing(tx, &region()?.organisations_on(stockholm::today(now)), now).await
}
