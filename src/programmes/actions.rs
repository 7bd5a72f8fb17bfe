//! Adding programmes, and the rule they ask for.

use super::entity::{assignment_text, award_title, programme, programme_day, programme_version};
use super::model::{CertificateLook, NewAssignmentText, NewProgramme};
use super::queries;
use crate::journal::{self, Event};
use crate::kernel::{Failure, Instant, NoRefusal, ProgrammeId, ProgrammeVersionId, RuleId};
use crate::people::Coordinator;
use crate::requirements::{self, CompletionRule};
use crate::storage::{Db, WriteTx};
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait};

/// Adds a programme with its first version, in the transaction of whoever sets it up.
///
/// # Errors
/// When the database refuses.
pub async fn add(tx: &WriteTx, new: NewProgramme, now: Instant) -> Result<ProgrammeVersionId, DbErr> {
    let row = programme::ActiveModel {
        name_sv: Set(new.name.sv.clone()),
        name_en: Set(new.name.en.clone()),
        created_at: Set(now),
        ..programme::ActiveModel::default()
    };
    let programme = programme::Entity::insert(row).exec(tx).await?.last_insert_id;
    let version = programme_version::ActiveModel {
        programme_id: Set(programme),
        number: Set(1),
        summary_sv: Set(new.summary.sv.clone()),
        summary_en: Set(new.summary.en.clone()),
        rule_id: Set(new.rule),
        layout: Set(new.layout.clone()),
        created_at: Set(now),
        ..programme_version::ActiveModel::default()
    };
    let version = programme_version::Entity::insert(version).exec(tx).await?.last_insert_id;
    let (days, titles) = rows(new, programme, version);
    programme_day::Entity::insert_many(days).exec_without_returning(tx).await?;
    award_title::Entity::insert_many(titles).exec_without_returning(tx).await?;
    Ok(version)
}

