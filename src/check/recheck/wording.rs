//! The words of papers: what the programme calls things, and the rule in a sentence.

use super::difference::Difference;
use super::rows::{CertificateRow, all, grouped};
use crate::kernel::Lang;
use crate::requirements::{CompletionRule, DayNumber, Titles, sentence};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// Stands where an assignment's title does, which may have been rewritten since.
const ANY: &str = "\u{1}";

/// What every edition that repeats another one prints as that one did.
const REPEATED: [&str; 9] = [
    "award",
    "award_key",
    "programme",
    "place",
    "learning_goals",
    "rule_in_words",
    "issuer",
    "signatory_name",
    "signatory_title",
];

/// The version of a programme that a cohort runs.
#[derive(Debug, FromQueryResult)]
struct CourseRow {
    cohort_id: i64,
    version_id: i64,
    programme_id: i64,
    name_sv: String,
    name_en: String,
}

#[derive(Debug, FromQueryResult)]
struct DayRow {
    version_id: i64,
    number: i64,
    title_sv: String,
    title_en: String,
    goals_sv: String,
    goals_en: String,
}

#[derive(Debug, FromQueryResult)]
struct AwardRow {
    id: i64,
    programme_id: i64,
    title_sv: String,
    title_en: String,
}

/// What programmes call things; none of it is ever rewritten.
pub(super) struct Wording {
    courses: HashMap<i64, CourseRow>,
    days: HashMap<i64, Vec<DayRow>>,
    awards: HashMap<i64, AwardRow>,
}

/// What the words of one paper follow from.
pub(super) struct Said<'a> {
    pub rule: &'a CompletionRule,
    /// How many days the course had, cancelled ones included.
    pub of_days: Option<DayNumber>,
    /// Whether the rule was met by a dispensation only.
    pub is_dispensed: bool,
}

impl Wording {
    /// Reads it in three statements.
    pub(super) async fn read(db: &impl ConnectionTrait) -> Result<Self, DbErr> {
        let courses: Vec<CourseRow> = all(
            db,
            "SELECT c.id AS cohort_id, v.id AS version_id, p.id AS programme_id, p.name_sv, p.name_en FROM cohorts c \
             JOIN programme_versions v ON v.id = c.programme_version_id JOIN programmes p ON p.id = v.programme_id",
        )
        .await?;
        let days: Vec<DayRow> = all(
            db,
            "SELECT programme_version_id AS version_id, number, title_sv, title_en, goals_sv, goals_en \
             FROM programme_days ORDER BY programme_version_id, number",
        )
        .await?;
        let awards: Vec<AwardRow> = all(db, "SELECT id, programme_id, title_sv, title_en FROM award_titles").await?;
        Ok(Self {
            courses: courses.into_iter().map(|row| (row.cohort_id, row)).collect(),
            days: grouped(days, |row| row.version_id),
            awards: awards.into_iter().map(|row| (row.id, row)).collect(),
        })
    }

    /// The words `printed` has otherwise than the programme and the rule.
    pub(super) fn differences(&self, issued: &CertificateRow, said: &Said<'_>, printed: &Value) -> Vec<Difference> {
        let Some(course) = self.courses.get(&issued.course) else { return Vec::new() };
        let days = self.days.get(&course.version_id).map_or(&[][..], Vec::as_slice);
        let mut wrong = Vec::new();
        if !self.is_award(issued, course, printed) {
            wrong.push("award");
        }
        if printed["programme"] != both(&course.name_sv, &course.name_en) {
            wrong.push("programme");
        }
        let titles: BTreeMap<i64, Value> =
            days.iter().map(|day| (day.number, both(&day.title_sv, &day.title_en))).collect();
        // A day too many is told by its number.
        let is_title = |day: &Value| {
            let title = day["number"].as_i64().and_then(|number| titles.get(&number));
            title.is_none_or(|title| day["topic"] == *title)
        };
        if !printed["days"].as_array().is_some_and(|days| days.iter().all(is_title)) {
            wrong.push("topics");
        }
        if printed["learning_goals"] != days.iter().filter_map(goal).collect::<Value>() {
            wrong.push("learning_goals");
        }
        let is_rule = |(lang, tag): (Lang, &str)| said.fits(lang, printed["rule_in_words"][tag].as_str().unwrap_or(""));
        if ![(Lang::Sv, "sv"), (Lang::En, "en")].into_iter().all(is_rule) {
            wrong.push("rule_in_words");
        }
        wrong.into_iter().map(|what| Difference::Words(issued.number.clone(), what)).collect()
    }

    /// Whether the award is one of the programme's own, and none on a paper that gives none.
    fn is_award(&self, issued: &CertificateRow, course: &CourseRow, printed: &Value) -> bool {
        let number = printed["award_key"].as_i64().unwrap_or_default();
        if issued.kind != "certificate" {
            return number == 0 && printed["award"] == both("", "");
        }
        self.awards.get(&number).is_some_and(|award| {
            award.programme_id == course.programme_id && printed["award"] == both(&award.title_sv, &award.title_en)
        })
    }
}

impl Said<'_> {
    /// Whether `text` is the rule in words, whatever its assignments are called there.
    fn fits(&self, lang: Lang, text: &str) -> bool {
        let untitled: Titles =
            self.rule.assignments().into_iter().map(|key| (key.to_owned(), ANY.to_owned())).collect();
        let mut expected = sentence(&self.rule.titled(&untitled), self.of_days, lang);
        if self.is_dispensed {
            expected.push_str(lang.say(" Med dispens.", " With a dispensation."));
        }
        let mut parts = expected.split(ANY);
        let first = parts.next().unwrap_or_default();
        let Some(rest) = text.strip_prefix(first) else { return false };
        let parts: Vec<&str> = parts.collect();
        let Some((last, between)) = parts.split_last() else { return rest.is_empty() };
        let Some(rest) = rest.strip_suffix(last) else { return false };
        between.iter().try_fold(rest, |rest, part| rest.split_once(part).map(|(_, after)| after)).is_some()
    }
}

/// What an edition prints otherwise than the one it repeats.
pub(super) fn repeated(number: &str, printed: &Value, before: &Value) -> Vec<Difference> {
    let differs = |field: &&'static str| printed.get(*field) != before.get(*field);
    REPEATED.into_iter().filter(differs).map(|field| Difference::Words(number.to_owned(), field)).collect()
}

fn both(sv: &str, en: &str) -> Value {
    json!({ "sv": sv, "en": en })
}

/// A day's first learning goal, if it has one in both languages.
fn goal(day: &DayRow) -> Option<Value> {
    let first = |text: &str| text.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned);
    Some(both(&first(&day.goals_sv)?, &first(&day.goals_en)?))
}
