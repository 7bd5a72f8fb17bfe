//! The organisation's rollout plan in words, as it is handed in.

use crate::kernel::{Lang, OrganisationId};
use crate::locale::dates;
use crate::rollouts::queries;
use sea_orm::{ConnectionTrait, DbErr};

/// The rollout plan of an organisation as it stands: situation, aims, milestones reached. `None` where there is none, or
/// nothing is in it.
///
/// Who told what is left out: what is handed in is the plan, not the people.
///
/// # Errors
/// When the database does not answer.
pub async fn plan_in_words(
    db: &impl ConnectionTrait,
    organisation: OrganisationId,
    lang: Lang,
) -> Result<Option<String>, DbErr> {
    let Some(plan) = queries::plan_of(db, organisation).await? else { return Ok(None) };
    let mut parts = Vec::new();
    for (heading, words) in
        [(lang.say("Nuläge", "Situation"), plan.situation.trim()), (lang.say("Mål", "Aims"), plan.aims.trim())]
    {
        if !words.is_empty() {
            parts.push(format!("{heading}\n{words}"));
        }
    }
    let reached = queries::milestones_of(db, &plan).await?;
    let line = |one: &queries::Reached| {
        let day = dates::iso(one.on);
        format!("– {} {}, {day}", one.milestone.code(), one.milestone.word(lang))
    };
    let milestones: Vec<String> = reached.iter().map(line).collect();
    if !milestones.is_empty() {
        parts.push(format!("{}\n{}", lang.say("Milstolpar", "Milestones"), milestones.join("\n")));
    }
    Ok(Some(parts.join("\n\n")).filter(|words| !words.is_empty()))
}