/// Makes `rule` the one that the latest version of a programme asks for, in place of `seen`.
///
/// The rule is kept under the next number and never changes again. Cohorts that are published keep the one they have pinned;
/// those still planned follow. Saving what is saved already does nothing.
///
/// # Errors
/// Missing for an unknown programme, stale when somebody else saved another rule in between.
pub async fn set_rule(
    db: &Db,
    by: &Coordinator,
    (programme, seen): (ProgrammeId, RuleId),
    rule: &CompletionRule,
    now: Instant,
) -> Result<(), Failure<NoRefusal>> {
    let tx = db.begin_write().await?;
    let version = queries::lock_latest_version(&tx, programme).await?.ok_or(Failure::Missing("programme"))?;
    let id = requirements::queries::add_rule(&tx, rule, now).await?;
    if version.rule_id == id {
        return Ok(());
    }
    if version.rule_id != seen {
        return Err(Failure::Stale);
    }
    queries::set_rule(&tx, version.id, id).await?;
    let numbers = requirements::queries::rules_among(&tx, &[seen, id]).await?;
    let number = |id: RuleId| numbers.iter().find(|kept| kept.id == id).map(|kept| kept.number);
    let event = Event::new("programme.rule_set", "programme_version", version.id.0)
        .changed("rule_number", number(seen), number(id))
        .with("rule", rule.hash());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Decides what the programme's certificates look like from now on, in which languages they speak, and how long they hold;
/// `version` is the one the form was opened with.
///
/// Certificates already issued stay as they are. Saving what is saved already does nothing.
///
/// # Errors
/// Missing for an unknown programme, stale when somebody else saved in between.
pub async fn set_certificate(
    db: &Db,
    by: &Coordinator,
    (programme, version): (ProgrammeId, i64),
    look: CertificateLook<'_>,
    now: Instant,
) -> Result<(), Failure<NoRefusal>> {
    let tx = db.begin_write().await?;
    let seen = queries::lock_latest_version(&tx, programme).await?.ok_or(Failure::Missing("programme"))?;
    if look == seen.look() {
        return Ok(());
    }
    if seen.version != version {
        return Err(Failure::Stale);
    }
    queries::set_certificate(&tx, &seen, look).await?;
    let event = Event::new("programme.certificate_set", "programme_version", seen.id.0)
        .changed("layout", Some(seen.layout.as_str()), Some(look.layout))
        .changed("languages", Some(seen.printed_languages().key()), Some(look.languages.key()))
        .changed("valid_months", seen.valid_months, look.valid_months);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Writes what an assignment of the programme's latest version is called and how it is done, in place of version `seen` of
/// the text (0 where there was none).
///
/// It holds for every cohort of that version, from now on; papers already issued keep their words. Saving what is saved
/// already does nothing.
///
/// # Errors
/// Missing for an unknown programme, stale when somebody else saved in between.
pub async fn describe_assignment(
    db: &Db,
    by: &Coordinator,
    (programme, seen): (ProgrammeId, i64),
    new: NewAssignmentText,
    now: Instant,
) -> Result<(), Failure<NoRefusal>> {
    let tx = db.begin_write().await?;
    let version = queries::lock_latest_version(&tx, programme).await?.ok_or(Failure::Missing("programme"))?;
    let saved = queries::assignment_text(&tx, version.id, &new.assignment).await?;
    if saved.as_ref().is_some_and(|saved| saved.says(&new)) {
        return Ok(());
    }
    if saved.as_ref().map_or(0, |saved| saved.version) != seen {
        return Err(Failure::Stale);
    }
    let event = Event::new("programme.assignment_described", "programme_version", version.id.0)
        .with("assignment", new.assignment.as_str())
        .changed("title", saved.as_ref().map(|saved| saved.title_sv.as_str()), new.title.sv.as_str())
        .changed("days_after", saved.as_ref().and_then(|saved| saved.days_after), new.days_after);
    journal::record(&tx, &by.actor(), event, now).await?;
    let row = assignment_text::ActiveModel {
        programme_version_id: Set(version.id),
        assignment: Set(new.assignment),
        title_sv: Set(new.title.sv),
        title_en: Set(new.title.en),
        instruction_sv: Set(new.instruction.sv),
        instruction_en: Set(new.instruction.en),
        days_after: Set(new.days_after),
        version: Set(seen + 1),
        ..assignment_text::ActiveModel::default()
    };
    match saved {
        Some(saved) => {
            let row = assignment_text::ActiveModel { id: Set(saved.id), ..row };
            assignment_text::Entity::update(row).exec(&tx).await?;
        }
        None => assignment_text::Entity::insert(row).exec_without_returning(&tx).await.map(|_| ())?,
    }
    tx.commit().await?;
    Ok(())
}

fn rows(
    new: NewProgramme,
    programme: ProgrammeId,
    version: ProgrammeVersionId,
) -> (Vec<programme_day::ActiveModel>, Vec<award_title::ActiveModel>) {
    let days = (1..).zip(new.days).map(|(number, day)| programme_day::ActiveModel {
        programme_version_id: Set(version),
        number: Set(number),
        title_sv: Set(day.title.sv),
        title_en: Set(day.title.en),
        topics_sv: Set(day.topics.sv),
        topics_en: Set(day.topics.en),
        goals_sv: Set(day.goals.sv),
        goals_en: Set(day.goals.en),
        starts_minute: Set(day.starts_minute),
        ends_minute: Set(day.ends_minute),
        minutes: Set(day.minutes),
        ..programme_day::ActiveModel::default()
    });
    let titles = new.titles.into_iter().map(|award| award_title::ActiveModel {
        programme_id: Set(programme),
        title_sv: Set(award.title.sv),
        title_en: Set(award.title.en),
        from_day: Set(award.from),
        to_day: Set(award.to),
        ..award_title::ActiveModel::default()
    });
    (days.collect(), titles.collect())
}
