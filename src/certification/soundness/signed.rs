//! Papers as they are kept: whole, sealed and signed by keys of ours, and about the certificate they are kept for.

use super::super::entity::{certificate, certificate_paper};
use crate::credentials::{Badge, payload};
use crate::kernel::CertificateId;
use crate::paper::{self, CertificateFacts};
use crate::seals::{PublicKey, SealId, verify_cms};
use data_encoding::HEXLOWER;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

/// Papers looked at together; each is some 50 kB.
const PAPERS_AT_ONCE: u64 = 50;

/// The public halves of all keys that are published.
pub(super) struct Trusted {
    pub keys: Vec<PublicKey>,
    pub seals: HashSet<SealId>,
}

/// What is wrong with the papers of `all`.
pub(super) async fn broken(
    db: &impl ConnectionTrait,
    all: &[certificate::Model],
    trusted: &Trusted,
) -> Result<Vec<String>, DbErr> {
    let mut found = Vec::new();
    let rows: HashMap<CertificateId, &certificate::Model> = all.iter().map(|one| (one.id, one)).collect();
    let mut seen = HashSet::new();
    let mut after = CertificateId(0);
    // A page at a time, because all papers together may be larger than the machine's memory.
    loop {
        let page = certificate_paper::Entity::find()
            .filter(certificate_paper::Column::CertificateId.gt(after))
            .order_by_asc(certificate_paper::Column::CertificateId)
            .limit(PAPERS_AT_ONCE)
            .all(db)
            .await?;
        let Some(last) = page.last() else { break };
        after = last.certificate_id;
        for paper in &page {
            seen.insert(paper.certificate_id);
            let of = rows.get(&paper.certificate_id);
            let said = of.into_iter().flat_map(|one| wrong(one, paper, trusted));
            found.extend(said.map(|what| format!("certificate {}: {what}", paper.certificate_id)));
        }
    }
    for one in all {
        if one.released_at.is_some() != seen.contains(&one.id) {
            found.push(format!("certificate {}: released without a paper, or a paper without release", one.id));
        }
    }
    Ok(found)
}

/// What is wrong with one paper.
fn wrong(one: &certificate::Model, paper: &certificate_paper::Model, trusted: &Trusted) -> Vec<String> {
    let mut found = Vec::new();
    if HEXLOWER.encode(&Sha256::digest(&paper.pdf)) != paper.sha256 {
        found.push("the bytes of its paper have changed".to_owned());
    } else if !is_sealed(paper, trusted) {
        found.push("its paper is not sealed by the published seal it names, or carries another credential".to_owned());
    }
    match Badge::verify(&paper.credential, &trusted.keys) {
        Err(why) => found.push(format!("its credential does not hold. {why}")),
        Ok(badge) if badge.key().to_string() != paper.key_id || !speaks_of(&badge, one) => {
            found.push("its credential speaks of another number, code or place".to_owned());
        }
        Ok(_) => {}
    }
    match payload::verify(&paper.payload, &trusted.keys) {
        Err(why) => found.push(format!("what its QR code holds does not. {why}")),
        Ok(passed) => {
            let (said, place) = (passed.facts, one.place());
            let list = i64::try_from(said.list).ok();
            let is_same = place.is_some_and(|place| list == Some(place.list) && said.index == place.index);
            if said.number != one.number || !is_same {
                found.push("its QR code speaks of another number or place".to_owned());
            }
        }
    }
    found
}

fn is_sealed(paper: &certificate_paper::Model, trusted: &Trusted) -> bool {
    let Ok(inspected) = paper::inspect(&paper.pdf) else { return false };
    let sealed = verify_cms(&inspected.seal, &inspected.digest);
    sealed.is_ok_and(|sealed| trusted.seals.contains(&sealed.by) && sealed.by.to_string() == paper.seal_id)
        && inspected.credential == paper.credential
}

/// Whether a credential is about this certificate, on the host that its paper carries.
fn speaks_of(badge: &Badge, one: &certificate::Model) -> bool {
    let Ok(facts) = serde_json::from_str::<CertificateFacts>(&one.facts) else { return false };
    let Some((host, _)) = facts.verify_address.split_once("/V/") else { return false };
    let host = host.to_lowercase();
    let place = (format!("{host}/status/{}", one.status_list), i64::from(badge.status().1));
    badge.id() == format!("{host}/v/{}", one.code)
        && (badge.status().0, place.1) == (place.0.as_str(), one.status_index)
        && badge.name().rsplit(' ').next() == Some(one.number.as_str())
}
