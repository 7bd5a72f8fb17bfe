//! From the file to the draw, and what the file claims about it.

use super::super::lot::{Seed, bytes_of};
use super::super::model::{AllocationInput, Application, Cohort, Draw, Organisation, Pool, Pools, Standing, Terms};
use super::Unusable;
use super::form::{ApplicationForm, CohortForm, Form, OrganisationForm, PoolForm};
use super::lists::{ByName, Lists};

/// What a file says of its own draw, to be compared.
pub(super) struct Claims {
    pub secret: Option<Vec<u8>>,
    pub public_value: String,
    pub commitment: Option<String>,
    pub list_hash: Option<String>,
    pub admitted: Option<Lists>,
    pub reserve: Option<Lists>,
    pub seated: Option<ByName<String>>,
}

pub(super) fn taken_apart(form: Form) -> Result<(Draw, Claims), Unusable> {
    let seed = Seed::from_hex(&form.seed).ok_or_else(|| contradiction("seed is not 64 hexadecimal digits"))?;
    let claims = Claims {
        secret: form.secret.as_deref().map(secret).transpose()?,
        public_value: form.public_value.unwrap_or_default(),
        commitment: hash("commitment", form.commitment)?,
        list_hash: hash("list_hash", form.list_hash)?,
        admitted: shaped("admitted", form.admitted, form.pools.as_deref())?,
        reserve: shaped("reserve", form.reserve, form.pools.as_deref())?,
        seated: form.seated,
    };
    if claims.seated.is_some() && form.cohorts.is_none() {
        return Err(contradiction("seated is given, but no cohorts"));
    }
    if form.cohorts.as_ref().is_some_and(Vec::is_empty) {
        return Err(contradiction("the list of cohorts is empty"));
    }
    let input = AllocationInput {
        offer: form.offer,
        seed,
        pools: pools(form.pools, [form.capacity, form.guarantee, form.cap])?,
        cohorts: form.cohorts.unwrap_or_default().into_iter().map(cohort).collect(),
        organisations: form.organisations.into_iter().map(organisation).collect(),
        applications: form.applications.into_iter().map(application).collect(),
    };
    Ok((Draw::checked(input).map_err(Unusable::Flaw)?, claims))
}

fn contradiction(reason: &str) -> Unusable {
    Unusable::Contradiction(reason.to_owned())
}

fn secret(hex: &str) -> Result<Vec<u8>, Unusable> {
    bytes_of(hex).ok_or_else(|| contradiction("secret is not hexadecimal"))
}

/// The hash in lower case, however the file writes it.
fn hash(field: &str, hex: Option<String>) -> Result<Option<String>, Unusable> {
    hex.map(|hex| {
        Seed::from_hex(&hex)
            .map(|bytes| bytes.hex())
            .ok_or_else(|| Unusable::Contradiction(format!("{field} is not 64 hexadecimal digits")))
    })
    .transpose()
}

fn shaped(field: &str, lists: Option<Lists>, pools: Option<&[PoolForm]>) -> Result<Option<Lists>, Unusable> {
    match (&lists, pools) {
        (Some(Lists::Plain(_)), Some(_)) => {
            Err(Unusable::Contradiction(format!("there are pools, but {field} is not an object by pool")))
        }
        (Some(Lists::ByPool(_)), None) => {
            Err(Unusable::Contradiction(format!("{field} is an object by pool, but there are no pools")))
        }
        _ => Ok(lists),
    }
}

fn pools(pools: Option<Vec<PoolForm>>, numbers: [Option<u64>; 3]) -> Result<Pools, Unusable> {
    match (pools, numbers) {
        (None, [Some(capacity), Some(guarantee), Some(cap)]) => Ok(Pools::Single(Terms { capacity, guarantee, cap })),
        (None, _) => Err(contradiction("capacity, guarantee and cap are needed, or pools")),
        (Some(pools), [None, None, None]) => Ok(Pools::Named(pools.into_iter().map(pool).collect())),
        (Some(_), _) => Err(contradiction("capacity, guarantee and cap stand in the pools, not beside them")),
    }
}

fn pool(form: PoolForm) -> Pool {
    let PoolForm { name, capacity, guarantee, cap } = form;
    Pool { name, terms: Terms { capacity, guarantee, cap } }
}

fn cohort(form: CohortForm) -> Cohort {
    Cohort { code: form.code, capacity: form.capacity }
}

fn organisation(form: OrganisationForm) -> Organisation {
    let OrganisationForm { code, pool, trained, population } = form;
    Organisation { code, pool, trained, population, unnamed: 0 }
}

fn application(form: ApplicationForm) -> Application {
    let ApplicationForm { reference, organisation, rank, eligible, reason, cohorts } = form;
    let standing = if eligible == Some(false) { Standing::NotEligible { reason } } else { Standing::Eligible };
    Application { reference, organisation, rank, standing, cohorts }
}
