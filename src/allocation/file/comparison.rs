//! What the file says and the recomputation does not: the first point, in words.

use super::super::lot::{Seed, commitment, composed, list_hash};
use super::super::model::Draw;
use super::lists::{ByName, Lists};
use super::reading::Claims;
use super::writing::Results;

/// The first disagreement: commitment, seed, hash of the list, admitted, reserve, seated.
pub(super) fn first_difference(draw: &Draw, claims: &Claims, results: &Results) -> Option<String> {
    hashes(draw, claims)
        .or_else(|| in_lists("admitted", claims.admitted.as_ref()?, &results.admitted))
        .or_else(|| in_lists("reserve", claims.reserve.as_ref()?, &results.reserve))
        .or_else(|| in_seats(claims.seated.as_ref()?, results.seated.as_ref()?))
}

fn hashes(draw: &Draw, claims: &Claims) -> Option<String> {
    let (secret, input) = (claims.secret.as_deref(), draw.input());
    let committed = secret.map(commitment).and_then(|is| stated("commitment", claims.commitment.as_deref(), &is));
    let drawn = || {
        let seed = Seed::drawn(secret?, &claims.public_value);
        stated("seed", Some(&input.seed.hex()), &seed.hex())
    };
    let listed = || {
        let hash = list_hash(input.applications.iter().map(|application| application.reference.as_str()));
        stated("list_hash", claims.list_hash.as_deref(), &hash)
    };
    committed.or_else(drawn).or_else(listed)
}

fn stated(field: &str, says: Option<&str>, is: &str) -> Option<String> {
    says.filter(|says| *says != is).map(|says| format!("{field}: the file says {says}, recomputed {is}"))
}

fn in_lists(field: &str, says: &Lists, is: &Lists) -> Option<String> {
    match (says, is) {
        (Lists::Plain(says), Lists::Plain(is)) => in_list(field, says, is),
        (Lists::ByPool(says), Lists::ByPool(is)) => {
            let (said, known) = (says.composed(), is.composed());
            let within = is.0.iter().find_map(|(pool, is)| {
                let says = said.get(&composed(pool)).map_or([].as_slice(), |list| list.as_slice());
                in_list(&format!("{field}, pool {pool}"), says, is)
            });
            within.or_else(|| {
                let (unknown, _) = says.0.iter().find(|(pool, _)| !known.contains_key(&composed(pool)))?;
                Some(format!("{field}: the file names pool {unknown}, which is not among the pools"))
            })
        }
        // Reading has refused a list whose shape does not go with the pools.
        _ => Some(format!("{field}: one is by pool, the other is not")),
    }
}

fn in_list(field: &str, says: &[String], is: &[String]) -> Option<String> {
    (0..says.len().max(is.len())).find_map(|position| {
        let (says, is) = (says.get(position), is.get(position));
        if says.map(|name| composed(name)) == is.map(|name| composed(name)) {
            return None;
        }
        let name = |reference: Option<&String>| reference.map_or("nobody", String::as_str).to_owned();
        Some(format!("{field}, no. {}: the file says {}, recomputed {}", position + 1, name(says), name(is)))
    })
}

fn in_seats(says: &ByName<String>, is: &ByName<String>) -> Option<String> {
    let (said, known) = (says.composed(), is.composed());
    let name = |cohort: Option<&String>| cohort.map_or("no cohort", String::as_str).to_owned();
    is.0.iter().chain(&says.0).find_map(|(reference, _)| {
        let (says, is) = (said.get(&composed(reference)).copied(), known.get(&composed(reference)).copied());
        let same = says.map(|cohort| composed(cohort)) == is.map(|cohort| composed(cohort));
        (!same).then(|| format!("seated, {reference}: the file says {}, recomputed {}", name(says), name(is)))
    })
}
