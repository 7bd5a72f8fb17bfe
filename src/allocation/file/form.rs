//! The file as it is written: field by field, unknown ones refused.

use serde::{Deserialize, Serialize};

use super::lists::{ByName, Lists};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    pub offer: String,
    pub seed: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_value: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_hash: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guarantee: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pools: Option<Vec<PoolForm>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cohorts: Option<Vec<CohortForm>>,
    pub organisations: Vec<OrganisationForm>,
    pub applications: Vec<ApplicationForm>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admitted: Option<Lists>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserve: Option<Lists>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seated: Option<ByName<String>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PoolForm {
    pub name: String,
    pub capacity: u64,
    pub guarantee: u64,
    pub cap: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CohortForm {
    pub code: String,
    pub capacity: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganisationForm {
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool: Option<String>,
    pub trained: u64,
    pub population: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ApplicationForm {
    pub reference: String,
    pub organisation: String,
    #[serde(default = "first_rank")]
    pub rank: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eligible: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cohorts: Option<Vec<String>>,
}

fn first_rank() -> u64 {
    1
}
