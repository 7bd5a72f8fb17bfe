//! What must always be true of the register, looked for row by row: the storage constraints guard most of it, this
//! finds what only a damaged or edited database could hold. What is signed is verified as strangers verify it, by the keys that
//! are published.

mod lists;
mod signed;

use super::code::Code;
use super::entity::{certificate, certificate_series};
use super::model::{CertificateKind, CertificateState};
use super::number::Number;
use crate::completion::entity as decision;
use crate::completion::model::Outcome;
use crate::credentials::did;
use crate::paper::CertificateFacts;
use crate::seals::{self, PublicKey, SealId};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use signed::Trusted;
use std::collections::{HashMap, HashSet};

/// Every broken invariant of certificates, one sentence each; nothing when all is well.
///
/// # Errors
/// When the database does not answer.
pub async fn broken(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let all = certificate::Entity::find().order_by_asc(certificate::Column::Id).all(db).await?;
    let series = certificate_series::Entity::find().all(db).await?;
    let mut found = numbers(&all, &series);
    found.extend(states(&all));
    found.extend(all.iter().flat_map(contents));
    let published = seals::queries::published(db).await?;
    let keys: Vec<PublicKey> = did::signing_keys(&published).iter().map(|key| key.public).collect();
    found.extend(lists::broken(db, &all, &keys).await?);
    let seals = published.iter().filter_map(|one| SealId::parse(&one.id)).collect();
    found.extend(signed::broken(db, &all, &Trusted { keys, seals }).await?);
    found.extend(undeserved(db, &all).await?);
    Ok(found)
}

fn numbers(all: &[certificate::Model], series: &[certificate_series::Model]) -> Vec<String> {
    let mut found = Vec::new();
    let mut places: HashMap<(String, i64), HashSet<i64>> = HashMap::new();
    for one in all {
        match Number::parse(&one.number) {
            Some(number) => {
                let fresh = places.entry((number.issuer_code, number.year)).or_default().insert(number.place);
                if !fresh {
                    found.push(format!("certificate {}: the number {} is given twice", one.id, one.number));
                }
            }
            None => found.push(format!("certificate {}: {} is not a number", one.id, one.number)),
        }
    }
    for row in series {
        let given = places.remove(&(row.issuer_code.clone(), row.year)).unwrap_or_default();
        let missing = (1..=row.last_number).filter(|place| !given.contains(place)).count();
        if missing > 0 {
            found.push(format!("series {}-{}: {missing} numbers were taken and not given", row.issuer_code, row.year));
        }
        if given.iter().any(|place| *place > row.last_number) {
            found.push(format!("series {}-{}: a number above the last one is given", row.issuer_code, row.year));
        }
    }
    found.extend(places.keys().map(|(issuer, year)| format!("series {issuer}-{year}: there is no such series")));
    found
}

fn states(all: &[certificate::Model]) -> Vec<String> {
    let mut found = Vec::new();
    let mut current = HashSet::new();
    for one in all {
        let whole = match one.state {
            CertificateState::Current => {
                if !current.insert((one.person_id, one.cohort_id, one.kind.key())) {
                    found.push(format!("certificate {}: a second current one for its person and cohort", one.id));
                }
                one.replaced_by.is_none() && one.revoked_on.is_none()
            }
            CertificateState::Replaced => one.replaced_by.is_some() && one.revoked_on.is_none(),
            CertificateState::Revoked => one.replaced_by.is_none() && one.revoked_on.is_some(),
        };
        if !whole {
            found.push(format!("certificate {}: its state does not fit what is written about it", one.id));
        }
    }
    found
}

fn contents(one: &certificate::Model) -> Vec<String> {
    let mut found = Vec::new();
    if Code::parse(&one.code).is_none_or(|code| code.as_str() != one.code) {
        found.push(format!("certificate {}: its code does not pass its check", one.id));
    }
    match serde_json::from_str::<CertificateFacts>(&one.facts) {
        Err(error) => found.push(format!("certificate {}: its facts cannot be read ({error})", one.id)),
        Ok(facts) if facts.number != one.number || facts.code != one.code || facts.issued_on != one.issued_on => {
            found.push(format!("certificate {}: number, code or day differ from what was printed", one.id));
        }
        Ok(_) => {}
    }
    found
}

/// Certificates of people about whom it was never decided that they met the rule, and those that hold although the decision
/// that stands does not say so.
///
/// The latter is no damage: a review has turned the decision (never the paper), and a coordinator has yet to revoke it.
async fn undeserved(db: &impl ConnectionTrait, all: &[certificate::Model]) -> Result<Vec<String>, DbErr> {
    let met: Vec<_> = decision::Entity::find().filter(decision::Column::Verdict.eq(Outcome::Met)).all(db).await?;
    let ever: HashSet<_> = met.iter().map(|made| made.participant_id).collect();
    let now: HashSet<_> = met.iter().filter(|made| made.is_current).map(|made| made.participant_id).collect();
    let told = |one: &certificate::Model| {
        if !ever.contains(&one.participant_id) {
            Some(format!("certificate {}: no decision says that the rule was met", one.id))
        } else if one.state == CertificateState::Current && !now.contains(&one.participant_id) {
            Some(format!(
                "certificate {}: it holds, and the decision that stands does not say that the rule was met; revoke it or decide anew",
                one.id
            ))
        } else {
            None
        }
    };
    Ok(all.iter().filter(|one| one.kind == CertificateKind::Certificate).filter_map(told).collect())
}
