//! From the draw to the file.

use serde::Serialize;

use super::super::lot::{commitment, list_hash};
use super::super::model::{Application, Cohort, Draw, Organisation, Pools, Standing};
use super::super::outcome::{Outcome, PoolOutcome};
use super::Unusable;
use super::form::{ApplicationForm, CohortForm, Form, OrganisationForm, PoolForm};
use super::lists::{ByName, Lists};
use data_encoding::HEXLOWER;

/// What is revealed once the draw is done, so that the seed can be checked against the commitment.
#[derive(Clone)]
pub struct Reveal {
    /// The secret whose hash was published with the offer.
    pub secret: Vec<u8>,
    /// The public value named in advance; empty if none was.
    pub public_value: String,
}

/// The lists of an outcome, as the verifying command prints them.
#[derive(Serialize)]
pub(super) struct Results {
    pub admitted: Lists,
    pub reserve: Lists,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seated: Option<ByName<String>>,
}

impl Results {
    pub fn of(draw: &Draw, outcome: &Outcome) -> Self {
        let seated = outcome.seated.iter().map(|seat| (seat.reference.clone(), seat.cohort.clone())).collect();
        Self {
            admitted: lists(outcome, |pool| pool.admitted.iter().map(|award| award.reference.clone()).collect()),
            reserve: lists(outcome, |pool| pool.reserve.iter().map(|place| place.reference.clone()).collect()),
            seated: (!draw.input().cohorts.is_empty()).then_some(ByName(seated)),
        }
    }
}

/// Writes the protocol of a draw: all it depends on and its lists, as JSON on one line with a line feed at the end.
///
/// With `reveal` also the secret, the public value and the commitment. The list's hash always stands there. Read back by
/// [`verify`](super::verify) it shows no difference.
///
/// # Errors
/// [`Unusable::Contradiction`] when unnamed seats are taken: the file has no field for them, and without them the draw
/// would not recompute.
pub fn to_file(draw: &Draw, outcome: &Outcome, reveal: Option<&Reveal>) -> Result<String, Unusable> {
    let input = draw.input();
    if input.organisations.iter().any(|organisation| organisation.unnamed > 0) {
        return Err(Unusable::Contradiction("unnamed seats have no field in the file".to_owned()));
    }
    let Results { admitted, reserve, seated } = Results::of(draw, outcome);
    let (single, pools) = match &input.pools {
        Pools::Single(terms) => (Some(*terms), None),
        Pools::Named(pools) => (None, Some(pools)),
    };
    let form = Form {
        offer: input.offer.clone(),
        seed: input.seed.hex(),
        secret: reveal.map(|reveal| HEXLOWER.encode(&reveal.secret)),
        public_value: reveal.map(|reveal| reveal.public_value.clone()),
        commitment: reveal.map(|reveal| commitment(&reveal.secret)),
        list_hash: Some(list_hash(input.applications.iter().map(|application| application.reference.as_str()))),
        capacity: single.map(|terms| terms.capacity),
        guarantee: single.map(|terms| terms.guarantee),
        cap: single.map(|terms| terms.cap),
        pools: pools.map(|pools| pools.iter().map(pool).collect()),
        cohorts: (!input.cohorts.is_empty()).then(|| input.cohorts.iter().map(cohort).collect()),
        organisations: input.organisations.iter().map(organisation).collect(),
        applications: input.applications.iter().map(application).collect(),
        admitted: Some(admitted),
        reserve: Some(reserve),
        seated,
    };
    let mut text = serde_json::to_string(&form).map_err(|wrong| Unusable::Form(wrong.to_string()))?;
    text.push('\n');
    Ok(text)
}

fn lists(outcome: &Outcome, references: impl Fn(&PoolOutcome) -> Vec<String>) -> Lists {
    match outcome.pools.as_slice() {
        [single @ PoolOutcome { pool: None, .. }] => Lists::Plain(references(single)),
        pools => Lists::ByPool(ByName(
            pools.iter().map(|pool| (pool.pool.clone().unwrap_or_default(), references(pool))).collect(),
        )),
    }
}

fn pool(pool: &super::super::model::Pool) -> PoolForm {
    let terms = pool.terms;
    PoolForm { name: pool.name.clone(), capacity: terms.capacity, guarantee: terms.guarantee, cap: terms.cap }
}

fn cohort(cohort: &Cohort) -> CohortForm {
    CohortForm { code: cohort.code.clone(), capacity: cohort.capacity }
}

fn organisation(organisation: &Organisation) -> OrganisationForm {
    OrganisationForm {
        code: organisation.code.clone(),
        pool: organisation.pool.clone(),
        trained: organisation.trained,
        population: organisation.population,
    }
}

fn application(application: &Application) -> ApplicationForm {
    let (eligible, reason) = match &application.standing {
        Standing::Eligible => (None, None),
        Standing::NotEligible { reason } => (Some(false), reason.clone()),
    };
    ApplicationForm {
        reference: application.reference.clone(),
        organisation: application.organisation.clone(),
        rank: application.rank,
        eligible,
        reason,
        cohorts: application.cohorts.clone(),
    }
}
