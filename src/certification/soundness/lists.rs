//! Status lists: signed by a key of ours, and marked where certificates no longer hold, nowhere else.

use super::super::entity::{certificate, status_list};
use super::super::model::CertificateState;
use crate::credentials::StatusList;
use crate::credentials::status::{self, BITS};
use crate::seals::PublicKey;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};

/// Lists looked at together; each is some 20 kB, and up to 40 kB where many are marked.
const LISTS_AT_ONCE: u64 = 50;

/// What is wrong with the lists, and with the places of `all` in them.
pub(super) async fn broken(
    db: &impl ConnectionTrait,
    all: &[certificate::Model],
    keys: &[PublicKey],
) -> Result<Vec<String>, DbErr> {
    let mut found = doubled(all);
    let mut of_list: HashMap<i64, Vec<&certificate::Model>> = HashMap::new();
    for one in all {
        of_list.entry(one.status_list).or_default().push(one);
    }
    let mut after = i64::MIN;
    loop {
        let page = status_list::Entity::find()
            .filter(status_list::Column::Id.gt(after))
            .order_by_asc(status_list::Column::Id)
            .limit(LISTS_AT_ONCE)
            .all(db)
            .await?;
        let Some(last) = page.last() else { break };
        after = last.id;
        for list in &page {
            let on_it = of_list.remove(&list.id).unwrap_or_default();
            found.extend(signature(list, keys));
            found.extend(marks(list, &on_it));
        }
    }
    let mut homeless: Vec<&certificate::Model> = of_list.into_values().flatten().collect();
    homeless.sort_by_key(|one| one.id);
    found.extend(
        homeless.iter().map(|one| format!("certificate {}: there is no status list {}", one.id, one.status_list)),
    );
    Ok(found)
}

fn doubled(all: &[certificate::Model]) -> Vec<String> {
    let mut taken = HashSet::new();
    let again = all.iter().filter(|one| !taken.insert((one.status_list, one.status_index)));
    let told = again.map(|one| {
        let (list, index) = (one.status_list, one.status_index);
        format!("certificate {}: place {index} of status list {list} is another one's", one.id)
    });
    told.collect()
}

fn signature(list: &status_list::Model, keys: &[PublicKey]) -> Option<String> {
    let published = match status::verify(&list.credential, keys) {
        Ok(published) => published,
        Err(why) => return Some(format!("status list {}: its credential does not hold. {why}", list.id)),
    };
    let is_same = published.id == format!("{}/status/{}", list.host, list.id) && published.list.bytes() == list.bits;
    (!is_same).then(|| format!("status list {}: its credential says otherwise than its row", list.id))
}

/// What is marked must be what is over, to the bit.
fn marks(list: &status_list::Model, on_it: &[&certificate::Model]) -> Vec<String> {
    let mut found = Vec::new();
    let mut due = StatusList::empty();
    for one in on_it {
        match one.place().map(|place| place.index).filter(|index| *index < BITS) {
            Some(index) if one.state != CertificateState::Current => due.revoke(index),
            Some(_) => {}
            None => found.push(format!("certificate {}: its place is beyond its status list", one.id)),
        }
    }
    let Some(bits) = StatusList::of(list.bits.clone()) else {
        found.push(format!("status list {}: it has another length", list.id));
        return found;
    };
    for one in on_it {
        let Some(is_marked) = one.place().and_then(|place| bits.is_revoked(place.index)) else { continue };
        if is_marked != (one.state != CertificateState::Current) {
            let word = if is_marked { "marked as over" } else { "not marked as over" };
            found.push(format!("certificate {}: {word} in status list {}", one.id, list.id));
        }
    }
    if found.is_empty() && bits != due {
        found.push(format!("status list {}: a place is marked that no certificate has", list.id));
    }
    found
}
