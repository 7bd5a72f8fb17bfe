//! The file of `stafett weigh`: a rule, a record and a day in, a verdict out.

use crate::kernel::Day;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    model::MakeUp,
    record::{RawRecord, record},
    refusal::Refusal,
    verdict::{NodeVerdict, Outcome},
    weigh::weigh_exactly,
    wire::{RawDemand, from_raw, partial_percent, read},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    rule: RawDemand,
    #[serde(default = "partial_percent")]
    partial_percent: u32,
    #[serde(default)]
    make_up: Option<MakeUp>,
    facts: RawRecord,
    today: Day,
}

#[derive(Serialize)]
struct Answer<'v> {
    verdict: Outcome,
    nodes: Vec<&'v NodeVerdict>,
}

/// Weighs `{"rule","partial_percent","make_up","facts","today"}` and answers `{"verdict":…,"nodes":[…]}`.
///
/// The nodes stand in reading order. A root that ties parts together is not among them: its verdict is the verdict.
///
/// # Errors
/// A [`Refusal`] if the text is not of the form, the rule is unsound, a day stands twice, or the course has more ends than can
/// be looked at.
pub fn weigh_file(text: &str) -> Result<Value, Refusal> {
    let file: RawFile = read(text)?;
    let rule = from_raw(file.rule, file.partial_percent, file.make_up)?;
    let verdict = weigh_exactly(&rule, &record(file.facts)?, file.today)?;
    let nodes = verdict.nodes.iter().skip(usize::from(!rule.demand().parts().is_empty())).collect();
    Ok(serde_json::to_value(Answer { verdict: verdict.outcome, nodes }).unwrap_or_default())
}
