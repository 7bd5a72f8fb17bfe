//! The example programme with its days, titles and completion rule.

use super::unreadable;
use crate::kernel::{Day, Instant, ProgrammeVersionId};
use crate::locale::stockholm;
use crate::programmes::{self, NewDay, NewProgramme, NewTitle, Words};
use crate::requirements::{self, CompletionRule};
use crate::storage::WriteTx;
use sea_orm::DbErr;
use serde::Deserialize;
use serde_json::Value;

const FILE: &str = include_str!("../../demo/skane/programme.json");

/// The programme as its file has it.
#[derive(Debug, Clone, Deserialize)]
pub struct ExampleProgramme {
    name: Both,
    summary: Both,
    audience: Both,
    layout: String,
    award_titles: Vec<Title>,
    completion_rule: Value,
    days: Vec<Lesson>,
}

#[derive(Debug, Clone, Deserialize)]
struct Both {
    sv: String,
    en: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Lists {
    sv: Vec<String>,
    en: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct Title {
    sv: String,
    en: String,
    from: Day,
    to: Option<Day>,
}

#[derive(Debug, Clone, Deserialize)]
struct Lesson {
    starts: String,
    ends: String,
    minutes: i64,
    title: Both,
    topics: Lists,
    goals: Lists,
}

impl From<Both> for Words {
    fn from(both: Both) -> Self {
        Self { sv: both.sv, en: both.en }
    }
}

impl From<Lists> for Words {
    fn from(lists: Lists) -> Self {
        Self { sv: lists.sv.join("\n"), en: lists.en.join("\n") }
    }
}

impl ExampleProgramme {
    /// What it is called.
    #[must_use]
    pub fn name(&self) -> Words {
        self.name.clone().into()
    }

    /// Who it is for, as an offer says it.
    #[must_use]
    pub fn audience(&self) -> Words {
        self.audience.clone().into()
    }

    /// How many days it has.
    #[must_use]
    pub fn days(&self) -> usize {
        self.days.len()
    }

    /// Its completion rule.
    ///
    /// # Errors
    /// When the file's rule is not sound.
    pub fn rule(&self) -> Result<CompletionRule, DbErr> {
        CompletionRule::parse(&self.completion_rule.to_string()).map_err(|flaw| unreadable(format!("{flaw:?}")))
    }
}

/// Reads the programme from its file inside the binary.
///
/// # Errors
/// When the file is not of its form.
pub fn programme() -> Result<ExampleProgramme, DbErr> {
    serde_json::from_str(FILE).map_err(unreadable)
}

/// Lays the programme and its rule down; where it is already, its latest version is given.
///
/// # Errors
/// When the database refuses.
pub async fn load_programme(tx: &WriteTx, now: Instant) -> Result<ProgrammeVersionId, DbErr> {
    let example = programme()?;
    let versions = programmes::queries::latest_versions(tx).await?;
    if let Some((_, version)) = versions.into_iter().find(|(known, _)| known.name_sv == example.name.sv) {
        return Ok(version.id);
    }
    let rule = requirements::queries::add_rule(tx, &example.rule()?, now).await?;
    let days = example.days.into_iter().map(lesson).collect::<Result<Vec<_>, DbErr>>()?;
    let titles = example.award_titles.into_iter().map(|title| NewTitle {
        title: Words { sv: title.sv, en: title.en },
        from: title.from,
        to: title.to,
    });
    let new = NewProgramme {
        name: example.name.into(),
        summary: example.summary.into(),
        layout: example.layout,
        rule,
        days,
        titles: titles.collect(),
    };
    programmes::actions::add(tx, new, now).await
}

fn lesson(day: Lesson) -> Result<NewDay, DbErr> {
    let minute = |time: &str| stockholm::minute_of_day(time).map(i64::from).ok_or_else(|| unreadable(time));
    Ok(NewDay {
        starts_minute: minute(&day.starts)?,
        ends_minute: minute(&day.ends)?,
        minutes: day.minutes,
        title: day.title.into(),
        topics: day.topics.into(),
        goals: day.goals.into(),
    })
}
