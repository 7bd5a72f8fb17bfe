//! Certificates that did not stay as they were, and a look of the region's own.

use super::Incomplete;
use crate::certification::actions::{self, Change, Correction, Revocation};
use crate::certification::{self, CertificateKind, RevocationReason};
use crate::house::House;
use crate::kernel::{CohortId, Day, Instant, PersonName};
use crate::locale::stockholm;
use crate::paper::{Bilingual, Edition, QUIET_PORTRAIT};
use crate::people::Coordinator;
use crate::seats;

/// The seat whose holder's name was misspelt.
const MISSPELT_SEAT: i64 = 11;

/// A baton on its way from hand to hand: the region's mark on its own certificates.
const LOGO: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 24"><g fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round"><path d="M4 20C8 8 18 16 22 12S36 4 40 4"/></g><circle cx="4" cy="20" r="4" fill="currentColor"/><circle cx="40" cy="4" r="4" fill="#B7410E"/></svg>"##;

/// Writes it: a name corrected and an attendance certificate revoked in `cohort`, and an edition of the quiet layout.
pub(super) async fn write(house: &House, by: &Coordinator, cohort: CohortId, now: Instant) -> Result<(), Incomplete> {
    let failed = |error: &dyn std::fmt::Debug| Incomplete::Action(format!("{error:?}"));
    let db = house.db.read();
    let then = Day::from_ymd_opt(2013, 1, 15).map(stockholm::start_of_day).ok_or(Incomplete::Day)?.plus_minutes(600);
    let participants = seats::queries::participants_of(db, cohort).await?;
    let misspelt = participants.iter().find(|one| one.seat_number == MISSPELT_SEAT).ok_or(Incomplete::Day)?;
    let held = certification::queries::current_of(db, misspelt.id).await?;
    let held = held.into_iter().find(|one| one.kind == CertificateKind::Certificate).ok_or(Incomplete::Day)?;
    let facts: crate::paper::CertificateFacts = serde_json::from_str(&held.facts).map_err(|error| failed(&error))?;
    let respelt = PersonName::parse(&format!("{}-Exempel", facts.holder)).map_err(|error| failed(&error))?;
    let correction = Correction { certificate: held.id, version: held.version, change: Change::Name(respelt) };
    let replaced = actions::supersede(&house.db, by, &correction, &house.press(), then).await;
    replaced.map_err(|error| failed(&error))?;
    while actions::finish_unreleased(&house.db, &house.press(), then).await? > 0 {}
    let issued = certification::queries::released_of(db, cohort).await?;
    if let Some(one) = issued.iter().find(|one| one.kind == CertificateKind::Attendance) {
        let revocation = Revocation { certificates: vec![(one.id, one.version)], reason: RevocationReason::Mistake };
        let revoked = actions::revoke(&house.db, by, &revocation, &house.press(), then.plus_minutes(30)).await;
        revoked.map_err(|error| failed(&error))?;
    }
    let edition = Edition {
        accent: "#5B2A4E".to_owned(),
        sentence: Bilingual::new(
            "har under {days} och {hours} fördjupat sig i {programme} och får titeln",
            "has studied {programme} for {days} and {hours} and receives the title",
        ),
        logo: LOGO.to_owned(),
        ..Edition::default()
    };
    let saved = actions::save_edition(&house.db, by, (QUIET_PORTRAIT, 0), &edition, now).await;
    saved.map_err(|error| failed(&error))
}
