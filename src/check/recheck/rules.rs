//! The rules that cohorts have or had, and when attendance was disposed of.

use super::rows::all;
use crate::requirements::CompletionRule;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::Value;
use std::collections::HashMap;

/// The rules of cohorts.
pub(super) struct Rules {
    /// By cohort, that of now first.
    numbers: HashMap<i64, Vec<i64>>,
    /// By number.
    texts: HashMap<i64, String>,
}

impl Rules {
    /// The numbers of the rules a cohort has or had.
    pub(super) fn numbers_of(&self, cohort: i64) -> &[i64] {
        self.numbers.get(&cohort).map_or(&[], Vec::as_slice)
    }

    /// Those that can be read.
    pub(super) fn of(&self, cohort: i64) -> Vec<CompletionRule> {
        let texts = self.numbers_of(cohort).iter().filter_map(|number| self.texts.get(number));
        texts.filter_map(|text| CompletionRule::parse(text).ok()).collect()
    }
}

/// The rule a cohort has now.
#[derive(Debug, FromQueryResult)]
struct RuleRow {
    cohort_id: i64,
    number: i64,
}

/// An entry of the journal about rules that were amended or attendance that was disposed of.
#[derive(Debug, FromQueryResult)]
struct EntryRow {
    event: String,
    object_id: i64,
    at: i64,
    details: String,
}

/// A numbered rule.
#[derive(Debug, FromQueryResult)]
struct TextRow {
    number: i64,
    rule: String,
}

/// The numbers of the rules each cohort has, or had according to the journal, and when attendance was disposed of.
pub(super) async fn read(db: &impl ConnectionTrait) -> Result<(Rules, Vec<i64>), DbErr> {
    let now: Vec<RuleRow> = all(
        db,
        "SELECT c.id AS cohort_id, r.number FROM cohorts c JOIN programme_versions v ON v.id = c.programme_version_id \
         JOIN completion_rules r ON r.id = COALESCE(c.rule_id, v.rule_id)",
    )
    .await?;
    let entries: Vec<EntryRow> = all(
        db,
        "SELECT j.event, j.object_id, j.at, j.details FROM journal j \
         WHERE j.event IN ('cohort.rule_amended', 'retention.disposed') ORDER BY j.id",
    )
    .await?;
    let mut rules: HashMap<i64, Vec<i64>> = HashMap::new();
    for row in now {
        rules.entry(row.cohort_id).or_default().push(row.number);
    }
    let mut disposals = Vec::new();
    for entry in entries {
        let details: Value = serde_json::from_str(&entry.details).unwrap_or_default();
        if entry.event == "retention.disposed" {
            let is_of_attendance = details.get("what").and_then(Value::as_str) == Some("attendance");
            disposals.extend(is_of_attendance.then_some(entry.at));
        } else if let Some(numbers) = details.get("rule_number") {
            let both = ["before", "now"].into_iter().filter_map(|which| numbers.get(which)?.as_i64());
            rules.entry(entry.object_id).or_default().extend(both);
        }
    }
    let texts: Vec<TextRow> = all(db, "SELECT number, rule FROM completion_rules").await?;
    let texts = texts.into_iter().map(|row| (row.number, row.rule)).collect();
    Ok((Rules { numbers: rules, texts }, disposals))
}
